using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Ownership;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Decisions;
using Treaty.Operations.Auditing;
using Treaty.Operations.Deciding;
using Treaty.Operations.Doors;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>Shows what stands behind the line of a bridge that is opened: its rule, its people, its decisions, and how each of its rows
/// stands.</summary>
internal sealed class ReadBehindLine(MeshStore store, InForce inForce)
{
    private const int DecisionsShown = 20, EntriesRead = 2_000;

    private readonly Mesh _mesh = inForce.Mesh;

    /// <summary>The report with the team that each line's discrepancies go to, and with what stands behind its open line; as it is where
    /// no comparison made it.</summary>
    public async ValueTask<BridgeReport> RunAsync(BridgeReport report, CancellationToken cancel)
    {
        if (_mesh.Comparisons.FirstOrDefault(c => Comparing.RefOf(c) == report.Comparison) is not { } comparison
            || await store.Ledger.ComparisonAsync(report.Comparison, cancel).ConfigureAwait(false) is not { } made) return report;
        var moment = await new ReadDiscrepancies(store, _mesh).FollowAsync(made.At, cancel).ConfigureAwait(false);
        var tallies = (await store.Queue.TallyAsync(cancel).ConfigureAwait(false))
            .Where(t => t.Facet.Comparison == report.Comparison).ToList();
        var reversed = report.From != comparison.A.Object.ToString() && report.From != comparison.A.Object.Bare.ToString();
        report = report with
        {
            Walks = [.. report.Walks.Select(w => w with
            {
                Lines = [.. w.Lines.Select(l => TeamOf(KindOf(l.Name, reversed), l.Name, tallies) is { } team ? l with { Owner = team }
                    : l)],
            })],
        };
        if (report.Rows is not { } rows) return report;
        var kind = KindOf(rows.Line, reversed);
        var definition = kind == BridgeLineKind.Definition
            ? comparison.Definitions.FirstOrDefault(d => rows.Line.EndsWith(":" + d.Id, StringComparison.Ordinal)) : null;
        var owner = report.Walks.SelectMany(w => w.Lines).FirstOrDefault(l => l.Name == rows.Line)?.Owner;
        var behind = new BehindLine(inForce.RuleAt(definition?.Place ?? comparison.Place), People(owner, comparison, kind, moment.Day),
            0, 0, null, []);
        if (kind.Class() is { } @class)
            behind = await DecidedAsync(behind, tallies, (report.Comparison, @class.Text(), definition?.Id, rows.Currency), cancel)
                .ConfigureAwait(false);
        return report with { Rows = rows with { Behind = behind, Rows = await StandingAsync(rows.Rows, report.Comparison, cancel)
            .ConfigureAwait(false) } };
    }

    private static BridgeLineKind KindOf(string line, bool reversed) =>
        BridgeLineKinds.TryParse(line.Split(':')[0]) is not { } walked ? BridgeLineKind.Unclassified : reversed ? walked.Swapped() : walked;

    /// <summary>The team that the most of a line's discrepancies go to by the rules; null where it has none.</summary>
    private static string? TeamOf(BridgeLineKind kind, string line, IReadOnlyList<QueueTally> tallies)
    {
        if (kind.Class()?.Text() is not { } @class) return null;
        var definition = kind == BridgeLineKind.Definition ? line.Split(':')[^1] : null;
        var side = kind switch { BridgeLineKind.DuplicatesA => "a", BridgeLineKind.DuplicatesB => "b", _ => null };
        return tallies.Where(t => t.Facet.Class == @class && t.Facet.Assigned.Length == 0 && t.Team.Length > 0
                && (definition is null || t.Facet.Definition == definition) && (side is null || t.Facet.Side == side))
            .GroupBy(t => t.Team).OrderByDescending(g => g.Sum(t => t.Count)).ThenBy(g => g.Key, StringComparer.Ordinal)
                .FirstOrDefault()?.Key;
    }

    private PeopleLine People(string? owner, Comparison comparison, BridgeLineKind kind, DateOnly day)
    {
        var scope = new Triage(_mesh, day).ScopeOf(comparison, kind switch
        {
            BridgeLineKind.MissingA or BridgeLineKind.DuplicatesA => "a",
            BridgeLineKind.MissingB or BridgeLineKind.DuplicatesB or BridgeLineKind.Late => "b",
            _ => "",
        });
        IReadOnlyList<string> May(DecisionRight right, params RightScope[] scopes) =>
            [.. scopes.SelectMany(s => Holders.Of(_mesh, right, s, day)).Select(h => h.Team).Distinct()];
        var team = owner is null ? null : _mesh.Team(owner);
        return new(owner, team?.Name, team?.Contact,
            [.. _mesh.Principals.Where(p => owner is not null && p.Teams.Contains(owner) && p.ActiveOn(day)).Select(p => p.Id)],
            May(DecisionRight.ResolveDiscrepancy, scope, Triage.Owner(comparison)),
                May(DecisionRight.AcceptDifference, Triage.Owner(comparison)));
    }

    /// <param name="all">Counts of all discrepancies of the comparison.</param>
    private async ValueTask<BehindLine> DecidedAsync(BehindLine behind, IReadOnlyList<QueueTally> all,
        (string Comparison, string Class, string? Definition, string Currency) line, CancellationToken cancel)
    {
        var (comparison, @class, definition, currency) = line;
        bool Is(QueueFacet facet) => facet.Comparison == comparison && facet.Class == @class
            && (definition is null || facet.Definition == definition) && (currency == "" || facet.Currency == currency);
        var tallies = all.Where(t => Is(t.Facet)).ToList();
        // Those that ended by themselves after them: mostly nobody decided about these, and they would fill the page.
        var moved = await LargestAsync(f => Is(f) && f.State is not (DiscrepancyState.Open or DiscrepancyState.AutoClosed), cancel)
            .ConfigureAwait(false);
        var gone = await LargestAsync(f => Is(f) && f.State == DiscrepancyState.AutoClosed, cancel).ConfigureAwait(false);
        var ids = moved.Concat(gone).SelectMany(e =>
            new[] { e.Item.Standing.Decision, e.Item.Standing.Proposal?.Decision }).OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        var records = new List<LedgerRecord>();
        foreach (var id in ids.Order(StringComparer.Ordinal))
            records.AddRange(await store.Ledger.ReadAsync(new(DecisionRecords.Decided, id), cancel).ConfigureAwait(false));
        return behind with
        {
            Open = tallies.Where(t => t.Facet.State.IsOpen()).Sum(t => t.Count),
            Settled = tallies.Where(t => !t.Facet.State.IsOpen()).Sum(t => t.Count),
            Queue = new DiscrepancyFilter(comparison, @class, null, currency == "" ? null : currency),
            Decisions = [.. records.OrderByDescending(r => r.Number).Take(DecisionsShown).Select(ReadAudit.Line)],
            MoreDecisions = records.Count > DecisionsShown || moved.Count == EntriesRead || gone.Count == EntriesRead,
        };
    }

    private ValueTask<IReadOnlyList<QueueEntry>> LargestAsync(Func<QueueFacet, bool> facets, CancellationToken cancel) =>
        store.Queue.PageAsync(new((facet, _) => facets(facet), QueueOrder.Amount, 0, EntriesRead), cancel);

    /// <summary>The rows, each with the discrepancy that is found of its group.</summary>
    private async ValueTask<IReadOnlyList<BridgeRow>> StandingAsync(IReadOnlyList<BridgeRow> rows, string comparison,
        CancellationToken cancel)
    {
        var found = (await store.Queue.OfKeysAsync([.. rows.Select(r => r.GroupKey)], cancel).ConfigureAwait(false)).Select(e => e.Item)
            .Where(i => i.Found.Comparison == comparison && i.Standing.Ending == Ending.None)
            .ToLookup(i => i.Found.GroupKey, StringComparer.Ordinal);
        return [.. rows.Select(row => found[row.GroupKey].OrderByDescending(i => i.Found.Class == row.Class)
            .ThenBy(i => i.Found.Id, StringComparer.Ordinal).FirstOrDefault() is { } its
                ? row with { Discrepancy = its.Found.Id, State = its.Standing.State.Text() } : row)];
    }
}
