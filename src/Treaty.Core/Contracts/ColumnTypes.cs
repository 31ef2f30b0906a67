using System.Globalization;

namespace Treaty.Core.Contracts;

/// <summary>The types a promised column has in the engine and in the lake.</summary>
public static class ColumnTypes
{
    /// <summary>The engine's type.</summary>
    public static string EngineType(this Property property) => property.Type switch
    {
        LogicalType.Integer => "BIGINT",
        LogicalType.Number => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({property.Precision},{property.Scale})"),
        LogicalType.Boolean => "BOOLEAN",
        LogicalType.Date => "DATE",
        LogicalType.Timestamp => "TIMESTAMPTZ",
        _ => "VARCHAR",
    };

    /// <summary>The Delta Lake primitive.</summary>
    public static string LakeType(this Property property) => property.Type switch
    {
        LogicalType.Integer => "long",
        LogicalType.Number => string.Create(CultureInfo.InvariantCulture, $"decimal({property.Precision},{property.Scale})"),
        LogicalType.Boolean => "boolean",
        LogicalType.Date => "date",
        LogicalType.Timestamp => "timestamp",
        _ => "string",
    };

    /// <summary>The standard's word for its type.</summary>
    public static string ReaderWord(this Property property) => property.Type.ToString().ToLowerInvariant();

    /// <summary>What a reader calls it.</summary>
    public static string ReaderType(this Property property) => property.Type == LogicalType.Number
        ? string.Create(CultureInfo.InvariantCulture, $"decimal({property.Precision},{property.Scale})")
        : property.Type.ToString().ToLowerInvariant();
}

/// <summary>The columns that Treaty adds to every published row.</summary>
public static class SystemColumns
{
    /// <summary>64-bit hash of fact and key (the low half of MD5), stable across engines.</summary>
    public const string RowId = "_row_id";

    /// <summary>1 for the first state of a key, one more for each correction.</summary>
    public const string RowVersion = "_row_version";

    /// <summary>The run that published this state of the row.</summary>
    public const string Run = "_run";

    /// <summary>The source file, relative to the mesh or to its root.</summary>
    public const string Source = "_source";

    /// <summary>The number of the record in its source file, from 1.</summary>
    public const string Record = "_record";

    /// <summary>Name, engine type and lake type, in the order in which they stand behind the promised columns.</summary>
    public static IReadOnlyList<(string Name, string EngineType, string LakeType)> All { get; } =
    [
        (RowId, "BIGINT", "long"),
        (RowVersion, "INTEGER", "integer"),
        (Run, "VARCHAR", "string"),
        (Source, "VARCHAR", "string"),
        (Record, "BIGINT", "long"),
    ];
}
