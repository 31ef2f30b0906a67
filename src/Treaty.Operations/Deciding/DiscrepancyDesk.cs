using Treaty.Core;
using Treaty.Core.Findings;
using Treaty.Operations.Doors;
using Treaty.Operations.Planning;
using Treaty.Operations.Reading;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Deciding;

/// <summary>Steps with discrepancies as the console takes them: whoever started the server acts, and proves at each step who he
/// is.</summary>
/// <param name="who">The principal who acts through the pages.</param>
public sealed class DiscrepancyDesk(MeshStore store, string who, ISigner keys)
{
    public static readonly FindingKind Unreadable = new("TRY1720", Severity.Error, "a step cannot be read");

    public static readonly FindingKind Busy = new("TRY1722", Severity.Error, "someone else is writing to the store");

    public string Who => who;

    public async ValueTask<DecideReport> DecideAsync(DecideRequest request, Moment moment, CancellationToken cancel)
    {
        if (await MeshReading.OpenAsync(store, cancel).ConfigureAwait(false) is not { } reading)
            return Refused(request, LoadInForce.Nothing.At(null, "nothing was ever run", "run the mesh first: treaty run"));
        var (actor, refusal) = Actor.Prove(reading.Mesh, who, keys, moment);
        if (actor is null) return Refused(request, refusal!);
        try
        {
            return await new DecideDiscrepancies(store, reading.Mesh, actor).RunAsync(request, moment, cancel).ConfigureAwait(false);
        }
        catch (BackendException busy) when (busy.Fault == BackendFault.Conflict)
        {
            return Refused(request, Busy.At(null, busy.Message, "what you entered is still here: send it again in a moment"));
        }
    }

    private static DecideReport Refused(DecideRequest request, Finding finding) =>
        new("", Core.Reconciliation.Decisions.DecisionWords.Text(request.Kind), 0, [], [finding]);
}
