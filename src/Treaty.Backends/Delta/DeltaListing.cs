using System.Globalization;
using System.Text.RegularExpressions;
using Treaty.Backends.Disk;

namespace Treaty.Backends.Delta;

/// <summary>What lies in a table's log folder: the newest commit and the whole checkpoints, newest first.</summary>
internal sealed partial record DeltaListing(long NewestCommit, IReadOnlyList<DeltaCheckpointFiles> Checkpoints)
{
    public static DeltaListing Of(DeltaPlace place) => DiskFailure.Guard(place.LogFolder, () =>
    {
        if (!Directory.Exists(place.LogFolder)) return new DeltaListing(-1, []);
        var newest = -1L;
        var parts = new List<(long Version, int Of, string Path)>();
        foreach (var path in Directory.EnumerateFiles(place.LogFolder))
        {
            var name = Path.GetFileName(path);
            if (DeltaPlace.VersionOf(name) is { } version) newest = Math.Max(newest, version);
            else if (CheckpointName().Match(name) is { Success: true } match)
                parts.Add((long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
                    match.Groups[2].Success ? int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture) : 1, path));
        }

        var whole = parts.GroupBy(p => (p.Version, p.Of)).Where(g => g.Count() == g.Key.Of)
            .Select(g => new DeltaCheckpointFiles(g.Key.Version, [.. g.Select(p => p.Path).Order(StringComparer.Ordinal)]))
            .OrderByDescending(c => c.Version).ToList();
        return new DeltaListing(newest, whole);
    });

    [GeneratedRegex(@"\A([0-9]{20})\.checkpoint(?:\.[0-9]{10}\.([0-9]{10}))?\.parquet\z")]
    private static partial Regex CheckpointName();
}

/// <summary>The files of one checkpoint; usually one.</summary>
internal sealed record DeltaCheckpointFiles(long Version, IReadOnlyList<string> Paths);
