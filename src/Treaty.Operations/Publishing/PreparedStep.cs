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
    }

    /// <summary>Finishes or abandons the intents that a killed process left behind, and removes files that no commit names. Call while
    /// holding the
    /// ledger.</summary>
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
            done.Add($"gave up {step.Subject} of interrupted run {step.Run}: its files are not complete");
        }
        if (Directory.Exists(store.ScratchFolder)) Directory.Delete(store.ScratchFolder, recursive: true);
        return done;
    }

    private async ValueTask<IReadOnlyList<LedgerRecord>> OpenIntentsAsync(CancellationToken cancel)
    {
        var intents = await store.Ledger.ReadAsync(new(RecordKind.Intent), cancel).ConfigureAwait(false);
        var open = new List<LedgerRecord>();
        // Steps are finished in order before the next begins, so only the newest intent of each subject can be open.
        foreach (var intent in intents.GroupBy(i => i.Entry.Subject).Select(g => g.Last()))
        {
            var ended = await store.Ledger.ReadAsync(new(Run: intent.Entry.Run), cancel).ConfigureAwait(false);
            if (!ended.Any(r => r.Number > intent.Number && r.Entry.Subject == intent.Entry.Subject
                && r.Entry.Kind is RecordKind.Version or RecordKind.Comparison or RecordKind.Abandon))
                open.Add(intent);
        }
        return [.. open.OrderBy(i => i.Number)];
    }

    private bool FilesAreThere(PreparedStep step) => step.Commits.All(commit =>
        commit.Commit.Add.All(file => new FileInfo(Path.Combine(store.Lake.DataFolder(commit.Table), file.Path)) is { Exists: true } found
            && found.Length == file.Bytes));
}
