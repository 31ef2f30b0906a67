using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Plans;
using Treaty.Operations.Meshes;
using Treaty.Operations.Planning;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Running;

/// <summary>Says which mesh an operation obeys: the directory's where nothing forbids it, else the one in force.</summary>
public static class LoadInForce
{
    public static readonly FindingKind Nothing = new("TRY0708", Severity.Error, "no mesh is in force");
    public static readonly FindingKind Unapplied = new("TRY0709", Severity.Error, "documents have changed and were not applied");

    public static Finding Differs(bool nothingInForce) =>
        Unapplied.At(null, nothingInForce ? "no mesh is in force yet" : "the directory differs from the mesh in force",
            "review with `treaty plan` and bring it into force with `treaty apply`");

    /// <summary>The mesh in force as the ledger keeps it.</summary>
    public static async ValueTask<InForce?> FromLedgerAsync(MeshStore store, CancellationToken cancel)
    {
        var documents = await EnterForce.DocumentsAsync(store.Ledger, cancel).ConfigureAwait(false);
        return documents.Count == 0 ? null : Compiled(documents);
    }

    /// <summary>The mesh that was in force when a record was made.</summary>
    public static async ValueTask<InForce> AsOfAsync(MeshStore store, long number, CancellationToken cancel) =>
        Compiled(await EnterForce.DocumentsAsOfAsync(store.Ledger, number, cancel).ConfigureAwait(false));

    private static InForce Compiled(IReadOnlyList<MeshDocument> documents) =>
        new(MeshCompiler.Assemble([.. documents.AsParallel().AsOrdered().Select(d => ReadDocument.Read(d).Understood())]), documents);

    /// <summary>
    /// For a run: the directory, checked. Without principals the local user holds every right and the directory comes into force with the
    /// run; with them, in the directory or in force, a run refuses while the directory differs from what is in force: whoever takes
    /// principals.yaml away is no freer than before.
    /// </summary>
    public static async ValueTask<(InForce? Mesh, IReadOnlyList<Finding> Findings)> ForRunAsync(CheckReport check, MeshStore store,
        CancellationToken cancel)
    {
        if (!check.Succeeded) return (null, check.Findings);
        var now = await EnterForce.NewestAsync(store.Ledger, cancel).ConfigureAwait(false);
        if ((check.Mesh.HasPrincipals || now is { Governed: true }) && now?.Hash != check.Mesh.Hash) return (null, [Differs(now is null)]);
        if (now is not null && now.Hash != check.Mesh.Hash && await BreaksAsync(check, store, cancel)
            .ConfigureAwait(false) is { Count: > 0 } breaks)
            return (null, breaks);
        return (new InForce(check.Mesh, check.Documents), []);
    }

    /// <summary>A directory that breaks a promise in force under the same major version does not come into force with a run
    /// either.</summary>
    private static async ValueTask<IReadOnlyList<Finding>> BreaksAsync(CheckReport check, MeshStore store, CancellationToken cancel) =>
        [.. BreakingChanges.Judge(await PlanSides.InForceAsync(store.Ledger, check, cancel)
            .ConfigureAwait(false), new(check.Mesh, check.Trees), null)
            .Where(f => f.Severity == Severity.Error)];
}
