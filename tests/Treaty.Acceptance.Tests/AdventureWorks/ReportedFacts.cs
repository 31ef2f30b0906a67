using System.Text.Json;

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
    public static IReadOnlyDictionary<string, string> OfRun(JsonElement report) =>
        throw new NotSupportedException($"the report of a run has no fixed shape yet: {report.ValueKind}");

    /// <summary>The one value of the answer to `treaty query`.</summary>
    public static string OfQuery(JsonElement report) =>
        throw new NotSupportedException($"the report of a query has no fixed shape yet: {report.ValueKind}");

    /// <summary>Facts of `treaty bridge` for one measure: the totals, and each line's groups and amount summed over currencies.</summary>
    public static IReadOnlyDictionary<string, string> OfBridge(string measure, JsonElement report) =>
        throw new NotSupportedException($"the report of the bridge of {measure} has no fixed shape yet: {report.ValueKind}");

    private static string Shared(string value, string filter) =>
        $"select {value} from zone.order_revenue r join legacy.dw_sales_orders w on w.order_number = r.order_number where {filter}";
}
