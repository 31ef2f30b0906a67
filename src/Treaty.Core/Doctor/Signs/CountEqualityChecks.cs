using Treaty.Core.Findings;
using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor.Signs;

/// <summary>A test demands that two tables have equally many rows: a reconciliation that says neither which rows nor why.</summary>
public sealed class CountEqualityChecks() : Sign(Found, FailureMode.HiddenReconciliation, Basis.Checks, Topic.Checks)
{
    public static readonly FindingKind Found = new("TRY1033", Severity.Warning, "row counts held equal by tests");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var checks = estate.Assets.SelectMany(a => a.Checks.Where(c => c.Enabled).Select(c => (Asset: a, Check: c))).ToList();
        var written = estate.OtherSql.Where(IsTest).ToList();
        if (checks.Count + written.Count == 0) return null;
        var counted = written.Where(CountsTwo).Select(s => new Evidence(NameOf(s), s.At(1),
            $"counts the rows of {string.Join(" and ", Read(s).Take(2))} and holds them equal")).ToList();
        var equal = checks.Where(x => Compares(x.Check.Kind)).ToList();
        var found = equal.Select(x => new Evidence(x.Asset.Name, x.Check.Place, x.Check.Kind
                + (x.Check.Arguments.Where(a => a.Key is "compare_model" or "to" or "other_table_name")
                    .Select(a => $" against {a.Value}").FirstOrDefault() ?? ""))).Concat(counted).ToList();
        return Seen(checks.Count + written.Count, found,
            $"{found.Count} tests hold the number of rows of two tables equal",
            "compare by key and amount, keep what differs in a queue, and name who answers for it")
            .Graded(found.Count < 3 ? Severity.Info : Severity.Warning);
    }

    /// <summary>A test that is a text of its own, neither a macro nor a test for any column.</summary>
    private static bool IsTest(ForeignSql sql) => sql.File.Split('/') is var folders && folders.Contains("tests") && !folders.Contains("generic")
        && !sql.Code.Any(t => t.Kind == TokenKind.JinjaBlock && t.Text.Contains("test ", StringComparison.Ordinal));

    private static bool CountsTwo(ForeignSql sql) => SqlPatterns.Calls(sql, "count").Count(c => c.Arguments is [[var only]]
        && only.IsSymbol('*')) >= 2 && Read(sql).Count >= 2;

    private static List<string> Read(ForeignSql sql) => [.. sql.Refs.Select(r => r.Arguments[^1]).Concat(sql.Sources.Select(s =>
        $"{s.Arguments[0]}.{s.Arguments[1]}")).Distinct(StringComparer.Ordinal)];

    private static string NameOf(ForeignSql sql) => sql.File[(sql.File.LastIndexOf('/') + 1)..].Split('.')[0];

    private static bool Compares(string kind) => kind is "expect_table_row_count_to_equal_other_table"
        or "expect_table_row_count_to_equal_other_table_times_factor" or "equal_rowcount" or "fewer_rows_than" or "rowcount_equal"
        or "expect_table_aggregation_to_equal_other_table" or "row_count_match" or "cross_table_row_count";
}
