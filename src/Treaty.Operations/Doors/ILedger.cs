namespace Treaty.Operations.Doors;

/// <summary>
/// Treaty's append-only record: one hash-chained line per run, human decision and change of the mesh in force. Nothing in it is ever
/// changed or removed. A single writer holds it at a time.
/// </summary>
public interface ILedger : IAsyncDisposable
{
    /// <summary>Takes the sole right to write; others wait for nothing, they are refused.</summary>
    /// <exception cref="BackendException">Conflict, naming who holds it, where another run is at work on this store.</exception>
    ValueTask<IAsyncDisposable> HoldAsync(string holder, CancellationToken cancel);

    /// <summary>
    /// Appends records in one transaction; each gets the next number and the hash of (its predecessor's hash, its own content).
    /// </summary>
    ValueTask<IReadOnlyList<LedgerRecord>> AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancel);

    /// <summary>Records in order of number, filtered by kind and subject where given.</summary>
    ValueTask<IReadOnlyList<LedgerRecord>> ReadAsync(LedgerFilter filter, CancellationToken cancel);

    /// <summary>Keeps a text under its SHA-256 (lower-case hex) and returns that hash; keeping it again is free.</summary>
    ValueTask<string> KeepAsync(string content, CancellationToken cancel);

    /// <summary>Keeps many texts together: all of them or, where it fails, none.</summary>
    /// <returns>Their hashes, in their order.</returns>
    ValueTask<IReadOnlyList<string>> KeepAllAsync(IReadOnlyList<string> contents, CancellationToken cancel);

    /// <summary>A kept text; null where none has this hash.</summary>
    ValueTask<string?> KeptAsync(string hash, CancellationToken cancel);

    /// <summary>
    /// The number of the first record whose hash does not follow from its content and its predecessor; null where the chain is whole.
    /// </summary>
    ValueTask<long?> VerifyAsync(CancellationToken cancel);
}

/// <summary>What is to be recorded.</summary>
/// <param name="Kind">What happened: <c>mesh</c>, <c>intent</c>, <c>version</c>, <c>run</c>, <c>abandon</c> …</param>
/// <param name="Subject">What it happened to: a canonical reference, or empty.</param>
/// <param name="Run">The run it belongs to.</param>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who acted.</param>
/// <param name="Body">The content as canonical JSON.</param>
public sealed record LedgerEntry(string Kind, string Subject, string Run, DateTimeOffset At, string By, string Body);

/// <summary>A record as it stands: its number from 1, its content, its predecessor's hash and its own (SHA-256, lower-case hex).</summary>
public sealed record LedgerRecord(long Number, LedgerEntry Entry, string Previous, string Hash);

/// <summary>
/// Which records; null members do not filter. <paramref name="Last"/> true: only the newest that match, at most one per subject.
/// </summary>
/// <param name="After">Only records with a greater number.</param>
public sealed record LedgerFilter(string? Kind = null, string? Subject = null, string? Run = null, bool Last = false, long After = 0);
