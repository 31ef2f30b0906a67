using Treaty.Core.Reconciliation.Decisions;

namespace Treaty.Operations.Doors;

/// <summary>
/// The queue of discrepancies, indexed for pages. It is a projection: everything in it follows from ledger and lake, so it may be
/// deleted at
/// any time and is made again by the next reader.
/// </summary>
public interface IDiscrepancyQueue : IAsyncDisposable
{
    /// <summary>How much of the ledger is in it.</summary>
    ValueTask<QueuePosition> PositionAsync(CancellationToken cancel);

    /// <summary>Takes the sole right to change it, waiting for others; nothing is seen of a change before it is committed.</summary>
    ValueTask<IQueueChange> ChangeAsync(CancellationToken cancel);

    /// <summary>One page in the order asked for, ties by id.</summary>
    ValueTask<IReadOnlyList<QueueEntry>> PageAsync(QueueQuery query, CancellationToken cancel);

    /// <summary>Counts and sums by facet and business date, over everything in the queue.</summary>
    ValueTask<IReadOnlyList<QueueTally>> TallyAsync(CancellationToken cancel);

    /// <summary>Those of the ids that are in the queue.</summary>
    ValueTask<IReadOnlyList<QueueEntry>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancel);

    /// <summary>All whose group has one of the keys, in whatever comparison and state; those of one key by id.</summary>
    ValueTask<IReadOnlyList<QueueEntry>> OfKeysAsync(IReadOnlyCollection<string> groupKeys, CancellationToken cancel);

    /// <summary>What happened to a discrepancy, in order.</summary>
    ValueTask<IReadOnlyList<QueueHistory>> HistoryAsync(string id, CancellationToken cancel);
}

/// <summary>What was worked out from the queue and need not be worked out again; it lives and goes with the queue.</summary>
public interface IQueueMemory
{
    /// <summary>What was worked out under a name, where it rests on the same; else null.</summary>
    /// <param name="basis">Says all that the result follows from.</param>
    ValueTask<string?> RecallAsync(string name, string basis, CancellationToken cancel);

    /// <summary>Keeps what was worked out in place of what was kept under the name.</summary>
    ValueTask RememberAsync(string name, string basis, string text, CancellationToken cancel);
}

/// <summary>One change of the queue, seen by others as a whole or not at all.</summary>
public interface IQueueChange : IAsyncDisposable
{
    ValueTask<QueuePosition> PositionAsync(CancellationToken cancel);

    /// <summary>All of one comparison whose ids begin with a prefix, by id.</summary>
    ValueTask<IReadOnlyList<QueueEntry>> ItemsAsync(string comparison, string prefix, CancellationToken cancel);

    ValueTask<IReadOnlyList<QueueEntry>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancel);

    /// <summary>All whose resolution has a last day.</summary>
    ValueTask<IReadOnlyList<QueueEntry>> EndingAsync(CancellationToken cancel);

    /// <summary>Puts entries in the place of those with their ids.</summary>
    ValueTask SaveAsync(IReadOnlyList<QueueEntry> entries, IReadOnlyList<QueueHistory> history, CancellationToken cancel);

    /// <summary>Gives every facet the team that its kind is routed to.</summary>
    ValueTask RouteAsync(Func<QueueFacet, string> team, CancellationToken cancel);

    ValueTask CommitAsync(QueuePosition position, CancellationToken cancel);
}

/// <summary>What the queue follows from.</summary>
/// <param name="Number">The last ledger record that is in it.</param>
/// <param name="Day">The day that expiry was looked at.</param>
/// <param name="Mesh">The mesh by which discrepancies are routed.</param>
public sealed record QueuePosition(long Number, DateOnly Day, string Mesh);

/// <summary>A discrepancy in the queue with the team it goes to.</summary>
public sealed record QueueEntry(TrackedDiscrepancy Item, string Team);

/// <summary>What discrepancies are counted by.</summary>
public sealed record QueueFacet(
    string Comparison, string Class, string Side, string Definition, string Currency, DiscrepancyState State, Ending Ending, bool Reopened,
    string Assigned)
{
    public static QueueFacet Of(TrackedDiscrepancy item) => new(
        item.Found.Comparison, item.Found.Class, item.Found.Side, item.Found.Definition, item.Found.Currency, item.Standing.State,
        item.Standing.Ending, item.Standing.Reopened > 0, item.Standing.Team ?? "");
}

/// <param name="Team">The team that the facet goes to.</param>
/// <param name="Date">The business date; null where there is none.</param>
public sealed record QueueTally(QueueFacet Facet, string Team, DateOnly? Date, long Count, decimal Amount, decimal Gross);

/// <summary>One line of a discrepancy's history.</summary>
/// <param name="Number">The ledger record that says it.</param>
public sealed record QueueHistory(string Id, long Number, DateTimeOffset At, string By, string Run, string Words);

/// <summary>How a page is sorted: the greatest amount, the oldest, or the team first.</summary>
public enum QueueOrder { Amount, Age, Team }

/// <summary>What a page shows; null members do not filter.</summary>
/// <param name="Text">Occurs in the group's key or the id, whatever its case.</param>
/// <param name="Before">Only with a business date before this day.</param>
public sealed record QueueQuery(Func<QueueFacet, string, bool> Facets, QueueOrder Order, int Offset, int Limit, string? Text = null,
    DateOnly? Before = null)
{
    /// <summary>Only of these ids.</summary>
    public IReadOnlyCollection<string>? Among { get; init; }
}
