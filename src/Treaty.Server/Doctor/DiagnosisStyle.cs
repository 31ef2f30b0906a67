namespace Treaty.Server.Doctor;

/// <summary>The look of the doctor's page; it travels inside the page.</summary>
internal static class DiagnosisStyle
{
    public const string Css =
        """
        :root{color-scheme:light dark;--ink:#1d232b;--quiet:#5b6673;--line:#d9dee5;--back:#fff;--panel:#f5f7fa;--error:#b3261e;--warning:#9a5b00;--info:#5b6673;
        --clear:#1f6f43;--link:#0b57a8}
        @media (prefers-color-scheme:dark){:root{--ink:#e6e9ee;--quiet:#a0aab6;--line:#353d47;--back:#14181d;--panel:#1c2229;--error:#ff8a80;--warning:#f3b35b;
        --info:#a0aab6;--clear:#7bd3a2;--link:#8fc1ff}}
        *{box-sizing:border-box}body{margin:0 auto;max-width:68rem;padding:1.5rem;font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--back)}
        h1{margin:0 0 .25rem;font-size:1.75rem}h2{margin:2rem 0 .5rem;font-size:1.25rem}h3{margin:0;font-size:1.05rem}a{color:var(--link)}
        .worst{background:var(--panel);border:1px solid var(--line);border-radius:.5rem;padding:.25rem 1.25rem 1rem;margin-top:1rem}.worst h2{margin-top:1rem}
        .worst li{margin:.4rem 0}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line);
        vertical-align:top}th{color:var(--quiet);font-weight:600}article{border-left:4px solid var(--info);padding:.25rem 0 .25rem .9rem;margin:1rem 0}
        article.error{border-color:var(--error)}article.warning{border-color:var(--warning)}article p{margin:.25rem 0}.counts{margin:.25rem 0;padding-left:1.2rem}
        .code,.place{font-family:ui-monospace,monospace;font-size:.85em;color:var(--quiet)}.evidence td{font-size:.9em;overflow-wrap:anywhere}
        .quiet,.meaning,footer{color:var(--quiet)}.v-established{color:var(--error);font-weight:600}.v-suspected{color:var(--warning);font-weight:600}
        .v-clear{color:var(--clear)}.v-traces,.v-notexamined{color:var(--quiet)}svg.signs{height:13px;width:auto;max-width:12rem;display:block;margin-top:.3rem}
        svg .error{fill:var(--error)}svg .warning{fill:var(--warning)}svg .info{fill:var(--quiet)}svg .none{fill:none;stroke:var(--line)}svg .gap{stroke:var(--line)}
        details summary{cursor:pointer;color:var(--link)}@media (max-width:40rem){body{padding:.75rem}.evidence td{display:block;border:0;padding:.1rem 0}
        .evidence tr{display:block;border-bottom:1px solid var(--line);padding:.3rem 0}svg.signs{display:none}}
        @media print{body{max-width:none;padding:0}article,tr{break-inside:avoid}details{display:none}}
        """;
}
