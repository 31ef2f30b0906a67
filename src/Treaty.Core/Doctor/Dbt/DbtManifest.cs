using System.Text.Json;
using Treaty.Core.Findings;
using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor.Dbt;

/// <summary>Reads manifest.json, which dbt writes of a project, as an estate; for those who have no more than that.</summary>
public static class DbtManifest
{
    public const string FileName = "manifest.json";

    private const Topic Speaks = Topic.Owners | Topic.Descriptions | Topic.Columns | Topic.Checks | Topic.Dates | Topic.Lineage | Topic.Sql
        | Topic.Contracts | Topic.Monitoring | Topic.Labels;

    /// <returns>Null where the text is no manifest of dbt.</returns>
    public static Estate? Read(EstateFile file)
    {
        try
        {
            using var json = JsonDocument.Parse(file.Text, new() { MaxDepth = 512, AllowTrailingCommas = true,
                CommentHandling = JsonCommentHandling.Skip });
            return json.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("nodes", out var nodes)
                && nodes.ValueKind == JsonValueKind.Object ? Read(root, nodes) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Estate Read(JsonElement root, JsonElement nodes)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var project = Text(Get(root, "metadata"), "project_name");
        bool IsOwn(JsonElement node) => project == "" || Text(node, "package_name") == project;
        List<JsonElement> own = [.. Values(nodes).Where(IsOwn), .. Values(Get(root, "sources")).Where(IsOwn)];
        foreach (var node in own) names[Text(node, "unique_id")] = Name(node);
        var checks = own.Where(n => Text(n, "resource_type") == "test").ToLookup(n => Text(n, "attached_node") is { Length: > 0 } attached
            ? attached : Texts(Get(Get(n, "depends_on"), "nodes")).LastOrDefault() ?? "");
        var assets = own.Select(n => Asset(n, checks[Text(n, "unique_id")])).OfType<Asset>().DistinctBy(a => a.Name).ToList();
        var consumers = Values(Get(root, "exposures")).Select(e => new Consumer(Text(e, "name"), "exposure", Place(e),
            [.. Texts(Get(Get(e, "depends_on"), "nodes")).Select(id => names.GetValueOrDefault(id)).OfType<string>()])
            { Owners = Owners(Get(e, "owner")) }).ToList();
        return new Estate(project, EstateKind.DbtProject)
        {
            Speaks = Speaks, Assets = assets, Consumers = consumers, FilesRead = 1,
            Edges = [.. own.Where(n => Text(n, "resource_type") is "model" or "snapshot").SelectMany(n => Texts(Get(Get(n, "depends_on"), "nodes"))
                .Select(id => names.GetValueOrDefault(id)).OfType<string>().Select(up => new Edge(Name(n), up, Place(n)))).Distinct()],
        };
    }

    private static Asset? Asset(JsonElement node, IEnumerable<JsonElement> checks)
    {
        var kind = Text(node, "resource_type") switch
        {
            "model" => Text(Get(node, "config"), "materialized") is "view" or "ephemeral" ? AssetKind.View : AssetKind.Table,
            "source" => AssetKind.Source,
            "seed" => AssetKind.Seed,
            "snapshot" => AssetKind.Snapshot,
            _ => (AssetKind?)null,
        };
        if (kind is null) return null;
        var (path, config) = (Text(node, "path").Replace('\\', '/'), Get(node, "config"));
        var folder = path.LastIndexOf('/') is > 0 and var at && kind != AssetKind.Source ? path[..at] : "";
        return new Asset(Name(node), kind.Value, kind == AssetKind.Source ? Text(node, "source_name") : folder, Place(node))
        {
            Layer = folder,
            Description = Text(node, "description"),
            Columns = [.. Values(Get(node, "columns")).Select(c => new AssetColumn(Text(c, "name"), Text(c, "data_type"), Text(c, "description")))],
            Owners = Owners(Get(Get(config, "meta"), "owner")) is { Count: > 0 } own ? own
                : Owners(Get(Get(node, "meta"), "owner")) is { Count: > 0 } outer ? outer
                : Text(config, "group") is { Length: > 0 } group ? [new Owner(group, true)] : [],
            Enabled = Get(config, "enabled").ValueKind != JsonValueKind.False,
            ContractEnforced = Get(Get(config, "contract"), "enforced").ValueKind == JsonValueKind.True,
            Deprecated = Text(node, "deprecation_date") != "",
            GoneBy = Reading.LooseNode.ToDay(Text(node, "deprecation_date")),
            Monitored = Get(Get(node, "freshness"), "warn_after") is { ValueKind: JsonValueKind.Object } warn && Get(warn, "count").ValueKind
                == JsonValueKind.Number,
            Checks = [.. checks.Select(Check)],
            Sql = Text(node, "raw_code") is { Length: > 0 } code ? ForeignSqlReader.Read(Text(node, "original_file_path"), code) : null,
        };
    }

    private static Check Check(JsonElement test)
    {
        var (config, named) = (Get(test, "config"), Get(test, "test_metadata"));
        var arguments = Get(named, "kwargs") is { ValueKind: JsonValueKind.Object } kwargs
            ? kwargs.EnumerateObject().ToDictionary(a => a.Name, a => a.Value.ToString(), StringComparer.Ordinal) : [];
        var kind = Text(named, "name") is { Length: > 0 } generic ? generic : Text(test, "name");
        return new(kind, Text(test, "column_name") is { Length: > 0 } column ? column : null, Place(test))
        {
            Arguments = arguments,
            Stops = !Text(config, "severity").Equals("warn", StringComparison.OrdinalIgnoreCase),
            Enabled = Get(config, "enabled").ValueKind != JsonValueKind.False,
            CannotFail = CheckForce.CannotFail(kind, arguments, Text(config, "where"), Text(config, "error_if"), Text(config, "warn_if")),
        };
    }

    private static string Name(JsonElement node) => Text(node, "resource_type") == "source"
        ? $"{Text(node, "source_name")}.{Text(node, "name")}" : Text(node, "name");

    private static IReadOnlyList<Owner> Owners(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.String => [OwnerNames.Of(node.GetString()!)],
        JsonValueKind.Array => [.. Texts(node).Select(OwnerNames.Of)],
        JsonValueKind.Object => new[] { Text(node, "name"), Text(node, "email") }.FirstOrDefault(t => t != "") is { } name
            ? [OwnerNames.Of(name)] : [],
        _ => [],
    };

    private static SourcePlace Place(JsonElement node) => new(Text(node, "original_file_path") is { Length: > 0 } file ? file : FileName, 1, 1);

    private static JsonElement Get(JsonElement node, string key) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(key, out var value) ? value : default;

    private static string Text(JsonElement node, string key) => Get(node, key) is { ValueKind: JsonValueKind.String } text
        ? text.GetString()! : "";

    private static IEnumerable<JsonElement> Values(JsonElement node) =>
        node.ValueKind == JsonValueKind.Object ? node.EnumerateObject().Select(p => p.Value) : [];

    private static IEnumerable<string> Texts(JsonElement node) => node.ValueKind == JsonValueKind.Array
        ? node.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.String).Select(t => t.GetString()!) : [];
}
