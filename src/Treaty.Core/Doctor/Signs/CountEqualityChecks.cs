using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>A test demands that two tables have equally many rows: a reconciliation that says neither which rows nor why.</summary>
public sealed class CountEqualityChecks() : Sign(Found, FailureMode.HiddenReconciliation, Basis.Checks, Topic.Checks)
{
    public static readonly FindingKind Found = new("TRY1033", Severity.Warning, "row counts held equal by tests");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var checks = estate.Assets.SelectMany(a => a.Checks.Where(c => c.Enabled).Select(c => (Asset: a, Check: c))).ToList();
        if (checks.Count == 0) return null;
        var equal = checks.Where(x => Compares(x.Check.Kind)).ToList();
        return Seen(checks.Count, equal.Select(x => new Evidence(x.Asset.Name, x.Check.Place, x.Check.Kind
                + (x.Check.Arguments.Where(a => a.Key is "compare_model" or "to" or "other_table_name")
                    .Select(a => $" against {a.Value}").FirstOrDefault() ?? ""))),
            $"{equal.Count} tests hold the number of rows of two tables equal",
            "compare by key and amount, keep what differs in a queue, and name who answers for it")
            .Graded(equal.Count switch { 0 => Severity.Info, < 3 => Severity.Info, _ => Severity.Warning });
    }

    private static bool Compares(string kind) => kind is "expect_table_row_count_to_equal_other_table"
        or "expect_table_row_count_to_equal_other_table_times_factor" or "equal_rowcount" or "fewer_rows_than" or "rowcount_equal"
        or "expect_table_aggregation_to_equal_other_table" or "row_count_match" or "cross_table_row_count";
}
