using System.Security.Cryptography;
using System.Text;
using Treaty.Core;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation.Decisions;
using Treaty.Operations.Doors;
using Treaty.Operations.Planning;
using Treaty.Operations.Reading;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Deciding;

/// <summary>Which discrepancies a step is about: these ids, or else all that a filter finds now; either way the list is frozen.</summary>
public sealed record DecideSelection(IReadOnlyList<string> Ids, DiscrepancyFilter? Filter)
{
    /// <summary>The stamp of what the filter found when it was looked at; null where nobody looked. The step is refused where it finds
    /// anything else now, or might: where anyone has decided or run anything since.</summary>
    public string? Seen { get; init; }
}

/// <summary>What a step says, besides who takes it and when.</summary>
public sealed record DecideRequest(StepKind Kind, DecideSelection About, string Reason)
{
    public string? Team { get; init; }

    public string? Person { get; init; }

    public ResolutionKind? Resolution { get; init; }

    public decimal? Limit { get; init; }

    public DateOnly? Until { get; init; }

    public string? To { get; init; }

    public string? Undoes { get; init; }
}

/// <summary>A step that was recorded, or why it was refused.</summary>
/// <param name="Decision">Its id; empty where it was refused.</param>
/// <param name="States">How many of its discrepancies stand how after it.</param>
public sealed record DecideReport(string Decision, string Step, long Count, IReadOnlyList<StateCount> States,
    IReadOnlyList<Finding> Findings)
{
    public bool Refused => Findings.HasErrors();
}

public sealed record StateCount(string State, long Count);

/// <summary>Takes one step with one or many discrepancies: judged, signed, recorded, and seen in the queue. All of the list or
/// none.</summary>
public sealed class DecideDiscrepancies(MeshStore store, Mesh mesh, Actor actor)
{
    public static readonly FindingKind NoSuch = new("TRY1607", Severity.Error, "there is no such discrepancy");

    public static readonly FindingKind Changed = new("TRY1721", Severity.Error, "a list has changed since it was looked at");

    private const int RefusalsShown = 20;

    public async ValueTask<DecideReport> RunAsync(DecideRequest request, Moment moment, CancellationToken cancel)
    {
        await using var held = await store.Ledger.HoldAsync($"{request.Kind.Text()} by {actor.Id} since {moment.Text}", cancel)
            .ConfigureAwait(false);
        await new FollowQueue(store, mesh).RunAsync(moment, cancel).ConfigureAwait(false);
        var (items, findings) = await ItemsAsync(request, moment, cancel).ConfigureAwait(false);
        if (findings.Count > 0) return Refusal(request, findings);
        var list = FrozenList.Write(items.Select(i => new FrozenLine(i.Found.Id, i.Found.Gross)));
        var step = StepOf(request, moment, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list))), items.Count);
        var ages = await Ages.ReadAsync(store, mesh, moment.Day, cancel).ConfigureAwait(false);
        if (Judge(step, items, moment, ages) is { Count: > 0 } refused) return Refusal(request, refused);
        var (locks, oneSided) = await new LocksOfStep(store, mesh).EntriesAsync(step, items, cancel).ConfigureAwait(false);
        if (oneSided is not null) return Refusal(request, [oneSided]);
        await store.Ledger.KeepAsync(list, cancel).ConfigureAwait(false);
        var entry = new LedgerEntry(DecisionRecords.Decided, step.Decision, "", moment.Now, actor.Id,
            TreatyJson.Write(new SignedStep(step, actor.Sign(step.SignedText()))));
        await store.Ledger.AppendAsync([entry, .. locks], CancellationToken.None).ConfigureAwait(false);
        await new FollowQueue(store, mesh).RunAsync(moment, CancellationToken.None).ConfigureAwait(false);
        var after = await store.Queue.FindAsync([.. items.Select(i => i.Found.Id)], CancellationToken.None).ConfigureAwait(false);
        return new(step.Decision, step.Kind.Text(), items.Count,
            [.. after.GroupBy(e => e.Item.Standing.State).OrderBy(g => g.Key).Select(g => new StateCount(g.Key.Text(), g.Count()))], []);
    }

    private DecisionStep StepOf(DecideRequest request, Moment moment, string list, int count)
    {
        var filter = request.About.Filter is { } f ? FilterWords.Of(f) : "listed";
        var step = new DecisionStep("", request.Kind, list, count, filter, actor.Id, moment.Now, request.Reason.Trim())
        {
            Team = request.Team, Person = request.Person, Resolution = request.Resolution, Limit = request.Limit, Until = request.Until,
            To = request.To, Undoes = request.Undoes,
        };
        return step with { Decision = "d" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(step.SignedText())))[..11] };
    }

    private async ValueTask<(IReadOnlyList<TrackedDiscrepancy> Items, List<Finding> Findings)> ItemsAsync(
        DecideRequest request, Moment moment, CancellationToken cancel)
    {
        if (request.About.Filter is { } filter)
        {
            var (found, stamp, refusal) = await new ReadDiscrepancies(store, mesh).AllAsync(filter, cancel).ConfigureAwait(false);
            if (refusal is not null) return ([], [refusal]);
            if (request.About.Seen is { } seen && seen != stamp)
                return ([], [Changed.At(null, $"the filter may no longer find what was looked at: it finds {found.Count} now",
                    "someone decided or a run ended meanwhile: look at the list again, then repeat the step")]);
            return found.Count > 0 ? ([.. found.Select(e => e.Item)], [])
                : ([], [NoSuch.At(null, $"no discrepancy is {FilterWords.Of(filter)}", "see `treaty discrepancies`")]);
        }
        var wanted = (await ExpandedAsync(request, cancel).ConfigureAwait(false)).Distinct(StringComparer.Ordinal).ToList();
        if (wanted.Count == 0) return ([], [NoSuch.At(null, "no discrepancy is named", "name ids, a file of them with --ids, or a filter")]);
        var entries = await store.Queue.FindAsync(wanted, cancel).ConfigureAwait(false);
        var missing = wanted.Except(entries.Select(e => e.Item.Found.Id), StringComparer.Ordinal).ToList();
        return ([.. entries.Select(e => e.Item)],
            [.. missing.Take(RefusalsShown).Select(id => NoSuch.At(null, $"there is no discrepancy or decision `{id}`", "see `treaty discrepancies`"))]);
    }

    /// <summary>The ids named; a decision stands for all discrepancies on its list.</summary>
    private async ValueTask<IReadOnlyList<string>> ExpandedAsync(DecideRequest request, CancellationToken cancel)
    {
        var ids = new List<string>();
        foreach (var id in request.About.Ids.Count == 0 && request.Undoes is { } undone ? [undone] : request.About.Ids)
            if (await new DecisionRecords(store.Ledger).ListAsync(id, cancel).ConfigureAwait(false) is { } list)
                ids.AddRange(list.Select(l => l.Id));
            else ids.Add(id);
        return ids;
    }

    private List<Finding> Judge(DecisionStep step, IReadOnlyList<TrackedDiscrepancy> items, Moment moment, Ages ages)
    {
        if (StepRules.Form(step) is { } malformed) return [malformed];
        if (step.Team is { } team && mesh.Team(team) is null)
            return [NoSuch.At(null, $"there is no team `{team}`", Core.Meshes.Yaml.Nearest.Help(team, [.. mesh.Teams.Select(t => t.Id)]))];
        var rules = new StepRules(mesh, actor.Principal, moment.Day) { Counting = c => ages.CountedBy(Comparing.RefOf(c)) };
        var triage = new Triage(mesh, moment.Day);
        var refused = new List<Finding>();
        foreach (var item in items)
        {
            var comparison = mesh.Comparisons.FirstOrDefault(c => Comparing.RefOf(c) == item.Found.Comparison);
            var refusal = comparison is null
                ? NoSuch.At(null, $"the comparison `{item.Found.Comparison}` of `{item.Found.Id}` is no longer in the mesh", "nothing can be decided about it")
                : rules.Refusal(step, comparison, triage.ScopeOf(comparison, item.Found.Side), item);
            if (refusal is not null) refused.Add(refusal);
            if (refused.Count == RefusalsShown) break;
        }
        return refused;
    }

    private static DecideReport Refusal(DecideRequest request, IReadOnlyList<Finding> findings) =>
        new("", request.Kind.Text(), 0, [], findings);
}
