using System.Text.RegularExpressions;

namespace Treaty.Core.Plans;

/// <summary>What a change does to those who rely on a product.</summary>
public enum Compatibility
{
    /// <summary>Nothing they were promised is touched.</summary>
    Neutral,

    /// <summary>They are promised more than before.</summary>
    Compatible,

    /// <summary>They are promised less, or something else.</summary>
    Breaking,
}

/// <summary>
/// Judges a change of an output's contract. For those who read, a promise that is weakened breaks: what is gone, may now be absent, may
/// repeat, is of another type, or is checked less.
/// </summary>
public static partial class CompatibilityRules
{
    public static Compatibility Of(DocumentScope document, TreeDifference difference) => document.Kind switch
    {
        DocumentKind.Contract => OfContract(difference),
        DocumentKind.Product when difference is { Path: "", Kind: ChangeKind.Removed } => Compatibility.Breaking,
        DocumentKind.Product when difference.Path.StartsWith("customProperties[treatyClass]", StringComparison.Ordinal) => Compatibility.Breaking,
        DocumentKind.Context when difference.Path.StartsWith("facts[", StringComparison.Ordinal) => OfFact(difference),
        DocumentKind.ContextMap when difference.Kind != ChangeKind.Added => Compatibility.Breaking,
        _ => Compatibility.Neutral,
    };

    private static Compatibility OfContract(TreeDifference difference)
    {
        var path = difference.Path;
        var added = difference.Kind == ChangeKind.Added;
        if (path == "") return added ? Compatibility.Neutral : Compatibility.Breaking;
        if (path == "schema" || Object().IsMatch(path) || Column().IsMatch(path) || Quality().IsMatch(path))
            return difference.Kind switch
            {
                ChangeKind.Added => Compatibility.Compatible,
                _ => Compatibility.Breaking,
            };
        if (Promise().IsMatch(path)) return IsTrue(difference.After) ? Compatibility.Compatible
            : IsTrue(difference.Before) ? Compatibility.Breaking : Compatibility.Neutral;
        if (Shape().IsMatch(path)) return Compatibility.Breaking;
        return path.StartsWith("slaProperties", StringComparison.Ordinal) && !added ? Compatibility.Breaking
            : path.StartsWith("slaProperties", StringComparison.Ordinal) ? Compatibility.Compatible : Compatibility.Neutral;
    }

    private static Compatibility OfFact(TreeDifference difference) => difference.Kind switch
    {
        ChangeKind.Removed => Compatibility.Breaking,
        _ when difference.Path.Contains("].key", StringComparison.Ordinal) => Compatibility.Breaking,
        ChangeKind.Added => Compatibility.Compatible,
        _ => Compatibility.Neutral,
    };

    private static bool IsTrue(Meshes.Yaml.YamlNode? node) => NodeText.Of(node) is "true" or "True" or "TRUE" or "yes";

    [GeneratedRegex(@"^schema\[[^\]]*\]$")]
    private static partial Regex Object();

    [GeneratedRegex(@"\.properties(\[[^\]]*\])?$")]
    private static partial Regex Column();

    [GeneratedRegex(@"(^|\.)quality(\[|$)")]
    private static partial Regex Quality();

    [GeneratedRegex(@"\.(required|unique)$")]
    private static partial Regex Promise();

    [GeneratedRegex(@"\.(logicalType|physicalType|logicalTypeOptions|primaryKey|primaryKeyPosition|items|relationships|unit)(\.|\[|$)|customProperties\[treaty(Unit|Currency|Fact|OccurredAt|RecordedAt)\]")]
    private static partial Regex Shape();
}
