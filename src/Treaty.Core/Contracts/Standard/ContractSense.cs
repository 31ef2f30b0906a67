using System.Globalization;
using System.Text.RegularExpressions;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Contracts.Standard;

/// <summary>What a contract of the right form may still have wrong: names used twice, ends that do not match, limits that leave no
/// value.</summary>
internal static class ContractSense
{
    public static IEnumerable<Finding> Judge(YamlNode.Map contract)
    {
        var objects = Maps(contract, "schema").ToList();
        var names = objects.Where(o => Text(o, "name") is not null).ToLookup(o => Text(o, "name")!, StringComparer.Ordinal);
        return Lists(contract).SelectMany(Ids)
            .Concat(Names(objects, "object"))
            .Concat(objects.SelectMany(o => Object(o, names)))
            .Concat(Maps(contract, "slaProperties").SelectMany(sla => Element(sla, names)));
    }

    /// <summary>Ids are unique within the list they stand in.</summary>
    private static IEnumerable<Finding> Ids(YamlNode.Sequence list) =>
        from twice in list.Items.OfType<YamlNode.Map>().Where(m => Text(m, "id") is not null)
            .GroupBy(m => Text(m, "id")!, StringComparer.Ordinal)
        where twice.Count() > 1
        select StandardFindings.SameId.At(twice.ElementAt(1)["id"]!.Place, $"the id `{twice.Key}` stands twice in this list",
            "give each item an id of its own");

    private static IEnumerable<Finding> Names(IEnumerable<YamlNode.Map> items, string what) =>
        from twice in items.Where(m => Text(m, "name") is not null).GroupBy(m => Text(m, "name")!, StringComparer.Ordinal)
        where twice.Count() > 1
        select StandardFindings.SameName.At(twice.ElementAt(1)["name"]!.Place, $"the {what} `{twice.Key}` is declared twice",
            "keep one of them");

    private static IEnumerable<Finding> Object(YamlNode.Map o, ILookup<string, YamlNode.Map> names)
    {
        var properties = Maps(o, "properties").ToList();
        foreach (var f in Names(properties, "property").Concat(Keys(properties))) yield return f;
        foreach (var f in properties.SelectMany(p => Property(p, names))) yield return f;
        foreach (var f in Maps(o, "relationships").SelectMany(r => Relationship(r, names))) yield return f;
        foreach (var f in Maps(o, "quality").SelectMany(q => Quality(q, atProperty: false))) yield return f;
    }

    private static IEnumerable<Finding> Keys(List<YamlNode.Map> properties)
    {
        var positions = properties.Where(p => p.Is("primaryKey", "true")).Select(p => p["primaryKeyPosition"] as YamlNode.Scalar).ToList();
        if (positions.Count < 2 || positions.Any(p => p is null)) yield break;
        var numbers = positions.Select(p => p!.Number()).Order().ToList();
        if (!numbers.SequenceEqual(Enumerable.Range(1, numbers.Count).Select(i => (decimal?)i)))
            yield return StandardFindings.KeyOrder.At(positions[^1]!.Place, $"the positions of the key are {string.Join(", ", numbers)}",
                "number the columns of the key 1, 2, 3 … in their order");
    }

    private static IEnumerable<Finding> Property(YamlNode.Map p, ILookup<string, YamlNode.Map> names)
    {
        if (p["logicalTypeOptions"] is YamlNode.Map options)
            foreach (var f in Limits(options)) yield return f;
        foreach (var f in Values(p)) yield return f;
        foreach (var f in Maps(p, "relationships").SelectMany(r => Relationship(r, names))) yield return f;
        foreach (var f in Maps(p, "quality").SelectMany(q => Quality(q, atProperty: true))) yield return f;
        var inner = Maps(p, "properties").ToList();
        foreach (var f in Names(inner, "property").Concat(inner.SelectMany(i => Property(i, names)))) yield return f;
        foreach (var item in new[] { p["items"], (p["map"] as YamlNode.Map)?["key"],
            (p["map"] as YamlNode.Map)?["value"] }.OfType<YamlNode.Map>())
            foreach (var f in Property(item, names)) yield return f;
    }

    private static IEnumerable<Finding> Limits(YamlNode.Map options)
    {
        foreach (var (low, high, isOpen) in Ranges)
            if (options[low] is YamlNode.Scalar a && options[high] is YamlNode.Scalar b && Compare(a, b) is { } order
                && (order > 0 || isOpen && order == 0))
                yield return StandardFindings.Contradiction.At(b.Place, $"`{low}` is {a.Text} and `{high}` is {b.Text}",
                    "let the lower limit be the lower one");
        if (options["pattern"] is YamlNode.Scalar { IsNull: false } pattern && !IsPattern(pattern.Text))
            yield return StandardFindings.BadPattern.At(pattern.Place, StandardFindings.NoPattern(pattern.Text),
                "check brackets and backslashes");
    }

    /// <summary>Limits that belong together; open where not both ends are among the values.</summary>
    private static readonly (string Low, string High, bool IsOpen)[] Ranges =
    [
        ("minLength", "maxLength", false), ("minItems", "maxItems", false), ("minProperties", "maxProperties", false),
        ("minimum", "maximum", false), ("exclusiveMinimum", "maximum", true), ("minimum", "exclusiveMaximum", true),
        ("exclusiveMinimum", "exclusiveMaximum", true),
    ];

    /// <summary>Listed values that the column's type does not have.</summary>
    private static IEnumerable<Finding> Values(YamlNode.Map p)
    {
        if (Text(p, "logicalType") is not { } type) yield break;
        foreach (var value in Maps(p, "enum").Select(v => v["value"]).OfType<YamlNode.Scalar>().Where(v => !IsOf(type, v)))
            yield return StandardFindings.BadValue.At(value.Place, $"`{value.Text}` is no {type}, so the column never has it",
                "write a value of the column's type, or remove it");
    }

    private static bool IsOf(string type, YamlNode.Scalar value) => type switch
    {
        "integer" => Number(value) is { } number && number == decimal.Truncate(number),
        "number" => Number(value) is not null,
        "boolean" => value.Text is "true" or "false",
        "date" => DateOnly.TryParseExact(value.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        _ => true,
    };

    private static decimal? Number(YamlNode.Scalar value) =>
        decimal.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <returns>Null where the two cannot be compared.</returns>
    private static int? Compare(YamlNode.Scalar a, YamlNode.Scalar b) =>
        a.Number() is { } x && b.Number() is { } y ? x.CompareTo(y)
        : DateTimeOffset.TryParse(a.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var from)
            && DateTimeOffset.TryParse(b.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var to)
                ? from.CompareTo(to) : null;

    private static bool IsPattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.ECMAScript);
            return true;
        }
        catch (ArgumentException)
        {
            return ReadsWithoutEcma(pattern);
        }
    }

    /// <summary>Look-behind and named groups are of later editions of ECMA-262 than the mode of this runtime knows.</summary>
    private static bool ReadsWithoutEcma(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static IEnumerable<Finding> Relationship(YamlNode.Map r, ILookup<string, YamlNode.Map> names)
    {
        if (r["from"] is { } from && r["to"] is { } to)
        {
            if (from is YamlNode.Sequence != to is YamlNode.Sequence)
                yield return StandardFindings.Unequal.At(to.Place, $"`from` is {from.Words()} and `to` is {to.Words()}",
                    "let both be a text, or both a list");
            else if (from is YamlNode.Sequence a && to is YamlNode.Sequence b && a.Items.Length != b.Items.Length)
                yield return StandardFindings.Unequal.At(to.Place,
                    $"`from` has {a.Items.Length} properties and `to` has {b.Items.Length}", "name as many on both sides");
        }
        foreach (var end in new[] { r["from"], r["to"] }.SelectMany(Ends))
            if (end.Text.Contains('#', StringComparison.Ordinal) || end.Text.Contains("://", StringComparison.Ordinal))
                yield return StandardFindings.OutwardLink.At(end.Place, $"`{end.Text}` is in another document, which is not read",
                    "nothing to do");
            else if (end.Text.Split('.') is [var name, var column] && !end.Text.Contains('/', StringComparison.Ordinal)
                && names[name].SelectMany(o => Maps(o, "properties")).All(p => Text(p, "name") != column))
                yield return StandardFindings.NoTarget.At(end.Place, $"`{end.Text}` is no property of this document",
                    names[name].Any() ? Nearest.Help(column,
                        [.. names[name].SelectMany(o => Maps(o, "properties")).Select(p => Text(p, "name")).OfType<string>()])
                        : Nearest.Help(name, [.. names.Select(n => n.Key)]));
    }

    private static IEnumerable<YamlNode.Scalar> Ends(YamlNode? end) => end switch
    {
        YamlNode.Scalar { IsNull: false } one => [one],
        YamlNode.Sequence list => list.Items.OfType<YamlNode.Scalar>(),
        _ => [],
    };

    private static IEnumerable<Finding> Quality(YamlNode.Map q, bool atProperty)
    {
        foreach (var range in new[] { q["mustBeBetween"], q["mustNotBeBetween"] }.OfType<YamlNode.Sequence>())
            if (range.Items is [YamlNode.Scalar low, YamlNode.Scalar high] && low.Number() > high.Number())
                yield return StandardFindings.Contradiction.At(low.Place, $"nothing is between {low.Text} and {high.Text}",
                    "write the lower bound first");
        if (Text(q, "metric") == "invalidValues"
            && !(q["arguments"] is YamlNode.Map arguments && (arguments["validValues"] ?? arguments["pattern"]) is not null))
            yield return StandardFindings.NoArgument.At(q.Place, "`invalidValues` does not say which values are valid",
                "add `arguments:` with `validValues:` or `pattern:`");
        if (Text(q, "metric") == "duplicateValues" && !atProperty && (q["arguments"] as YamlNode.Map)?["properties"] is null)
            yield return StandardFindings.NoArgument.At(q.Place, "`duplicateValues` of an object does not say of which properties",
                "add `arguments:` with `properties:`");
    }

    private static IEnumerable<Finding> Element(YamlNode.Map sla, ILookup<string, YamlNode.Map> names)
    {
        if (sla["element"] is not YamlNode.Scalar { IsNull: false } element || names.Count == 0) yield break;
        foreach (var part in element.Text.Split(',', StringSplitOptions.TrimEntries).Where(p => p.Contains('.', StringComparison.Ordinal)))
            if (!names[part.Split('.')[0]].Any())
                yield return StandardFindings.NoElement.At(element.Place, $"`{part}` is about no object of this document",
                    Nearest.Help(part.Split('.')[0], [.. names.Select(n => n.Key)]));
    }

    private static IEnumerable<YamlNode.Sequence> Lists(YamlNode node) => node switch
    {
        YamlNode.Map map => map.Entries.Where(e => e.Key is not ("value" or "implementation" or "arguments" or "examples"))
            .SelectMany(e => Lists(e.Value)),
        YamlNode.Sequence list => list.Items.SelectMany(Lists).Prepend(list),
        _ => [],
    };

    private static IEnumerable<YamlNode.Map> Maps(YamlNode.Map map, string key) =>
        map[key] is YamlNode.Sequence list ? list.Items.OfType<YamlNode.Map>() : [];

    private static string? Text(YamlNode.Map map, string key) =>
        map[key] is YamlNode.Scalar { IsNull: false, Text: var text } ? text : null;
}
