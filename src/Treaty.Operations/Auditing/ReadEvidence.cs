using Treaty.Core.Contexts;
using Treaty.Core.Enforcement;
using Treaty.Core.Meshes;
using Treaty.Operations.Doors;
using Treaty.Operations.Running;

namespace Treaty.Operations.Auditing;

/// <summary>Gathers from the ledger when each clause was exercised and when it last refused something.</summary>
/// <param name="documents">The documents that the mesh was compiled from, as read.</param>
public sealed class ReadEvidence(ILedger ledger, Mesh mesh, IReadOnlyList<ReadDocument> documents)
{
    private readonly Evidence _evidence = new();

    public static ReadEvidence Of(ILedger ledger, InForce inForce) =>
        new(ledger, inForce.Mesh, [.. inForce.Documents.AsParallel().AsOrdered().Select(ReadDocument.Read)]);

    public async ValueTask<IReadOnlyList<JudgedClause>> JudgeAsync(DateOnly today, CancellationToken cancel)
    {
        var clauses = ClausesInForce.Of(mesh, documents, today);
        var codes = clauses.Select(c => c.Key).Where(k => k.StartsWith("code ", StringComparison.Ordinal)).Distinct().ToList();
        var (runs, decisions) = (new EvidenceOfRuns(_evidence, codes), new EvidenceOfDecisions(mesh, _evidence));
        foreach (var record in await ledger.ReadAsync(new(), cancel).ConfigureAwait(false))
        {
            _evidence.Note(AgreementClauses.PrincipalKey(record.Entry.By), record, null);
            runs.Read(record);
            decisions.Read(record);
        }
        Possible();
        return Enforcing.Judge(clauses, _evidence.Found);
    }

    private void Possible()
    {
        foreach (var mapping in mesh.Map.Terms)
        {
            var columns = TermColumns.Of(mesh, mapping.From, mapping.FromKey).Concat(TermColumns.Of(mesh, mapping.To, mapping.ToKey))
                .ToList();
            if (columns.Count > 0 && columns.All(c => _evidence.Found.ContainsKey(ContractClausesInForce.PublishKey(c.Product.ToString()))))
                _evidence.Copy(ContractClausesInForce.PublishKey(columns[0].Product.ToString()), $"mapping possible {mapping.Name}");
        }
    }
}

/// <summary>What was gathered under each key.</summary>
internal sealed class Evidence
{
    private readonly Dictionary<string, Exercise> _found = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Exercise> Found => _found;

    /// <param name="refused">What was refused, in words; null where it passed.</param>
    public void Note(string key, LedgerRecord record, string? refused) =>
        _found[key] = Exercise.With(_found.GetValueOrDefault(key), record.Entry.At, refused);

    public void Copy(string from, string to) => _found[to] = _found[from];
}
