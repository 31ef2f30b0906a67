using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor.Signs;

/// <summary>Where SQL numbers rows, and where it keeps only the first of several.</summary>
internal static class Copies
{
    /// <returns>The first line that numbers rows or speaks of deduplicating, remarks included; 0 where none does.</returns>
    public static int FirstNumbered(ForeignSql sql)
    {
        for (var i = 0; i < sql.Tokens.Count; i++)
            if (sql.Tokens[i].Text.Contains("deduplicate", StringComparison.OrdinalIgnoreCase) || IsNumbering(sql.Tokens, i))
                return sql.Tokens[i].Line;
        return 0;
    }

    /// <returns>
    /// The first line that keeps one of several rows, by a row number that must be 1, or that names or calls a deduplication; 0 where none
    /// does.
    /// </returns>
    public static int FirstRemoved(ForeignSql sql)
    {
        var code = sql.Code;
        var numbers = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < code.Count; i++)
        {
            if (code[i].Kind != TokenKind.Text && Speaks(code[i].Text)) return code[i].Line;
            if (IsOne(code, i + 1) && code[i].IsName && numbers.Contains(code[i].Text)) return code[i].Line;
            if (!IsNumbering(code, i)) continue;
            var end = WindowEnd(code, i + 4);
            if (IsOne(code, end)) return code[i].Line;
            if (end < code.Count && code[end].Is("as")) end++;
            if (end < code.Count && code[end].IsName) numbers.Add(code[end].Text);
        }
        return 0;
    }

    private static bool Speaks(string text) => text.Contains("dedup", StringComparison.OrdinalIgnoreCase)
        || text.Contains("de_dup", StringComparison.OrdinalIgnoreCase);

    private static bool IsNumbering(IReadOnlyList<SqlToken> tokens, int at) => tokens[at].Is("row_number") && at + 3 < tokens.Count
        && tokens[at + 1].IsSymbol('(') && tokens[at + 3].Is("over");

    /// <summary><c>= 1</c>, also as <c>&lt;= 1</c>, <c>== 1</c> and <c>&lt; 2</c>.</summary>
    private static bool IsOne(IReadOnlyList<SqlToken> code, int at)
    {
        if (at + 1 >= code.Count || code[at].Kind != TokenKind.Symbol) return false;
        var value = code[at + 1].IsSymbol('=') && at + 2 < code.Count ? code[at + 2] : code[at + 1];
        return code[at].Text is "=" && value.Text == "1" || code[at].Text is "<" && value.Text == (code[at + 1].IsSymbol('=') ? "1" : "2");
    }

    /// <summary>Behind the window: its parentheses or its name.</summary>
    private static int WindowEnd(IReadOnlyList<SqlToken> code, int at)
    {
        if (at >= code.Count || !code[at].IsSymbol('(')) return at + 1;
        for (var depth = 0; at < code.Count; at++)
        {
            if (code[at].IsSymbol('(')) depth++;
            if (code[at].IsSymbol(')') && --depth == 0) return at + 1;
        }
        return at;
    }
}
