using System.Collections.Immutable;
using DuckDB.NET.Data;
using Treaty.Core.Contracts;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Sql;
using static Treaty.Backends.Tests.Reconciliation.Compared;

namespace Treaty.Backends.Tests.Reconciliation;

/// <summary>Tables of other projects, compared: any two selects by a key, an amount or the count of rows, and other columns.</summary>
internal sealed class OutsideTables : IDisposable
{
    public const string DataIsAbsent = "the folder shared/data/recon is not beside the project";

    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public OutsideTables() => _connection.Open();

    /// <summary>The data folder; skips the running test where it is absent.</summary>
    public static string DataOrSkip()
    {
        var data = Ancestors(new DirectoryInfo(AppContext.BaseDirectory))
            .Select(folder => Path.Combine(folder.FullName, "shared", "data", "recon")).FirstOrDefault(Directory.Exists);
        Assert.SkipWhen(data is null, DataIsAbsent);
        return data!;
    }

    public void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public IReadOnlyList<IReadOnlyList<object?>> Query(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<IReadOnlyList<object?>>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return rows;
    }

    /// <param name="a">A select; likewise b.</param>
    /// <param name="key">Key expressions of both sides.</param>
    /// <param name="amount">What is compared as the amount, and to how many digits; null compares the rows alone.</param>
    /// <param name="attributes">Other columns that should agree.</param>
    public void Compare(string a, string b, string[] key, (string Expression, int Scale)? amount, string[] attributes,
        Func<Comparison, Comparison>? more = null)
    {
        Execute($"CREATE OR REPLACE TABLE side_a AS SELECT row_number() OVER () AS _row_id, * FROM ({a})");
        Execute($"CREATE OR REPLACE TABLE side_b AS SELECT row_number() OVER () AS _row_id, * FROM ({b})");
        var measure = new Measure("value", "rows", amount?.Expression ?? "1", null, null, null, 1, amount?.Scale ?? 0, Nowhere);
        var comparison = Orders with
        {
            A = Orders.A with { Key = [.. key] }, B = Orders.B with { Key = [.. key] },
            Attributes = [.. attributes.Select(column => new ComparedAttribute(column, column, column))],
        };
        Plan = PlanOf(more?.Invoke(comparison) ?? comparison, measure, measure);
        foreach (var statement in ComparisonSql.Statements(Plan)) Execute(statement.Text);
        Execute(ConservationSql.Sums(Plan).Text);
        Conservation.Judge(Plan.Comparison, Query(ConservationSql.Statement(Plan).Text).Select(ConservationCount.Read)).ShouldBeEmpty();
        var bridge = new BridgePlan(Plan.Reference, "value", Plan.First.Scale, ComparisonRelations.Of(Plan));
        Bridge.Of(bridge, Query(BridgeSql.Lines(bridge).Text)).Verify(Query(BridgeSql.Totals(Plan, "value").Text).Select(SideTotal.Read))
            .Findings.ShouldBeEmpty();
    }

    public ComparisonPlan? Plan { get; private set; }

    /// <summary>Whether both sides hold the same rows in scope, by count and hashes.</summary>
    public bool Identical()
    {
        var plan = Plan! with { Prefix = "i_" };
        foreach (var view in IdenticalSql.Views(plan)) Execute(view.Text);
        var sides = Query(IdenticalSql.Statement(plan).Text);
        return sides[0].Skip(1).Take(3).SequenceEqual(sides[1].Skip(1).Take(3));
    }

    /// <summary>How many groups there are of each class.</summary>
    public string Classes => string.Join(", ", Query("SELECT count(*) || ' ' || class FROM p_groups GROUP BY class ORDER BY class").Select(r => r[0]));

    /// <summary>Every discrepancy: key, class, subject, what it adds to b − a.</summary>
    public string[] Discrepancies => [.. Query(
        "SELECT concat_ws(' ', group_key, class, NULLIF(subject, ''), CASE WHEN amount <> 0 THEN CAST(amount AS VARCHAR) END) FROM p_discrepancies ORDER BY ALL")
        .Select(r => (string)r[0]!)];

    public void Dispose() => _connection.Dispose();

    private static IEnumerable<DirectoryInfo> Ancestors(DirectoryInfo? folder)
    {
        for (; folder is not null; folder = folder.Parent) yield return folder;
    }
}
