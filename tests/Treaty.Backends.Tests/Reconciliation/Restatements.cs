using CsCheck;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Reconciliation.Closing;
using static Treaty.Backends.Tests.Reconciliation.Compared;

namespace Treaty.Backends.Tests.Reconciliation;

/// <summary>What was stated and what restates it come to what there is now, for any rows whatever.</summary>
public class Restatements
{
    private static readonly ClosingPeriod[] Months = [.. Enumerable.Range(1, 3).Select(m => ClosingPeriod.TryParse($"2024-0{m}")!)];

    private static readonly Measure Sold = Value with { Filter = "status <> 'cancelled'", Date = "day", Currency = "currency" };

    private static readonly SchemaObject Table = new("orders", null, null, null, null,
        [.. new (string Name, LogicalType Type)[] { ("key", LogicalType.String), ("amount", LogicalType.Number), ("currency", LogicalType.String), ("status", LogicalType.String), ("day", LogicalType.Date) }
            .Select((c, i) => Column(c.Name, c.Type, i == 0 ? 1 : null))], [], Nowhere);

    private static Property Column(string name, LogicalType type, int? key) =>
        new(name, null, null, type, 18, 2, true, false, key, PropertyLimits.None, null, null, null, [], [], Severity.Error, Nowhere);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static readonly Gen<Row[]> AnyVersion =
        (from key in Gen.Int[1, 9]
         from amount in OneOf(10m, 10.01m, -5m, 0m, 99.99m)
         from currency in OneOf("EUR", "EUR", "USD")
         from status in OneOf("paid", "paid", "cancelled")
         from day in OneOf("2024-01-10", "2024-01-31", "2024-02-01", "2024-03-01", "2024-04-01")
         select new Row(key, $"k{key}", amount, currency, status, day)).Array[0, 12].Select(rows => rows.DistinctBy(r => r.Id).ToArray());

    private static RestatementSql Sql(ClosingPeriod period, string before, string after) => new(Sold, Table, before, after, "UTC", period);

    [Fact]
    public void Stated_and_restatements_come_to_what_there_is_now() => Gen.Select(AnyVersion, AnyVersion).Sample((was, now) =>
    {
        using var compared = Run(Orders, was, now);
        foreach (var month in Months)
        {
            var sql = Sql(month, "side_a", "side_b");
            var (before, after) = (Totals(compared, sql.Total(false).Text), Totals(compared, sql.Total(true).Text));
            var lines = compared.Query(sql.Lines().Text);
            foreach (var currency in new[] { "EUR", "USD" })
                (before.GetValueOrDefault(currency) + lines.Where(l => (string)l[1]! == currency).Sum(l => (decimal)l[3]!)).ShouldBe(after.GetValueOrDefault(currency));
            lines.ShouldAllBe(l => (decimal)l[4]! >= Math.Abs((decimal)l[3]!));
            compared.Query(sql.Rows(1000).Text).Sum(r => (decimal)r[3]!).ShouldBe(lines.Sum(l => (decimal)l[3]!));
        }
    }, iter: 40, threads: 1);

    [Fact]
    public void A_version_restates_nothing_of_itself_and_the_way_back_is_the_way_negated() => Gen.Select(AnyVersion, AnyVersion).Sample((was, now) =>
    {
        using var compared = Run(Orders, was, now);
        foreach (var month in Months)
        {
            compared.Query(Sql(month, "side_a", "side_a").Lines().Text).ShouldBeEmpty();
            var forth = compared.Query(Sql(month, "side_a", "side_b").Lines().Text).GroupBy(l => (string)l[1]!).ToDictionary(g => g.Key, g => g.Sum(l => (decimal)l[3]!));
            var back = compared.Query(Sql(month, "side_b", "side_a").Lines().Text).GroupBy(l => (string)l[1]!).ToDictionary(g => g.Key, g => -g.Sum(l => (decimal)l[3]!));
            back.OrderBy(p => p.Key).ShouldBe(forth.OrderBy(p => p.Key));
        }
    }, iter: 20, threads: 1);

    [Fact]
    public void Each_reason_has_its_line()
    {
        Row[] was = [new(1, "same", 10), new(2, "gone", 20), new(3, "moved", 30), new(4, "dearer", 40), new(5, "called off", 50), new(6, "in dollars", 60), new(8, "elsewhere", 5, Day: "2024-01-01")];
        Row[] now = [new(1, "same", 10), new(3, "moved", 30, Day: "2024-04-01"), new(4, "dearer", 41), new(5, "called off", 50, Status: "cancelled"), new(6, "in dollars", 60, "USD"), new(7, "late", 70), new(8, "elsewhere", 6, Day: "2024-01-01")];
        using var compared = Run(Orders, was, now);
        compared.Query(Sql(Months[2], "side_a", "side_b").Lines().Text).Select(l => $"{l[0]} {l[1]} {l[2]} {l[3]}").ShouldBe(
        [
            "amount EUR 1 1", "currency EUR 1 -60", "late EUR 1 70", "moved EUR 1 -30", "recounted EUR 1 -50", "removed EUR 1 -20", "currency USD 1 60",
        ]);
    }

    private static Dictionary<string, decimal> Totals(Compared compared, string sql) => compared.Query(sql).ToDictionary(r => (string)r[0]!, r => (decimal)r[1]!);
}
