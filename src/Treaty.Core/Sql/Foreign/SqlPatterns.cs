namespace Treaty.Core.Sql.Foreign;

/// <summary>A call in SQL: its arguments as tokens.</summary>
/// <param name="At">Where its name stands among the tokens.</param>
public sealed record SqlCall(int At, int Line, IReadOnlyList<IReadOnlyList<SqlToken>> Arguments);

/// <summary>A list of literals after IN.</summary>
public sealed record LiteralList(IReadOnlyList<string> Values, int Line);

/// <summary>A column as it is named: with what it is of, or alone.</summary>
public readonly record struct ColumnName(string Qualifier, string Name);

/// <summary>Shapes that can be told in SQL of any dialect without understanding it all.</summary>
public static class SqlPatterns
{
    /// <summary>Every call of a function.</summary>
    public static IEnumerable<SqlCall> Calls(ForeignSql sql, string function)
    {
        var code = sql.Code;
        for (var i = 0; i + 1 < code.Count; i++)
            if (code[i].Is(function) && code[i + 1].IsSymbol('(')) yield return new(i, code[i].Line, Arguments(code, i + 1));
    }

    /// <summary>The column an expression is; null where it is anything else.</summary>
    public static ColumnName? Column(IReadOnlyList<SqlToken> tokens) => tokens switch
    {
        [{ IsName: true } name] => new("", name.Text),
        [{ IsName: true } of, var dot, { IsName: true } name] when dot.IsSymbol('.') => new(of.Text, name.Text),
        _ => null,
    };

    /// <summary>Lists of literals after IN, with at least so many different values.</summary>
    public static IEnumerable<LiteralList> Lists(ForeignSql sql, int least)
    {
        var code = sql.Code;
        for (var i = 0; i + 2 < code.Count; i++)
        {
            if (!code[i].Is("in") || !code[i + 1].IsSymbol('(')) continue;
            var items = Arguments(code, i + 1);
            if (items.Count < least || !items.All(a => a is [{ Kind: TokenKind.Text or TokenKind.Number or TokenKind.Quoted }])) continue;
            var values = items.Select(a => a[0].Text).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            if (values.Count >= least) yield return new(values, code[i].Line);
        }
    }

    /// <summary>Comparisons of two columns for equality, functions of one argument around either left out.</summary>
    public static IEnumerable<(ColumnName Left, ColumnName Right, bool Plain, int Line)> Equalities(ForeignSql sql)
    {
        var code = sql.Code;
        for (var i = 1; i + 1 < code.Count; i++)
        {
            if (!code[i].IsSymbol('=') || code[i - 1].Kind == TokenKind.Symbol && code[i - 1].Text is "<" or ">" or "!" or "=") continue;
            var (left, wrappedLeft) = Before(code, i);
            var (right, wrappedRight) = After(code, i);
            if (left is { } a && right is { } b) yield return (a, b, !wrappedLeft && !wrappedRight, code[i].Line);
        }
    }

    private static (ColumnName?, bool Wrapped) Before(IReadOnlyList<SqlToken> code, int equals)
    {
        var end = equals;
        var wrapped = code[end - 1].IsSymbol(')');
        if (wrapped) end--;
        if (end < 1 || !code[end - 1].IsName) return (null, wrapped);
        return end >= 3 && code[end - 2].IsSymbol('.') && code[end - 3].IsName
            ? (new(code[end - 3].Text, code[end - 1].Text), wrapped) : (new("", code[end - 1].Text), wrapped);
    }

    private static (ColumnName?, bool Wrapped) After(IReadOnlyList<SqlToken> code, int equals)
    {
        var from = equals + 1;
        var wrapped = from + 1 < code.Count && code[from].IsName && code[from + 1].IsSymbol('(');
        if (wrapped) from += 2;
        if (from >= code.Count || !code[from].IsName) return (null, wrapped);
        return from + 2 < code.Count && code[from + 1].IsSymbol('.') && code[from + 2].IsName
            ? (new(code[from].Text, code[from + 2].Text), wrapped) : (new("", code[from].Text), wrapped);
    }

    private static List<IReadOnlyList<SqlToken>> Arguments(IReadOnlyList<SqlToken> code, int open)
    {
        var arguments = new List<IReadOnlyList<SqlToken>>();
        var (depth, current) = (0, new List<SqlToken>());
        for (var i = open; i < code.Count; i++)
        {
            if (code[i].IsSymbol('(')) depth++;
            if (code[i].IsSymbol(')')) depth--;
            if (depth == 0 || depth == 1 && code[i].IsSymbol(','))
            {
                if (current.Count > 0) arguments.Add(current);
                current = [];
                if (depth == 0) break;
            }
            else if (i > open) current.Add(code[i]);
        }
        return arguments;
    }
}
