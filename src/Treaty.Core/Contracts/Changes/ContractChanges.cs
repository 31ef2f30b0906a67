using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Plans;

namespace Treaty.Core.Contracts.Changes;

/// <summary>How far a version must move.</summary>
public enum VersionStep { None, Patch, Minor, Major }

/// <summary>One change of a contract and what it means for the other side of its port.</summary>
/// <param name="Path">As in <see cref="TreeDifference"/>.</param>
/// <param name="Rule">The line of the table of compatibility that decided.</param>
/// <param name="Sentence">The change in words.</param>
public sealed record ContractChange(
    string Path, ChangeKind Kind, string Before, string After, string Rule, Strength Strength, Compatibility Compatibility, string Sentence,
    SourcePlace Place)
{
    /// <summary>The schema object that the change is about; null where it is about the whole.</summary>
    public string? Object => Named("schema");

    /// <summary>The column, or the outermost of nested ones; null where it is about the whole object.</summary>
    public string? Column => Named("properties");

    private string? Named(string list) =>
        Regex.Match(Path, $@"(?:^|\.){list}\[([^\]]*)\]", RegexOptions.CultureInvariant) is { Success: true } match
        ? match.Groups[1].Value : null;
}

/// <summary>The changes between two versions of a contract or a product, and the step its version must make for them.</summary>
public sealed record ContractComparison(
    PortDirection Direction, string? VersionBefore, string? VersionAfter, ImmutableArray<ContractChange> Changes, VersionStep Needed)
{
    public IEnumerable<ContractChange> Breaking => Changes.Where(c => c.Compatibility == Compatibility.Breaking);

    /// <summary>The version that the changes ask for; null where the old one is no semantic version.</summary>
    public string? Suggested => SemanticVersion.Of(VersionBefore)?.After(Needed).ToString();

    /// <summary>The step that the version made.</summary>
    public VersionStep Made =>
        SemanticVersion.Of(VersionBefore) is { } a && SemanticVersion.Of(VersionAfter) is { } b ? a.StepTo(b) : VersionStep.None;

    /// <summary>True where something breaks and the major version stays.</summary>
    public bool BreaksUnderSameMajor => Needed == VersionStep.Major && Made != VersionStep.Major;

    private const int LongestValue = 80;

    public static ContractComparison Between(YamlNode? before, YamlNode? after, PortDirection direction)
    {
        var changes = ImmutableArray.CreateBuilder<ContractChange>();
        var weighed = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var difference in TreeDifferences.Between(before, after).Where(d => d.Path is not ("version" or "apiVersion")))
        {
            var rule = CompatibilityTable.For(difference.Path);
            var strength = rule.Weighing switch
            {
                Weighing.Threshold => Threshold(difference, weighed),
                Weighing.Objective => Objective(difference, weighed),
                _ => Weigh.Of(rule, difference, before, after, direction),
            };
            if (strength is not { } weight) continue;
            changes.Add(new(difference.Path, difference.Kind, Short(difference.Before), Short(difference.After), rule.Id, weight,
                CompatibilityRule.For(weight, direction), Sentence(difference, rule, weight), difference.Place));
        }
        return new(direction, Text(before, "version"), Text(after, "version"), changes.ToImmutable(),
            changes.Count == 0 ? VersionStep.None : changes.Max(c => Step(c.Compatibility)));
    }

    private static VersionStep Step(Compatibility compatibility) => compatibility switch
    {
        Compatibility.Breaking => VersionStep.Major,
        Compatibility.Compatible => VersionStep.Minor,
        _ => VersionStep.Patch,
    };

    /// <summary>The operator of a check may change with its threshold, so the whole entry is weighed, once.</summary>
    private static Strength? Threshold(TreeDifference difference, HashSet<object> weighed)
    {
        if (difference.Item is not ({ } a, { } b)) return Strength.Different;
        if (!weighed.Add(b)) return null;
        return PassingNumbers.Of(a) is { } old && PassingNumbers.Of(b) is { } @new ? @new.Against(old) : Strength.Different;
    }

    /// <summary>Value and unit of an objective are weighed together, once.</summary>
    private static Strength? Objective(TreeDifference difference, HashSet<object> weighed)
    {
        if (difference.Item is ({ } a, { } b)) return weighed.Add(b) ? ObjectiveWords.Weigh(a, b) : null;
        if (difference is { Before: YamlNode.Map or null, After: YamlNode.Map or null })
            return ObjectiveWords.Weigh(difference.Before as YamlNode.Map, difference.After as YamlNode.Map);
        return difference.Before is null ? Strength.Stronger : Strength.Weaker;
    }

    private static string Sentence(TreeDifference difference, CompatibilityRule rule, Strength strength)
    {
        var what = difference.Path == "" ? "the contract" : $"`{difference.Path}`";
        var values = difference is { Kind: ChangeKind.Changed, Before: YamlNode.Scalar, After: YamlNode.Scalar }
            ? $": {Short(difference.Before)} → {Short(difference.After)}" : "";
        if (strength != Strength.Same) return $"{what} {rule.Words(strength)}{values}";
        return $"{what} {difference.Kind switch { ChangeKind.Added => "was added", ChangeKind.Removed => "was removed", _ => "was changed" }}{values}";
    }

    private static string Short(YamlNode? node) => NodeText.Of(node).ReplaceLineEndings(" ") is { Length: > LongestValue } text
        ? text[..(LongestValue - 1)] + "…" : NodeText.Of(node).ReplaceLineEndings(" ");

    private static string? Text(YamlNode? root, string key) =>
        (root as YamlNode.Map)?[key] is YamlNode.Scalar { IsNull: false, Text: var text } ? text : null;
}
