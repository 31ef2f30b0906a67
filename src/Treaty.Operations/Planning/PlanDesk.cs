using Treaty.Core;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Plans;
using Treaty.Operations.Doors;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Planning;

/// <summary>
/// Plans as the console and the API handle them. Whoever started the server acts through its pages: the local user, or the principal
/// whose key is on this machine. Others act by sending what they signed with their own keys; no key ever leaves its owner.
/// </summary>
/// <param name="who">The principal who acts through the pages.</param>
public sealed class PlanDesk(MeshStore store, string who, ISigner keys)
{
    /// <summary>How far the clock of one who signed may run ahead of this one.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private readonly PlanMesh _plans = new(store, null);
    private readonly DecidePlan _decide = new(store, null);

    public string Who => who;

    public ValueTask<IReadOnlyList<PlanLine>> ListAsync(Moment moment, CancellationToken cancel) => _plans.ListAsync(moment, cancel);

    /// <summary>Null where there is no such plan.</summary>
    public ValueTask<PlanReport?> ShowAsync(string id, Moment moment, CancellationToken cancel) => _plans.ShowAsync(id, moment, cancel);

    /// <summary>Approves a plan as the one who started the server, or refuses it.</summary>
    /// <param name="reason">Why it is refused; null to approve.</param>
    public async ValueTask<PlanReport> SayAsync(string id, string? reason, Moment moment, CancellationToken cancel)
    {
        var (actor, refusal) = await ActorAsync(id, moment, cancel).ConfigureAwait(false);
        return actor is null ? await RefusedAsync(id, refusal!, moment, cancel).ConfigureAwait(false)
            : await _decide.ApproveAsync(id, actor, reason is null, reason, moment, cancel).ConfigureAwait(false);
    }

    /// <summary>Carries a plan out as the one who started the server.</summary>
    public async ValueTask<PlanReport> ApplyAsync(string id, Moment moment, CancellationToken cancel)
    {
        var (actor, refusal) = await ActorAsync(id, moment, cancel).ConfigureAwait(false);
        return actor is null ? await RefusedAsync(id, refusal!, moment, cancel).ConfigureAwait(false)
            : await _decide.ApplyAsync(id, actor, moment, cancel).ConfigureAwait(false);
    }

    /// <summary>Records what a principal said to a plan elsewhere and signed himself.</summary>
    public async ValueTask<PlanReport> TakeAsync(string id, Approval said, string signature, Moment moment, CancellationToken cancel)
    {
        if (said.At > moment.Now + Skew)
            return await RefusedAsync(id, Actor.NotProved.At(null, $"`{said.Principal}` signed at {Moment.InstantText(said.At)}, which is still to come",
                "set the clock of the machine that signs"), moment, cancel).ConfigureAwait(false);
        return await _decide.TakeAsync(id, said, signature, moment, cancel).ConfigureAwait(false);
    }

    private async ValueTask<(Actor? Actor, Finding? Refusal)> ActorAsync(string id, Moment moment, CancellationToken cancel) =>
        Actor.Prove(await _plans.AuthorityOfAsync(id, moment, cancel).ConfigureAwait(false), who, keys, moment);

    private async ValueTask<PlanReport> RefusedAsync(string id, Finding refusal, Moment moment, CancellationToken cancel) =>
        await _plans.ShowOrMissingAsync(id, moment, cancel).ConfigureAwait(false) with { Findings = [refusal] };
}
