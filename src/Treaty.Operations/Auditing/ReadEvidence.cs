using Treaty.Core.Contexts;
using Treaty.Core.Enforcement;
using Treaty.Core.Meshes;
using Treaty.Core.Ownership;
using Treaty.Operations.Deciding;
using Treaty.Operations.Doors;
using Treaty.Operations.Planning;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Auditing;

/// <summary>Gathers from the ledger when each clause was exercised and when it last refused something.</summary>
public sealed class ReadEvidence(ILedger ledger, Mesh mesh)
{
    private readonly Dictionary<string, Exercise> _evidence = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlanBody> _plans = new(StringComparer.Ordinal);

    public async ValueTask<IReadOnlyList<ClauseStanding>> StandingAsync(DateOnly today, CancellationToken cancel)
    {
        var clauses = mesh.Products.SelectMany(ContractClausesInForce.Of).Concat(ConstitutionClauses.Of(mesh, today)).ToList();
        var codes = clauses.Select(c => c.Key).Where(k => k.StartsWith("code ", StringComparison.Ordinal)).Distinct().ToList();
        foreach (var record in await ledger.ReadAsync(new(), cancel).ConfigureAwait(false)) Read(record, codes);
        Possible();
        return Enforcing.Judge(clauses, _evidence);
    }

    private void Read(LedgerRecord record, IReadOnlyList<string> codes)
    {
        switch (record.Entry.Kind)
        {
            case RecordKind.Mesh:
                foreach (var key in codes.Append(ConstitutionClauses.InForceKey)) Note(key, record, null);
                if (TreatyJson.Read<ForceManifest>(record.Entry.Body).Governed) Note(ConstitutionClauses.GovernedKey, record, null);
                break;
            case RecordKind.CheckRefusal:
                foreach (var finding in TreatyJson.Read<RefusedCheck>(record.Entry.Body).Findings)
                    Note(ConstitutionClauses.CodeKey(finding.Code), record, finding.Sentence);
                break;
            case RecordKind.Version:
                var version = TreatyJson.Read<VersionManifest>(record.Entry.Body);
                Checks(record, version.Ref, version.Checks);
                if (mesh.HasPrincipals) Note(Right(DecisionRight.Release, version.Ref.Split('.')[0]), record, null);
                break;
            case RecordKind.Refusal:
                var refusal = TreatyJson.Read<RefusalManifest>(record.Entry.Body).Step;
                Checks(record, refusal.Ref, refusal.Checks);
                foreach (var over in refusal.Findings.Where(f => f.Code == PublishRules.OverLimit.Code))
                    Note(ContractClausesInForce.LimitKey(refusal.Ref), record, over.Sentence);
                break;
            case RecordKind.Run:
                foreach (var step in TreatyJson.Read<RunReport>(record.Entry.Body).Steps)
                    foreach (var refused in step.Findings.Where(f => f.Code == RunMesh.MayNotRelease.Code))
                        Note(Right(DecisionRight.Release, step.Ref.Split('.')[0]), record, refused.Sentence);
                break;
            case RecordKind.Mapping:
                Note($"mapping {record.Entry.Subject}", record, null);
                break;
            case DecisionRecords.Decided:
                foreach (var context in mesh.Contexts.Select(c => c.Id)) Note(Right(DecisionRight.ResolveDiscrepancy, context), record,
                    null);
                break;
            default:
                Plan(record);
                break;
        }
    }

    private static string Right(DecisionRight right, string context) => ConstitutionClauses.RightKey(right, context);

    private void Plan(LedgerRecord record)
    {
        switch (record.Entry.Kind)
        {
            case PlanRecords.Saved:
                _plans[record.Entry.Subject] = TreatyJson.Read<PlanBody>(record.Entry.Body);
                if (_plans[record.Entry.Subject].Plan.Decisions.Any(d => d.FourEyes)) Note("plan four eyes", record, null);
                break;
            case PlanRecords.Applied when _plans.TryGetValue(record.Entry.Subject, out var body):
                foreach (var (right, context) in body.Plan.Decisions.Select(d => (d.Right, d.Scope.Context)).Distinct())
                    Note(Right(right, context), record, null);
                if (body.Plan.Decisions.Any(d => d.FourEyes)) Note("four eyes", record, null);
                break;
            case PlanRecords.Refused:
                foreach (var finding in TreatyJson.Read<RefusedPlan>(record.Entry.Body).Findings.Where(f =>
                    f.Code == DecidePlan.NotApproved.Code))
                {
                    if (finding.Sentence.Split(' ') is [var word, "of", var scope, ..] && DecisionRights.TryParse(word) is { } right)
                        Note(Right(right, scope == "the" ? "" : scope.Split('.', '/')[0]), record, finding.Sentence);
                    if (finding.Sentence.Contains("four eyes", StringComparison.Ordinal)) Note("four eyes", record, finding.Sentence);
                }
                break;
        }
    }

    private void Checks(LedgerRecord record, string product, IReadOnlyList<CheckLine> checks)
    {
        Note(ContractClausesInForce.PublishKey(product), record, null);
        Note(ContractClausesInForce.LimitKey(product), record, null);
        foreach (var line in checks)
            Note(ContractClausesInForce.CheckKey(product, line.Object, line.Column, line.Check), record,
                line.Verdict != "pass" && line.Severity == "error" ? line.Measured : null);
    }

    private void Possible()
    {
        foreach (var mapping in mesh.Map.Terms)
        {
            var columns = TermColumns.Of(mesh, mapping.From, mapping.FromKey).Concat(TermColumns.Of(mesh, mapping.To, mapping.ToKey))
                .ToList();
            if (columns.Count > 0 && columns.All(c => _evidence.ContainsKey(ContractClausesInForce.PublishKey(c.Product.ToString()))))
                _evidence[$"mapping possible {mapping.Name}"] = _evidence[ContractClausesInForce.PublishKey(columns[0].Product.ToString())];
        }
    }

    private void Note(string key, LedgerRecord record, string? refused) =>
        _evidence[key] = Exercise.With(_evidence.GetValueOrDefault(key), record.Entry.At, refused);
}
