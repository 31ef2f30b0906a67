using System.Collections.Immutable;
using Treaty.Core.Enforcement;
using Treaty.Core.Meshes;
using Treaty.Core.Ownership;
using Treaty.Core.Plans;
using Treaty.Core.Reconciliation.Decisions;
using Treaty.Operations.Closing;
using Treaty.Operations.Deciding;
using Treaty.Operations.Doors;
using Treaty.Operations.Planning;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Auditing;

/// <summary>What plans, approvals, steps with discrepancies and closes show of clauses, and by which teams rights were used.</summary>
internal sealed class EvidenceOfDecisions(Mesh mesh, Evidence evidence)
{
    private readonly Dictionary<string, PlanBody> _plans = new(StringComparer.Ordinal);

    public void Read(LedgerRecord record)
    {
        switch (record.Entry.Kind)
        {
            case RecordKind.Version when mesh.HasPrincipals && Reference.TryParse(record.Entry.Subject) is { } product:
                Used(record, DecisionRight.Release, RightScope.Of(product), TeamsOf(record.Entry.By));
                break;
            case PlanRecords.Saved:
                Saved(record, TreatyJson.Read<PlanBody>(record.Entry.Body));
                break;
            case PlanRecords.Applied when _plans.TryGetValue(record.Entry.Subject, out var body):
                Applied(record, body.Plan, TreatyJson.Read<AppliedPlan>(record.Entry.Body));
                break;
            case PlanRecords.Refused:
                foreach (var finding in TreatyJson.Read<RefusedPlan>(record.Entry.Body).Findings) Refused(record, finding.Code,
                    finding.Sentence,
                    finding.Place?.File);
                break;
            case DecisionRecords.Decided:
                Decided(record, TreatyJson.Read<SignedStep>(record.Entry.Body).Step);
                break;
            case CloseRecords.Prepared:
                evidence.Note(ReconciliationClauses.PreparedKey(record.Entry.Subject), record, null);
                break;
            case CloseRecords.Signed:
                evidence.Note(ReconciliationClauses.ClosedKey(record.Entry.Subject), record, null);
                break;
        }
    }

    private ImmutableArray<string> TeamsOf(string principal) => mesh.Principal(principal)?.Teams ?? [];

    /// <summary>A right was used: by its own holder, or by a team that an accord gave it to.</summary>
    private void Used(LedgerRecord record, DecisionRight right, RightScope scope, IReadOnlyList<string> teams)
    {
        evidence.Note(ConstitutionClauses.RightKey(right, scope.Context), record, null);
        foreach (var accord in mesh.Accords)
            foreach (var given in accord.Rights.Where(g => g.Right == right && g.Of == scope.Context && teams.Contains(g.To)
                && (g.Product is null || g.Product == scope.Product) && (g.Fact is null || g.Fact == scope.Fact)))
                evidence.Note(AgreementClauses.AccordKey(accord, given), record, null);
    }

    private void Saved(LedgerRecord record, PlanBody body)
    {
        _plans[record.Entry.Subject] = body;
        if (body.Plan.Decisions.Any(d => d.FourEyes)) evidence.Note("plan four eyes", record, null);
        if (!body.Plan.Acknowledgements.IsEmpty) evidence.Note(AgreementClauses.AskedKey, record, null);
        foreach (var product in body.Plan.Documents.Where(d => d.Before is not null).Select(d => DocumentScope.Of(d.Path))
            .Where(s => s.Kind == DocumentKind.Contract).Select(s => s.Product).OfType<Reference>().Distinct())
            evidence.Note(DocumentClauses.ChangedKey(product.ToString()), record, null);
    }

    private void Applied(LedgerRecord record, Plan plan, AppliedPlan applied)
    {
        var teams = applied.Approvals.SelectMany(a => a.Teams).Distinct(StringComparer.Ordinal).ToList();
        // Accepting what an accord gives is no use of the right; whoever gives it uses his own.
        var given = plan.Decisions.Where(d => d.Receiver is not null).Select(d => (d.Right, d.Scope)).ToHashSet();
        foreach (var decision in plan.Decisions.Where(d => d.Receiver is null).DistinctBy(d => (d.Right, d.Scope)))
            if (!given.Contains((decision.Right, decision.Scope))) Used(record, decision.Right, decision.Scope, teams);
            else evidence.Note(ConstitutionClauses.RightKey(decision.Right, decision.Scope.Context), record, null);
        foreach (var signer in plan.Decisions.Select(d => d.Signer).OfType<string>().Distinct())
            evidence.Note(AgreementClauses.WaiverKey(signer), record, null);
        if (plan.Decisions.Any(d => d.FourEyes)) evidence.Note("four eyes", record, null);
        if (!plan.Acknowledgements.IsEmpty) evidence.Note(AgreementClauses.AcknowledgementKey, record, null);
    }

    private void Refused(LedgerRecord record, string code, string sentence, string? file)
    {
        if (code == BreakingChanges.SameMajor.Code && file is not null && DocumentScope.Of(file).Product is { } product)
            evidence.Note(DocumentClauses.ChangedKey(product.ToString()), record, sentence);
        if (code != DecidePlan.NotApproved.Code) return;
        if (sentence.Split(' ') is [var word, "of", var scope, ..] && DecisionRights.TryParse(word) is { } right)
            evidence.Note(ConstitutionClauses.RightKey(right, scope == "the" ? "" : scope.Split('.', '/')[0]), record, sentence);
        if (sentence.Contains("four eyes", StringComparison.Ordinal)) evidence.Note("four eyes", record, sentence);
        if (sentence.Contains("to acknowledge", StringComparison.Ordinal)) evidence.Note(AgreementClauses.AcknowledgementKey, record, sentence);
        if (sentence.Contains("who grants it", StringComparison.Ordinal) && sentence.Split('`') is [_, var signer, ..])
            evidence.Note(AgreementClauses.WaiverKey(signer), record, sentence);
    }

    /// <summary>A step names discrepancies and not the fact at fault: it counts for the contexts in which one of his teams holds the
    /// right.</summary>
    private void Decided(LedgerRecord record, DecisionStep step)
    {
        evidence.Note(ReconciliationClauses.DecidedKey, record, null);
        var accepts = step.Resolution is { } kind && kind.Accepts();
        if (accepts) evidence.Note(ReconciliationClauses.AcceptedKey, record, null);
        if (step.Kind == StepKind.Approve) evidence.Note(ReconciliationClauses.EndedKey, record, null);
        var right = accepts ? DecisionRight.AcceptDifference : DecisionRight.ResolveDiscrepancy;
        var day = DateOnly.FromDateTime(record.Entry.At.UtcDateTime);
        if (mesh.Principal(step.By) is not { } who) return;
        foreach (var context in mesh.Contexts.Where(c => Holders.By(mesh, who, right, new(c.Id), day).Count > 0))
            Used(record, right, new(context.Id), [.. who.Teams]);
    }
}
