using System.Text.Json;
using Treaty.Backends.Disk;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Delta;

/// <summary>
/// Finds the files that no version to be kept reads: each file is part of the versions from the commit that added it to the one before the
/// commit that removed it. Files that no commit names were left behind by a run that was cut short.
/// </summary>
internal static class DeltaVacuum
{
    public static LakeVacuum Run(DeltaPlace place, IReadOnlySet<long> keep, bool dryRun, CancellationToken cancel)
    {
        if (!Directory.Exists(place.Folder)) return new(0, 0, 0);
        var lives = Lives(place, out var newest);
        var sorted = keep.Where(v => v <= newest).Append(newest).Distinct().Order().ToArray();
        var needed = lives.Where(life => life.Value.Any(l => Holds(sorted, l.From, l.To))).Select(life => place.DataFile(life.Key))
            .ToHashSet(StringComparer.Ordinal);
        var named = lives.Keys.Select(place.DataFile).ToHashSet(StringComparer.Ordinal);
        return DiskFailure.Guard(place.Folder, () =>
        {
            var unneeded = new DirectoryInfo(place.Folder).EnumerateFiles("*.parquet", SearchOption.AllDirectories)
                .Where(file => file.DirectoryName != place.LogFolder && !needed.Contains(file.FullName)).ToList();
            var bytes = unneeded.Sum(file => file.Length);
            foreach (var file in dryRun ? [] : unneeded)
            {
                cancel.ThrowIfCancellationRequested();
                file.Delete();
            }

            var gone = unneeded.Select(file => file.FullName).ToHashSet(StringComparer.Ordinal);
            return new LakeVacuum(unneeded.Count, bytes, unneeded.Count(file => !named.Contains(file.FullName)))
            {
                Unreadable = [.. lives.Where(life => gone.Contains(place.DataFile(life.Key))).SelectMany(life => life.Value)],
            };
        });
    }

    private static bool Holds(long[] sorted, long from, long to)
    {
        var at = Array.BinarySearch(sorted, from);
        if (at < 0) at = ~at;
        return at < sorted.Length && sorted[at] < to;
    }

    /// <summary>Per path the spans of versions in which it is live, from inclusive to exclusive.</summary>
    private static Dictionary<string, List<(long From, long To)>> Lives(DeltaPlace place, out long newest)
    {
        var lives = new Dictionary<string, List<(long From, long To)>>(StringComparer.Ordinal);
        newest = -1;
        for (var version = 0L; File.Exists(place.LogFile(version)); version++)
        {
            newest = version;
            foreach (var line in Read(place.LogFile(version)))
            {
                if (line.Remove is { } remove && lives.TryGetValue(remove.Path, out var spans)) spans[^1] = (spans[^1].From, version);
                if (line.Add is not { } add) continue;
                if (!lives.TryGetValue(add.Path, out var known)) lives[add.Path] = known = [];
                known.Add((version, long.MaxValue));
            }
        }
        if (DeltaListing.Of(place).NewestCommit > newest) throw DeltaLog.Corrupt(place.LogFile(newest + 1), "is missing", null);
        return lives;
    }

    private static IEnumerable<DeltaLine> Read(string file)
    {
        try
        {
            return [.. DiskFailure.Guard(file, () => File.ReadAllLines(file)).Where(l => l.Length > 0).Select(DeltaLog.Parse)];
        }
        catch (JsonException failure)
        {
            throw DeltaLog.Corrupt(file, $"is no commit that can be read: {failure.Message}", failure);
        }
    }
}
