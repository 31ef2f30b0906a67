using System.Text.Json;
using System.Text.RegularExpressions;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Delta;

/// <summary>
/// The newest version of a Delta table that another program writes, by its log. What would change the meaning of the files (deletion
/// vectors, mapped columns, unknown reader features) is refused, never overlooked.
/// </summary>
internal static partial class DeltaOfOthers
{
    private const int NewestReader = 3;

    /// <summary>Reader features that leave the files as they are.</summary>
    private static readonly HashSet<string> Harmless = new(["timestampNtz", "vacuumProtocolCheck"], StringComparer.Ordinal);

    public static (IReadOnlyList<(string Name, string? Type)> Columns,
        IReadOnlyList<(string Path, IReadOnlyDictionary<string, string?> Constants)> Files)
        Read(string folder)
    {
        var place = DeltaPlace.OfOthers(folder);
        var log = DeltaLog.Replay(place, null, NewestReader);
        if (log.Table is not { } table)
            throw new BackendException(BackendFault.Unreachable, $"`{folder}` holds no Delta table", "correct `location`: it is the folder above `_delta_log`");
        if (Obstacle(log, table) is { } obstacle)
            throw new BackendException(BackendFault.Refused, $"the Delta table `{folder}` uses {obstacle}, which Treaty does not read",
                "let its owner write it without, or export it as Parquet");
        return (Columns(place, table), [.. log.Live.Select(add => (Path(folder, add.Path), Constants(table, add)))]);
    }

    private static string? Obstacle(DeltaLog log, DeltaTable table)
    {
        if (log.Live.Any(add => add.HasDeletedRows)) return "deletion vectors";
        if (table.Configuration?.GetValueOrDefault("delta.columnMapping.mode") is { } mode and not "none") return $"column mapping by {mode}";
        var unknown = (log.Protocol?.ReaderFeatures ?? []).Where(f => f is not ("columnMapping" or "deletionVectors") && !Harmless.Contains(f)).ToList();
        return unknown.Count == 0 ? null : $"the feature {string.Join(", ", unknown)}";
    }

    private static IReadOnlyList<(string Name, string? Type)> Columns(DeltaPlace place, DeltaTable table)
    {
        try
        {
            return [.. DeltaSchema.Names(table.SchemaString).Select(c => (c.Name, c.Type is null ? null : EngineType(c.Type)))];
        }
        catch (JsonException e)
        {
            throw DeltaLog.Corrupt(place.LogFolder, $"has a schema that cannot be read: {e.Message}", e);
        }
    }

    private static Dictionary<string, string?> Constants(DeltaTable table, DeltaAdd add) => table.PartitionColumns
        .ToDictionary(c => c, c =>
            add.PartitionValues?.GetValueOrDefault(c) is { Length: > 0 } value ? value : null, StringComparer.Ordinal);

    private static string EngineType(string type) => type switch
    {
        "string" => "VARCHAR",
        "long" => "BIGINT",
        "integer" => "INTEGER",
        "short" => "SMALLINT",
        "byte" => "TINYINT",
        "boolean" => "BOOLEAN",
        "date" => "DATE",
        "timestamp" => "TIMESTAMPTZ",
        "timestamp_ntz" => "TIMESTAMP",
        "double" => "DOUBLE",
        "float" => "FLOAT",
        "binary" => "BLOB",
        _ when DecimalType().IsMatch(type) => type.ToUpperInvariant(),
        _ => "VARCHAR",
    };

    private static string Path(string folder, string encoded)
    {
        var name = Uri.UnescapeDataString(encoded);
        var parts = name.Split('/');
        return !System.IO.Path.IsPathRooted(name) && !name.Contains("://", StringComparison.Ordinal)
            && parts.All(p => p is not ("" or "." or ".."))
            ? System.IO.Path.Combine([folder, .. parts])
            : throw new BackendException(BackendFault.Refused, $"the Delta table `{folder}` names the file `{name}`, which lies outside of it",
                "a table is read from its own folder only; copy shallow clones deeply first");
    }

    [GeneratedRegex(@"\Adecimal\([0-9]{1,2},[0-9]{1,2}\)\z")]
    private static partial Regex DecimalType();
}
