using System.Text.Json.Serialization;
using Treaty.Core.Meshes;
using Treaty.Core.Ownership;
using Treaty.Operations.Doors;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Running;

/// <summary>The documents of a mesh in force, as the ledger keeps them: path and content hash.</summary>
public sealed record ForceManifest(string Hash, IReadOnlyList<ForceDocument> Documents)
{
    /// <summary>True where principals are in force, so that no one changes anything but by a plan.</summary>
    [JsonIgnore]
    public bool Governed => Documents.Any(d => d.Path == PrincipalsDocument.Path);
}

public sealed record ForceDocument(string Path, string Sha256);

/// <summary>Brings documents into force: keeps their texts and records which they are. What publishes afterwards obeys exactly
/// these.</summary>
public sealed class EnterForce(ILedger ledger)
{
    /// <returns>True where the mesh in force changed.</returns>
    public async ValueTask<bool> RunAsync(Mesh mesh, IReadOnlyList<MeshDocument> documents, RunIdentity run, CancellationToken cancel)
    {
        var now = await NewestAsync(ledger, cancel).ConfigureAwait(false);
        if (now?.Hash == mesh.Hash) return false;
        var ordered = documents.OrderBy(d => d.Path, StringComparer.Ordinal).ToList();
        var hashes = await ledger.KeepAllAsync([.. ordered.Select(d => d.Text)], cancel).ConfigureAwait(false);
        List<ForceDocument> kept = [.. ordered.Zip(hashes, (document, hash) => new ForceDocument(document.Path, hash))];
        await ledger.AppendAsync([new LedgerEntry(RecordKind.Mesh, mesh.Settings.Name, run.Id, run.At, run.By,
            TreatyJson.Write(new ForceManifest(mesh.Hash, kept)))], cancel).ConfigureAwait(false);
        return true;
    }

    public static async ValueTask<ForceManifest?> NewestAsync(ILedger ledger, CancellationToken cancel) =>
        (await ledger.ReadAsync(new(RecordKind.Mesh, Last: true), cancel).ConfigureAwait(false)).MaxBy(r => r.Number) is { } record
            ? TreatyJson.Read<ForceManifest>(record.Entry.Body)
            : null;

    /// <summary>The documents in force; empty where none ever were.</summary>
    public static async ValueTask<IReadOnlyList<MeshDocument>> DocumentsAsync(ILedger ledger, CancellationToken cancel) =>
        await DocumentsAsync(ledger, await NewestAsync(ledger, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);

    /// <summary>The documents that were in force when a record was made.</summary>
    public static async ValueTask<IReadOnlyList<MeshDocument>> DocumentsAsOfAsync(ILedger ledger, long number, CancellationToken cancel)
    {
        var then = (await ledger.ReadAsync(new(RecordKind.Mesh), cancel).ConfigureAwait(false)).LastOrDefault(r => r.Number < number);
        return await DocumentsAsync(ledger, then is null ? null : TreatyJson.Read<ForceManifest>(then.Entry.Body), cancel)
            .ConfigureAwait(false);
    }

    private static async ValueTask<IReadOnlyList<MeshDocument>> DocumentsAsync(ILedger ledger, ForceManifest? force,
        CancellationToken cancel)
    {
        var documents = new List<MeshDocument>();
        if (force is not null)
            foreach (var document in force.Documents)
                documents.Add(new(document.Path, await ledger.KeptAsync(document.Sha256, cancel).ConfigureAwait(false)
                    ?? throw new BackendException(BackendFault.Corrupt, $"the ledger does not hold {document.Path} of the mesh in force",
                        "restore the store from a backup")));
        return documents;
    }
}
