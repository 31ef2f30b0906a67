using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Treaty.Core.Products;
using Treaty.Core.Sql;

namespace Treaty.Core.Contracts;

/// <summary>
/// Between which values the keys of some rows lie, column by column. A file whose values of a key column all lie elsewhere holds none of
/// those keys and need not be read to look for them. Only columns whose order is the same everywhere are compared: text by its bytes,
/// whole numbers, days.
/// </summary>
public sealed class KeySpan
{
    private const string DayForm = "yyyy-MM-dd";

    private readonly ImmutableArray<(Property Column, string Least, string Greatest)> _columns;

    private KeySpan(ImmutableArray<(Property Column, string Least, string Greatest)> columns) => _columns = columns;

    /// <summary>One row: the number of rows, then per comparable key column how many have a value, the least and the greatest.</summary>
    public static SqlText Find(SchemaObject schemaObject, string relation) => new SqlLines().Line("SELECT")
        .Items(["count(*)", .. Comparable(schemaObject).Select(p => Quote.Name(p.Name))
            .SelectMany(name => new[] { $"count({name})", $"min({name})::VARCHAR", $"max({name})::VARCHAR" })])
        .Line($"FROM {relation}").Done();

    /// <param name="row">What <see cref="Find"/> yielded.</param>
    public static KeySpan Read(SchemaObject schemaObject, IReadOnlyList<object?> row)
    {
        var rows = Convert.ToInt64(row[0], CultureInfo.InvariantCulture);
        return new([.. Comparable(schemaObject).Select((column, i) => (column, Count: row[3 * i + 1], Least: row[3 * i + 2] as string,
                Greatest: row[3 * i + 3] as string))
            .Where(c => c is { Least: not null, Greatest: not null } && Convert.ToInt64(c.Count, CultureInfo.InvariantCulture) == rows)
            .Select(c => (c.column, c.Least!, c.Greatest!))]);
    }

    /// <summary>False only where a file surely holds none of the keys.</summary>
    /// <param name="bounds">The least and greatest value of a column in the file, as canonical text; null where they are not
    /// known.</param>
    public bool MayBeIn(Func<string, (string? Least, string? Greatest)> bounds) => _columns.All(c =>
        bounds(c.Column.Name) is not ({ } least, { } greatest)
        || Compare(c.Column, greatest, c.Least) is not < 0 && Compare(c.Column, least, c.Greatest) is not > 0);

    private static IEnumerable<Property> Comparable(SchemaObject schemaObject) =>
        schemaObject.Key.Where(p => p.Type is LogicalType.String or LogicalType.Integer or LogicalType.Date);

    /// <summary>Null where they cannot be compared.</summary>
    private static int? Compare(Property column, string one, string other) => column.Type switch
    {
        LogicalType.String => Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other)),
        LogicalType.Integer => long.TryParse(one, CultureInfo.InvariantCulture, out var a)
            && long.TryParse(other, CultureInfo.InvariantCulture, out var b) ? a.CompareTo(b) : null,
        _ => DateOnly.TryParseExact(one, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var a)
            && DateOnly.TryParseExact(other, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var b) ? a.CompareTo(b) : null,
    };
}
