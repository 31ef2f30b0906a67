using System.Globalization;
using System.Text;
using Treaty.Core.Doctor;
using Treaty.Core.Findings;
using Treaty.Server.Pictures;

namespace Treaty.Server.Doctor;

/// <summary>
/// The doctor's report as one page that needs nothing else: the verdicts and the three worst things first, every sign with its evidence
/// behind them. Light and dark, printable.
/// </summary>
public static class DiagnosisPage
{
    private const int EvidenceShown = 200;

    public static string Write(Diagnosis diagnosis) =>
        $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{E(diagnosis.Estate)} as of {Day(diagnosis.AsOf)} · Treaty doctor</title>
        <style>{DiagnosisStyle.Css}</style>
        </head>
        <body>
        <header>
        <h1>{E(diagnosis.Estate)}</h1>
        <p>Examined for the eight ways in which data meshes fail, as of {Day(diagnosis.AsOf)}: {E(Size(diagnosis))}.</p>
        </header>
        <main>
        {Worst(diagnosis)}
        <section><h2>Verdicts</h2>
        <table><thead><tr><th>Failure mode</th><th>Verdict</th><th>Confidence</th><th>Signs</th><th></th></tr></thead><tbody>
        {string.Concat(diagnosis.Modes.Select(Row))}</tbody></table></section>
        {Trend(diagnosis)}{BudgetTable(diagnosis)}
        {string.Concat(diagnosis.Modes.Select(Mode))}
        {Unread(diagnosis)}
        </main>
        <footer><p>A verdict is established where independent signs agree and one is grave; suspected where one
            is worth acting on. Signs that draw on the
        same source count as one. Confidence falls with what could not be read.</p></footer>
        </body>
        </html>

        """;

    private static string E(string text) => Svg.E(text);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string N(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Size(Diagnosis d) =>
        string.Join(", ", d.Size.Counts.Select(c => N(c.Number) + " " + (c.Number == 1 ? c.What.TrimEnd('s') : c.What)))
        + $"; {N(d.Size.FilesRead)} files read" + (d.Size.Unread.Count > 0 ? $", {N(d.Size.Unread.Count)} not" : "");

    private static string Worst(Diagnosis d) => d.Worst.Count == 0
        ? "<section class=\"worst\"><h2>Nothing that needs acting on was found</h2></section>"
        : "<section class=\"worst\"><h2>The worst, and what to do first</h2><ol>" + string.Concat(d.Worst.Select(w =>
            $"<li><strong>{E(Upper(w.Sentence))}.</strong> {E(Upper(w.Help))}. <a href=\"#{w.Code}\">{w.Code}</a></li>")) + "</ol></section>";

    private static string Row(ModeDiagnosis mode) =>
        $"<tr><td><a href=\"#mode{(int)mode.Mode}\">{(int)mode.Mode} {E(Upper(mode.Title))}</a></td><td class=\"{Class(mode.Verdict)}\">{Word(mode.Verdict)}</td>"
        + $"<td>{(mode.Verdict == Verdict.NotExamined ? "" : E(mode.Confidence.ToString().ToLowerInvariant()))}</td>"
        + $"<td>{mode.Present.Count()} of {mode.Examined}</td><td>{Bar(mode)}</td></tr>\n";

    /// <summary>A box a sign: filled by how grave it is, empty where nothing was seen, a line where it could not be looked for.</summary>
    private static string Bar(ModeDiagnosis mode)
    {
        const int Box = 11, Step = 14;
        var svg = new Svg("signs", Math.Max(1, mode.Known) * Step, Box + 2, $"{mode.Present.Count()} of {mode.Known} signs seen");
        var at = 1;
        foreach (var seen in mode.Observations)
        {
            svg.Rect(seen.Present ? seen.Severity.ToString().ToLowerInvariant() : "none", at, 1, Box, Box, 2);
            at += Step;
        }
        foreach (var _ in mode.NotExamined)
        {
            svg.Path("gap", $"M{at} 6.5h{Box}");
            at += Step;
        }
        return svg.Done();
    }

    private static string Mode(ModeDiagnosis mode)
    {
        var text = new StringBuilder($"<section id=\"mode{(int)mode.Mode}\"><h2>{(int)mode.Mode} {E(Upper(mode.Title))}</h2>");
        text.Append($"<p class=\"meaning\">{E(Upper(mode.Mode.Meaning()))}. <span class=\"{Class(mode.Verdict)}\">{Upper(Word(mode.Verdict))}</span>");
        text.Append(mode.Independent > 0 ? $", by {mode.Independent} independent {(mode.Independent == 1 ? "sign" : "signs")}.</p>" : ".</p>");
        foreach (var seen in mode.Present) text.Append(Sign(seen));
        var clear = mode.Observations.Where(o => !o.Present).Select(o => o.Title).ToList();
        if (clear.Count > 0) text.Append($"<p class=\"quiet\">Looked for, not found: {E(string.Join("; ", clear))}.</p>");
        if (mode.NotExamined.Count > 0)
            text.Append($"<p class=\"quiet\">Not looked for, as the estate does not say enough: {E(string.Join("; ", mode.NotExamined.Select(n =>
                n.Title)))}.</p>");
        return text.Append("</section>\n").ToString();
    }

    private static string Sign(Observation seen)
    {
        var counts = seen.Counts.Count == 0 ? "" : "<ul class=\"counts\">" + string.Concat(seen.Counts.Select(c =>
            $"<li>{E(c.What)}: {N(c.Number)}{(c.Of is { } of ? $" of {N(of)}" : "")}</li>")) + "</ul>";
        var rows = string.Concat(seen.Evidence.Take(EvidenceShown).Select(e =>
            $"<tr><td>{E(e.Subject)}</td><td>{E(e.Note)}</td><td class=\"place\">{E(e.Place is { } p ? $"{p.File}:{p.Line}" : "")}</td></tr>"));
        var more = seen.Evidence.Count > EvidenceShown ? $"<p class=\"quiet\">{N(seen.Evidence.Count - EvidenceShown)} more; --format json lists all.</p>"
            : "";
        return $"""
            <article id="{seen.Code}" class="{seen.Severity.ToString().ToLowerInvariant()}"><h3>{E(Upper(seen.Sentence))}</h3>
            <p><span class="code">{seen.Code}</span> {E(Upper(seen.Title))}. <em>{E(Upper(seen.Help))}.</em></p>{counts}
            <details><summary>Evidence ({N(seen.Evidence.Count)})</summary><table class="evidence"><tbody>{rows}</tbody></table>{more}</details></article>

            """;
    }

    private static string Trend(Diagnosis d) => d.Trend is not { } trend ? ""
        : $"<section><h2>Since {Day(trend.Since)}</h2>" + (trend.Lines.Count == 0 ? "<p>Nothing changed.</p></section>"
            : "<table><thead><tr><th>Sign</th><th>Then</th><th>Now</th><th>Change</th></tr></thead><tbody>" + string.Concat(trend.Lines.Select(l =>
                $"<tr><td>{l.Code} {E(l.Title)}</td><td>{N(l.Before)}</td><td>{N(l.Now)}</td><td>{(l.Change > 0 ? "+" : "")}{N(l.Change)}</td></tr>"))
            + "</tbody></table></section>");

    private static string BudgetTable(Diagnosis d) => d.Budget.Count == 0 ? ""
        : "<section><h2>Budget</h2><table><thead><tr><th>Sign</th><th>Allowed</th><th>Found</th></tr></thead><tbody>" + string.Concat(d.Budget.Select(l =>
            $"<tr><td>{l.Code}</td><td>{N(l.Allowed)}</td><td class=\"{(l.Over ? "v-established" : "v-clear")}\">{N(l.Found)}</td></tr>"))
        + "</tbody></table></section>";

    private static string Unread(Diagnosis d) => d.Size.Unread.Count == 0 ? ""
        : "<section><h2>Not read</h2><table class=\"evidence\"><tbody>" + string.Concat(d.Size.Unread.Take(EvidenceShown).Select(u =>
            $"<tr><td class=\"place\">{E(u.Place.ToString())}</td><td>{E(u.Why)}</td></tr>")) + "</tbody></table></section>";

    private static string Upper(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Class(Verdict verdict) => "v-" + verdict.ToString().ToLowerInvariant();

    private static string Word(Verdict verdict) => verdict == Verdict.NotExamined ? "not examined" : verdict.ToString().ToLowerInvariant();
}
