using Treaty.Core.Sql;

namespace Treaty.Core.Lineage;

/// <summary>A column of a declared table, under the table's name as SQL says it.</summary>
public sealed record TableColumn(string Table, string Column) : IComparable<TableColumn>
{
    public int CompareTo(TableColumn? other) => other is null ? 1
        : string.CompareOrdinal(Table, other.Table) is var byTable and not 0 ? byTable : string.CompareOrdinal(Column, other.Column);

    public static bool operator <(TableColumn left, TableColumn right) => left.CompareTo(right) < 0;

    public static bool operator >(TableColumn left, TableColumn right) => left.CompareTo(right) > 0;

    public static bool operator <=(TableColumn left, TableColumn right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TableColumn left, TableColumn right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"{Table}.{Column}";
}

/// <summary>How a column comes about: as it stands, computed from one row, from many rows, by counting rows, or without any
/// column.</summary>
public enum Derivation { Constant, Direct, Expression, Aggregate, CountAll }

/// <summary>One column that comes out: its name, how it comes about and the columns it is computed from, sorted.</summary>
public sealed record LineageColumn(string Name, Derivation How, IReadOnlyList<TableColumn> From);

/// <summary>Two columns that a select holds equal, so that rows of one table meet rows of another.</summary>
/// <param name="Offset">Where in the text, in characters; null where the engine does not say.</param>
public sealed record JoinedColumns(TableColumn A, TableColumn B, int? Offset);

/// <summary>Where the columns of a select come from, and what else decides which rows and groups there are.</summary>
/// <param name="Columns">In the order they come out. A column without a name is called `column1` by its place.</param>
/// <param name="Influences">Columns used in filters, joins, grouping, windows' order and partition, sorted.</param>
/// <param name="Tables">Every declared table read, sorted.</param>
/// <param name="Violations">Names that are unknown or could mean two things.</param>
/// <param name="NotUnderstood">Parts whose columns could not be traced; where there are any, the rest is a lower bound.</param>
public sealed record ColumnLineage(
    IReadOnlyList<LineageColumn> Columns, IReadOnlyList<TableColumn> Influences, IReadOnlyList<string> Tables,
    IReadOnlyList<SqlViolation> Violations, IReadOnlyList<SqlViolation> NotUnderstood)
{
    /// <summary>Columns held equal in joins and filters, each as it stands in a declared table, in the order of the text.</summary>
    public IReadOnlyList<JoinedColumns> Joins { get; init; } = [];

    /// <param name="tree">The parsed text; its only statement is read.</param>
    /// <param name="schemas">The columns of each declared table, in order, under the table's name as SQL says it; looked up without
    /// regard to case.</param>
    public static ColumnLineage Of(SelectTree tree, IReadOnlyDictionary<string, IReadOnlyList<string>> schemas)
    {
        if (tree.Single is not { } query)
            return new([], [], [], [], [new SqlViolation(tree.Problem ?? "not exactly one select", "write one select")]);
        var trace = new LineageTrace(schemas);
        var columns = new LineageQueries(trace).Columns(query, LineageScope.Outermost);
        return new([.. columns.Select(c => new LineageColumn(c.Name, c.How, [.. c.From.Order()]))],
            [.. trace.Influences.Order()], [.. trace.Tables.Order(StringComparer.Ordinal)],
            [.. trace.Violations.Distinct()], [.. trace.NotUnderstood.Distinct()]) { Joins = [.. trace.Joins.Distinct()] };
    }
}

/// <summary>What is gathered while a tree is read.</summary>
internal sealed class LineageTrace(IReadOnlyDictionary<string, IReadOnlyList<string>> schemas)
{
    private readonly Dictionary<string, KeyValuePair<string, IReadOnlyList<string>>> _schemas =
        schemas.ToDictionary(s => s.Key, s => s, StringComparer.OrdinalIgnoreCase);

    public HashSet<TableColumn> Influences { get; } = [];

    public HashSet<string> Tables { get; } = new(StringComparer.Ordinal);

    public List<SqlViolation> Violations { get; } = [];

    public List<JoinedColumns> Joins { get; } = [];

    /// <summary>Remembers that two columns are held equal, where each is a column of a declared table and nothing computed from
    /// several.</summary>
    public void Joined(Traced left, Traced right, int? offset)
    {
        if (left.From.Count == 1 && right.From.Count == 1 && left.From.Single().Table != right.From.Single().Table)
            Joins.Add(new(left.From.Single(), right.From.Single(), offset));
    }

    public List<SqlViolation> NotUnderstood { get; } = [];

    /// <summary>The table under its declared spelling with its columns; null where it is not declared.</summary>
    public (string Name, IReadOnlyList<string> Columns)? Schema(string name) =>
        _schemas.TryGetValue(name, out var found) ? (found.Key, found.Value) : null;

    public void Influence(Traced traced) => Influences.UnionWith(traced.From);

    public void Unclear(SqlNode at, string what) =>
        NotUnderstood.Add(new(what, "write it with named columns so that it can be traced", at.Offset));
}
