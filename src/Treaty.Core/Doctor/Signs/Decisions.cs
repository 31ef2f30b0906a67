using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor.Signs;

/// <summary>Places where SQL decides by a business value: <c>when x = 'gold'</c>, <c>when x in ('a', 'b')</c>, also in Jinja.</summary>
internal static class Decisions
{
    /// <returns>The lines, one each.</returns>
    public static IReadOnlyList<int> In(ForeignSql sql)
    {
        var lines = new List<int>();
        var code = sql.Code;
        for (var i = 0; i + 3 < code.Count; i++)
            if (code[i].Is("when") && Compares(code, i + 1)) lines.Add(code[i].Line);
        return lines;
    }

    /// <summary>A comparison with a text before THEN.</summary>
    private static bool Compares(IReadOnlyList<SqlToken> code, int from)
    {
        for (var i = from; i + 1 < code.Count && !code[i].Is("then") && !code[i].Is("when"); i++)
        {
            var compares = code[i].IsSymbol('=') || code[i].Is("in") || code[i].Is("like") || code[i].IsSymbol('(') && code[i - 1].Is("in");
            if (compares && code[i + 1] is { Kind: TokenKind.Text, Text.Length: > 0 }) return true;
        }
        return from < code.Count && code[from].Kind == TokenKind.Text; // case x when 'a'
    }
}
