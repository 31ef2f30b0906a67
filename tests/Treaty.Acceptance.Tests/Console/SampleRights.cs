using Treaty.Core.Findings;
using Treaty.Core.Ownership;
using Treaty.Operations.Reports;

namespace Treaty.Acceptance.Tests.OnTheConsole;

/// <summary>Rights in every standing a cell can have, one of them broken.</summary>
internal static class SampleRights
{
    private static readonly string[] Rights =
        [.. Enum.GetValues<DecisionRight>().Where(r => r != DecisionRight.AmendConstitution).Select(r => r.Text())];

    public static RightsReport Of(DateOnly day) => new(day, Rights,
        [
            Row("sales", "order_placed", "fact", "sales.orders", "authoritative-fact", "order_management", "own own own shared within outside vacant unsaid"),
            Row("sales", "a_fact_that_nobody_publishes", "fact", null, null, null, "within within unsaid unsaid unsaid unsaid unsaid unsaid"),
            Row("payments", "settlements", "product", "payments.settlements", "context-view", "payment_operations", "own outside! own own own own own vacant!"),
            Row("legacy", "revenue_mart", "feed", "legacy.revenue_mart", null, "finance_control", "own own own own own own own own"),
        ],
        [new("order_management", "Order management", "mailto:orders@example.com", 12, 1, 0, 2), new("payment_operations", "Payment operations", null, 7, 1, 2, 0)],
        [new("settlement_data", "So that settlements can be released nightly.", ["sales", "payments"], ["release of payments.settlements shared with order_management"], new(2026, 1, 31), false)],
        [SampleReading.Finding("TRY0201", Severity.Error, "contexts/payments/settlements/product.odps.yaml", "`payment_operations` owns a product without the right release", "obtain it")],
        true)
    {
        Statuses =
        [
            new("zone.revenue:order_payment", "a", "sales.order_states/order_states", ["placed", "shipped", "cancelled"], "named", "change-source-semantics", ["order_management"], []),
            new("zone.revenue:order_payment", "b", "payments.settlements/payment_captured", ["refunded"], "named", "change-source-semantics", ["payment_operations"], ["settlement_data"]),
            new("zone.revenue:order_payment", "b", "payments.settlements/payment_captured", ["captured", "voided"], "whole", "change-source-semantics", ["payment_operations"], []),
            new("legacy.revenue_mart:revenue", "b", "legacy.revenue_mart/revenue_mart", [], "none", "change-source-semantics", [], []),
        ],
    };

    private static RightsLine Row(string context, string name, string kind, string? product, string? @class, string? owner, string standings)
    {
        var words = standings.Split(' ');
        return new(context, name, kind, product, @class, owner, [.. Rights.Select((right, i) => Cell(right, words[i % words.Length], owner))]);
    }

    private static RightsCellLine Cell(string right, string word, string? owner)
    {
        var standing = word.TrimEnd('!');
        IReadOnlyList<string> teams = standing switch
        {
            "own" => [owner ?? "a_team"], "shared" => [owner ?? "a_team", "data_governance"], "within" => ["sales_operations"],
            "outside" => ["central_platform"], _ => [],
        };
        return new(right, standing, teams, standing == "shared" ? ["settlement_data"] : [], word.EndsWith('!'), word.EndsWith('!'));
    }
}
