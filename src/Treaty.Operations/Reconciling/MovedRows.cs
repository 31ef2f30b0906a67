using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reconciling;

/// <summary>Finds the rows that have not changed themselves, but what a comparison looks up for them has, or a decision about them
/// has.</summary>
internal sealed class MovedRows(MeshStore store, Mesh mesh, IQuerySession session)
{
    /// <summary>Makes the tables of <see cref="MovedSql"/>; the views of the whole sides are there, converted where they are to
    /// be.</summary>
    /// <returns>True where what is missing or late has to be judged anew although no row changed, since days of business did.</returns>
    public async ValueTask<bool> FindAsync(ComparisonPlan plan, ComparisonBefore last, ComparedVersions now, CancellationToken cancel)
    {
        var (comparison, inputs) = (plan.Comparison, new ComparisonInputs(store, mesh, session));
        await RunSteps.Async(session, [.. MovedSql.Start(plan)], cancel).ConfigureAwait(false);
        var calendar = false;
        foreach (var (input, then) in await inputs.VersionsAsync(comparison, last.Manifest, cancel).ConfigureAwait(false))
        {
            if (now.Inputs[input.Object.Bare.ToString()].Version == then.Version) continue;
            calendar |= comparison.Calendar?.Read == input;
            var name = $"{plan.Prefix}was_{input.Name}";
            var mapped = Sides.Both.Where(side => comparison.On(side).Through?.Read == input).ToList();
            if (mapped.Count == 0 && comparison.Reporting?.Read != input) continue;
            await inputs.ShowAsync(input, name, then, cancel).ConfigureAwait(false);
            foreach (var side in mapped) await session.ExecuteAsync(MovedSql.ByMapping(plan, side, name), cancel).ConfigureAwait(false);
            if (comparison.Reporting?.Read != input) continue;
            await session.ExecuteAllAsync(MovedSql.ByRates(plan, name), cancel).ConfigureAwait(false);
        }
        return calendar;
    }
}
