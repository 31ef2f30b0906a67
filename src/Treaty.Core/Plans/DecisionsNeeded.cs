using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Ownership;

namespace Treaty.Core.Plans;

/// <summary>The decisions that one difference needs: usually one; of both contexts where it is about two.</summary>
internal static class DecisionsNeeded
{
    public static IEnumerable<Decision> For(DocumentScope document, TreeDifference difference, YamlNode? before, YamlNode? after)
    {
        var rule = ChangeRules.For(document, difference);
        return document.Kind switch
        {
            DocumentKind.ContextMap => OfMap(rule, difference, before, after),
            DocumentKind.Constitution when rule.Right == DecisionRight.Waive => OfWaivers(before, after),
            DocumentKind.Accord => OfAccord(before).Concat(OfAccord(after)).Distinct(),
            DocumentKind.Context when FactOf(difference.Path) is { } fact && !rule.OfTheMesh =>
                [new(rule.Right, document.Scope with { Fact = fact }, false)],
            _ => [new(rule.Right, rule.OfTheMesh ? RightScope.Mesh : document.Scope, false)],
        };
    }

    private static string? FactOf(string path)
    {
        const string start = "facts[";
        return path.StartsWith(start, StringComparison.Ordinal) ? path[start.Length..path.IndexOf(']', StringComparison.Ordinal)] : null;
    }

    /// <summary>How two contexts relate is decided by both.</summary>
    private static IEnumerable<Decision> OfMap(ChangeRule rule, TreeDifference difference, YamlNode? before, YamlNode? after)
    {
        var between = difference.Path.IndexOf('[', StringComparison.Ordinal) is >= 0 and var open
            ? difference.Path[(open + 1)..difference.Path.IndexOf(']', open)].Split(' ')
            : Entries(before).Concat(Entries(after));
        return between.Select(end => end.Split('.')[0]).Where(Reference.IsId).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).Select(context => new Decision(rule.Right, new(context), false));
    }

    private static IEnumerable<string> Entries(YamlNode? map) => new[] { "contexts", "terms" }
        .Select(key => (map as YamlNode.Map)?[key]).OfType<YamlNode.Sequence>().SelectMany(list => list.Items).OfType<YamlNode.Map>()
        .SelectMany(item => new[] { "from", "to", "upstream", "downstream" }.Select(end => item[end])).OfType<YamlNode.Scalar>()
        .Select(end => end.Text);

    /// <summary>A waiver is granted by the one whom it names: no one else can approve in his name.</summary>
    private static IEnumerable<Decision> OfWaivers(YamlNode? before, YamlNode? after)
    {
        var old = Waivers(before).ToHashSet(StringComparer.Ordinal);
        var granted = ((after as YamlNode.Map)?["waivers"] as YamlNode.Sequence)?.Items.Where(w => !old.Contains(NodeText.Of(w)))
            .OfType<YamlNode.Map>().Select(w => (w["approver"] as YamlNode.Scalar)?.Text).Distinct().ToList() ?? [];
        return granted.Count == 0 ? [new(DecisionRight.Waive, RightScope.Mesh, false)]
            : granted.Select(approver => new Decision(DecisionRight.Waive, RightScope.Mesh, false, Signer: approver));
    }

    private static IEnumerable<string> Waivers(YamlNode? root) =>
        ((root as YamlNode.Map)?["waivers"] as YamlNode.Sequence)?.Items.Select(NodeText.Of) ?? [];

    /// <summary>An accord is signed by those who hold what it gives, and by those who receive it.</summary>
    private static IEnumerable<Decision> OfAccord(YamlNode? root)
    {
        if (root is null) return [];
        return AccordDocument.Read(root, []).Rights.SelectMany(given => new[]
        {
            new Decision(given.Right, new(given.Of, given.Product, given.Fact), false),
            new Decision(given.Right, new(given.Of, given.Product, given.Fact), false, given.To),
        });
    }
}
