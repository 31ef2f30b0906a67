using Treaty.Core.Reconciliation.Decisions;
using Treaty.Operations.Doors;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Deciding;

/// <summary>What a run of a comparison means for the discrepancies that were known before it.</summary>
/// <param name="number">The ledger record of the run.</param>
/// <param name="sameRows">True where it compared the same versions as the run before.</param>
internal sealed class MergeRun(ComparisonManifest manifest, long number, bool sameRows)
{
    private readonly SeenAt _seen = new(manifest.Run, manifest.At);

    /// <summary>Keys of the groups whose discrepancies the run no longer found.</summary>
    public static IReadOnlyCollection<string> Ended(IReadOnlyList<QueueEntry> known, IReadOnlyList<FoundDiscrepancy> now)
    {
        var still = now.Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
        return [.. known.Where(e => e.Item.Standing.State.IsOpen() && !still.Contains(e.Item.Found.Id)).Select(e => e.Item.Found.GroupKey)];
    }

    /// <summary>The discrepancies of one part as they stand after the run: those found, and those that changed because they were
    /// not.</summary>
    public (List<TrackedDiscrepancy> Items, List<QueueHistory> History) Part(
        IReadOnlyList<QueueEntry> known, IReadOnlyList<FoundDiscrepancy> now, IReadOnlyDictionary<string, string> classes)
    {
        var (items, history) = (new List<TrackedDiscrepancy>(now.Count), new List<QueueHistory>());
        var before = known.ToDictionary(e => e.Item.Found.Id, e => e.Item, StringComparer.Ordinal);
        foreach (var found in now)
            if (before.Remove(found.Id, out var item))
            {
                var standing = Lifecycle.Found(Lifecycle.On(item.Standing, Day), found.Gross);
                if (standing != item.Standing && standing.Why is { } why) history.Add(Line(found.Id, $"reopened: {why}"));
                items.Add(new(found, item.First, _seen, standing));
            }
            else items.Add(new(found, _seen, _seen, Standing.New));
        foreach (var item in before.Values)
        {
            var (ending, why) = Endings.Of(item.Found.Class, classes.GetValueOrDefault(item.Found.GroupKey), sameRows);
            var standing = Lifecycle.Gone(Lifecycle.On(item.Standing, Day), ending, why);
            if (standing == item.Standing) continue;
            history.Add(Line(item.Found.Id, $"closed by itself: {why}"));
            items.Add(item with { Standing = standing });
        }
        return (items, history);
    }

    private DateOnly Day => DateOnly.FromDateTime(manifest.At.UtcDateTime);

    private QueueHistory Line(string id, string words) => new(id, number, manifest.At, "treaty", manifest.Run, words);
}
