using Treaty.Core.Contracts;
using Treaty.Core.Contracts.Standard;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Reconciliation;

namespace Treaty.Core.Sql;

/// <summary>Words of documents whose meaning only the engine knows: patterns, and names of time zones.</summary>
public static class EngineWords
{
    /// <summary>Yields the names of all time zones, one a row.</summary>
    public static SqlText KnownZones { get; } = new("SELECT name FROM pg_timezone_names()");

    /// <summary>Fails where the engine cannot read a pattern.</summary>
    public static SqlText TryPattern(string pattern) => new($"SELECT regexp_full_match('', {Quote.Text(pattern)})");

    /// <summary>The patterns that contracts hold rows against, with their places.</summary>
    /// <param name="said">What was found already: a pattern that is none at all was named at its own place, and the engine need not be
    /// asked.</param>
    public static IEnumerable<(string Pattern, SourcePlace Place)> Patterns(Mesh mesh, IEnumerable<Finding> said)
    {
        var none = said.Where(f => f.Code == StandardFindings.BadPattern.Code).Select(f => (f.Place?.File, f.Sentence)).ToHashSet();
        return mesh.Products.SelectMany(p => p.Contract.Objects)
            .SelectMany(o => o.Properties.SelectMany(Patterns).Concat(Patterns(o.Quality)))
            .Where(p => none.Count == 0 || !none.Contains((p.Item2.File, StandardFindings.NoPattern(p.Item1))));
    }

    /// <summary>The time zones that documents name, with their places.</summary>
    public static IEnumerable<(string Zone, SourcePlace Place)> Zones(Mesh mesh) =>
        mesh.Reconciliations.Select(r => (r.TimeZone, r.Place)).Concat(mesh.Comparisons.Select(c => (c.TimeZone, c.Place)))
            .Concat(mesh.Products.SelectMany(p => p.Contract.Objects).SelectMany(o => o.Properties)
                .Where(p => p.TimeZone is not null).Select(p => (p.TimeZone!, p.Place)))
            .DistinctBy(x => x.Item1, StringComparer.Ordinal);

    /// <param name="error">What the engine says.</param>
    public static Finding NoPattern(string pattern, SourcePlace place, string error) => ContractRules.BadLimit.At(place,
        $"`{pattern}` is no pattern: {error}", "write a regular expression without look-around and back references (RE2)");

    public static Finding NoZone(string zone, SourcePlace place, IReadOnlyCollection<string> known) =>
        ReconciliationDocument.NoZone.At(place, $"there is no time zone `{zone}`",
            Nearest.Of(zone, known) is { } near ? $"did you mean `{near}`?" : "write a name such as Europe/London");

    private static IEnumerable<(string, SourcePlace)> Patterns(Property property) =>
        (property.Limits.Pattern is { } pattern ? [(pattern, property.Place)] : Array.Empty<(string, SourcePlace)>())
        .Concat(Patterns(property.Quality));

    private static IEnumerable<(string, SourcePlace)> Patterns(IEnumerable<QualityRule> rules) =>
        rules.Where(r => r.Pattern is not null).Select(r => (r.Pattern!, r.Place));
}
