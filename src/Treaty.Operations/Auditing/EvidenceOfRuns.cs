using Treaty.Core.Enforcement;
using Treaty.Core.Ownership;
using Treaty.Core.Plans;
using Treaty.Core.Reconciliation;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Auditing;

/// <summary>What documents in force, publishes, comparisons and the care of the lake show of clauses.</summary>
/// <param name="codes">The keys of rules that hold documents back.</param>
internal sealed class EvidenceOfRuns(Evidence evidence, IReadOnlyList<string> codes)
{
    public void Read(LedgerRecord record)
    {
        switch (record.Entry.Kind)
        {
            case RecordKind.Mesh:
                foreach (var key in codes.Append(ConstitutionClauses.InForceKey)) evidence.Note(key, record, null);
                if (TreatyJson.Read<ForceManifest>(record.Entry.Body).Governed) evidence.Note(ConstitutionClauses.GovernedKey, record,
                    null);
                break;
            case RecordKind.CheckRefusal:
                foreach (var finding in TreatyJson.Read<RefusedCheck>(record.Entry.Body).Findings)
                {
                    evidence.Note(ConstitutionClauses.CodeKey(finding.Code), record, finding.Sentence);
                    if (finding.Code == BreakingChanges.SameMajor.Code && finding.Place is { } place
                        && DocumentScope.Of(place.File).Product is { } product)
                        evidence.Note(DocumentClauses.ChangedKey(product.ToString()), record, finding.Sentence);
                }
                break;
            case RecordKind.Version:
                var version = TreatyJson.Read<VersionManifest>(record.Entry.Body);
                Checks(record, version.Ref, version.Checks);
                break;
            case RecordKind.Refusal:
                var refusal = TreatyJson.Read<RefusalManifest>(record.Entry.Body).Step;
                Checks(record, refusal.Ref, refusal.Checks);
                foreach (var over in refusal.Findings.Where(f => f.Code == PublishRules.OverLimit.Code))
                    evidence.Note(ContractClausesInForce.LimitKey(refusal.Ref), record, over.Sentence);
                break;
            case RecordKind.Run:
                foreach (var step in TreatyJson.Read<RunReport>(record.Entry.Body).Steps)
                    foreach (var refused in step.Findings.Where(f => f.Code == RunMesh.MayNotRelease.Code))
                        evidence.Note(ConstitutionClauses.RightKey(DecisionRight.Release, step.Ref.Split('.')[0]), record, refused.Sentence);
                break;
            case RecordKind.Comparison:
                Compared(record, TreatyJson.Read<ComparisonManifest>(record.Entry.Body));
                break;
            case RecordKind.Mapping:
                evidence.Note($"mapping {record.Entry.Subject}", record, null);
                break;
            case RecordKind.Maintenance when TreatyJson.Read<MaintenanceReport>(record.Entry.Body).Kind == ConstitutionClauses.RetentionKey:
                evidence.Note(ConstitutionClauses.RetentionKey, record, null);
                break;
        }
    }

    private void Compared(LedgerRecord record, ComparisonManifest comparison)
    {
        evidence.Note(ReconciliationClauses.ComparedKey(comparison.Ref), record, null);
        foreach (var @class in Enum.GetValues<DiscrepancyClass>().Select(c => c.Text()))
        {
            var count = comparison.Classes.Where(c => c.Class == @class).Sum(c => c.Discrepancies);
            evidence.Note(ReconciliationClauses.ClassKey(comparison.Ref, @class), record, count > 0 ? $"{count} of class {@class}" : null);
        }
        foreach (var control in comparison.Controls.GroupBy(c => c.Id))
            evidence.Note(ReconciliationClauses.ControlKey(comparison.Ref, control.Key), record,
                control.FirstOrDefault(c => c.Gap != 0) is { } gap ? $"a gap of {gap.Gap} {gap.Currency}".TrimEnd() : null);
    }

    private void Checks(LedgerRecord record, string product, IReadOnlyList<CheckLine> checks)
    {
        evidence.Note(ContractClausesInForce.PublishKey(product), record, null);
        evidence.Note(ContractClausesInForce.LimitKey(product), record, null);
        foreach (var line in checks)
            evidence.Note(ContractClausesInForce.CheckKey(product, line.Object, line.Column, line.Check), record,
                line.Verdict != "pass" && line.Severity == "error" ? line.Measured : null);
    }
}
