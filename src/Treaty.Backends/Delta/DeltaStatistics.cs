using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Delta;

/// <summary>
/// A file's statistics as Delta's JSON text. Numbers keep their exact digits; a value that Delta cannot state (NaN, binary, a very long
/// text, an instant outside the calendar) is left out, which only costs a reader the chance to skip the file.
/// </summary>
internal static partial class DeltaStatistics
{
    private const int LongestText = 256;

    public static string Write(LakeFile file, IReadOnlyList<LakeColumn> columns)
    {
        var known = file.Statistics.ToDictionary(s => s.Column, StringComparer.Ordinal);
        var inOrder = columns.Where(c => known.ContainsKey(c.Name)).Select(c => (Column: c, Of: known[c.Name])).ToList();
        if (inOrder.Count != known.Count)
            throw new ArgumentException($"statistics of {file.Path} name a column that the table does not have");
        return DeltaJson.Text(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("numRecords", file.Rows);
            WriteBounds(json, "minValues", inOrder.Select(p => (p.Column.Name, Value(p.Column.Type, p.Of.Minimum, upper: false))));
            WriteBounds(json, "maxValues", inOrder.Select(p => (p.Column.Name, Value(p.Column.Type, p.Of.Maximum, upper: true))));
            json.WriteStartObject("nullCount");
            foreach (var (column, of) in inOrder)
                if (of.Nulls is { } nulls) json.WriteNumber(column.Name, nulls);
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    /// <summary>Rows and statistics of a file, in the order of the table's columns; no rows known reads as -1.</summary>
    public static (long Rows, IReadOnlyList<ColumnStatistics> Of) Read(string? stats, IReadOnlyList<LakeColumn> columns)
    {
        if (stats is null || JsonSerializer.Deserialize<Parsed>(stats, DeltaJson.Reading) is not { } parsed) return (-1, []);
        return (parsed.NumRecords ?? -1, [.. columns.Where(c => parsed.Names(c.Name)).Select(c => parsed.Of(c.Name))]);
    }

    private static void WriteBounds(Utf8JsonWriter json, string name, IEnumerable<(string Column, string? Value)> bounds)
    {
        json.WriteStartObject(name);
        foreach (var (column, value) in bounds)
        {
            if (value is null) continue;
            json.WritePropertyName(column);
            json.WriteRawValue(value);
        }

        json.WriteEndObject();
    }

    private static string? Value(string type, string? text, bool upper) => (type, text) switch
    {
        (_, null) or ("binary", _) => null,
        ("string", _) => text.Length <= LongestText ? Quoted(text) : null,
        ("date", _) => DatePattern().IsMatch(text) ? Quoted(text) : null,
        ("timestamp", _) => Instant(text, upper) is { } instant ? Quoted(instant) : null,
        ("boolean", _) => text is "true" or "false" ? text : null,
        _ => NumberPattern().IsMatch(text) ? text : null,
    };

    /// <summary>To the millisecond that Delta keeps: downward for a minimum, upward for a maximum, so bounds stay bounds.</summary>
    private static string? Instant(string text, bool upper)
    {
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)) return null;
        var excess = instant.UtcTicks % TimeSpan.TicksPerMillisecond;
        var ticks = instant.UtcTicks - excess + (upper && excess > 0 ? TimeSpan.TicksPerMillisecond : 0);
        return ticks > DateTime.MaxValue.Ticks ? null : Core.Moment.InstantText(new DateTimeOffset(ticks, TimeSpan.Zero));
    }

    private static string Quoted(string text) => DeltaJson.Text(json => json.WriteStringValue(text));

    private sealed record Parsed(
        long? NumRecords = null, Dictionary<string, JsonElement>? MinValues = null,
        Dictionary<string, JsonElement>? MaxValues = null, Dictionary<string, JsonElement>? NullCount = null)
    {
        public bool Names(string column) =>
            MinValues?.ContainsKey(column) == true || MaxValues?.ContainsKey(column) == true || NullCount?.ContainsKey(column) == true;

        public ColumnStatistics Of(string column) => new(column, Text(MinValues, column), Text(MaxValues, column),
            long.TryParse(Text(NullCount, column), CultureInfo.InvariantCulture, out var nulls) ? nulls : null);

        private static string? Text(Dictionary<string, JsonElement>? values, string column) =>
            values is null || !values.TryGetValue(column, out var value) ? null : value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
                _ => null,
            };
    }

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z")]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z")]
    private static partial Regex DatePattern();
}
