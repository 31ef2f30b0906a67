using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation.Decisions;
using Treaty.Operations.Doors;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>What can be decided of proposed pairs and subsets, and what was: by the discrepancies of all their rows.</summary>
internal sealed class ProposalStanding(MeshStore store, Mesh mesh)
{
    /// <param name="members">By comparison and subset: the keys of the rows that add up to one of the other side.</param>
    public async ValueTask<IReadOnlyList<ProposalLine>> OfAsync(IReadOnlyList<ProposalLine> lines,
        ILookup<(string Comparison, string Subset), string> members, CancellationToken cancel)
    {
        if (lines.Count == 0) return lines;
        var made = await store.Ledger.ComparisonAsync(lines[0].Comparison, cancel).ConfigureAwait(false);
        await new ReadDiscrepancies(store, mesh).FollowAsync(made!.At, cancel).ConfigureAwait(false);
        var found = (await store.Queue.OfKeysAsync([.. lines.SelectMany(Keys)], cancel).ConfigureAwait(false)).Select(e => e.Item)
            .Where(i => i.Found.Subject.Length == 0 && IsAboutTheRow(i.Found.Class) && i.Standing.State.IsOpen())
            .ToLookup(i => (i.Found.Comparison, i.Found.GroupKey));
        return [.. lines.Select(line =>
        {
            var rows = Keys(line).Select(key => found[(line.Comparison, key)].FirstOrDefault()).ToList();
            return rows.Contains(null) ? line : Stand(line, [.. rows.OfType<TrackedDiscrepancy>()]);
        })];

        IEnumerable<string> Keys(ProposalLine line) => new[] { line.KeyA, line.KeyB }
            .Concat(line.Subset is { } subset ? members[(line.Comparison, subset)] : []).Distinct(StringComparer.Ordinal);
    }

    private static bool IsAboutTheRow(string kind) => kind is "ambiguous" or "unmatched-key" or "missing-a" or "missing-b" or "late";

    private ProposalLine Stand(ProposalLine line, TrackedDiscrepancy[] rows)
    {
        var rules = mesh.Comparisons.First(c => Comparing.RefOf(c) == line.Comparison).Decisions;
        var waiting = rows[0].Standing is { State: DiscrepancyState.Proposed, Proposal: { } p }
            && rows.All(row => row.Standing.State == DiscrepancyState.Proposed && row.Standing.Proposal?.Decision == p.Decision)
            ? new ResolutionLine(p.Kind.Text(), p.By, p.Reason, p.Limit ?? p.Gross, p.Until, p.To, p.Decision) : null;
        return line with
        {
            DiscrepancyA = rows[0].Found.Id, DiscrepancyB = rows[1].Found.Id,
            Others = [.. rows.Skip(2).Select(row => row.Found.Id)], Waiting = waiting,
            NeedsSecond = mesh.HasPrincipals && rows.Max(row => row.Found.Gross) > rules.FourEyesOver,
        };
    }
}
