namespace Treaty.Core.Sql.Foreign;

/// <summary>Finds the tables a text reads: the names after FROM and JOIN that are no common table expression of its own.</summary>
internal static class TablesNamed
{
    public static IReadOnlyList<TableRead> In(IReadOnlyList<SqlToken> tokens)
    {
        var code = tokens.Where(t => t.Kind != TokenKind.Comment).ToList();
        var own = OwnNames(code);
        var reads = new List<TableRead>();
        for (var i = 0; i < code.Count; i++)
            if ((code[i].Is("from") || code[i].Is("join")) && !IsFunctionPart(code, i)) Names(code, i + 1, code[i].Is("from"), reads);
        return [.. reads.Where(r => !own.Contains(r.Name)).Distinct()];
    }

    /// <summary>Names before <c>as (</c>: those of common table expressions.</summary>
    private static HashSet<string> OwnNames(List<SqlToken> code)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i + 2 < code.Count; i++)
            if (code[i].IsName && code[i + 1].Is("as") && (code[i + 2].IsSymbol('(')
                || i + 3 < code.Count && code[i + 2].Is("materialized"))) names.Add(code[i].Text);
        return names;
    }

    /// <summary><c>extract(day from x)</c>, <c>trim(both ' ' from x)</c>, <c>is distinct from x</c>.</summary>
    private static bool IsFunctionPart(List<SqlToken> code, int from)
    {
        if (!code[from].Is("from")) return false;
        if (from > 0 && code[from - 1].Is("distinct") && from > 1 && (code[from - 2].Is("is") || code[from - 2].Is("not"))) return true;
        var depth = 0;
        for (var i = from - 1; i >= 0 && i > from - 12; i--)
        {
            if (code[i].Is("select") && depth == 0) return false;
            if (code[i].IsSymbol(')')) depth++;
            if (!code[i].IsSymbol('(') || depth-- > 0) continue;
            return i > 0 && (code[i - 1].Is("extract") || code[i - 1].Is("trim") || code[i - 1].Is("substring") || code[i - 1].Is("overlay"));
        }
        return false;
    }

    private static void Names(List<SqlToken> code, int at, bool list, List<TableRead> reads)
    {
        while (at < code.Count)
        {
            if (!code[at].IsName || code[at].Is("select") || code[at].Is("unnest") || code[at].Is("lateral")) return;
            var line = code[at].Line;
            var name = code[at++].Text;
            while (at + 1 < code.Count && (code[at].IsSymbol('.') || code[at].IsSymbol('-')) && (code[at + 1].IsName
                || code[at + 1].Kind == TokenKind.Number))
                (name, at) = (name + code[at].Text + code[at + 1].Text, at + 2);
            if (at < code.Count && code[at].IsSymbol('(')) return; // a table function
            reads.Add(new(name.Replace("`", "", StringComparison.Ordinal), line));
            if (!list) return;
            if (at < code.Count && code[at].Is("as")) at++;
            if (at + 1 < code.Count && code[at].IsName && code[at + 1].IsSymbol(',')) at++;
            if (at >= code.Count || !code[at].IsSymbol(',')) return;
            at++;
        }
    }
}
