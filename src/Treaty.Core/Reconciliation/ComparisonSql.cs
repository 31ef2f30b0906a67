using Treaty.Core.Reconciliation.Matching;
using Treaty.Core.Reconciliation.Rates;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>One step of a comparison: a statement to run, or work on numbers that needs an algorithm.</summary>
public sealed record ComparisonStep(SqlText? Sql, NumberWork? Work)
{
    public ComparisonStep(SqlText sql) : this(sql, null)
    {
    }

    public ComparisonStep(NumberWork work) : this(null, work)
    {
    }

    /// <summary>The other way to do the same where agreeing groups go to a file at once; null where the statement alone will do.</summary>
    public AgreedStream? Stream { get; init; }
}

/// <summary>
/// The steps that carry out a comparison, to be run in order in one session (time zone UTC) that has the two side views. Results are the
/// relations <c>members</c>, <c>groups</c>, <c>discrepancies</c> and <c>proposals</c>, each under <see
/// cref="ComparisonPlan.Prefix"/>; what is written of members and groups are <c>agreed</c>, <c>written_groups</c> and
/// <c>written_members</c> (see <see cref="StoredSql"/>); other relations are steps.
/// </summary>
public static class ComparisonSql
{
    /// <summary>The steps, each to be run once: work on numbers keeps what it has read.</summary>
    public static IReadOnlyList<ComparisonStep> Steps(ComparisonPlan plan)
    {
        var shape = new ComparisonShape(plan);
        return
        [
            .. ConversionSql.Statements(plan).Select(s => new ComparisonStep(s)),
            .. RowsSql.Steps(shape),
            .. BusinessDays(shape),
            .. MatchingSql.Steps(shape),
            .. ResultSql.Placed(shape).Select(s => new ComparisonStep(s)),
            .. RelabelledSql.IsNeeded(shape) ? [new ComparisonStep(RelabelledSql.Statement(shape))] : Array.Empty<ComparisonStep>(),
            .. SubsetSql.Searches(shape),
            .. ProposalSql.Statements(shape).Select(s => new ComparisonStep(s)),
            .. JudgementSql.Statements(shape).Select(s => new ComparisonStep(s)),
            .. ControlSql.Statements(plan).Select(s => new ComparisonStep(s)),
            new(DiscrepancySql.Statement(shape)),
            .. ResultSql.Groups(shape).Select(s => new ComparisonStep(s)),
            .. ResultSql.Members(shape).Select(s => new ComparisonStep(s)),
        ];
    }

    private static IEnumerable<ComparisonStep> BusinessDays(ComparisonShape shape)
    {
        if (shape.Plan.Comparison.Passes.Any(pass => pass.Window is { Business: true }))
            yield return new(BusinessDaySql.Numbered(shape.Plan, Sides.Both.Select(side => RowsSql.Open(shape, side))));
    }

    /// <summary>The statements alone, in order.</summary>
    public static IReadOnlyList<SqlText> Statements(ComparisonPlan plan) => [.. Steps(plan).Select(step => step.Sql).OfType<SqlText>()];

    /// <summary>The columns of <c>members</c>: every row of both sides once, with the group it is in.</summary>
    public static IReadOnlyList<(string Name, string Type)> MemberColumns(ComparisonPlan plan) =>
    [
        ("side", "VARCHAR"), ("group_key", "VARCHAR"), ("surplus", "BOOLEAN"), ("row_id", "BIGINT"), ("business_date", "DATE"),
        ("currency", "VARCHAR"), ("status", "VARCHAR"),
        .. plan.Measures.SelectMany(m => new[] { (m.Name + "_amount", Money(m.Scale)), (m.Name + "_counted", "BOOLEAN") }),
    ];

    /// <summary>The columns of <c>groups</c>: every group once, with its proof, its class and what each side reports for it.</summary>
    public static IReadOnlyList<(string Name, string Type)> GroupColumns(ComparisonPlan plan) =>
    [
        ("group_key", "VARCHAR"), ("class", "VARCHAR"), ("proof", "VARCHAR"), ("rows_a", "BIGINT"), ("rows_b", "BIGINT"),
        ("surplus_a", "BIGINT"), ("surplus_b", "BIGINT"), ("first_row_a", "BIGINT"), ("first_row_b", "BIGINT"), ("date_a", "DATE"),
        ("date_b", "DATE"), ("currency_a", "VARCHAR"), ("currency_b", "VARCHAR"), ("status_a", "VARCHAR"), ("status_b", "VARCHAR"),
        .. plan.Measures.SelectMany(m => new[]
        {
            (m.Name + "_a", Money(m.Scale)), (m.Name + "_b", Money(m.Scale)), (m.Name + "_counted_a", "BOOLEAN"),
            (m.Name + "_counted_b", "BOOLEAN"), (m.Name + "_cause", "VARCHAR"), (m.Name + "_definition", "VARCHAR"),
            (m.Name + "_defined", Money(m.Scale)),
        }),
    ];

    /// <summary>The columns of <c>discrepancies</c>: every difference once, with what it adds to B − A and the team it goes to.</summary>
    public static IReadOnlyList<(string Name, string Type)> DiscrepancyColumns(ComparisonPlan plan) =>
    [
        ("discrepancy_id", "VARCHAR"), ("comparison", "VARCHAR"), ("group_key", "VARCHAR"), ("class", "VARCHAR"), ("subject", "VARCHAR"),
        ("side", "VARCHAR"), ("value_a", "VARCHAR"), ("value_b", "VARCHAR"), ("amount", Money(plan.Scale)), ("gross", Money(plan.Scale)),
        ("currency", "VARCHAR"), ("business_date", "DATE"), ("definition", "VARCHAR"), ("team", "VARCHAR"),
    ];

    /// <summary>
    /// The columns of <c>proposals</c>: pairs of open rows that may belong together and were not confirmed, with the reason,
    /// and their rank among
    /// the proposals of either row (1 is the likeliest).
    /// </summary>
    public static IReadOnlyList<(string Name, string Type)> ProposalColumns(ComparisonPlan plan) =>
    [
        ("proposal_id", "VARCHAR"), ("comparison", "VARCHAR"), ("pass", "BIGINT"), ("reason", "VARCHAR"), ("group_key_a", "VARCHAR"),
        ("group_key_b", "VARCHAR"), ("row_a", "BIGINT"), ("row_b", "BIGINT"), ("amount_a", Money(plan.First.Scale)),
        ("amount_b", Money(plan.First.Scale)), ("currency", "VARCHAR"), ("date_a", "DATE"), ("date_b", "DATE"),
        ("chance", "DECIMAL(18,6)"), ("likeness", "DECIMAL(9,4)"), ("score", "DECIMAL(9,4)"), ("rank_a", "BIGINT"), ("rank_b", "BIGINT"),
        .. plan.Comparison.Passes.Any(pass => pass.Kind == PassKind.Subset) ? SubsetColumns : [],
    ];

    /// <summary>
    /// Further columns of <c>proposals</c> where a pass looks for subsets; NULL for pairs. A subset has one line a member; both ranks are
    /// its place among those of its total (<c>subset_total</c>, the side of the row that the others add up to), <c>subset_found</c> is how
    /// many that total has.
    /// </summary>
    internal static readonly IReadOnlyList<(string Name, string Type)> SubsetColumns =
        [("subset", "VARCHAR"), ("subset_total", "VARCHAR"), ("subset_rows", "BIGINT"), ("subset_found", "BIGINT")];

    private static string Money(int scale) => $"DECIMAL(38,{scale})";
}
