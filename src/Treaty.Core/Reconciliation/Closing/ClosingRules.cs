using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Ownership;
using Treaty.Core.Reconciliation.Decisions;

namespace Treaty.Core.Reconciliation.Closing;

/// <summary>Says whether a period may be closed, and by whom.</summary>
public static class ClosingRules
{
    public static FindingKind NotYet { get; } = new("TRY1620", Severity.Error, "a period cannot be closed now");

    public static FindingKind StillOpen { get; } = new("TRY1621", Severity.Error, "open discrepancies stand in the way of closing a period");

    public static FindingKind NoRight { get; } = new("TRY1622", Severity.Error, "someone closes a period without the right to");

    public static FindingKind SecondPerson { get; } = new("TRY1623", Severity.Error, "a close needs a second person");

    /// <summary>How a discrepancy is settled at closing; null where it stands in the way.</summary>
    public static string? HowSettled(DecisionRules rules, string @class, DiscrepancyState state, ResolutionKind? resolution)
    {
        if (state == DiscrepancyState.AutoClosed) return state.Text();
        if (state == DiscrepancyState.Resolved) return resolution?.Text() ?? state.Text();
        var known = ReconciliationWords.TryParseClass(@class);
        if (known is { } accepted && rules.Accepted.Contains(accepted)) return "accepted by rule";
        return known is { } carried && rules.Carried.Contains(carried) ? "carried by rule" : null;
    }

    /// <summary>Why the period cannot be closed whatever is in it; null where it can.</summary>
    /// <param name="closed">The periods of the product that are closed.</param>
    public static Finding? Refusal(ClosingPeriod period, IReadOnlyCollection<ClosingPeriod> closed, DateOnly today)
    {
        if (closed.Any(c => c.Name == period.Name))
            return NotYet.At(null, $"`{period.Name}` is closed already", "see `treaty close --list`; what came later restates the next period");
        if (period.To > today)
            return NotYet.At(null, $"`{period.Name}` is not over before {period.To:yyyy-MM-dd}", "close it then");
        return closed.FirstOrDefault(c => c.To > period.From) is { } later
            ? NotYet.At(null, $"`{later.Name}` is closed, which is not before `{period.Name}`",
                "periods are closed in their order; reopen the later one first, by a recorded decision") : null;
    }

    /// <summary>Open discrepancies of one class and team that stand in the way.</summary>
    /// <param name="dated">False where some have no date, and so stand in the way of every close.</param>
    public static Finding InTheWay(string comparison, string @class, string team, long count, ClosingPeriod period, bool dated) =>
        StillOpen.At(null,
        $"{count} of class `{@class}` in `{comparison}` with `{(team.Length > 0 ? team : "nobody")}` are open up to the end of `{period.Name}`",
        $"settle them: treaty discrepancies --comparison {comparison} --class {@class}{(dated ? $" --before {period.To:yyyy-MM-dd}" : "")}");

    /// <summary>Why someone may not take one of the two steps; null where he may.</summary>
    /// <param name="who">Null for the local user of a mesh without principals.</param>
    /// <param name="preparedBy">The principal who prepared; null while it is being prepared.</param>
    public static Finding? MayNot(Mesh mesh, Principal? who, Reference product, string? preparedBy, DateOnly day)
    {
        if (who is null) return null;
        var right = preparedBy is null ? DecisionRight.Release : DecisionRight.AcceptDifference;
        var scope = RightScope.Of(product);
        if (Holders.By(mesh, who, right, scope, day).Count == 0)
            return NoRight.At(mesh.Product(product)?.Place, $"`{who.Id}` does not hold {right.Text()} for `{scope}`, which "
                + $"{string.Join(" and ", Holders.Of(mesh, right, scope, day).Select(h => $"`{h.Team}`").DefaultIfEmpty("no one"))} hold",
                preparedBy is null ? "preparing a close needs release" : "signing a close needs accept-difference");
        if (preparedBy is null) return null;
        return who.Kind != PrincipalKind.Person || who.Person == mesh.Principal(preparedBy)?.Person
            ? SecondPerson.At(null, $"`{preparedBy}` prepared this close, and `{who.Id}` is no second person", "have someone else sign it") : null;
    }
}
