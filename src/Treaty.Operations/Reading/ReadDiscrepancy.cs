using Treaty.Core;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Decisions;
using Treaty.Operations.Deciding;
using Treaty.Operations.Doors;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>Shows one discrepancy whole.</summary>
public sealed class ReadDiscrepancy(MeshStore store, InForce inForce)
{
    private readonly Mesh _mesh = inForce.Mesh;

    /// <summary>Null where there is none of this id, or several begin with it.</summary>
    public async ValueTask<DiscrepancyReport?> RunAsync(string id, Moment moment, CancellationToken cancel)
    {
        await new FollowQueue(store, _mesh).RunAsync(moment, cancel).ConfigureAwait(false);
        if ((await store.Queue.FindAsync([id], cancel).ConfigureAwait(false)) is not [var entry]) return null;
        var lines = new ReadDiscrepancies(store, _mesh);
        var ages = await Ages.ReadAsync(store, _mesh, moment.Day, cancel).ConfigureAwait(false);
        var found = entry.Item.Found;
        var explained = _mesh.Comparisons.Any(c => Comparing.RefOf(c) == found.Comparison)
            ? await new ExplainRow(store, _mesh).RunAsync(found.Comparison, found.GroupKey, cancel).ConfigureAwait(false) : null;
        var history = await store.Queue.HistoryAsync(id, cancel).ConfigureAwait(false);
        var others = (await store.Queue.OfKeysAsync([found.GroupKey], cancel).ConfigureAwait(false))
            .Where(e => e.Item.Found.Id != id && e.Item.Found.Comparison == found.Comparison).Select(e => lines.Line(e, ages));
        return new(lines.Line(entry, ages), Rule(found, moment.Day), Resolution(entry.Item.Standing), explained?.Origins ?? [],
            [.. others],
            [First(entry.Item), .. history.Select(h => new HistoryLine(h.Number, h.At, h.By, h.Run, h.Words))],
            Steps(entry.Item.Standing), explained?.Findings.Where(f => f.Severity != Severity.Error).ToList() ?? [])
        {
            A = Compared(found, Side.A), B = Compared(found, Side.B),
            RuleText = Place(found) is { } place ? inForce.RuleAt(place) : null,
        };
    }

    private static HistoryLine First(TrackedDiscrepancy item) => new(0, item.First.At, "treaty", item.First.Run, "found");

    private static IReadOnlyList<string> Steps(Standing standing) =>
        [.. Transitions.From(standing.State).Select(s => s.Text()),
            .. standing.Before is null ? Array.Empty<string>() : [StepKind.Undo.Text()]];

    private static ResolutionLine? Resolution(Standing standing) => standing.Proposal is not { } p ? null
        : new(p.Kind.Text(), p.By, p.Reason, p.Limit ?? p.Gross, p.Until, p.To, p.Decision);

    private string Compared(FoundDiscrepancy found, Side side) =>
        _mesh.Comparisons.FirstOrDefault(c => Comparing.RefOf(c) == found.Comparison)?.On(side).Object is not { } reference ? ""
        : _mesh.Product(reference) is { } product && ComparisonRules.ObjectOf(product, reference) is { } name
            ? reference.Bare.WithObject(name).ToString() : reference.ToString();

    private SourcePlace? Place(FoundDiscrepancy found) =>
        _mesh.Comparisons.FirstOrDefault(c => Comparing.RefOf(c) == found.Comparison) is not { } comparison ? null
        : comparison.Definitions.FirstOrDefault(d => d.Id == found.Definition)?.Place
            ?? comparison.Controls.FirstOrDefault(c => c.Id == found.Definition)?.Place ?? comparison.Place;

    private string Rule(FoundDiscrepancy found, DateOnly day)
    {
        if (_mesh.Comparisons.FirstOrDefault(c => Comparing.RefOf(c) == found.Comparison) is not { } comparison) return "the comparison is no longer declared";
        if (found.Class == DiscrepancyClass.Control.Text())
            return comparison.Controls.FirstOrDefault(c => c.Id == found.Definition) is not { } control ? "the control total is no longer declared"
                : $"{control.Place}: control total {control.Id}, side {found.Subject} against {control.Read.Name}";
        var definition = comparison.Definitions.FirstOrDefault(d => d.Id == found.Definition);
        if (found.Class == DiscrepancyClass.Status.Text() && comparison.Status is { } status)
            return $"{status.Place ?? comparison.Place}: {comparison.Id}, "
                + StatusWords.Why(_mesh, comparison, found.ValueA, found.ValueB, day);
        return definition is null ? $"{comparison.Place}: {comparison.Id}, {comparison.A.Alias} against {comparison.B.Alias}"
            : $"{definition.Place}: definition {definition.Id}: {definition.Reason}";
    }
}
