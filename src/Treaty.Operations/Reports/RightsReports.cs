using Treaty.Core.Findings;

namespace Treaty.Operations.Reports;

/// <summary>Facts and products by decision rights, on one day.</summary>
/// <param name="Rights">The columns of the matrix.</param>
/// <param name="Teams">How much each team decides, those who decide most first.</param>
/// <param name="Findings">What <c>check</c> says of rights, owners, accords and principals.</param>
/// <param name="KnowsPrincipals">False where there is no principals.yaml, so that the local user holds every right.</param>
public sealed record RightsReport(
    DateOnly Day, IReadOnlyList<string> Rights, IReadOnlyList<RightsLine> Rows, IReadOnlyList<TeamRights> Teams,
    IReadOnlyList<AccordLine> Accords, IReadOnlyList<Finding> Findings, bool KnowsPrincipals)
{
    public int Breaks => Rows.Sum(row => row.Cells.Count(cell => cell.Breaks));

    /// <summary>Whose word the statuses are that comparisons compare.</summary>
    public IReadOnlyList<StatusRightsLine> Statuses { get; init; } = [];
}

/// <summary>Statuses that one side of a comparison says by one and the same right.</summary>
/// <param name="Comparison">Canonical, such as <c>zone.revenue:order_payment</c>.</param>
/// <param name="Says">What states them, such as <c>sales.order_states/order_states</c>.</param>
/// <param name="Statuses">Empty where it is not known which there are.</param>
/// <param name="Standing"><c>named</c>: the right names them and goes before the others; <c>whole</c>: the right over all that the side
/// says; <c>none</c>: they are not this side's word.</param>
/// <param name="Teams">Who holds the right; empty where no one does.</param>
public sealed record StatusRightsLine(string Comparison, string Side, string Says, IReadOnlyList<string> Statuses, string Standing,
    string Right, IReadOnlyList<string> Teams, IReadOnlyList<string> Accords);

/// <summary>A fact, or a product that states none.</summary>
/// <param name="Kind"><c>fact</c>, <c>product</c> or <c>feed</c>.</param>
/// <param name="Product">The product that carries it; null for a fact that is not published.</param>
/// <param name="Owner">The team that answers for it.</param>
public sealed record RightsLine(
    string Context, string Name, string Kind, string? Product, string? Class, string? Owner, IReadOnlyList<RightsCellLine> Cells);

/// <param name="Standing">own, shared, within, outside, vacant or unsaid: how the right stands to the owner.</param>
/// <param name="Breaks">True where the constitution demands it of the owner, who does not hold it.</param>
public sealed record RightsCellLine(string Right, string Standing, IReadOnlyList<string> Teams, IReadOnlyList<string> Accords,
    bool Demanded,
    bool Breaks);

/// <param name="Decides">Cells of the matrix in which the team is among the holders.</param>
/// <param name="Answers">Rows that the team answers for.</param>
/// <param name="Lacks">Demanded rights that it lacks there.</param>
/// <param name="People">Principals of the team who may act; null where no principals are known.</param>
public sealed record TeamRights(string Team, string Name, string? Contact, int Decides, int Answers, int Lacks, int? People);

/// <param name="Holds">False where it ended.</param>
public sealed record AccordLine(string Accord, string? Purpose, IReadOnlyList<string> Between, IReadOnlyList<string> Gives, DateOnly? Until,
    bool Holds);
