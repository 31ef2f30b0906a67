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

    private static int SkipComment(string sql, int at)
    {
        if (Starts(sql, at, "--")) return End(sql, "\n", at);
        if (!Starts(sql, at, "/*")) return at;
        return End(sql, "*/", at + 2);
    }

    /// <summary>Past the quoted stretch that begins here, else one character on. A doubled quote reads as two stretches, which is the
    /// same.</summary>
    private static int SkipQuoted(string sql, int at) => sql[at] switch
    {
        '\'' when at > 0 && sql[at - 1] is 'e' or 'E' => SkipEscaped(sql, at + 1),
        '\'' => End(sql, "'", at + 1),
        '"' => End(sql, "\"", at + 1),
        '$' when DollarTag(sql, at) is { } tag => End(sql, tag, at + tag.Length),
        _ => at + 1,
    };

    private static int SkipEscaped(string sql, int at)
    {
        while (at < sql.Length && sql[at] != '\'') at += sql[at] == '\\' ? 2 : 1;
        return Math.Min(at + 1, sql.Length);
    }

    private static string? DollarTag(string sql, int at)
    {
        var end = at + 1;
        while (end < sql.Length && (char.IsAsciiLetterOrDigit(sql[end]) || sql[end] == '_')) end++;
        return end < sql.Length && sql[end] == '$' ? sql[at..(end + 1)] : null;
    }

    private static bool Starts(string sql, int at, string what) => string.CompareOrdinal(sql, at, what, 0, what.Length) == 0;

    private static int End(string sql, string what, int from) =>
        sql.IndexOf(what, from, StringComparison.Ordinal) is >= 0 and var found ? found + what.Length : sql.Length;
}
