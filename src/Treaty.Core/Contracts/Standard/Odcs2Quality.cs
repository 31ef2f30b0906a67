using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Contracts.Standard;

/// <summary>
/// A quality entry of ODCS 2.2 in the words of 3: a check of the tool that it names, or words for people where it names none. What has no
/// word in 3 becomes a custom property under its old name, so that nothing is lost.
/// </summary>
internal static class Odcs2Quality
{
    private static readonly string[] Dimensions =
        ["accuracy", "completeness", "conformity", "consistency", "coverage", "timeliness", "uniqueness"];

    private static readonly (string From, string To)[] Same =
        [("description", "description"), ("businessImpact", "businessImpact"), ("severity", "severity"),
            ("scheduleCronExpression", "schedule"), ("tags", "tags")];

    private static readonly string[] Rules = ["toolRuleName", "templateName", "code"];

    public static YamlNode.Map Upgrade(YamlNode.Map old)
    {
        var rule = Rules.FirstOrDefault(key => Has(old, key));
        var isCheck = Has(old, "toolName") && rule is not null;
        List<(string From, string To)> names = [.. Same];
        if (isCheck) names.AddRange([("toolName", "engine"), (rule!, "implementation")]);
        if (new[] { "code", "templateName" }.FirstOrDefault(key => Has(old, key)) is { } name) names.Add((name, "name"));
        var entries = names.Where(n => Has(old, n.From)).Select(n => old.Entries.First(e => e.Key == n.From) with { Key = n.To })
            .Prepend(Word("type", isCheck ? "custom" : "text", old.Place)).ToList();
        var mapped = names.Select(n => n.From).Append("customProperties").ToHashSet(StringComparer.Ordinal);
        if (old["dimension"] is YamlNode.Scalar { Text: var word } scalar
            && Array.Find(Dimensions, d => d.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } dimension && mapped.Add("dimension"))
            entries.Add(new("dimension", scalar.Place, scalar with { Text = dimension }));
        YamlNode[] custom = [.. (old["customProperties"] as YamlNode.Sequence)?.Items ?? [],
            .. old.Entries.Where(e => !mapped.Contains(e.Key)).Select(Custom)];
        if (custom.Length > 0) entries.Add(new("customProperties", old.Place, new YamlNode.Sequence([.. custom], old.Place)));
        return new([.. entries], old.Place);
    }

    private static bool Has(YamlNode.Map map, string key) => map[key] is YamlNode.Scalar { IsNull: false } or YamlNode.Sequence;

    private static YamlNode Custom(YamlEntry entry) => new YamlNode.Map(
        [Word("property", entry.Key, entry.KeyPlace), new("value", entry.KeyPlace, entry.Value)], entry.KeyPlace);

    private static YamlEntry Word(string key, string value, SourcePlace place) =>
        new(key, place, new YamlNode.Scalar(value, false, place));
}
