using System.Runtime.CompilerServices;
using Treaty.Core.Reconciliation;

namespace Treaty.Backends.Tests.Reconciliation;

public class The_sql_of_a_comparison
{
    /// <summary>Written again when TREATY_GOLDEN=write is set; the difference is then what a reviewer reads.</summary>
    [Fact]
    public void Reads_as_it_was_last_reviewed()
    {
        var plan = Compared.PlanOf(Rich.Comparison);
        var bridge = new BridgePlan(plan.Reference, "value", 2, ComparisonRelations.Of(plan), new BridgePeriod(new DateOnly(2024, 3, 1), new DateOnly(2024, 4, 1)));
        var text = string.Join(";\n\n", [.. ComparisonSql.Statements(plan).Select(s => s.Text),
            ComparisonSql.Steps(plan).Select(s => s.Stream?.Copy("agreed.parquet").Text).OfType<string>().Single(),
            ConservationSql.Sums(plan).Text, ConservationSql.Statement(plan).Text, BridgeSql.Lines(bridge).Text, BridgeSql.Totals(plan, "value", bridge.Period).Text]) + ";\n";
        var golden = Path.Combine(Path.GetDirectoryName(Here())!, "rich.sql");
        if (Environment.GetEnvironmentVariable("TREATY_GOLDEN") == "write") File.WriteAllText(golden, text);
        text.ShouldBe(File.ReadAllText(golden));
    }

    [Fact]
    public void Looks_for_nothing_that_is_not_declared()
    {
        var plan = Compared.PlanOf(Compared.Orders);
        plan = plan with { A = plan.A with { NoCopies = true }, B = plan.B with { NoCopies = true } };
        var text = string.Join("\n", ComparisonSql.Statements(plan).Select(s => s.Text));
        foreach (var word in new[] { "GROUP BY", "OVER (", "ANTI JOIN", "several", "copies", "currencies", "status_a IS", "first_a" }) text.ShouldNotContain(word);
    }

    [Fact]
    public void Never_touches_binary_floating_point()
    {
        using var compared = Compared.Run(Rich.Comparison, [new(1, "x", 10)], [new(1, "x", 11)]);
        compared.Execute(ConservationSql.Sums(compared.Plan, "group_key").Text);
        var steps = compared.Query("SELECT table_name, column_name FROM duckdb_columns() WHERE starts_with(table_name, 'p_') AND data_type IN ('DOUBLE', 'FLOAT', 'HUGEINT')");
        steps.ShouldBeEmpty();
        foreach (var sql in new[] { BridgeSql.Lines(compared.BridgePlan()), BridgeSql.Totals(compared.Plan, "value"), ConservationSql.Statement(compared.Plan) })
            compared.Query($"SELECT column_name FROM (DESCRIBE {sql.Text}) WHERE column_type IN ('DOUBLE', 'FLOAT', 'HUGEINT')").ShouldBeEmpty();
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
