using System.Collections.Immutable;
using Treaty.Core.Contracts.Clauses;
using Treaty.Core.Contracts.Standard;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Plans;

namespace Treaty.Operations.Contracts;

/// <summary>A column as a person reads it.</summary>
/// <param name="Promise">required, unique, key, limits, values, in words.</param>
public sealed record ShownColumn(string Name, string Type, string Promise, string? Description);

public sealed record ShownObject(string Name, string? Description, IReadOnlyList<ShownColumn> Columns, IReadOnlyList<string> Checks);

/// <summary>A contract as a person reads it, with what Treaty does with each clause that it makes use of.</summary>
public sealed record ShownContract(
    string File, string? Id, string? Version, string? Status, string? Purpose, string? Limitations, IReadOnlyList<ShownObject> Objects,
    IReadOnlyList<string> Objectives, IReadOnlyList<string> Roles, IReadOnlyList<UsedClause> Clauses, IReadOnlyList<Finding> Findings);

/// <summary>Reads one contract for a person.</summary>
public static class ShowContract
{
    public static ShownContract Run(string file)
    {
        var findings = new List<Finding>();
        var document = CheckContracts.Read(file, findings);
        if (document?.Root is not YamlNode.Map root || document.Standard != OdcsStandard.Standard)
        {
            if (findings.Count == 0)
                findings.Add(
                    StandardFindings.NotOfAStandard.At(new(file, 1, 1), "this is no contract",
                        "name a contract of ODCS; `treaty contract check` also reads products"));
            return new(file, null, null, null, null, null, [], [], [], [], findings.Sorted());
        }
        return Of(file, root, findings);
    }

    /// <summary>The contract in force of a product; null where there is no such product.</summary>
    public static ShownContract? InForce(Mesh mesh, IEnumerable<MeshDocument> documents, string reference)
    {
        if (Reference.TryParse(reference) is not { } asked || mesh.Product(asked.Bare) is not { } product) return null;
        var path = product.Contract.Place.File;
        return documents.FirstOrDefault(d => d.Path == path) is { } document && YamlReader.Read(document, []) is YamlNode.Map root
            ? Of(path, root, []) : null;
    }

    private static ShownContract Of(string file, YamlNode.Map root, List<Finding> findings)
    {
        var description = root["description"] as YamlNode.Map;
        return new(file, Text(root, "id"), Text(root, "version"), Text(root, "status"), Text(description, "purpose"),
            Text(description, "limitations"),
            [.. Maps(root, "schema").Select(Object)], [.. Maps(root, "slaProperties").Select(Objective)],
            [.. Maps(root, "roles").Select(r => $"{Text(r, "role")}: {Text(r, "access") ?? "access not said"}")], DeclaredClauses.Counted(root),
            [.. findings.Sorted().Where(f => f.Severity == Severity.Error)]);
    }

    private static ShownObject Object(YamlNode.Map o) => new(Text(o, "name") ?? "", Text(o, "description"), [.. Columns(o, "")],
        [.. Maps(o, "quality").Select(Check), .. Maps(o, "properties")
            .SelectMany(p => Maps(p, "quality").Select(q => $"{Text(p, "name")}: {Check(q)}"))]);

    private static IEnumerable<ShownColumn> Columns(YamlNode.Map owner, string path)
    {
        foreach (var p in Maps(owner, "properties"))
        {
            var name = path + Text(p, "name");
            yield return new(name, Text(p, "physicalType") is { } physical ? $"{Text(p, "logicalType")} ({physical})"
                : Text(p, "logicalType") ?? "", Promise(p), Text(p, "description"));
            foreach (var inner in Columns(p, name + ".")) yield return inner;
            if (p["items"] is YamlNode.Map items)
                foreach (var inner in Columns(items, name + "[].")) yield return inner;
        }
    }

    private static string Promise(YamlNode.Map p)
    {
        var words = new[] { ("primaryKey", "key"), ("required", "required"), ("unique", "unique") }.Where(w => Text(p, w.Item1) == "true")
            .Select(w => w.Item2).ToList();
        if (p["logicalTypeOptions"] is YamlNode.Map options) words.AddRange(options.Entries.Select(e => $"{e.Key} {NodeText.Of(e.Value)}"));
        if (p["enum"] is YamlNode.Sequence values) words.Add("one of "
            + string.Join(", ", values.Items.Select(v => NodeText.Of((v as YamlNode.Map)?["value"]))));
        words.AddRange(Maps(p, "relationships").Select(r => "refers to " + NodeText.Of(r["to"])));
        if (Text(p, "classification") is { } classification) words.Add(classification);
        return string.Join("; ", words);
    }

    private static string Check(YamlNode.Map q)
    {
        var threshold = q.Entries.Where(e => e.Key.StartsWith("must", StringComparison.Ordinal))
            .Select(e => $"{e.Key} {NodeText.Of(e.Value)}").FirstOrDefault();
        var what = Text(q, "name") ?? Text(q, "description") ?? Text(q, "metric") ?? Text(q, "query") ?? Text(q, "engine") ?? "a check";
        var severity = Text(q, "severity") is { } grave ? $" ({grave})" : "";
        return $"{what}{(threshold is null ? "" : ": " + threshold)}{Behind("", q, "unit")}{severity}";
    }

    private static string Objective(YamlNode.Map sla) =>
        $"{Text(sla, "property")}: {NodeText.Of(sla["value"])}{Behind("", sla, "unit")}{Behind(" of", sla, "element")}";

    /// <summary>What stands under a key, behind a word; nothing where nothing does.</summary>
    private static string Behind(string word, YamlNode.Map map, string key) => Text(map, key) is { } text ? $"{word} {text}" : "";

    private static IEnumerable<YamlNode.Map> Maps(YamlNode.Map map, string key) =>
        map[key] is YamlNode.Sequence list ? list.Items.OfType<YamlNode.Map>() : [];

    private static string? Text(YamlNode.Map? map, string key) =>
        map?[key] is YamlNode.Scalar { IsNull: false, Text: var text } ? text : null;
}
