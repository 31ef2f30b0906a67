using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Treaty.Core.Reconciliation;
using Treaty.Operations.Closing;
using Treaty.Operations.Deciding;
using Treaty.Operations.Doors;
using Treaty.Operations.Planning;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Auditing;

/// <summary>Says in a few words what a record holds. Tolerant: a record of a kind it does not know is shown by its kind alone.</summary>
internal static class RecordWords
{
    private const int MostOfAReason = 200;

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
        RecordKind.Comparison => Comparison(body),
        RecordKind.Abandon => "given up: what it had begun can be seen by no one",
        DecisionRecords.Decided => Decision(body["step"]),
        CloseRecords.Prepared => $"{Text(body["certificate"]?["period"])} prepared, hash {Short(body["hash"])}",
        CloseRecords.Signed => $"{Text(body["certificate"]?["period"])} closed by {Text(body["id"])}, prepared by {Text(body["prepared"]?["by"])}",
        CloseRecords.Reopened => $"{Text(body["id"])} no longer holds: {Cut(Text(body["reason"]))}",
        LockRecords.Made => $"{Number(Count(body["rowsA"]))} and {Number(Count(body["rowsB"]))} rows "
            + (body["kind"].Deserialize<LockKind>(TreatyJson.Compact) == LockKind.Match ? "belong together" : "do not belong together")
            + $", by {Text(body["decision"])}",
        LockRecords.TakenBack => $"what {Text(body["decision"])} said of rows no longer holds",
        PlanRecords.Refused => $"not carried out: {Names(body["findings"], "sentence")}",
        _ => "",
    };

    private static string Comparison(JsonObject body)
    {
        var classes = (body["classes"] as JsonArray ?? []).ToList();
        long Sum(string name, bool matched) => classes.Where(c => !matched || Text(c?["class"]) == "matched").Sum(c => c?[name]?.GetValue<long>() ?? 0);
        return $"{Text(body["a"])} against {Text(body["b"])}: {Number(Sum("groups", true))} of {Number(Sum("groups", false))} groups matched, "
            + $"{Number(Sum("discrepancies", false))} discrepancies";
    }

    /// <summary>A step as whoever took it said it.</summary>
    private static string Decision(JsonNode? step)
    {
        var how = new[] { Text(step?["resolution"]), Text(step?["to"]), Text(step?["person"]), Text(step?["team"]), Text(step?["undoes"]) };
        var until = Text(step?["until"]) is { Length: > 0 } day ? $" until {day}" : "";
        var count = step?["count"]?.GetValue<long>() ?? 0;
        return $"{Text(step?["kind"])} {string.Join(" ", how.Where(word => word.Length > 0))}".TrimEnd() + until
            + $": {Number(count)} {(count == 1 ? "discrepancy" : "discrepancies")}"
            + (Text(step?["reason"]) is { Length: > 0 } reason ? $"; {Cut(reason)}" : "");
    }

    private static string Cut(string text) => text.Length <= MostOfAReason ? text : string.Concat(text.AsSpan(0, MostOfAReason), "…");

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

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
