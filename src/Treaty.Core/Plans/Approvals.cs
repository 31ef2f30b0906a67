using System.Collections.Immutable;
using Treaty.Core.Meshes;
using Treaty.Core.Ownership;

namespace Treaty.Core.Plans;

/// <summary>What a principal said to a plan. The last word of each counts.</summary>
/// <param name="Approves">False where it was refused, with <paramref name="Reason"/>.</param>
public sealed record Approval(string Principal, bool Approves, string? Reason, DateTimeOffset At);

/// <summary>Where a decision stands.</summary>
/// <param name="Holders">The teams that may take it today.</param>
/// <param name="Missing">What still stands in its way, in words; null where it is taken.</param>
public sealed record DecisionState(Decision Decision, ImmutableArray<string> Holders, ImmutableArray<string> ApprovedBy, string? Missing);

/// <summary>Where a consumer's say stands.</summary>
/// <param name="Missing">What still stands in its way, in words; null where it was given, or silence gave it.</param>
public sealed record AcknowledgementState(Acknowledgement Acknowledgement, DateOnly Deadline, string? By, string? Missing);

/// <summary>Where a plan stands: whether it may be carried out, and if not, whose word is missing.</summary>
/// <param name="Free">True where no principals are known, so that the local user holds every right.</param>
public sealed record PlanState(
    bool Free, ImmutableArray<DecisionState> Decisions, ImmutableArray<AcknowledgementState> Acknowledgements,
        ImmutableArray<string> Refusals)
{
    public bool Ready => Free || (Refusals.IsEmpty && Decisions.All(d => d.Missing is null)
        && Acknowledgements.All(a => a.Missing is null));
}

/// <summary>
/// Holds what principals said against what a plan needs. Rights are those in force, never those the plan would give: no one approves
/// with a right that he is about to get. Only a context that is not in force yet is decided upon by the teams it names itself, because
/// bringing it in needs the constitution's decision anyway.
/// </summary>
public sealed class Approvals(Mesh? inForce, Mesh target)
{
    private readonly Mesh? _authority = inForce is { HasPrincipals: true } ? inForce : target.HasPrincipals ? target : null;

    /// <summary>The mesh that says who is who; null where none does.</summary>
    public Mesh? Authority => _authority;

    /// <param name="author">Who saved the plan.</param>
    /// <param name="saved">The day it was saved.</param>
    /// <param name="today">The day on which rights are looked at.</param>
    public PlanState Judge(Plan plan, string author, DateOnly saved, IReadOnlyList<Approval> said, DateOnly today)
    {
        var last = said.GroupBy(a => a.Principal).Select(g => g.MaxBy(a => a.At)!).OrderBy(a => a.Principal, StringComparer.Ordinal)
            .ToList();
        var yes = last.Where(a => a.Approves).Select(a => _authority?.Principal(a.Principal)).OfType<Principal>().ToList();
        var refusals = last.Where(a => !a.Approves && MaySpeak(plan, a.Principal, today))
            .Select(a => $"{a.Principal}: {a.Reason}").ToImmutableArray();
        return new(_authority is null, [.. plan.Decisions.Select(d => Of(d, author, yes, today))],
            [.. plan.Acknowledgements.Select(a => Of(a, saved, yes, today))], refusals);
    }

    /// <summary>Whether a principal has anything to decide about a plan.</summary>
    public bool MaySpeak(Plan plan, string principal, DateOnly today) => _authority?.Principal(principal) is { } who && who.ActiveOn(today)
        && (plan.Decisions.Any(d => Takes(who, d, today)) || plan.Acknowledgements.Any(a => who.Teams.Contains(a.Team)));

    /// <summary>The teams that may take a decision.</summary>
    public IReadOnlyList<string> Holders(Decision decision, DateOnly today)
    {
        if (_authority is null) return [];
        if (decision.Receiver is { } receiver) return [receiver];
        var mesh = Known(decision.Scope) ? _authority : target;
        var holders = Ownership.Holders.Of(mesh, decision.Right, decision.Scope, today);
        if (holders.Count == 0) holders = Ownership.Holders.Of(_authority, DecisionRight.AmendConstitution, RightScope.Mesh, today);
        return [.. holders.Select(h => h.Team)];
    }

    private bool Known(RightScope scope) => scope.Context switch
    {
        "" => true,
        Reference.LegacyContext => _authority!.Product(new(scope.Context, scope.Product ?? "")) is not null,
        var context => _authority!.Context(context) is not null,
    };

    private bool Takes(Principal who, Decision decision, DateOnly today) =>
        who.ActiveOn(today) && (decision.Signer is null || decision.Signer == who.Id) && Holders(decision, today).Any(who.Teams.Contains);

    private DecisionState Of(Decision decision, string author, IReadOnlyList<Principal> yes, DateOnly today)
    {
        var holders = Holders(decision, today);
        var takers = yes.Where(p => Takes(p, decision, today)).ToList();
        var missing = _authority is null ? null
            : takers.Count == 0 ? decision.Signer is { } signer ? $"waits for `{signer}`, who grants it" : $"waits for {Words(holders)}"
            : decision.FourEyes ? SecondPerson(holders, takers, author) : null;
        return new(decision, [.. holders], [.. takers.Select(p => p.Id)], missing);
    }

    /// <summary>Four eyes are those of two people: of the one who planned and one who takes the decision, or of two who take it. Two
    /// principals of one person are one pair, and a service that no one answers for has none.</summary>
    private string? SecondPerson(IReadOnlyList<string> holders, IReadOnlyList<Principal> takers, string author)
    {
        var deciding = takers.Where(p => p.Kind == PrincipalKind.Person).Select(p => p.Person).OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        var planned = _authority?.Principal(author)?.Person;
        if (deciding.Count > 0 && (planned is null ? deciding : deciding.Append(planned)).Distinct(StringComparer.Ordinal)
            .Count() > 1) return null;
        return planned is null ? $"waits for two people of {Words(holders)}: four eyes, and no person planned it"
            : $"waits for a second person of {Words(holders)}: four eyes, and `{author}` planned it";
    }

    private AcknowledgementState Of(Acknowledgement a, DateOnly saved, IReadOnlyList<Principal> yes, DateOnly today)
    {
        var rules = (_authority ?? target).Constitution.Approvals;
        var deadline = saved.AddDays(rules.AcknowledgementDays);
        var by = yes.FirstOrDefault(p => p.ActiveOn(today) && p.Teams.Contains(a.Team))?.Id;
        var silent = by is null && _authority is not null && !(today > deadline && rules.Silence == Silence.Consents);
        return new(a, deadline, by, !silent ? null
            : $"`{a.Consumer}` reads `{a.Product}`{PassesOn(a)}: `{a.Team}` has until {Day(deadline)} to acknowledge, and its silence {(rules.Silence == Silence.Consents ? "consents" : "refuses")}");
    }

    private static string PassesOn(Acknowledgement a) => a.Origin is { } origin ? $", which passes on what breaks in `{origin}`" : "";

    private static string Words(IReadOnlyList<string> teams) => teams.Count == 0 ? "no one" : string.Join(" or ", teams.Select(t => $"`{t}`"));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
