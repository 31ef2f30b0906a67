using System.Globalization;
using System.Text.Json;
using Treaty.Core.Reconciliation;

namespace Treaty.Acceptance.Tests.AdventureWorks;

/// <summary>Reads Treaty's JSON reports into facts named as in EXPECTED.yaml. The only place that knows their shape.</summary>
internal static class ReportedFacts
{
    /// <summary>What can be asked of the published products, by the fact it must equal.</summary>
    public static IReadOnlyList<(string Fact, string Sql)> Questions { get; } =
    [
        ("orders.in_both", "select count(*) from zone.order_revenue r join legacy.dw_sales_orders w on w.order_number = r.order_number"),
        ("orders.online", "select count(*) from zone.order_revenue where channel = 'online'"),
        ("orders.reseller", "select count(*) from zone.order_revenue where channel = 'reseller'"),
        ("revenue.online", "select sum(revenue) from zone.order_revenue where channel = 'online'"),
        ("revenue.reseller", "select sum(revenue) from zone.order_revenue where channel = 'reseller'"),
        ("revenue.online.cents", "select round(sum(revenue), 2) from zone.order_revenue where channel = 'online'"),
        ("revenue.reseller.cents", "select round(sum(revenue), 2) from zone.order_revenue where channel = 'reseller'"),
        ("tax.reseller.operational", "select sum(tax) from sales.orders where channel = 'reseller'"),
        ("freight.reseller.operational", "select sum(freight) from sales.orders where channel = 'reseller'"),
        ("tax.reseller.warehouse", Shared("sum(w.tax)", "r.channel = 'reseller'")),
        ("freight.reseller.warehouse", Shared("sum(w.freight)", "r.channel = 'reseller'")),
        ("orders.153_days_earlier_in_warehouse", Shared("count(*)", "w.order_date + 153 = r.order_date")),
        ("currency.relabelled", Shared("count(*)", "w.currency <> 'USD'")),
        ("currency.label_is_currency_of_rate", Shared("count(*)", "w.currency <> 'USD' and w.currency = r.quoted_currency")),
        ("currency.relabelled.AUD", Shared("count(*)", "w.currency = 'AUD'")),
        ("currency.relabelled.CAD", Shared("count(*)", "w.currency = 'CAD'")),
        ("currency.relabelled.DEM", Shared("count(*)", "w.currency = 'DEM'")),
        ("currency.relabelled.FRF", Shared("count(*)", "w.currency = 'FRF'")),
        ("currency.relabelled.GBP", Shared("count(*)", "w.currency = 'GBP'")),
        ("customers.person", "select count(*) from individual_sales.customers"),
        ("customers.person_and_store", "select count(*) from store_relations.customers"),
        ("customers.store", "select count(*) from reseller_sales.customers"),
        ("consent.0", "select count(*) from people.email_consents where email_promotion = 0"),
        ("consent.1", "select count(*) from people.email_consents where email_promotion = 1"),
        ("consent.2", "select count(*) from people.email_consents where email_promotion = 2"),
        ("contactable.yes", "select count(*) from zone.order_contactability where may_contact"),
        ("contactable.no", "select count(*) from zone.order_contactability where contactable = 'no'"),
        ("contactable.unknown", "select count(*) from zone.order_contactability where contactable = 'unknown' and not may_contact"),
    ];

    /// <summary>Facts of `treaty run`: rows published and warned of by product, groups and discrepancies by comparison and class.</summary>
    public static IReadOnlyDictionary<string, string> OfRun(JsonElement report)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var step in report.GetProperty("steps").EnumerateArray())
        {
            var reference = step.GetProperty("ref").GetString()!;
            facts[$"published.{reference}"] = Text(step.GetProperty("rows").GetProperty("published"));
            var warned = step.GetProperty("checks").EnumerateArray().Where(c => c.GetProperty("verdict").GetString() == "warn")
                .Sum(c => long.Parse(c.GetProperty("measured").GetString()!.Split(' ')[0], CultureInfo.InvariantCulture));
            if (warned > 0) facts[$"warnings.{reference}"] = warned.ToString(CultureInfo.InvariantCulture);
            foreach (var comparison in step.GetProperty("comparisons").EnumerateArray()) Comparison(comparison, facts);
        }
        return facts;
    }

    private static void Comparison(JsonElement comparison, Dictionary<string, string> facts)
    {
        var id = comparison.GetProperty("ref").GetString()!.Split(':')[1];
        foreach (var name in Enum.GetValues<DiscrepancyClass>().Select(c => c.Text())) facts[$"{id}.groups.{name}"] = facts[$"{id}.discrepancies.{name}"] = "0";
        foreach (var count in comparison.GetProperty("classes").EnumerateArray())
        {
            var name = count.GetProperty("class").GetString()!;
            facts[$"{id}.groups.{name}"] = Text(count.GetProperty("groups"));
            facts[$"{id}.discrepancies.{name}"] = Text(count.GetProperty("discrepancies"));
        }
        var proofs = comparison.GetProperty("proofs").EnumerateArray().ToList();
        facts[$"{id}.groups"] = proofs.Sum(p => p.GetProperty("groups").GetInt64()).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The one value of the answer to `treaty query`.</summary>
    public static string OfQuery(JsonElement report) => report.GetProperty("rows")[0][0].GetString()!;

    /// <summary>Facts of `treaty bridge` for one measure: the totals, and each line's groups and amount summed over currencies.</summary>
    public static IReadOnlyDictionary<string, string> OfBridge(string measure, JsonElement report)
    {
        var walks = report.GetProperty("walks").EnumerateArray().ToList();
        string Exact(decimal amount) => amount.ToString("0.0000", CultureInfo.InvariantCulture);
        var facts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [$"order_totals.total_a.{measure}"] = Exact(walks.Sum(w => w.GetProperty("totalA").GetDecimal())),
            [$"order_totals.total_b.{measure}"] = Exact(walks.Sum(w => w.GetProperty("totalB").GetDecimal())),
        };
        foreach (var line in walks.SelectMany(w => w.GetProperty("lines").EnumerateArray()).GroupBy(l => l.GetProperty("name").GetString()!))
        {
            facts[$"order_totals.bridge.{measure}.{line.Key}.groups"] = line.Sum(l => l.GetProperty("groups").GetInt64()).ToString(CultureInfo.InvariantCulture);
            facts[$"order_totals.bridge.{measure}.{line.Key}.amount"] = Exact(line.Sum(l => l.GetProperty("amount").GetDecimal()));
        }
        return facts;
    }

    /// <summary>Groups that match within a tolerance alone: what the bridge between the two sides walks on its line of that name.</summary>
    public static string WithinTolerance(JsonElement bridge) =>
        bridge.GetProperty("walks").EnumerateArray().SelectMany(w => w.GetProperty("lines").EnumerateArray())
            .Where(l => l.GetProperty("name").GetString() == "within-tolerance").Sum(l => l.GetProperty("groups").GetInt64()).ToString(CultureInfo.InvariantCulture);

    private static string Text(JsonElement number) => number.GetRawText();

    private static string Shared(string value, string filter) =>
        $"select {value} from zone.order_revenue r join legacy.dw_sales_orders w on w.order_number = r.order_number where {filter}";
}
