using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Plans;

namespace Treaty.Core.Contracts.Formats;

/// <summary>Reads a contract of ODCS 3 for what other formats can say of it. A column whose only valid values are listed counts as an
/// enumeration, since 3.1 has no other way to write one.</summary>
internal static partial class OdcsReader
{
    public static PortableContract Read(YamlNode root)
    {
        var map = (root as YamlNode.Map)!;
        return new(Text(map, "id") ?? "", Text(map, "name"), Text(map, "version")
            ?? "1.0.0", Text(map["description"] as YamlNode.Map, "purpose"),
            [.. Maps(map, "schema").Select(Table)]);
    }

    private static PortableTable Table(YamlNode.Map map) =>
        new(Text(map, "name") ?? "", Text(map, "physicalName"), Text(map, "description"), Fields(map));

    private static ImmutableArray<PortableField> Fields(YamlNode.Map map)
    {
        var position = 0;
        return [.. Maps(map, "properties").Select(p => Field(p, ref position))];
    }

    private static PortableField Field(YamlNode.Map map, ref int position)
    {
        var options = map["logicalTypeOptions"] as YamlNode.Map;
        var kind = PortableKinds.Of(Text(map, "logicalType"));
        var key = Flag(map, "primaryKey") ? Number(map, "primaryKeyPosition") is > 0 and var at ? at : position + 1 : 0;
        position = Math.Max(position, key);
        var physical = Text(map, "physicalType");
        return new(Text(map, "name") ?? "", kind, Flag(map, "required"), key)
        {
            Description = Text(map, "description"), PhysicalName = Text(map, "physicalName"), PhysicalType = physical,
            Digits = kind == PortableKind.Number ? Digits(physical) : null,
            Width = kind is PortableKind.Integer or PortableKind.Number ? Text(options, "format") : null,
            Format = kind == PortableKind.Text ? Text(options, "format") : null,
            Unique = Flag(map, "unique"), Values = Values(map), Pattern = Text(options, "pattern"),
            MinLength = Number(options, "minLength"), MaxLength = Number(options, "maxLength") ?? Length(kind, physical),
            Minimum = Text(options, "minimum"), Maximum = Text(options, "maximum"),
            ExclusiveMinimum = Text(options, "exclusiveMinimum"), ExclusiveMaximum = Text(options, "exclusiveMaximum"),
            Zoned = Text(options, "timezone") is not ("false" or "False"), Classification = Text(map, "classification"),
            Fields = Fields(map), Item = Item(map["items"]) ?? Item((map["map"] as YamlNode.Map)?["value"]),
            RefersTo = Maps(map, "relationships").Select(r => Text(r, "to")).FirstOrDefault(to => to is not null),
        };
    }

    private static PortableField? Item(YamlNode? node)
    {
        var position = 0;
        return node is YamlNode.Map map ? Field(map, ref position) : null;
    }

    private static ImmutableArray<string> Values(YamlNode.Map map)
    {
        if (map["enum"] is YamlNode.Sequence list)
            return [.. list.Items.Select(item => item is YamlNode.Map entry ? NodeText.Of(entry["value"]) : NodeText.Of(item))];
        var check = Maps(map, "quality").FirstOrDefault(q => Text(q, "metric") == "invalidValues" && Text(q, "mustBe") == "0");
        return (check?["arguments"] as YamlNode.Map)?["validValues"] is YamlNode.Sequence valid ? [.. valid.Items.Select(NodeText.Of)] : [];
    }

    private static (int, int)? Digits(string? physical) => physical is not null && Decimal().Match(physical) is { Success: true } match
        ? (int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture),
            match.Groups[2].Success ? int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) : 0) : null;

    private static int? Length(PortableKind kind, string? physical) =>
        kind == PortableKind.Text && physical is not null && Characters().Match(physical) is { Success: true } match
            ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    private static IEnumerable<YamlNode.Map> Maps(YamlNode.Map map, string key) =>
        map[key] is YamlNode.Sequence list ? list.Items.OfType<YamlNode.Map>() : [];

    private static string? Text(YamlNode.Map? map, string key) =>
        map?[key] is YamlNode.Scalar { IsNull: false, Text: var text } ? text : null;

    private static bool Flag(YamlNode.Map map, string key) => Text(map, key) is "true" or "True" or "TRUE";

    private static int? Number(YamlNode.Map? map, string key) =>
        int.TryParse(Text(map, key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^(?:decimal|numeric|number)\s*\(\s*([0-9]{1,3})\s*(?:,\s*([0-9]{1,3})\s*)?\)$", RegexOptions.IgnoreCase)]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^(?:n?varchar|character varying|char|character)\s*\(\s*([0-9]{1,9})\s*\)$", RegexOptions.IgnoreCase)]
    private static partial Regex Characters();
}
