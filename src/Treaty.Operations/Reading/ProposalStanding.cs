using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation.Decisions;
using Treaty.Operations.Doors;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>What can be decided of proposed pairs, and what was: by the discrepancies of their two rows.</summary>
internal sealed class ProposalStanding(MeshStore store, Mesh mesh)
{
    public async ValueTask<IReadOnlyList<ProposalLine>> OfAsync(IReadOnlyList<ProposalLine> lines, CancellationToken cancel)
    {
        if (lines.Count == 0) return lines;
        var made = await store.Ledger.ComparisonAsync(lines[0].Comparison, cancel).ConfigureAwait(false);
        await new ReadDiscrepancies(store, mesh).FollowAsync(made!.At, cancel).ConfigureAwait(false);
        var found = new Dictionary<(string, string), TrackedDiscrepancy?>();
        var standing = new List<ProposalLine>();
        foreach (var line in lines)
            standing.Add(Stand(line, await OfRowAsync(line.Comparison, line.KeyA).ConfigureAwait(false),
                await OfRowAsync(line.Comparison, line.KeyB).ConfigureAwait(false)));
        return standing;

        async ValueTask<TrackedDiscrepancy?> OfRowAsync(string comparison, string key)
        {
            if (found.TryGetValue((comparison, key), out var known)) return known;
            var entries = await store.Queue.OfKeyAsync(key, cancel).ConfigureAwait(false);
            return found[(comparison, key)] = entries.Select(e => e.Item).FirstOrDefault(i => i.Found.Comparison == comparison
                && i.Found.Subject.Length == 0 && IsAboutTheRow(i.Found.Class) && i.Standing.State.IsOpen());
        }
    }

    private static bool IsAboutTheRow(string kind) => kind is "ambiguous" or "unmatched-key" or "missing-a" or "missing-b" or "late";

    private ProposalLine Stand(ProposalLine line, TrackedDiscrepancy? a, TrackedDiscrepancy? b)
    {
        if (a is null || b is null) return line;
        var rules = mesh.Comparisons.First(c => Comparing.RefOf(c) == line.Comparison).Decisions;
        var waiting = a.Standing is { State: DiscrepancyState.Proposed, Proposal: { } p } && b.Standing.State == DiscrepancyState.Proposed
            && b.Standing.Proposal?.Decision == p.Decision
            ? new ResolutionLine(p.Kind.Text(), p.By, p.Reason, p.Limit ?? p.Gross, p.Until, p.To, p.Decision) : null;
        return line with
        {
            DiscrepancyA = a.Found.Id, DiscrepancyB = b.Found.Id, Waiting = waiting,
            NeedsSecond = mesh.HasPrincipals && Math.Max(a.Found.Gross, b.Found.Gross) > rules.FourEyesOver,
        };
    }
}
