using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>Follows each check of the newest version back through the versions before it.</summary>
public static class CheckHistories
{
    /// <param name="versions">Oldest first.</param>
    /// <param name="most">How many of the newest versions are looked at.</param>
    public static IEnumerable<CheckHistory> Of(IReadOnlyList<VersionManifest> versions, int most)
    {
        if (versions.Count == 0) return [];
        var points = versions.Skip(Math.Max(0, versions.Count - most))
            .SelectMany(v => v.Checks.Select(check =>
                (Key: Key(check), Point: new CheckPoint(v.Version, v.At, check.Verdict, check.Measured))))
            .ToLookup(pair => pair.Key, pair => pair.Point);
        return versions[^1].Checks.DistinctBy(Key)
            .Select(check => new CheckHistory(check.Object, check.Column, check.Check, [.. points[Key(check)]]));
    }

    private static (string Object, string? Column, string Check) Key(CheckLine check) => (check.Object, check.Column, check.Check);
}
