using System.Collections.Immutable;
using System.Globalization;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;

namespace Treaty.Core.Contracts;

/// <summary>What a product promises of its data: schema, meaning, checks, objectives, measures.</summary>
public sealed record Contract(
    string Id,
    string Version,
    string Status,
    string? Purpose,
    ImmutableArray<SchemaObject> Objects,
    ImmutableArray<Measure> Measures,
    ImmutableArray<Objective> Objectives,
    QuarantineLimit Quarantine,
    SourcePlace Place)
{
    public int Major => int.TryParse(Version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : 1;

    /// <summary>The day until which it is served, by its property endOfSupport, else endOfLife; null where it says none.</summary>
    public DateOnly? End => new[] { "endofsupport", "es", "endoflife", "el" }
        .Select(word => Objectives.FirstOrDefault(o => o.Property.Equals(word, StringComparison.OrdinalIgnoreCase)))
        .Where(o => o is not null && DateTimeOffset.TryParse(o.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
        .Select(o =>
            (DateOnly?)DateOnly.FromDateTime(
                DateTimeOffset.Parse(o!.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).UtcDateTime))
        .FirstOrDefault();

    public SchemaObject? Object(string name) => Objects.FirstOrDefault(o => o.Name == name);

    public Measure? Measure(string name) => Measures.FirstOrDefault(m => m.Name == name);
}

/// <summary>One table of a product; of an authoritative product, the facts of one kind.</summary>
public sealed record SchemaObject(
    string Name,
    string? Fact,
    string? Description,
    string? OccurredAt,
    string? RecordedAt,
    ImmutableArray<Property> Properties,
    ImmutableArray<QualityRule> Quality,
    SourcePlace Place)
{
    public Property? Property(string name) => Properties.FirstOrDefault(p => p.Name == name);

    /// <summary>The references that the object itself declares, of one column or several.</summary>
    public ImmutableArray<Relationship> Relationships { get; init; } = [];

    /// <summary>All references, its columns' and its own.</summary>
    public IEnumerable<Relationship> AllRelationships => Properties.SelectMany(p => p.Relationships).Concat(Relationships);

    /// <summary>All quality entries, its own and its columns'.</summary>
    public IEnumerable<QualityRule> AllQuality => Quality.Concat(Properties.SelectMany(p => p.Quality));

    /// <summary>The columns of the primary key in their declared order; empty where there is none.</summary>
    public ImmutableArray<Property> Key => [.. Properties.Where(p => p.KeyPosition is not null).OrderBy(p => p.KeyPosition)];
}

/// <summary>Objects and arrays are columns of JSON text.</summary>
public enum LogicalType { String, Integer, Number, Boolean, Date, Timestamp, Time, Object, Array }

/// <summary>A column as promised.</summary>
/// <param name="PhysicalName">Its name in the source, where that differs.</param>
/// <param name="Precision">Digits of a number in all.</param>
/// <param name="Scale">Digits of a number after the point.</param>
/// <param name="KeyPosition">Its place in the primary key from 1; null where it is not part of it.</param>
/// <param name="Currency">For money: a currency code, or the column that holds it.</param>
/// <param name="Severity">How grave a broken row rule of this column is; a warning lets the row pass.</param>
public sealed record Property(
    string Name,
    string? PhysicalName,
    string? Description,
    LogicalType Type,
    int Precision,
    int Scale,
    bool Required,
    bool Unique,
    int? KeyPosition,
    PropertyLimits Limits,
    string? Currency,
    string? Classification,
    string? TimeZone,
    ImmutableArray<Relationship> Relationships,
    ImmutableArray<QualityRule> Quality,
    Severity Severity,
    SourcePlace Place)
{
    public string SourceName => PhysicalName ?? Name;

    /// <summary>The values it may have; empty where any is allowed.</summary>
    public ImmutableArray<string> Enumeration { get; init; } = [];

    /// <summary>What each item of an array is.</summary>
    public Property? Items { get; init; }

    /// <summary>The members of an object that are promised; it may have others.</summary>
    public ImmutableArray<Property> Members { get; init; } = [];

    /// <summary>Whether its text must, or must not, name an offset; null where both are good.</summary>
    public bool? StatesZone { get; init; }
}

/// <summary>Limits on a column's values. Numbers, dates and instants are kept as the text of the document.</summary>
public sealed record PropertyLimits(
    int? MinLength = null, int? MaxLength = null, string? Pattern = null,
    string? Minimum = null, string? Maximum = null, string? ExclusiveMinimum = null, string? ExclusiveMaximum = null)
{
    public static PropertyLimits None { get; } = new();

    /// <summary>The form of a text, a date or an instant, or the width of a number, in the standard's words.</summary>
    public string? Format { get; init; }

    public decimal? MultipleOf { get; init; }

    public int? MinItems { get; init; }

    public int? MaxItems { get; init; }

    public bool UniqueItems { get; init; }

    public int? MinProperties { get; init; }

    public int? MaxProperties { get; init; }

    /// <summary>The members that an object must have, promised or not.</summary>
    public ImmutableArray<string> RequiredMembers { get; init; } = [];
}

/// <summary>A reference of one column to a column of this product (<see cref="Product"/> null) or of another.</summary>
public sealed record Relationship(Reference? Product, string Object, string Property, Severity Severity, SourcePlace Place)
{
    /// <summary>The columns of a reference that its object declares, with what each leads to; empty where one column declares it.</summary>
    public ImmutableArray<(string From, string To)> Pairs { get; init; } = [];
}

/// <summary>What a quality entry measures; <see cref="Foreign"/> is a check of another tool, which is only declared.</summary>
public enum QualityMetric { NullValues, MissingValues, InvalidValues, DuplicateValues, RowCount, Sql, Foreign }

public enum QualityOperator { Be, NotBe, GreaterThan, GreaterOrEqualTo, LessThan, LessOrEqualTo, Between, NotBetween }

/// <summary>A check of ODCS: a metric (or an SQL assertion that yields one number), an operator with its threshold, and what a failure
/// means.</summary>
/// <param name="Property">The column it is about; null for a check of the whole object.</param>
/// <param name="Columns">The columns of a duplicate check.</param>
/// <param name="Percent">True where the metric is a percentage of rows, not a count.</param>
public sealed record QualityRule(
    string Name,
    QualityMetric Metric,
    string? Property,
    string? Query,
    ImmutableArray<string> ValidValues,
    ImmutableArray<string> MissingValues,
    string? Pattern,
    ImmutableArray<string> Columns,
    QualityOperator Operator,
    decimal Threshold,
    decimal? UpperThreshold,
    bool Percent,
    string? Dimension,
    Severity Severity,
    SourcePlace Place)
{
    /// <summary>The product that relies on it; null where the contract itself promises it.</summary>
    public string? Consumer { get; init; }
}

/// <summary>
/// A named additive number over one schema object: the sum of <see cref="Expression"/> over rows where <see cref="Filter"/> holds, times
/// <see cref="Sign"/>, by the date column and currency. Facts hold magnitudes; the measure gives the sign.
/// </summary>
/// <param name="Currency">A currency code, or the column that holds it; null for a number that is not money.</param>
/// <param name="Scale">Digits after the point in which it is summed.</param>
public sealed record Measure(
    string Name, string Object, string Expression, string? Filter, string? Date, string? Currency, int Sign, int Scale, SourcePlace Place);

/// <summary>A service objective of the contract, such as freshness 24 h; the value as the document has it.</summary>
public sealed record Objective(string Property, string Value, string? Unit, string? Element, SourcePlace Place);

/// <summary>How many rows a publish may quarantine before it fails; both null: no limit.</summary>
public sealed record QuarantineLimit(long? MaxRows, decimal? MaxPercent)
{
    public static QuarantineLimit None { get; } = new(null, null);

    /// <summary>True where the quarantined rows of all rows stay within the limit.</summary>
    public bool Allows(long quarantined, long rows) =>
        quarantined <= (MaxRows ?? long.MaxValue) && (MaxPercent is null || quarantined * 100m <= MaxPercent * rows);
}
