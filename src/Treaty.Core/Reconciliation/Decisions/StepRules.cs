using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Ownership;

namespace Treaty.Core.Reconciliation.Decisions;

/// <summary>Says whether someone may take a step with a discrepancy.</summary>
/// <param name="mesh">The mesh in force.</param>
/// <param name="who">The principal; null for the local user of a mesh without principals, who holds every right.</param>
public sealed class StepRules(Mesh mesh, Principal? who, DateOnly day)
{
    public static FindingKind NoRight { get; } = new("TRY1602", Severity.Error, "someone decides on a discrepancy without the right to");

    public static FindingKind NotNow { get; } = new("TRY1603", Severity.Error, "a step cannot be taken with a discrepancy that stands as it does");

    public static FindingKind FourEyes { get; } = new("TRY1604", Severity.Error, "a resolution needs a second person");

    public static FindingKind OverRules { get; } = new("TRY1605", Severity.Error, "a resolution is past what the rules allow");

    public static FindingKind Incomplete { get; } = new("TRY1606", Severity.Error, "a step does not say what it must");

    private const int MostOfAReason = 4_000;

    /// <summary>What is wrong with the step itself, whatever it is about.</summary>
    public static Finding? Form(DecisionStep step) => step switch
    {
        { Kind: StepKind.Propose or StepKind.Resolve, Resolution: null } =>
            Incomplete.At(null, "the step does not say how the discrepancy is resolved", Kinds()),
        { Kind: StepKind.Propose or StepKind.Resolve or StepKind.Reject or StepKind.Reopen, Reason: "" } =>
            Incomplete.At(null, "the step gives no reason", "say why with --reason"),
        { Reason.Length: > MostOfAReason } =>
            Incomplete.At(null, $"the reason is longer than {MostOfAReason} characters", "say it shorter, and name where the rest is written"),
        { Kind: StepKind.Assign, Team: null, Person: null } => Incomplete.At(null, "the step assigns to no one", "name a team with --to, or a person with --person"),
        { Resolution: ResolutionKind.Accept, Until: null } =>
            Incomplete.At(null, "an acceptance has no end", "say until which day it holds with --until 2026-12-31"),
        { Resolution: ResolutionKind.CarryForward, To: null } =>
            Incomplete.At(null, "it is not said which period it belongs to", "name the period with --to 2026-02"),
        { Resolution: ResolutionKind.Reclassify, To: null } =>
            Incomplete.At(null, "it is not said which class it has in truth", "name the class with --to, such as missing-b"),
        { Limit: < 0 } => Incomplete.At(null, "a limit is negative", "give the most that the amount may be, without sign"),
        _ => null,
    };

    /// <summary>Why the step may not be taken with one discrepancy; null where it may.</summary>
    /// <param name="scope">The fact at fault.</param>
    public Finding? Refusal(DecisionStep step, Comparison comparison, RightScope scope, TrackedDiscrepancy item)
    {
        var (standing, id) = (item.Standing, item.Found.Id);
        if (step.Kind == StepKind.Undo) return MayDecide(null, comparison, scope) ?? Undoing(step, item);
        if (Transitions.Of(standing.State, step.Kind) is null)
            return NotNow.At(null, $"`{id}` is {standing.State.Text()} and cannot be {Done(step.Kind)}",
                $"it can be {string.Join(", ", Transitions.From(standing.State).Select(Done))}");
        var resolution = step.Resolution ?? standing.Proposal?.Kind;
        var decides = step.Kind is StepKind.Approve or StepKind.Resolve ? resolution : null;
        if (MayDecide(decides, comparison, scope) is { } refusal) return refusal;
        if (Unfit(step, item) is { } unfit) return unfit;
        if (step.Kind is StepKind.Propose or StepKind.Resolve && OverLimits(step, comparison, item) is { } over) return over;
        return Eyes(step, comparison, item);
    }

    /// <summary>A resolution that says nothing about a discrepancy of its class.</summary>
    private static Finding? Unfit(DecisionStep step, TrackedDiscrepancy item)
    {
        if (step.Kind is not (StepKind.Propose or StepKind.Resolve) || step.Resolution is not { } kind) return null;
        var (found, control) = (item.Found, item.Found.Class == DiscrepancyClass.Control.Text());
        if (kind == ResolutionKind.NotDuplicate && found.Class != DiscrepancyClass.Duplicate.Text())
            return Incomplete.At(null, $"`{found.Id}` is {found.Class}, not a duplicate", "resolve it in another way");
        if (control && kind is (ResolutionKind.ManualMatch or ResolutionKind.Reclassify or ResolutionKind.Void))
            return Incomplete.At(null, $"`{found.Id}` is a control total, which has no rows to decide on",
                "have the total or the rows corrected at the source, or accept the gap");
        return kind == ResolutionKind.Reclassify && ReconciliationWords.TryParseClass(step.To ?? "") is null or DiscrepancyClass.Matched
            ? Incomplete.At(null, $"`{step.To}` is no class of discrepancy", "name the class with --to, such as missing-b") : null;
    }

    private Finding? MayDecide(ResolutionKind? resolution, Comparison comparison, RightScope scope)
    {
        if (who is null) return null;
        var owner = Triage.Owner(comparison);
        var (right, scopes) = resolution is { } kind && kind.Accepts()
            ? (DecisionRight.AcceptDifference, new[] { owner }) : (DecisionRight.ResolveDiscrepancy, [scope, owner]);
        if (scopes.Any(s => Holders.By(mesh, who, right, s, day).Count > 0)) return null;
        var holders = scopes.SelectMany(s => Holders.Of(mesh, right, s, day)).Select(h => $"`{h.Team}`").Distinct().DefaultIfEmpty("no one");
        return NoRight.At(null, $"`{who.Id}` does not hold {right.Text()} for `{scopes[0]}`, which {string.Join(" and ", holders)} hold",
            "ask one of them, or have the right shared by an accord or in the context's rights");
    }

    /// <summary>The business days by which a comparison counts; null where it counts all days.</summary>
    public Func<Comparison, BusinessDays?> Counting { get; init; } = _ => null;

    private Finding? OverLimits(DecisionStep step, Comparison comparison, TrackedDiscrepancy item)
    {
        var rules = comparison.Decisions;
        if (step.Resolution is not { } kind || !kind.Accepts()) return null;
        var most = step.Limit ?? item.Found.Gross;
        if (kind != ResolutionKind.CarryForward && rules.AcceptUpTo is { } up && most > up)
            return OverRules.At(comparison.Place, $"`{item.Found.Id}` would be let stand up to {most}, and the rules of `{comparison.Id}` allow {up}",
                "have it corrected, or change `acceptUpTo` of the comparison");
        if (step.Limit is { } limit && item.Found.Gross > limit)
            return OverRules.At(null, $"`{item.Found.Id}` has the amount {item.Found.Gross}, which is past the limit {limit}",
                "raise the amount of --up-to, or leave it off the list");
        var begin = DateOnly.FromDateTime(step.At.UtcDateTime);
        var counted = Counting(comparison);
        var days = counted is null ? "days" : "business days";
        var last = counted?.After(begin, rules.AcceptDays) ?? begin.AddDays(rules.AcceptDays);
        return step.Until is { } until && until > last
            ? OverRules.At(comparison.Place, $"an acceptance until {until:yyyy-MM-dd} is longer than the {rules.AcceptDays} {days} that `{comparison.Id}` allows",
                $"end it by {last:yyyy-MM-dd}") : null;
    }

    private Finding? Eyes(DecisionStep step, Comparison comparison, TrackedDiscrepancy item)
    {
        if (who is null || item.Found.Gross <= comparison.Decisions.FourEyesOver) return null;
        var limit = comparison.Decisions.FourEyesOver;
        return step.Kind switch
        {
            StepKind.Resolve when step.Resolution != ResolutionKind.CorrectAtSource && item.Standing.State != DiscrepancyState.Approved =>
                FourEyes.At(comparison.Place, $"`{item.Found.Id}` is over {limit}, so two people must agree to its end",
                    "propose it, and have someone else approve it"),
            StepKind.Approve when who.Kind != PrincipalKind.Person =>
                FourEyes.At(comparison.Place, $"`{who.Id}` is no person, and `{item.Found.Id}` is over {limit}", "have a person approve it"),
            StepKind.Approve when who.Person == mesh.Principal(item.Standing.Proposal?.By ?? "")?.Person =>
                FourEyes.At(comparison.Place, $"`{who.Id}` proposed the end of `{item.Found.Id}`, which is over {limit}", "have someone else approve it"),
            _ => null,
        };
    }

    private static Finding? Undoing(DecisionStep step, TrackedDiscrepancy item) =>
        item.Standing.Decision == step.Undoes && item.Standing.Before is not null ? null
        : NotNow.At(null, item.Standing.Decision is { } last ? $"`{step.Undoes}` is not the last decision about `{item.Found.Id}`; `{last}` is"
            : $"nothing was decided about `{item.Found.Id}` that could be undone", "undo later decisions first");

    private static string Done(StepKind kind) => kind switch
    {
        StepKind.Assign => "assigned", StepKind.Investigate => "investigated", StepKind.Propose => "proposed", StepKind.Approve => "approved",
        StepKind.Reject => "rejected", StepKind.Resolve => "resolved", StepKind.Reopen => "reopened", _ => "undone",
    };

    private static string Kinds() => "name one with --resolution: " + string.Join(", ", Enum.GetValues<ResolutionKind>().Select(k => k.Text()));
}
