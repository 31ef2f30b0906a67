using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Ownership;
using Treaty.Core.Reconciliation.Decisions;
using Treaty.Operations.Doors;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Deciding;

/// <summary>A step with the signature of the principal who took it; none where no principals were known.</summary>
public sealed record SignedStep(DecisionStep Step, string? Signature);

/// <summary>Steps with discrepancies, as the ledger has them.</summary>
public sealed class DecisionRecords(ILedger ledger)
{
    /// <summary>Someone took a step with discrepancies; the subject is the decision, the body the signed step.</summary>
    public const string Decided = "decision";

    private readonly Dictionary<string, IReadOnlyDictionary<string, string>?> _keys = new(StringComparer.Ordinal);

    /// <summary>The step of a record; null where the principals in force at that time say that he who it names did not sign it.</summary>
    public async ValueTask<DecisionStep?> HeardAsync(LedgerRecord record, CancellationToken cancel)
    {
        var signed = TreatyJson.Read<SignedStep>(record.Entry.Body);
        var keys = await KeysAsync(record.Number, cancel).ConfigureAwait(false);
        if (keys is null) return signed.Step;
        return keys.TryGetValue(signed.Step.By, out var key) && signed.Signature is { } signature
            && Signature.Verifies(key, signed.Step.SignedText(), signature) ? signed.Step : null;
    }

    /// <summary>The lines a step is about.</summary>
    public async ValueTask<IReadOnlyList<FrozenLine>> ListAsync(DecisionStep step, CancellationToken cancel) =>
        [.. FrozenList.Read(await ledger.KeptAsync(step.List, cancel).ConfigureAwait(false)
            ?? throw new BackendException(BackendFault.Corrupt, $"the ledger does not hold the list of decision {step.Decision}",
                "restore the store from a backup"))];

    /// <summary>The lines of a decision's list; null where there is no such decision.</summary>
    public async ValueTask<IReadOnlyList<FrozenLine>?> ListAsync(string decision, CancellationToken cancel) =>
        (await ledger.ReadAsync(new(Decided, decision), cancel).ConfigureAwait(false)) is not [.., var record] ? null
            : await ListAsync(TreatyJson.Read<SignedStep>(record.Entry.Body).Step, cancel).ConfigureAwait(false);

    /// <summary>Public keys by principal of the mesh that was in force when a record was made; null where it knew no principals.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>?> KeysAsync(long record, CancellationToken cancel)
    {
        var meshes = await ledger.ReadAsync(new(RecordKind.Mesh), cancel).ConfigureAwait(false);
        if (meshes.LastOrDefault(m => m.Number < record) is not { } mesh) return null;
        var force = TreatyJson.Read<Running.ForceManifest>(mesh.Entry.Body);
        if (force.Documents.FirstOrDefault(d => d.Path == PrincipalsDocument.Path) is not { } document) return null;
        if (_keys.TryGetValue(document.Sha256, out var known)) return known;
        var text = await ledger.KeptAsync(document.Sha256, cancel).ConfigureAwait(false) ?? "";
        var findings = new List<Finding>();
        var principals = YamlReader.Read(new MeshDocument(PrincipalsDocument.Path, text), findings) is { } root
            ? PrincipalsDocument.Read(root, findings) : [];
        return _keys[document.Sha256] = principals.Where(p => p.PublicKey is not null)
            .ToDictionary(p => p.Id, p => p.PublicKey!, StringComparer.Ordinal);
    }
}
