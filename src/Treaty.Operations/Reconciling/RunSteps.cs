using Treaty.Core.Reconciliation;
using Treaty.Operations.Doors;
using Treaty.Operations.Reports;

namespace Treaty.Operations.Reconciling;

/// <summary>Runs the steps of a comparison in order; work on numbers is fed row by row.</summary>
public static class RunSteps
{
    /// <param name="stream">Writes agreeing groups to a file; null: the session keeps them.</param>
    public static ValueTask<IReadOnlyList<SearchLine>> Async(IQuerySession session, ComparisonPlan plan, CancellationToken cancel,
        Func<AgreedStream, ValueTask>? stream = null) => Async(session, ComparisonSql.Steps(plan), cancel, stream);

    /// <returns>What the passes by unique pairs and by subset sums searched.</returns>
    public static async ValueTask<IReadOnlyList<SearchLine>> Async(IQuerySession session, IReadOnlyList<ComparisonStep> steps,
        CancellationToken cancel, Func<AgreedStream, ValueTask>? stream = null)
    {
        var searches = new List<SearchLine>();
        foreach (var step in steps)
        {
            if (step.Stream is { } agreed && stream is not null) await stream(agreed).ConfigureAwait(false);
            else if (step.Sql is { } sql) await session.ExecuteAsync(sql, cancel).ConfigureAwait(false);
            if (step.Work is not { } work) continue;
            for (var i = 0; i < work.Reads.Count; i++)
            {
                var read = i;
                await session.ScanAsync(work.Reads[i], row => work.Take(read, row), cancel).ConfigureAwait(false);
            }
            await session.AppendAsync(work.Table, work.Results(), cancel).ConfigureAwait(false);
            if (work.Searched is var (pass, f))
                searches.Add(new(pass, f.Blocks, f.Rows, f.Candidates, f.Confirmed, f.Several, f.Chance, f.NotSearchedBlocks,
                    f.NotSearchedRows, f.LargestBlock)
                { Totals = f.Totals });
        }
        return searches;
    }
}
