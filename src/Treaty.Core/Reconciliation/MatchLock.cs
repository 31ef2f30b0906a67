using System.Collections.Immutable;

namespace Treaty.Core.Reconciliation;

/// <summary>What a person decided about rows: that they belong together, or that they do not.</summary>
public enum LockKind { Match, NoMatch }

/// <summary>
/// A decision about rows of one comparison that every later run obeys. A match takes its rows out of all passes and makes one group of
/// them, proved by a human. A no-match keeps every row of side A apart from every row of side B; where it names rows of one side only, it
/// says that they are no copies of one another.
/// </summary>
/// <param name="Comparison">Canonical: owner and comparison id, <c>zone.revenue:order_payment</c>.</param>
/// <param name="RowsA">Row ids of side A, ascending.</param>
/// <param name="RowsB">Row ids of side B, ascending.</param>
/// <param name="Decision">The decision on the ledger that made the lock.</param>
public sealed record MatchLock(string Comparison, ImmutableArray<long> RowsA, ImmutableArray<long> RowsB, string Decision, LockKind Kind);
