using System.Globalization;
using System.Text.RegularExpressions;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Plans;

namespace Treaty.Core.Contracts.Standard;

/// <summary>Holds a document against the table of its standard, key by key; each breach names its reason at its place.</summary>
internal sealed class StandardCheck(DocumentStandard standard, int edition, List<Finding> findings)
{
    private static readonly TimeSpan RegexLimit = TimeSpan.FromSeconds(1);

    public void Document(YamlNode root) => Block(root, standard.Root, "the document");

    private void Block(YamlNode node, BlockShape block, string key)
    {
        if (node is not YamlNode.Map map)
        {
            Wrong(node, key, "a mapping", $"write {block.Words} as keys with values");
            return;
        }
        var variants = block.Variants.IsDefaultOrEmpty ? [] : block.Variants.Where(v => v.Holds(map, edition)).ToList();
        foreach (var refused in block.Refused.IsDefaultOrEmpty ? [] : block.Refused)
            if (map.Entries.FirstOrDefault(e => e.Key == refused.Key) is { } stands)
                findings.Add(StandardFindings.MustNotStand.At(stands.KeyPlace,
                    $"`{refused.Key}` must not stand in {block.Words} of a property: {refused.Reason}",
                    $"remove `{refused.Key}`"));
        Required(map, block, variants);
        foreach (var entry in map.Entries) Entry(entry, block, variants);
    }

    private void Required(YamlNode.Map map, BlockShape block, List<BlockVariant> variants)
    {
        foreach (var key in block.Keys.Where(k =>
            k.RequiredIn(edition) && map[k.Name] is null && variants.All(v => v.Keys.All(o => o.Name != k.Name))))
            findings.Add(StandardFindings.Missing.At(map.Place,
                $"`{key.Name}` is missing: {block.Words} of {standard.Name} must have it", $"add `{key.Name}:`"));
        foreach (var variant in variants)
        {
            foreach (var key in variant.Keys.Where(k => k.RequiredIn(edition) && map[k.Name] is null))
                findings.Add(StandardFindings.Missing.At(map.Place,
                    $"`{key.Name}` is missing: {block.Words} must have it, since {variant.Because}", $"add `{key.Name}:`"));
            if (variant.OneOf.IsDefaultOrEmpty) continue;
            var given = map.Entries.Where(e => variant.OneOf.Contains(e.Key)).ToList();
            if (given.Count > 1 || (given.Count == 0 && edition >= variant.OneOfSince))
                findings.Add(StandardFindings.NotOne.At(given.Count > 1 ? given[1].KeyPlace : map.Place,
                    given.Count == 0 ? "the check has no threshold"
                        : $"the check has several thresholds: {string.Join(", ", given.Select(e => $"`{e.Key}`"))}",
                    $"give exactly one of {string.Join(", ", variant.OneOf.Select(o => $"`{o}`"))}"));
        }
    }

    private void Entry(YamlEntry entry, BlockShape block, List<BlockVariant> variants)
    {
        var key = variants.SelectMany(v => v.Keys).FirstOrDefault(k => k.Name == entry.Key && k.Since <= edition)
            ?? variants.SelectMany(v => v.Keys).FirstOrDefault(k => k.Name == entry.Key) ?? block.Key(entry.Key);
        if (key is null)
        {
            if (edition < block.ClosedSince || (!block.Refused.IsDefaultOrEmpty && block.Refused.Any(r => r.Key == entry.Key))) return;
            findings.Add(StandardFindings.Unknown.At(entry.KeyPlace,
                $"`{entry.Key}` is no key of {block.Words} in {standard.Name} {Name(edition)}", Help(entry.Key, block, variants)));
        }
        else if (key.Since > edition)
        {
            if (edition >= block.ClosedSince)
                findings.Add(StandardFindings.Later.At(entry.KeyPlace,
                    $"`{entry.Key}` is of {standard.Name} {Name(key.Since)}, and the document is of {Name(edition)}",
                    $"write `apiVersion: v{Name(key.Since)}.0`, or move it into customProperties"));
        }
        else
        {
            if (key.Instead is { } instead)
                findings.Add(StandardFindings.Outgoing.At(entry.KeyPlace, $"`{entry.Key}` will leave the standard", instead));
            Value(entry.Value, key.Shape, entry.Key);
        }
    }

    private void Value(YamlNode node, Shape shape, string key)
    {
        switch (shape)
        {
            case Shape.Block block: Block(node, standard.Block(block.Name), key); break;
            case Shape.List list: List(node, list, key); break;
            case Shape.Either either: Value(node, Fitting(node, either), key); break;
            case Shape.Mapping: if (node is not YamlNode.Map) Wrong(node, key, "a mapping", "write keys with values"); break;
            case Shape.Anything: break;
            default: Scalar(node, shape, key); break;
        }
    }

    private static Shape Fitting(YamlNode node, Shape.Either either) => either.Shapes.FirstOrDefault(shape => node switch
    {
        YamlNode.Map => shape is Shape.Block or Shape.Mapping,
        YamlNode.Sequence => shape is Shape.List,
        YamlNode.Scalar scalar => shape switch
        {
            Shape.Number => scalar.IsNumber(),
            Shape.Block or Shape.List or Shape.Mapping => false,
            _ => true,
        },
        _ => false,
    }) ?? either.Shapes[0];

    private void List(YamlNode node, Shape.List list, string key)
    {
        if (node is not YamlNode.Sequence sequence)
        {
            Wrong(node, key, "a list", "begin each item with `- `");
            return;
        }
        var count = sequence.Items.Length;
        if (count < list.Least || count > list.Most)
            findings.Add(StandardFindings.BadCount.At(node.Place, $"`{key}` has {count} {(count == 1 ? "value" : "values")}",
                list.Least == list.Most ? $"give exactly {list.Least}" : $"give at least {list.Least}"));
        foreach (var item in sequence.Items) Value(item, list.Item, key);
        if (!list.Distinct) return;
        foreach (var twice in sequence.Items.GroupBy(NodeText.Of, StringComparer.Ordinal).Where(g => g.Count() > 1))
            findings.Add(StandardFindings.Repeated.At(twice.ElementAt(1).Place, $"`{key}` holds {Short(twice.Key)} twice",
                "keep one of them"));
    }

    private void Scalar(YamlNode node, Shape shape, string key)
    {
        if (node is not YamlNode.Scalar scalar)
        {
            Wrong(node, key, Wanted(shape), $"write {Wanted(shape)}");
            return;
        }
        switch (shape)
        {
            case Shape.Scalar: break;
            case Shape.Flag when !scalar.IsFlag(): Wrong(node, key, "true or false", "write true or false, without quotes"); break;
            case Shape.Number number: Number(scalar, number, key); break;
            case Shape.Text { Loose: true }: if (scalar.IsNull) Wrong(node, key, "a text", "write it, or leave the key out"); break;
            case Shape.Text or Shape.Word or Shape.Form or Shape.Day when !scalar.IsText():
                Wrong(node, key, "a text", scalar.IsNull ? "write it, or leave the key out" : $"put it into quotes: \"{scalar.Text}\"");
                break;
            case Shape.Word word when !word.Words.Contains(scalar.Text):
                findings.Add(StandardFindings.NotAWord.At(node.Place,
                    $"`{Short(scalar.Text)}` is no value of `{key}` in {standard.Name} {Name(edition)}",
                        Nearest.Help(scalar.Text, word.Words)));
                break;
            case Shape.Form form when !Matches(form.Pattern, scalar.Text):
                findings.Add(StandardFindings.BadForm.At(node.Place, $"`{Short(scalar.Text)}` cannot be the value of `{key}`",
                    $"use {form.Words}"));
                break;
            case Shape.Day when !IsDay(scalar.Text):
                findings.Add(StandardFindings.NoDay.At(node.Place, $"`{Short(scalar.Text)}` is no date",
                    "write it as 2026-01-31 or 2026-01-31T09:30:00Z"));
                break;
        }
    }

    private void Number(YamlNode.Scalar scalar, Shape.Number shape, string key)
    {
        if (!(shape.Whole ? scalar.IsWhole() || scalar.Number() is { } whole && whole == decimal.Truncate(whole) : scalar.IsNumber()))
            Wrong(scalar, key, shape.Whole ? "a whole number" : "a number", scalar.Plain ? "write digits only" : "write it without quotes");
        else if (shape.Least is { } least && scalar.Number() is { } number && (number < least || (shape.Above && number == least)))
            findings.Add(StandardFindings.OutOfRange.At(scalar.Place, $"`{key}` is {scalar.Text}",
                string.Create(CultureInfo.InvariantCulture, $"give {(shape.Above ? "more than" : "at least")} {least}")));
    }

    private void Wrong(YamlNode node, string key, string wanted, string help) =>
        findings.Add(StandardFindings.WrongType.At(node.Place, $"`{key}` is {node.Words()}, and must be {wanted}", help));

    private static string Wanted(Shape shape) => shape switch
    {
        Shape.Flag => "true or false",
        Shape.Number { Whole: true } => "a whole number",
        Shape.Number => "a number",
        Shape.Scalar => "a single value",
        _ => "a text",
    };

    private string Help(string key, BlockShape block, List<BlockVariant> variants)
    {
        var known = block.Keys.Concat(variants.SelectMany(v => v.Keys)).Where(k => k.Since <= edition).Select(k => k.Name).Distinct()
            .ToList();
        if (Nearest.Of(key, known) is { } nearest) return $"did you mean `{nearest}`?";
        var other = block.Variants.IsDefaultOrEmpty ? null : block.Variants.FirstOrDefault(v => v.Keys.Any(k => k.Name == key));
        return other is not null ? $"it belongs here only where {other.Because}" : known.Contains("customProperties")
            ? "move it into customProperties, or remove it" : "remove it";
    }

    private static string Short(string text) => (text.Length > 60 ? text[..60] + "…" : text).ReplaceLineEndings(" ");

    private static string Name(int edition) => string.Create(CultureInfo.InvariantCulture, $"{edition / 10}.{edition % 10}");

    private static bool IsDay(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _) && text.Length >= 10
            && char.IsAsciiDigit(text[0]);

    private static bool Matches(string pattern, string text) =>
        Regex.IsMatch(text, $"^(?:{pattern})\\z", RegexOptions.CultureInvariant, RegexLimit);
}
