using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Treaty.Operations.Doors;
using Treaty.Operations.Planning;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Auditing;

/// <summary>Says in a few words what a record holds. Tolerant: a record of a kind it does not know is shown by its kind alone.</summary>
internal static class RecordWords
{
    public static string Of(LedgerRecord record)
    {
        try
        {
            return JsonNode.Parse(record.Entry.Body) is JsonObject body ? Of(record.Entry.Kind, body) : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static string Of(string kind, JsonObject body) => kind switch
    {
        RecordKind.Mesh => $"{Number(Count(body["documents"]))} documents in force, mesh {Short(body["hash"])}",
        RecordKind.Version => $"version {Text(body["version"])} of contract {Text(body["contractVersion"])}, {Text(body["rows"]?["published"])} rows",
        RecordKind.Run => Run(body),
        PlanRecords.Saved => $"{Number(Count(body["plan"]?["changes"]))} changes in {Number(Count(body["plan"]?["documents"]))} documents",
        PlanRecords.Said => body["said"]?["approves"]?.GetValue<bool>() == true ? "approves" : $"refuses: {Text(body["said"]?["reason"])}",
        PlanRecords.Applied => $"carried out, approved by {Names(body["approvals"], "principal")}",
        RecordKind.CheckRefusal => $"{Text(body["errors"])} errors: {Names(body["findings"], "code")}",
        RecordKind.Refusal => $"refused: {Names(body["step"]?["findings"], "code")}",
        RecordKind.Mapping => $"{Text(body["coverage"]?["both"])} keys on both sides, of {Text(body["coverage"]?["fromKeys"])} and {Text(body["coverage"]?["toKeys"])}",
        PlanRecords.Refused => $"not carried out: {Names(body["findings"], "sentence")}",
        _ => "",
    };

    private static string Run(JsonObject body)
    {
        var outcomes = (body["steps"] as JsonArray ?? []).Select(s => Text(s?["outcome"])).ToList();
        var refused = outcomes.Count(o => o == "refused");
        return $"{Number(outcomes.Count)} steps, {Number(outcomes.Count(o => o == "published"))} published"
            + (refused > 0 ? $", {Number(refused)} refused" : "");
    }

    private static string Names(JsonNode? list, string name) =>
        string.Join(", ", (list as JsonArray ?? []).Select(item => Text(item?[name])).DefaultIfEmpty("no one"));

    private static int Count(JsonNode? list) => (list as JsonArray)?.Count ?? 0;

    private static string Short(JsonNode? hash) => Text(hash) is { Length: > 12 } text ? text[..12] : Text(hash);

    private static string Text(JsonNode? node) => node is JsonValue value ? value.ToString() : "";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
