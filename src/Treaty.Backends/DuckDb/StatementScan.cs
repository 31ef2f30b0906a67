namespace Treaty.Backends.DuckDb;

/// <summary>One statement of a text, without the comments before it, and the word it begins with.</summary>
internal sealed record ScannedStatement(string Text, string FirstWord);

/// <summary>Splits a text at the semicolons outside quotes and comments; knows nothing else of SQL.</summary>
internal static class StatementScan
{
    public static IReadOnlyList<ScannedStatement> Split(string sql)
    {
        var statements = new List<ScannedStatement>();
        var start = -1;
        for (var i = 0; i < sql.Length;)
        {
            var end = SkipComment(sql, i);
            if (end > i) { i = end; continue; }
            if (sql[i] == ';')
            {
                Add(statements, sql, start, i++);
                start = -1;
                continue;
            }
            if (start < 0 && !char.IsWhiteSpace(sql[i])) start = i;
            i = SkipQuoted(sql, i);
        }
        Add(statements, sql, start, sql.Length);
        return statements;
    }

    private static void Add(List<ScannedStatement> statements, string sql, int start, int end)
    {
        if (start < 0) return;
        var text = sql[start..end];
        var length = text.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c == '_').Count();
        statements.Add(new(text, length == 0 ? text[..1] : text[..length]));
    }

    /// <summary>
    /// The text behind the only TO of a statement that is outside quotes, comments and brackets; null where it is no plain literal, or
    /// anything but options follows: the engine would take more than one place for the target.
    /// </summary>
    public static string? TargetOf(string sql)
    {
        if (OuterWords(sql).Where(w => sql[w].Equals("to", StringComparison.OrdinalIgnoreCase)).ToList() is not [var to]) return null;
        var start = to.End.Value;
        while (start < sql.Length && char.IsWhiteSpace(sql[start])) start++;
        if (!Starts(sql, start, "'")) return null;
        var end = start;
        do end = End(sql, "'", end + 1);
        while (Starts(sql, end, "'"));
        var next = PastSpace(sql, end);
        return next == sql.Length || sql[next] == '(' ? sql[(start + 1)..(end - 1)].Replace("''", "'", StringComparison.Ordinal) : null;
    }

    private static IEnumerable<Range> OuterWords(string sql)
    {
        for (int i = 0, depth = 0; i < sql.Length;)
        {
            var end = SkipComment(sql, i);
            if (end == i)
            {
                depth += sql[i] switch { '(' => 1, ')' => -1, _ => 0 };
                end = SkipQuoted(sql, i);
                if (depth == 0 && StartsName(sql[i])) yield return i..end;
            }
            i = end;
        }
    }

    /// <summary>Past white space and comments.</summary>
    private static int PastSpace(string sql, int at)
    {
        while (at < sql.Length)
        {
            var next = char.IsWhiteSpace(sql[at]) || IsSpace(sql[at]) ? at + 1 : SkipComment(sql, at);
            if (next == at) break;
            at = next;
        }
        return at;
    }

    private static int SkipComment(string sql, int at)
    {
        if (Starts(sql, at, "--")) return sql.AsSpan(at).IndexOfAny('\n', '\r') is >= 0 and var line ? at + line : sql.Length;
        if (!Starts(sql, at, "/*")) return at;
        var depth = 0;
        do
        {
            if (Starts(sql, at, "/*") || Starts(sql, at, "*/"))
            {
                depth += sql[at] == '/' ? 1 : -1;
                at++;
            }
            at++;
        }
        while (depth > 0 && at < sql.Length);
        return Math.Min(at, sql.Length);
    }

    /// <summary>Past the quoted stretch or the name that begins here, else one character on. A doubled quote reads as two stretches, which
    /// is the same. In a name neither a dollar nor an e begins a quote.</summary>
    private static int SkipQuoted(string sql, int at) => sql[at] switch
    {
        'e' or 'E' when Starts(sql, at + 1, "'") => SkipEscaped(sql, at + 2),
        '\'' => End(sql, "'", at + 1),
        '"' => End(sql, "\"", at + 1),
        '$' when DollarTag(sql, at) is { } tag => End(sql, tag, at + tag.Length),
        var c when StartsName(c) => EndOfName(sql, at),
        _ => at + 1,
    };

    /// <summary>A text with escapes goes on in a text behind it, be it next to it or lines and comments further on.</summary>
    private static int SkipEscaped(string sql, int at)
    {
        while (at < sql.Length && sql[at] != '\'') at += sql[at] == '\\' ? 2 : 1;
        var end = Math.Min(at + 1, sql.Length);
        var next = PastSpace(sql, end);
        return Starts(sql, next, "'") ? SkipEscaped(sql, next + 1) : end;
    }

    private static string? DollarTag(string sql, int at)
    {
        var end = at + 1;
        if (end < sql.Length && StartsName(sql[end]))
            while (end < sql.Length && sql[end] != '$' && ContinuesName(sql[end])) end++;
        return end < sql.Length && sql[end] == '$' ? sql[at..(end + 1)] : null;
    }

    private static int EndOfName(string sql, int at)
    {
        while (at < sql.Length && ContinuesName(sql[at])) at++;
        return at;
    }

    /// <summary>As the engine has it: everything beyond ASCII is a letter, but for spaces.</summary>
    private static bool StartsName(char c) => char.IsAsciiLetter(c) || c == '_' || (c > '\u007f' && !IsSpace(c));

    private static bool ContinuesName(char c) => StartsName(c) || char.IsAsciiDigit(c) || c == '$';

    private static bool IsSpace(char c) =>
        c is '\u00a0' or (>= '\u2000' and <= '\u200d') or '\u202f' or '\u205f' or '\u2060' or '\u3000' or '\ufeff';

    private static bool Starts(string sql, int at, string what) => string.CompareOrdinal(sql, at, what, 0, what.Length) == 0;

    private static int End(string sql, string what, int from) =>
        sql.IndexOf(what, Math.Min(from, sql.Length), StringComparison.Ordinal) is >= 0 and var found ? found + what.Length : sql.Length;
}
