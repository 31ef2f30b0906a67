using Treaty.Operations.Doors;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Publishing;

/// <summary>
/// Everything that makes a step's result visible, decided and written before anything is: the commits to the lake and the ledger records
/// behind them. Its JSON
/// is the intent record, so that after a crash the step can be finished from the ledger alone.
/// </summary>
public sealed record PreparedStep(string Subject, string Run, DateTimeOffset At, string By, IReadOnlyList<PreparedCommit> Commits,
    IReadOnlyList<LedgerEntry> Records);

/// <summary>One commit of one table, and the version it must become.</summary>
public sealed record PreparedCommit(LakeTable Table, LakeCommit Commit, long Becomes);

/// <summary>Makes prepared steps visible: intent, lake commits, records. Each part can be repeated without effect, so a crash anywhere is
/// finished by doing
/// it again.</summary>
public sealed class CommitSteps(MeshStore store)
{
    public async ValueTask CommitAsync(PreparedStep step, CancellationToken cancel)
    {
        await store.Ledger.AppendAsync([new LedgerEntry(RecordKind.Intent, step.Subject, step.Run, step.At, step.By,
            TreatyJson.Write(step))], cancel)
            .ConfigureAwait(false);
        // From here on the step is finished whatever happens to this process; cancelling now would only leave the rest to the next start.
        await FinishAsync(step, CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask FinishAsync(PreparedStep step, CancellationToken cancel)
    {
        foreach (var commit in step.Commits)
        {
            var version = await store.Lake.CommitAsync(commit.Table, commit.Commit, cancel).ConfigureAwait(false);
            if (version != commit.Becomes)
                throw new BackendException(BackendFault.Conflict,
                    $"table {commit.Table} became version {version} where {commit.Becomes} was prepared",
                    "something else writes to this lake; stop it, and run again");
        }
        await store.Ledger.AppendAsync(step.Records, cancel).ConfigureAwait(false);
        await SweepAsync(store.Lake, step.Commits.Select(c => c.Table), cancel).ConfigureAwait(false);
    }

    /// <summary>Removes from tables what earlier steps wrote and never made part of them. Call while holding the ledger.</summary>
    public static async ValueTask SweepAsync(ILake lake, IEnumerable<LakeTable> tables, CancellationToken cancel)
    {
        foreach (var table in tables.Distinct())
            try
            {
                await lake.SweepAsync(table, cancel).ConfigureAwait(false);
            }
            catch (BackendException)
            {
                // What no commit names is read by no one: it costs space alone, and the next step of the table tries again.
            }
    }

    /// <summary>Finishes or abandons the intents that a killed process left behind, and removes files that no commit names
    /// and what they spilled; what readers at work spill stays. Call while holding the ledger.</summary>
    /// <returns>What was done, in words.</returns>
    public async ValueTask<IReadOnlyList<string>> RecoverAsync(DateTimeOffset at, CancellationToken cancel)
    {
        var done = new List<string>();
        foreach (var intent in await OpenIntentsAsync(cancel).ConfigureAwait(false))
        {
            var step = TreatyJson.Read<PreparedStep>(intent.Entry.Body);
            if (FilesAreThere(step))
            {
                await FinishAsync(step, cancel).ConfigureAwait(false);
                done.Add($"finished {step.Subject} of interrupted run {step.Run}");
                continue;
            }
            await store.Ledger.AppendAsync([new LedgerEntry(RecordKind.Abandon, step.Subject, step.Run, at, step.By, "{}")], cancel)
                .ConfigureAwait(false);
            await SweepAsync(store.Lake, step.Commits.Select(c => c.Table), cancel).ConfigureAwait(false);
            done.Add($"gave up {step.Subject} of interrupted run {step.Run}: its files are not complete");
        }
        await store.Engine.RemoveAbandonedAsync(store.ScratchFolder, cancel).ConfigureAwait(false);
        return done;
    }

    private async ValueTask<IReadOnlyList<LedgerRecord>> OpenIntentsAsync(CancellationToken cancel)
    {
        // A step is finished before the next begins: only the newest intent of a subject can be open, while nothing newer ends it.
        var ended = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var kind in new[] { RecordKind.Version, RecordKind.Comparison, RecordKind.Abandon })
            foreach (var record in await NewestAsync(kind, cancel).ConfigureAwait(false))
                ended[record.Entry.Subject] = Math.Max(record.Number, ended.GetValueOrDefault(record.Entry.Subject));
        return [.. (await NewestAsync(RecordKind.Intent, cancel).ConfigureAwait(false))
            .Where(intent => ended.GetValueOrDefault(intent.Entry.Subject) < intent.Number).OrderBy(intent => intent.Number)];
    }

    private ValueTask<IReadOnlyList<LedgerRecord>> NewestAsync(string kind, CancellationToken cancel) =>
        store.Ledger.ReadAsync(new(kind, Last: true), cancel);

    private bool FilesAreThere(PreparedStep step) => step.Commits.All(commit =>
        commit.Commit.Add.All(file => new FileInfo(Path.Combine(store.Lake.DataFolder(commit.Table), file.Path)) is { Exists: true } found
            && found.Length == file.Bytes));
}
