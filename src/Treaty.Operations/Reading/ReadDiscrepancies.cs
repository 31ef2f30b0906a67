using System.Globalization;
using Treaty.Core;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
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
    public static readonly FindingKind NoState = new("TRY1608", Severity.Error, "discrepancies are asked for by a name that nothing has");

    /// <summary>The classes that a discrepancy can have.</summary>
    public static IReadOnlyList<string> Classes { get; } =
        [.. Enum.GetValues<DiscrepancyClass>().Where(c => c != DiscrepancyClass.Matched).Select(c => c.Text())];

    private readonly Dictionary<string, Comparison> _comparisons = mesh.Comparisons.ToDictionary(Comparing.RefOf, StringComparer.Ordinal);

    public async ValueTask<DiscrepanciesReport> RunAsync(DiscrepancyFilter filter, Moment moment, CancellationToken cancel)
    {
        await new FollowQueue(store, mesh).RunAsync(moment, cancel).ConfigureAwait(false);
        if (await RefusalAsync(filter, cancel).ConfigureAwait(false) is { } refusal)
            return new(0, [], [], [], filter) { Findings = [refusal] };
        var position = await store.Queue.PositionAsync(cancel).ConfigureAwait(false); // before all else: what comes later is then not seen
        var query = await QueryAsync(filter, cancel).ConfigureAwait(false);
        var (tallies, page) = query.Text is { Length: > 0 } || query.Among is not null
            ? Counted(await store.Queue.PageAsync(query with { Offset = 0, Limit = int.MaxValue }, cancel).ConfigureAwait(false), query)
                : (await TalliesAsync(query, cancel).ConfigureAwait(false), await store.Queue.PageAsync(query, cancel)
                    .ConfigureAwait(false));
        var ages = await Ages.ReadAsync(store, mesh, moment.Day, cancel).ConfigureAwait(false);
        return new(tallies.Sum(t => t.Count), Lines(tallies, t => t.Facet.Class, ages), Lines(tallies, t => t.Team, ages),
            [.. page.Select(e => Line(e, ages))], filter)
        {
            ByState = Lines(tallies, t => t.Facet.State.Text(), ages),
            ByAge = ByAge(tallies, ages),
            Findings = Unrouted(tallies, moment),
            Stamp = Stamp(position, tallies),
        };
    }

    /// <summary>The discrepancies of one key that are open, in whatever comparison, as of the day that the queue stands at.</summary>
    /// <param name="otherwise">The instant to count from where nobody has read the queue yet.</param>
    public async ValueTask<IReadOnlyList<DiscrepancyLine>> OfKeyAsync(string key, DateTimeOffset otherwise, CancellationToken cancel)
    {
        var moment = await FollowAsync(otherwise, cancel).ConfigureAwait(false);
        var ages = await Ages.ReadAsync(store, mesh, moment.Day, cancel).ConfigureAwait(false);
        return [.. (await store.Queue.OfKeysAsync([key], cancel).ConfigureAwait(false))
            .Where(e => _comparisons.ContainsKey(e.Item.Found.Comparison)).Select(e => Line(e, ages))
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

    /// <summary>All that a filter finds now, in its order, and its stamp; or why nobody can say what it means.</summary>
    public async ValueTask<(IReadOnlyList<QueueEntry> Found, string Stamp, Finding? Refusal)> AllAsync(DiscrepancyFilter filter,
        CancellationToken cancel)
    {
        if (await RefusalAsync(filter, cancel).ConfigureAwait(false) is { } refusal) return ([], "", refusal);
        var position = await store.Queue.PositionAsync(cancel).ConfigureAwait(false);
        var query = await QueryAsync(filter, cancel).ConfigureAwait(false) with { Offset = 0, Limit = int.MaxValue };
        var found = await store.Queue.PageAsync(query, cancel).ConfigureAwait(false);
        return (found, Stamp(position, Tallies(found)), null);
    }

    /// <summary>What stands for a list as it was seen, in a few letters: it changes with every run and every decision, whatever they are
    /// about, with every change of the mesh, and where the list comes to anything else.</summary>
    /// <param name="position">Where the queue stood before the list was read.</param>
    private static string Stamp(QueuePosition position, IReadOnlyList<QueueTally> tallies)
    {
        var lines = new Func<QueueTally, string>[] { t => t.Facet.Class, t => t.Team, t => t.Facet.State.Text() }
            .SelectMany(by => Lines(tallies, by, null))
            .Select(l => FormattableString.Invariant($"{l.Name} {l.Count} ")
                + string.Join(" ", l.Amounts.Select(a => FormattableString.Invariant($"{a.Currency} {a.Amount} {a.Gross}"))));
        var days = tallies.Sum(t => t.Count * (t.Date?.DayNumber ?? 0)).ToString(CultureInfo.InvariantCulture);
        return Running.InForce.Hash([position.Number.ToString(CultureInfo.InvariantCulture), position.Mesh, days, .. lines])[..16];
    }

    /// <summary>What the queue is asked for a filter, narrowed to the list of its decision where it names one.</summary>
    private async ValueTask<QueueQuery> QueryAsync(DiscrepancyFilter filter, CancellationToken cancel)
    {
        if (filter.Decision is not { } decision) return Query(mesh, filter);
        var list = await new DecisionRecords(store.Ledger).ListAsync(decision, cancel).ConfigureAwait(false) ?? [];
        return Query(mesh, filter) with { Among = [.. list.Select(l => l.Id)] };
    }

    /// <summary>What the queue is asked for a filter, but for the list of its decision. A state that is none is no discrepancy's.</summary>
    public static QueueQuery Query(Mesh mesh, DiscrepancyFilter filter)
    {
        var comparisons = mesh.Comparisons.Select(Comparing.RefOf).ToHashSet(StringComparer.Ordinal);
        var state = filter.State is { } word ? DecisionWords.TryParseState(word) : null;
        bool Matches(QueueFacet facet, string team) =>
            comparisons.Contains(facet.Comparison)
            && (filter.State is null ? filter.Decision is not null || facet.State.IsOpen() : facet.State == state)
            && (filter.Comparison is null || facet.Comparison == filter.Comparison) && (filter.Class is null || facet.Class == filter.Class)
            && (filter.Team is null || team == filter.Team) && (filter.Currency is null || facet.Currency == filter.Currency);
        return new(Matches, filter.Sort switch { "age" => QueueOrder.Age, "team" => QueueOrder.Team, _ => QueueOrder.Amount },
            filter.Offset, filter.Limit, filter.Text, filter.Before);
    }

    public DiscrepancyLine Line(QueueEntry entry, Ages ages)
    {
        var (found, standing) = (entry.Item.Found, entry.Item.Standing);
        var age = ages.Of(found.Comparison, found.BusinessDate);
        var rules = _comparisons.GetValueOrDefault(found.Comparison)?.Decisions ?? DecisionRules.Default;
        return new(found.Id, found.Comparison, found.GroupKey, found.Class, found.Subject, found.Side, found.ValueA, found.ValueB,
            found.Amount,
            found.Currency, found.BusinessDate, age, found.Definition, entry.Team)
        {
            Gross = found.Gross,
            InBusinessDays = ages.CountedBy(found.Comparison) is not null,
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
    public static IReadOnlyList<DiscrepancyGroupLine> ByAge(IReadOnlyList<QueueTally> tallies, Ages ages) =>
        [.. Ageing.Names.Select((name, i) =>
            Group(name, [.. tallies.Where(t => Ageing.Bucket(ages.Of(t.Facet.Comparison, t.Date)) == i)], ages))];

    /// <summary>Without the zeros that the widest scale adds.</summary>
    public static decimal Trim(object? value) => BridgeWords.Plain(EngineValues.Number(value) ?? 0);

    /// <summary>What in a filter names nothing. A list of it would read as if all were well, and a step would be about other things than
    /// were meant.</summary>
    private async ValueTask<Finding?> RefusalAsync(DiscrepancyFilter filter, CancellationToken cancel) =>
        Unknown(filter) ?? await UnheardOfAsync(filter, cancel).ConfigureAwait(false);

    /// <summary>A word of the filter that the mesh does not know.</summary>
    private Finding? Unknown(DiscrepancyFilter filter)
    {
        if (filter.Comparison is { } comparison && !_comparisons.ContainsKey(comparison))
            return NoState.At(null, $"there is no comparison `{comparison}`", Nearest.Help(comparison, _comparisons.Keys));
        if (filter.Class is { } name && !Classes.Contains(name))
            return NoState.At(null, $"there is no class `{name}`", Nearest.Help(name, Classes));
        if (filter.State is { } state && DecisionWords.TryParseState(state) is null)
            return NoState.At(null, $"there is no state `{state}`",
                "use one of " + string.Join(", ", Enum.GetValues<DiscrepancyState>().Select(s => s.Text())));
        return filter.Sort is "amount" or "age" or "team" ? null
            : NoState.At(null, $"`{filter.Sort}` is no order", "sort by amount, age or team");
    }

    /// <summary>A team or currency that neither the mesh nor any discrepancy knows.</summary>
    private async ValueTask<Finding?> UnheardOfAsync(DiscrepancyFilter filter, CancellationToken cancel)
    {
        if (filter.Team is { } team && mesh.Team(team) is null)
        {
            var teams = (await store.Queue.TallyAsync(cancel).ConfigureAwait(false)).Select(t => t.Team)
                .Concat(mesh.Teams.Select(t => t.Id)).Where(t => t.Length > 0).Distinct().Order(StringComparer.Ordinal).ToList();
            if (!teams.Contains(team)) return NoState.At(null, $"there is no team `{team}`", Nearest.Help(team, teams));
        }
        if (filter.Decision is { } decision && await new DecisionRecords(store.Ledger).ListAsync(decision, cancel)
            .ConfigureAwait(false) is null)
            return NoState.At(null, $"there is no decision `{decision}`", "see `treaty audit --kind decision`");
        if (filter.Currency is not { } currency) return null;
        var known = (await store.Queue.TallyAsync(cancel).ConfigureAwait(false)).Select(t => t.Facet.Currency)
            .ToHashSet(StringComparer.Ordinal);
        if (known.Contains(currency)) return null;
        foreach (var pair in await new ReadBridge(store, mesh).PairsAsync(cancel).ConfigureAwait(false)) known.UnionWith(pair.Currencies);
        return known.Contains(currency) ? null : NoState.At(null, $"nothing is compared in the currency `{currency}`",
            Nearest.Help(currency, [.. known.Where(c => c.Length > 0).Order(StringComparer.Ordinal)]));
    }

    private async ValueTask<IReadOnlyList<QueueTally>> TalliesAsync(QueueQuery query, CancellationToken cancel) =>
        [.. (await store.Queue.TallyAsync(cancel).ConfigureAwait(false)).Where(t => query.Facets(t.Facet, t.Team))
            .Where(t => query.Before is not { } before || t.Date < before)];

    /// <summary>Those that the tallies do not count by themselves: counted one by one.</summary>
    private static (IReadOnlyList<QueueTally> Tallies, IReadOnlyList<QueueEntry> Page) Counted(IReadOnlyList<QueueEntry> all,
        QueueQuery query) =>
        (Tallies(all), [.. all.Skip(query.Offset).Take(query.Limit)]);

    private static IReadOnlyList<QueueTally> Tallies(IReadOnlyList<QueueEntry> all) =>
        [.. all.GroupBy(e => (Facet: QueueFacet.Of(e.Item), e.Team, Date: e.Item.Found.BusinessDate)).Select(g => new QueueTally(
            g.Key.Facet, g.Key.Team, g.Key.Date, g.Count(), g.Sum(e => e.Item.Found.Amount), g.Sum(e => e.Item.Found.Gross)))];

    private static IReadOnlyList<DiscrepancyGroupLine> Lines(IReadOnlyList<QueueTally> tallies, Func<QueueTally, string> by,
        Ages? ages) =>
        [.. tallies.GroupBy(by).Select(g => Group(g.Key, [.. g], ages))
            .OrderByDescending(l => l.Count).ThenBy(l => l.Name, StringComparer.Ordinal)];

    private static DiscrepancyGroupLine Group(string name, IReadOnlyList<QueueTally> tallies, Ages? ages) => new(
        name, tallies.Sum(t => t.Count),
        [.. tallies.GroupBy(t => t.Facet.Currency).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new AmountLine(g.Key, Trim(g.Sum(t => t.Amount)), Trim(g.Sum(t => t.Gross))))],
        tallies.Select(t => ages?.Of(t.Facet.Comparison, t.Date) ?? 0).DefaultIfEmpty(0).Max());

    private IReadOnlyList<Finding> Unrouted(IReadOnlyList<QueueTally> tallies, Moment moment)
    {
        var triage = new Triage(mesh, moment.Day);
        return [.. tallies.Where(t => t.Facet.Assigned.Length == 0 && _comparisons.ContainsKey(t.Facet.Comparison))
            .Select(t => (t.Facet.Comparison, t.Facet.Class, t.Facet.Side, t.Facet.Definition)).Distinct()
            .Select(k => triage.Of(_comparisons[k.Comparison], k.Class, k.Side, k.Definition).Missing).OfType<Finding>().Sorted()];
    }
}
