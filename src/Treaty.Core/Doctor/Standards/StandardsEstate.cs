using Treaty.Core.Doctor.Dbt;
using Treaty.Core.Doctor.Reading;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Doctor.Standards;

/// <summary>
/// Reads a folder of contracts (ODCS 2.2 to 3.2, and the older Data Contract Specification) and products (ODPS) as an estate. Each
/// document is one asset; the tables of a contract are its objects.
/// </summary>
public static class StandardsEstate
{
    private const Topic Speaks = Topic.Owners | Topic.Descriptions | Topic.Checks | Topic.Contracts | Topic.Dates;

    /// <returns>Null where no file is such a document.</returns>
    public static Estate? Read(IReadOnlyList<ReadFile> files)
    {
        var assets = new List<Asset>();
        var edges = new List<Edge>();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (file, root) in files.SelectMany(f => f.Yaml.Select(root => (f, root))))
            if (Asset(root, file.File.Path) is { } asset)
            {
                assets.Add(asset);
                names.TryAdd(First(root, "id", "uuid"), asset.Name);
                edges.AddRange(root.List("inputPorts").Select(p => p.Text("contractId") is { Length: > 0 } id ? id : p.Text("name"))
                    .Where(n => n != "").Select(n => new Edge(asset.Name, n, root.Place)));
            }
        if (assets.Count == 0) return null;
        var broken = files.Where(f => f.File.Ends(".yaml", ".yml")).SelectMany(f => f.Unread).ToList();
        return new Estate("", EstateKind.Standards)
        {
            Speaks = Speaks, Assets = [.. Unique(assets)], Edges = [.. edges.Select(e =>
                e with { Upstream = names.GetValueOrDefault(e.Upstream, e.Upstream) })],
            Unread = broken,
            FilesRead = files.Count(f => f.Yaml.Count > 0),
        };
    }

    /// <summary>A document whose id another has too is named by its file as well.</summary>
    private static IEnumerable<Asset> Unique(List<Asset> assets)
    {
        var twice = assets.CountBy(a => a.Name).Where(x => x.Value > 1).Select(x => x.Key).ToHashSet(StringComparer.Ordinal);
        return assets.Select(a => twice.Contains(a.Name) ? a with { Name = $"{a.Name} ({a.Place.File})" } : a);
    }

    private static Asset? Asset(YamlNode root, string path) => root.Text("kind") switch
    {
        "DataContract" => Contract(root, path),
        "DataProduct" => Product(root, path),
        _ when root.Text("dataContractSpecification") != "" => Contract(root, path),
        _ when root.Get("dataset") is YamlNode.Sequence && root.Text("version") != "" => Contract(root, path),
        _ => null,
    };

    private static Asset Contract(YamlNode root, string path)
    {
        var objects = root.List("schema").Concat(root.List("dataset")).ToList();
        var models = root.Get("models").Entries().ToList();
        return Document(root, path, AssetKind.Contract) with
        {
            Objects = [.. objects.Select(o => First(o, "name", "table", "physicalName")), .. models.Select(m => m.Key)],
            Columns = [.. objects.SelectMany(o => o.Get("properties", "columns").Items().Select(c => (Object: First(o, "name", "table"), Node: c)))
                .Select(c => new AssetColumn($"{c.Object}.{First(c.Node, "name", "column")}", First(c.Node, "logicalType", "physicalType"),
                    c.Node.Text("description")) { Place = c.Node.Place })],
            Checks = [.. Checks(root)],
        };
    }

    private static Asset Product(YamlNode root, string path) => Document(root, path, AssetKind.Product) with
    {
        Objects = [.. root.List("outputPorts").Select(p => p.Text("name"))],
    };

    private static Asset Document(YamlNode root, string path, AssetKind kind)
    {
        var said = root.Get("description");
        return new Asset(Name(root, path), kind, First(root, "domain", "tenant"), root.Place with { File = path })
        {
            Description = said is YamlNode.Scalar text ? text.Text : First(said, "purpose", "usage", "limitations") is { Length: > 0 } words ? words
                : root.Get("info").Text("description"),
            Owners = Owners(root),
            Status = First(root, "status").ToLowerInvariant() is { Length: > 0 } status ? status
                : root.Get("info").Text("status").ToLowerInvariant(),
            Support = [.. root.List("support").Select(s => First(s, "channel", "url")).Where(s => s != "")],
            Deprecated = First(root, "status").Equals("deprecated", StringComparison.OrdinalIgnoreCase),
            GoneBy = root.List("slaProperties").Where(s => s.Text("property").ToLowerInvariant() is "endofsupport" or "endoflife")
                .Select(s => s.Day("value")).FirstOrDefault(d => d is not null),
            Monitored = root.List("slaProperties").Any(),
        };
    }

    /// <summary>The name, or an id that people can read, or the file.</summary>
    private static string Name(YamlNode root, string path) =>
        First(root, "name", "dataProduct", "quantumName") is { Length: > 0 } name ? name
        : First(root, "id", "uuid") is { Length: > 0 } id && !Guid.TryParse(id, out _) ? id : path;

    /// <summary>The team: a mapping with a name (3.1), or a list of members (before); else the owner of info.</summary>
    private static IReadOnlyList<Owner> Owners(YamlNode root) => root.Get("team", "stakeholders") switch
    {
        YamlNode.Map map when map.Text("name") != "" => [new(map.Text("name"), true)],
        YamlNode.Map map => [.. Members(map.List("members"))],
        YamlNode.Sequence list => [.. Members(list.Items)],
        _ => DbtEstate.Owners(root.Get("owner") ?? root.Get("info").Get("owner")),
    };

    private static IEnumerable<Owner> Members(IEnumerable<YamlNode> members) => members
        .Where(m => m.Text("dateOut") == "").Select(m => First(m, "username", "name")).Where(n => n != "").Distinct()
        .Select(n => OwnerNames.Of(n) is { IsTeam: null } unknown ? unknown with { IsTeam = false } : OwnerNames.Of(n));

    private static IEnumerable<Check> Checks(YamlNode node)
    {
        foreach (var entry in node.Entries())
        {
            if (entry.Key == "quality")
                foreach (var rule in entry.Value.Items())
                    yield return new Check(First(rule, "metric", "rule", "type", "code", "name") is { Length: > 0 } kind ? kind : "quality",
                        null, rule.Place)
                    {
                        Stops = !rule.Text("severity").Equals("info", StringComparison.OrdinalIgnoreCase)
                            && !rule.Text("severity").Equals("warning", StringComparison.OrdinalIgnoreCase),
                    };
            else if (entry.Value is YamlNode.Map) foreach (var inner in Checks(entry.Value)) yield return inner;
            else foreach (var item in entry.Value.Items().Where(i => i
                is YamlNode.Map)) foreach (var inner in Checks(item)) yield return inner;
        }
    }

    private static string First(YamlNode? node, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            if (node.Text(key) is { Length: > 0 } text) return text;
        return "";
    }
}
