using Treaty.Core;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Decisions;
using Treaty.Operations.Deciding;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>Lists what did not align, over all comparisons, page by page.</summary>
public sealed class ReadDiscrepancies(MeshStore store, Mesh mesh)
{
    public static readonly FindingKind NoState = new("TRY1608", Severity.Error, "there is no such state or order of discrepancies");

    private readonly Dictionary<string, Comparison> _comparisons = mesh.Comparisons.ToDictionary(Comparing.RefOf, StringComparer.Ordinal);

    public async ValueTask<DiscrepanciesReport> RunAsync(DiscrepancyFilter filter, Moment moment, CancellationToken cancel)
    {
        if (Unknown(filter) is { } unknown) return new(0, [], [], [], filter) { Findings = [unknown] };
        await new FollowQueue(store, mesh).RunAsync(moment, cancel).ConfigureAwait(false);
        var query = Query(mesh, filter);
        var (tallies, page) = query.Text is { Length: > 0 } ? await HoldingAsync(query, cancel).ConfigureAwait(false)
            : (await TalliesAsync(query, cancel).ConfigureAwait(false), await store.Queue.PageAsync(query, cancel).ConfigureAwait(false));
        return new(tallies.Sum(t => t.Count), Lines(tallies, t => t.Facet.Class, moment), Lines(tallies, t => t.Team, moment),
            [.. page.Select(e => Line(e, moment))], filter)
        {
            ByState = Lines(tallies, t => t.Facet.State.Text(), moment),
            ByAge = ByAge(tallies, moment),
            Findings = Unrouted(tallies, moment),
        };
    }

    /// <summary>The discrepancies of one key that are open, in whatever comparison, as of the day that the queue stands at.</summary>
    /// <param name="otherwise">The instant to count from where nobody has read the queue yet.</param>
    public async ValueTask<IReadOnlyList<DiscrepancyLine>> OfKeyAsync(string key, DateTimeOffset otherwise, CancellationToken cancel)
    {
        var moment = await FollowAsync(otherwise, cancel).ConfigureAwait(false);
        return [.. (await store.Queue.OfKeyAsync(key, cancel).ConfigureAwait(false))
            .Where(e => _comparisons.ContainsKey(e.Item.Found.Comparison)).Select(e => Line(e, moment))
            .OrderBy(l => l.Comparison, StringComparer.Ordinal).ThenBy(l => l.Class, StringComparer.Ordinal).ThenBy(l => l.Id,
                StringComparer.Ordinal)];
    }

    /// <summary>Brings the queue up to the ledger, as of the day that it stands at, and returns that.</summary>
    /// <param name="otherwise">The moment where the queue stands at no day yet.</param>
    public async ValueTask<Moment> FollowAsync(DateTimeOffset otherwise, CancellationToken cancel)
    {
        var day = (await store.Queue.PositionAsync(cancel).ConfigureAwait(false)).Day;
        var moment = new Moment(day == DateOnly.MinValue ? otherwise : new(day, TimeOnly.MinValue, TimeSpan.Zero), 0);
        await new FollowQueue(store, mesh).RunAsync(moment, cancel).ConfigureAwait(false);
        return moment;
    }

    /// <summary>What the queue is asked for a filter.</summary>
    public static QueueQuery Query(Mesh mesh, DiscrepancyFilter filter)
    {
        var comparisons = mesh.Comparisons.Select(Comparing.RefOf).ToHashSet(StringComparer.Ordinal);
        var state = filter.State is { } word ? DecisionWords.TryParseState(word) : null;
        bool Matches(QueueFacet facet, string team) =>
            comparisons.Contains(facet.Comparison)
            && (state is null ? facet.State.IsOpen() : facet.State == state)
            && (filter.Comparison is null || facet.Comparison == filter.Comparison) && (filter.Class is null || facet.Class == filter.Class)
            && (filter.Team is null || team == filter.Team) && (filter.Currency is null || facet.Currency == filter.Currency);
        return new(Matches, filter.Sort switch { "age" => QueueOrder.Age, "team" => QueueOrder.Team, _ => QueueOrder.Amount },
            filter.Offset, filter.Limit, filter.Text, filter.Before);
    }

    public DiscrepancyLine Line(QueueEntry entry, Moment moment)
    {
        var (found, standing) = (entry.Item.Found, entry.Item.Standing);
        var age = Ageing.Days(found.BusinessDate, moment.Day);
        var rules = _comparisons.GetValueOrDefault(found.Comparison)?.Decisions ?? DecisionRules.Default;
        return new(found.Id, found.Comparison, found.GroupKey, found.Class, found.Subject, found.Side, found.ValueA, found.ValueB,
            found.Amount,
            found.Currency, found.BusinessDate, age, found.Definition, entry.Team)
        {
            Gross = found.Gross,
            State = standing.State.Text(),
            Severity = DecisionRules.Text(rules.SeverityOf(found.Gross, age)),
            Person = standing.Person,
            FirstSeen = entry.Item.First.Run,
            LastSeen = entry.Item.Last.Run,
            Decision = standing.Decision,
            Why = standing.Why,
        };
    }

    /// <summary>Every bucket of age with what falls into it.</summary>
    public static IReadOnlyList<DiscrepancyGroupLine> ByAge(IReadOnlyList<QueueTally> tallies, Moment moment) =>
        [.. Ageing.Names.Select((name, i) => Group(name, [.. tallies.Where(t => Ageing.Bucket(Ageing.Days(t.Date, moment.Day)) == i)],
            moment))];

    /// <summary>Without the zeros that the widest scale adds.</summary>
    public static decimal Trim(object? value) => BridgeWords.Plain(EngineValues.Number(value) ?? 0);

    private static Finding? Unknown(DiscrepancyFilter filter)
    {
        if (filter.State is { } state && DecisionWords.TryParseState(state) is null)
            return NoState.At(null, $"there is no state `{state}`",
                "use one of " + string.Join(", ", Enum.GetValues<DiscrepancyState>().Select(s => s.Text())));
        return filter.Sort is "amount" or "age" or "team" ? null
            : NoState.At(null, $"`{filter.Sort}` is no order", "sort by amount, age or team");
    }

    private async ValueTask<IReadOnlyList<QueueTally>> TalliesAsync(QueueQuery query, CancellationToken cancel) =>
        [.. (await store.Queue.TallyAsync(cancel).ConfigureAwait(false)).Where(t => query.Facets(t.Facet, t.Team))
            .Where(t => query.Before is not { } before || t.Date < before)];

    /// <summary>Those that hold a text, which the tallies do not count: counted one by one.</summary>
    private async ValueTask<(IReadOnlyList<QueueTally> Tallies, IReadOnlyList<QueueEntry> Page)> HoldingAsync(QueueQuery query,
        CancellationToken cancel)
    {
        var all = await store.Queue.PageAsync(query with { Offset = 0, Limit = int.MaxValue }, cancel).ConfigureAwait(false);
        return ([.. all.GroupBy(e => (Facet: QueueFacet.Of(e.Item), e.Team, Date: e.Item.Found.BusinessDate)).Select(g => new QueueTally(
            g.Key.Facet, g.Key.Team, g.Key.Date, g.Count(), g.Sum(e => e.Item.Found.Amount), g.Sum(e => e.Item.Found.Gross)))],
            [.. all.Skip(query.Offset).Take(query.Limit)]);
    }

    private static IReadOnlyList<DiscrepancyGroupLine> Lines(IReadOnlyList<QueueTally> tallies, Func<QueueTally, string> by,
        Moment moment) =>
        [.. tallies.GroupBy(by).Select(g => Group(g.Key, [.. g], moment))
            .OrderByDescending(l => l.Count).ThenBy(l => l.Name, StringComparer.Ordinal)];

    private static DiscrepancyGroupLine Group(string name, IReadOnlyList<QueueTally> tallies, Moment moment) => new(
        name, tallies.Sum(t => t.Count),
        [.. tallies.GroupBy(t => t.Facet.Currency).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new AmountLine(g.Key, Trim(g.Sum(t => t.Amount)), Trim(g.Sum(t => t.Gross))))],
        tallies.Select(t => Ageing.Days(t.Date, moment.Day)).DefaultIfEmpty(0).Max());

    private IReadOnlyList<Finding> Unrouted(IReadOnlyList<QueueTally> tallies, Moment moment)
    {
        var triage = new Triage(mesh, moment.Day);
        return [.. tallies.Where(t => t.Facet.Assigned.Length == 0 && _comparisons.ContainsKey(t.Facet.Comparison))
            .Select(t => (t.Facet.Comparison, t.Facet.Class, t.Facet.Side, t.Facet.Definition)).Distinct()
            .Select(k => triage.Of(_comparisons[k.Comparison], k.Class, k.Side, k.Definition).Missing).OfType<Finding>().Sorted()];
    }
}
