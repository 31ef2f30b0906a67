using Treaty.Operations.Doors;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>What was run, from the ledger.</summary>
public sealed class ReadRuns(ILedger ledger)
{
    public async ValueTask<RunsReport> ListAsync(int limit, CancellationToken cancel)
    {
        var records = await ledger.ReadAsync(new(RecordKind.Run), cancel).ConfigureAwait(false);
        return new([.. records.Reverse().Take(limit).Select(r => Line(TreatyJson.Read<RunReport>(r.Entry.Body)))]);
    }

    private static RunLine Line(RunReport run) => new(
        run.Run, run.At, run.By, run.Steps.Count(s => s.Outcome != StepOutcome.UpToDate), run.Steps.Sum(s => s.Rows.Published),
            run.Steps.Sum(s => s.Rows.Quarantined), run.Refused);

    public async ValueTask<RunReport?> OneAsync(string run, CancellationToken cancel) =>
        (await ledger.ReadAsync(new(RecordKind.Run, Run: run), cancel).ConfigureAwait(false)) is [var record, ..]
            ? TreatyJson.Read<RunReport>(record.Entry.Body) : null;
}
