using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Treaty.Operations.Stores;

/// <summary>The one form of JSON: camel case, enums as words, no nulls left out, instants as ISO text. Equal values give equal bytes.</summary>
public static class TreatyJson
{
    public static JsonSerializerOptions Compact { get; } = Options(false);

    public static JsonSerializerOptions Indented { get; } = Options(true);

    public static string Write<T>(T value, bool indented = false) => JsonSerializer.Serialize(value, indented ? Indented : Compact);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="Doors.BackendException">Corrupt where the text is something else.</exception>
    public static T Read<T>(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Compact) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new Doors.BackendException(Doors.BackendFault.Corrupt, $"a ledger record cannot be read as {typeof(T).Name}: {e.Message}",
                "the store was written by another version of treaty or was damaged; restore it from a backup or make a new one", e);
        }
    }

    private static JsonSerializerOptions Options(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };
}
