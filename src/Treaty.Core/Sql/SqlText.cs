using System.Globalization;
using System.Text;

namespace Treaty.Core.Sql;

/// <summary>
/// Writes identifiers and literals so that no value can become syntax. Everything that enters SQL from a document or from data passes here.
/// </summary>
public static class Quote
{
    /// <summary>An identifier in double quotes.</summary>
    public static string Name(string identifier) => "\"" + identifier.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>A qualified name, each part quoted.</summary>
    public static string Name(string qualifier, string identifier) => Name(qualifier) + "." + Name(identifier);

    /// <summary>A text literal in single quotes; null becomes NULL.</summary>
    public static string Text(string? value) => value is null ? "NULL" : "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Number(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A list of text literals in brackets, as DuckDB's list syntax.</summary>
    public static string List(IEnumerable<string> values) => "[" + string.Join(", ", values.Select(Text)) + "]";
}

/// <summary>One complete statement, laid out for an auditor to read. Made only in Core, from quoted parts; engines only run it.</summary>
public sealed record SqlText(string Text)
{
    public override string ToString() => Text;
}

/// <summary>Builds a statement line by line with two-space indents.</summary>
public sealed class SqlLines
{
    private readonly StringBuilder _text = new();

    public SqlLines Line(string line, int indent = 0)
    {
        _text.Append(' ', indent * 2).Append(line).Append('\n');
        return this;
    }

    /// <summary>One item a line, separated by commas.</summary>
    public SqlLines Items(IEnumerable<string> items, int indent = 1)
    {
        var list = items.ToList();
        for (var i = 0; i < list.Count; i++) Line(i < list.Count - 1 ? list[i] + "," : list[i], indent);
        return this;
    }

    public SqlText Done() => new(_text.ToString().TrimEnd('\n'));
}
