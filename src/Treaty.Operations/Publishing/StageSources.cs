using Treaty.Core.Findings;
using Treaty.Core.Products;
using Treaty.Operations.Doors;

namespace Treaty.Operations.Publishing;

/// <summary>Brings a product's sources into a session.</summary>
public static class StageSources
{
    public static readonly FindingKind Moved = new("TRY0803", Severity.Error, "a source file changed while it was read");
    public static readonly FindingKind Changes = new("TRY1414", Severity.Info, "changes of a source come to a state");
    public static readonly FindingKind Unreadable = new("TRY1407", Severity.Error, "a source file is not of its format");

    /// <summary>Brings one source into the session; one of which nothing is taken as an empty relation.</summary>
    /// <param name="direct">
    /// True where one table will be made of the source's records as they are: then they are not copied first, and counted once it is made.
    /// </param>
    public static async ValueTask<StagedSource> StageAsync(IQuerySession session, SourceState state, bool direct, List<Finding> findings,
        CancellationToken cancel)
    {
        try
        {
            return await ReadAsync(session, state, direct, findings, cancel).ConfigureAwait(false);
        }
        catch (BackendException e) when (e.Fault is BackendFault.Refused && !state.Source.IsTable)
        {
            findings.Add(Unreadable.At(state.Source.Place,
                $"source `{state.Source.Name}` cannot be read as {state.Source.Format.ToString().ToLowerInvariant()}: {e.Message}",
                "correct the file, or `format` and `dialect` of the source"));
            return new(state, [], 0, 0);
        }
    }

    private static async ValueTask<StagedSource> ReadAsync(IQuerySession session, SourceState state, bool direct, List<Finding> findings,
        CancellationToken cancel)
    {
        var source = state.Source;
        var (columns, types) = await SourceColumns.OfAsync(session, state, findings, cancel).ConfigureAwait(false);
        SourceDrift.Judge(state, columns, types, findings);
        var staged = new StagedSource(state, columns, 0, 0)
        {
            Types = types.Count == 0 ? [] : [.. columns.Select(c => types.GetValueOrDefault(c, ""))],
        };
        if (findings.HasErrors()) return staged;
        if (direct || state.Take.Count == 0)
        {
            await session.ExecuteAsync(direct ? StageDirectSql.Views(source, state.Staged, columns)[0]
                : StageSql.Nothing(source, columns, types),
                cancel).ConfigureAwait(false);
            return staged;
        }
        if (state.Table is var (snapshot, table))
            await session.LoadAsync(StageSql.StagedName(source), [.. table.Columns.Select(c => (c.Name, c.EngineType)), ("_record", "BIGINT")],
                rows => snapshot.Read(table, rows, cancel), cancel).ConfigureAwait(false);
        await session.ExecuteAllAsync(StageSql.Read(source, state.Staged, columns), cancel).ConfigureAwait(false);
        if (state.Table is var (left, of) && await session.LoadAsync(StageSql.LeftName(source),
                [("_record", "BIGINT"), ("reason", "VARCHAR"), ("text", "VARCHAR")], rows => left.ReadLeft(of, rows, cancel), cancel)
                .ConfigureAwait(false) > 0)
            await session.ExecuteAsync(StageSql.RejectLeft(source, state.Staged), cancel).ConfigureAwait(false);
        var rejected = EngineValues.Count((await session.QueryAsync(StageSql.CountRejected(source), 1, cancel)
            .ConfigureAwait(false)).Scalar);
        await session.ExecuteAllAsync(StageSql.MakeView(source, state.Staged, columns, types, rejected), cancel).ConfigureAwait(false);
        if (source.HasChanges) return await ChangesAsync(session, staged, findings, cancel).ConfigureAwait(false);
        var rows = EngineValues.Count((await session.QueryAsync(StageSql.CountRows(source), 1, cancel).ConfigureAwait(false)).Scalar);
        return staged with { Rows = rows, Rejected = rejected };
    }

    /// <summary>Of the changes that were read, the state they come to.</summary>
    private static async ValueTask<StagedSource> ChangesAsync(IQuerySession session, StagedSource staged, List<Finding> findings,
        CancellationToken cancel)
    {
        var source = staged.State.Source;
        await session.ExecuteAsync(ChangeSql.Reject(source, staged.Columns), cancel).ConfigureAwait(false);
        await session.ExecuteAsync(ChangeSql.View(source, staged.Columns), cancel).ConfigureAwait(false);
        var rejected = EngineValues.Count((await session.QueryAsync(StageSql.CountRejected(source), 1, cancel)
            .ConfigureAwait(false)).Scalar);
        var counts = (await session.QueryAsync(ChangeSql.Count(source), 1, cancel).ConfigureAwait(false)).Rows[0];
        var (all, stand, deletions) = (EngineValues.Count(counts[0]), EngineValues.Count(counts[1]), EngineValues.Count(counts[2]));
        findings.Add(Changes.At(source.Place, $"source `{source.Name}` holds {all} changes, {deletions} of them deletions; {stand} states stand",
            "nothing is to be done; this accounts for the changes that newer ones took the place of"));
        return staged with { Rows = all, Rejected = rejected };
    }

    /// <summary>The file that was hashed must be the file that was read. Tables are read from one snapshot and cannot move.</summary>
    public static void FindMoved(SourceState state, List<Finding> findings)
    {
        foreach (var file in state.Source.IsTable ? [] : state.Take)
        {
            var now = new FileInfo(file.Path);
            if (!now.Exists || now.Length != file.Bytes || new DateTimeOffset(now.LastWriteTimeUtc)
                .ToUnixTimeMilliseconds() != file.Modified.ToUnixTimeMilliseconds())
                findings.Add(Moved.At(state.Source.Place, $"`{file.Name}` changed while it was read",
                    "publish again when no one is writing it; write files under another name and rename them when complete"));
        }
    }
}
