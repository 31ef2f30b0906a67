using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Plans;

namespace Treaty.Core.Contracts.Formats;

/// <summary>Reads dbt: its manifest, or the properties of models. Both are trees, so one reader serves both.</summary>
/// <param name="only">The models to read; empty for all.</param>
internal sealed partial class DbtReader(YamlNode.Map root, string file, IReadOnlyCollection<string> only, List<Finding> findings)
{
    public PortableContract? Read(string id)
    {
        var models = root["nodes"] is YamlNode.Map nodes
            ? nodes.Entries.Select(e => e.Value).OfType<YamlNode.Map>()
                .Where(n => Text(n, "resource_type") is "model" or "seed" or "snapshot").ToList()
            : Items(root["models"]).Concat(Items(root["seeds"])).ToList();
        models = [.. models.Where(m => only.Count == 0 || only.Contains(Text(m, "name") ?? ""))
            .OrderBy(m => Text(m, "name"), StringComparer.Ordinal)];
        var tests = Tests(root["nodes"] as YamlNode.Map);
        var tables = models.Select(m => Table(m, tests)).Where(t => !t.Fields.IsEmpty).ToImmutableArray();
        if (!tables.IsEmpty) return new(id, null, "1.0.0", null, tables);
        findings.Add(
            FormatFindings.NothingIn.At(new(file, 1, 1), only.Count > 0
                ? $"there is no model {string.Join(", ", only.Select(o => $"`{o}`"))} with columns"
            : "no model has columns", "describe the columns in the models' properties, and run `dbt parse` again"));
        return null;
    }

    private static PortableTable Table(YamlNode.Map model, ILookup<string, YamlNode.Map> tests)
    {
        var id = Text(model, "unique_id") ?? "";
        var key = Items(model["constraints"]).Where(c => Text(c, "type") == "primary_key").SelectMany(c => Texts(c["columns"])).ToList();
        var columns = model["columns"] switch
        {
            YamlNode.Map map => map.Entries.Select(e => e.Value).OfType<YamlNode.Map>(),
            var list => Items(list),
        };
        var fields = columns.Select(c => Column(c, key, tests[id].Where(t => ColumnOf(t) == Text(c, "name")))).ToImmutableArray();
        return new(Text(model, "name") ?? "", Text(model, "alias") is { } alias && alias != Text(model, "name") ? alias
            : null, Filled(model, "description"), fields)
        {
            Questions = fields.All(f => f.KeyPosition == 0) ? ["which columns identify a row? mark them with primaryKey: true"] : [],
        };
    }

    private static PortableField Column(YamlNode.Map column, List<string> key, IEnumerable<YamlNode.Map> tests)
    {
        var name = Text(column, "name") ?? "";
        var constraints = Items(column["constraints"]).Select(c => Text(c, "type")).ToList();
        var meta = (column["meta"] as YamlNode.Map) is { Entries.Length: > 0 } own ? own
            : (column["config"] as YamlNode.Map)?["meta"] as YamlNode.Map;
        var asserted = tests.Select(t =>
            (Name: Text(t["test_metadata"] as YamlNode.Map, "name"),
                Arguments: (t["test_metadata"] as YamlNode.Map)?["kwargs"] as YamlNode.Map))
            .Concat(Written(column)).ToList();
        YamlNode.Map? Arguments(string test) => asserted.Where(t => t.Name == test).Select(t => t.Arguments).FirstOrDefault();
        var typed = Text(column, "data_type") is { Length: > 0 } type ? SqlTypes.Field(name, type)
            : new PortableField(name, PortableKind.Text) { Questions = ["of which type is this column? dbt does not say"] };
        return typed with
        {
            Required = constraints.Contains("not_null") || asserted.Any(t => t.Name == "not_null"),
            KeyPosition = key.IndexOf(name) is >= 0 and var at ? at + 1 : constraints.Contains("primary_key") ? 1 : 0,
            Unique = constraints.Contains("unique") || asserted.Any(t => t.Name == "unique"),
            Description = Filled(column, "description"), Values = [.. Texts(Arguments("accepted_values")?["values"])],
                RefersTo = Target(Arguments("relationships")),
            Pattern = Text(meta, "pattern"), Format = typed.Format
                ?? Text(meta, "format"), Minimum = Text(meta, "minimum"), Maximum = Text(meta, "maximum"),
            ExclusiveMinimum = Text(meta, "exclusiveMinimum"), ExclusiveMaximum = Text(meta, "exclusiveMaximum"),
            MinLength = int.TryParse(Text(meta, "minLength"), NumberStyles.None, CultureInfo.InvariantCulture, out var least) ? least
                : null,
            Classification = Text(meta, "classification"), Width = Text(meta, "width") ?? typed.Width,
        };
    }

    /// <summary>The tests of a column as its properties write them: a word, or a word with arguments.</summary>
    private static IEnumerable<(string? Name, YamlNode.Map? Arguments)> Written(YamlNode.Map column) =>
        ((column["data_tests"] ?? column["tests"]) as YamlNode.Sequence)?.Items.Select(item => item switch
        {
            YamlNode.Scalar word => (word.Text, null),
            YamlNode.Map { Entries: [var test] } =>
                (test.Key, (test.Value as YamlNode.Map)?["arguments"] as YamlNode.Map ?? test.Value as YamlNode.Map),
            _ => ((string?)null, (YamlNode.Map?)null),
        }) ?? [];

    private static ILookup<string, YamlNode.Map> Tests(YamlNode.Map? nodes) =>
        (nodes?.Entries ?? []).Select(e => e.Value).OfType<YamlNode.Map>()
        .Where(n => Text(n, "resource_type") == "test" && n["test_metadata"] is YamlNode.Map)
        .ToLookup(n =>
            Text(n, "attached_node") ?? Texts((n["depends_on"] as YamlNode.Map)?["nodes"]).FirstOrDefault() ?? "", StringComparer.Ordinal);

    private static string? ColumnOf(YamlNode.Map test) =>
        Text(test, "column_name") ?? Text((test["test_metadata"] as YamlNode.Map)?["kwargs"] as YamlNode.Map, "column_name");

    private static string? Target(YamlNode.Map? arguments) =>
        Text(arguments, "to") is { } to && Ref().Match(to) is { Success: true } match && Text(arguments, "field") is { } field
            ? $"{match.Groups[1].Value}.{field}" : null;

    private static IEnumerable<YamlNode.Map> Items(YamlNode? list) =>
        list is YamlNode.Sequence items ? items.Items.OfType<YamlNode.Map>() : [];

    private static IEnumerable<string> Texts(YamlNode? list) => list is YamlNode.Sequence items ? items.Items.Select(NodeText.Of) : [];

    private static string? Text(YamlNode.Map? map, string key) =>
        map?[key] is YamlNode.Scalar { IsNull: false, Text: var text } ? text : null;

    private static string? Filled(YamlNode.Map map, string key) => Text(map, key) is { Length: > 0 } text ? text : null;

    [GeneratedRegex(@"ref\(\s*(?:['""][^'""]*['""]\s*,\s*)?['""]([^'""]+)['""]")]
    private static partial Regex Ref();
}
