using System.Collections.Immutable;

namespace Treaty.Core.Contracts.Formats;

/// <summary>What other formats of schemas and ODCS can both say of a contract: its tables, and their columns with nested ones.</summary>
public sealed record PortableContract(string Id, string? Name, string Version, string? Description, ImmutableArray<PortableTable> Tables);

/// <param name="Name">What the contract calls it.</param>
/// <param name="PhysicalName">What its store calls it, where that differs.</param>
/// <param name="Questions">What only a person can answer; written as comments.</param>
public sealed record PortableTable(string Name, string? PhysicalName, string? Description, ImmutableArray<PortableField> Fields)
{
    public ImmutableArray<string> Questions { get; init; } = [];

    /// <summary>The columns of the primary key in their order.</summary>
    public ImmutableArray<PortableField> Key => [.. Fields.Where(f => f.KeyPosition > 0).OrderBy(f => f.KeyPosition)];
}

/// <summary>The kinds of values: the logical types of ODCS.</summary>
public enum PortableKind { Text, Date, Timestamp, Time, Number, Integer, Boolean, Object, Array, Map }

/// <summary>A column, a member of an object, an item of an array, or a value of a map.</summary>
/// <param name="KeyPosition">Its place in the primary key from 1; 0 where it is not part of it.</param>
public sealed record PortableField(string Name, PortableKind Kind, bool Required = false, int KeyPosition = 0)
{
    public string? Description { get; init; }

    public string? PhysicalName { get; init; }

    public string? PhysicalType { get; init; }

    /// <summary>Digits of a decimal; null for a number that says none.</summary>
    public (int Precision, int Scale)? Digits { get; init; }

    /// <summary>The width of an integer or a float, as ODCS names it: i16, i32, i64, f32, f64.</summary>
    public string? Width { get; init; }

    public bool Unique { get; init; }

    /// <summary>The closed list of its values; empty where it has none.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    public string? Pattern { get; init; }

    public string? Format { get; init; }

    public int? MinLength { get; init; }

    public int? MaxLength { get; init; }

    /// <summary>Bounds as text: numbers, days, instants.</summary>
    public string? Minimum { get; init; }

    public string? Maximum { get; init; }

    public string? ExclusiveMinimum { get; init; }

    public string? ExclusiveMaximum { get; init; }

    /// <summary>False for an instant without a zone.</summary>
    public bool Zoned { get; init; } = true;

    /// <summary>The members of an object.</summary>
    public ImmutableArray<PortableField> Fields { get; init; } = [];

    /// <summary>The items of an array, or the values of a map.</summary>
    public PortableField? Item { get; init; }

    /// <summary>The column it refers to, <c>table.column</c>; null where it refers to none.</summary>
    public string? RefersTo { get; init; }

    public string? Classification { get; init; }

    public ImmutableArray<string> Questions { get; init; } = [];
}

/// <summary>Names of kinds as ODCS writes them.</summary>
internal static class PortableKinds
{
    public static string Word(this PortableKind kind) => kind == PortableKind.Text ? "string" : kind.ToString().ToLowerInvariant();

    public static PortableKind Of(string? word) => word switch
    {
        "date" => PortableKind.Date,
        "timestamp" => PortableKind.Timestamp,
        "time" => PortableKind.Time,
        "number" => PortableKind.Number,
        "integer" => PortableKind.Integer,
        "boolean" => PortableKind.Boolean,
        "object" => PortableKind.Object,
        "array" => PortableKind.Array,
        "map" => PortableKind.Map,
        _ => PortableKind.Text,
    };
}
