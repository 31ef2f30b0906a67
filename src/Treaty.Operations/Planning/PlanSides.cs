using System.Security.Cryptography;
using System.Text;
using Treaty.Core.Meshes;
using Treaty.Core.Plans;
using Treaty.Operations.Doors;
using Treaty.Operations.Meshes;
using Treaty.Operations.Running;

namespace Treaty.Operations.Planning;

/// <summary>Loads the two sides that a plan compares.</summary>
internal static class PlanSides
{
    /// <summary>What is in force; null where nothing is. Documents that the directory holds unchanged are not read twice.</summary>
    public static async ValueTask<PlanSide?> InForceAsync(ILedger ledger, CheckReport? directory, CancellationToken cancel)
    {
        if (await EnterForce.NewestAsync(ledger, cancel).ConfigureAwait(false) is not { } force) return null;
        var here = (directory?.Trees ?? []).ToDictionary(t => t.Document.Path, StringComparer.Ordinal);
        var documents = new List<ReadDocument>();
        foreach (var kept in force.Documents)
            documents.Add(here.TryGetValue(kept.Path, out var same) && Sha256(same.Document.Text) == kept.Sha256 ? same
                : ReadDocument.Read(await KeptAsync(ledger, kept.Path, kept.Sha256, cancel).ConfigureAwait(false)));
        return new(MeshCompiler.Assemble(documents), documents);
    }

    /// <summary>What a saved plan leads to: what is in force, with the plan's documents put in their places.</summary>
    public static async ValueTask<IReadOnlyList<ReadDocument>> TargetAsync(ILedger ledger, PlanSide? before, Plan plan,
        CheckReport? directory,
        CancellationToken cancel)
    {
        var documents = (before?.Documents ?? []).ToDictionary(d => d.Document.Path, StringComparer.Ordinal);
        var here = (directory?.Trees ?? []).ToDictionary(t => t.Document.Path, StringComparer.Ordinal);
        foreach (var change in plan.Documents)
            if (change.After is { } hash)
                documents[change.Path] = here.TryGetValue(change.Path, out var same) && Sha256(same.Document.Text) == hash ? same
                    : ReadDocument.Read(await KeptAsync(ledger, change.Path, hash, cancel).ConfigureAwait(false));
            else documents.Remove(change.Path);
        return [.. documents.Values.OrderBy(d => d.Document.Path, StringComparer.Ordinal)];
    }

    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static async ValueTask<MeshDocument> KeptAsync(ILedger ledger, string path, string hash, CancellationToken cancel) =>
        new(path, await ledger.KeptAsync(hash, cancel).ConfigureAwait(false)
            ?? throw new BackendException(BackendFault.Corrupt, $"the ledger does not hold {path} as it was planned or is in force",
                "restore the store from a backup"));
}
