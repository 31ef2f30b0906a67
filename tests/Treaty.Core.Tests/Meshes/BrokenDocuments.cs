using Treaty.Core.Meshes.Yaml;
using static Treaty.Core.Tests.Meshes.Case;
using static Treaty.Core.Tests.Meshes.HealthyMesh;

namespace Treaty.Core.Tests.Meshes;

/// <summary>Documents that are missing, malformed, or say what no document may.</summary>
internal static class BrokenDocuments
{
    public static IEnumerable<Case> Cases() => [.. Form(), .. Keys(), .. Missing()];

    private static IEnumerable<Case> Form() =>
    [
        Swap("TRY0001", SalesSources, "location: sources/orders.csv", "location: \"sources", "\"sources"),
        Swap("TRY0002", Sales, "domain: Commerce", "domain: Commerce\ndomain: Trade", "domain: Trade"),
        new("TRY0003", Whole.With(Map, "terms: [" + new string(' ', YamlReader.MaxCharacters) + "]"), Map, null),
        Swap("TRY0004", Sales, "domain: Commerce", "domain: !!python/object Commerce", "!!python"),
        Swap("TRY0004", Map, "terms:\n", "---\nterms:\n", "---"),
    ];

    private static IEnumerable<Case> Keys() =>
    [
        Swap("TRY0010", Root, "name: shop\n", "", "treaty"),
        Swap("TRY0010", SalesSources, "    location: sources/orders.csv\n", "", "name: orders\n"),
        Swap("TRY0010", RevenueRules, "accountable: revenue_assurance\n", "", "reconciliation"),
        Swap("TRY0011", Sales, "domain: Commerce", "domain: [Commerce]", "[Commerce"),
        Swap("TRY0011", Root, "2GB", "lots"), Swap("TRY0011", Root, "threads: 2", "threads: two", "two"),
        Swap("TRY0011", OrdersContract, "primaryKey: true, required: true", "primaryKey: true, required: maybe", "maybe"),
        new("TRY0011", Whole.With(Central, "facts: {naming: \"(\"}"), Central, "\"(\""),
        Swap("TRY0012", Sales, "domain: Commerce", "domain: Commerce\npurpuse: x", "purpuse"),
        Swap("TRY0012", OrdersContract, "required: true}\n      - name", "requird: true}\n      - name", "requird"),
        Swap("TRY0012", RevenueRules, "grace: 5d", "grase: 5d", "grase"),
        Swap("TRY0013", Root, "treaty: 1", "treaty: 2", "2"),
        Swap("TRY0013", SalesSources, "csv\n    location: s", "xlsx\n    location: s", "xlsx"),
        new("TRY0013", Whole.With(Central, "severity: {TRY0305: off}"), Central, "off"),
        new("TRY0013", Whole.With(Central, "severity: {TRY305: warning}"), Central, "TRY305"),
        new("TRY0013", Whole.With(Central, "rights: {derived: [release, relase]}"), Central, "[release"),
        new("TRY0013", Whole.With(Central, "required: {product: [purpose, slogan]}"), Central, "[purpose"),
        Swap("TRY0013", Map, "customer-supplier", "friendship"),
        Swap("TRY0013", RevenueRules, "{missing-b:", "{missing-c:", "missing-c"),
        Swap("TRY0014", Orders, "{property: treatySources, value: [orders]}",
            "{property: treatySources, value: [orders]}\n  - {property: treatyOwner, value: x}", "treatyOwner"),
        Swap("TRY0015", Sales, "name: Order Management}", "name: Order Management, until: soon}", "soon"),
    ];

    private static IEnumerable<Case> Missing() =>
    [
        new("TRY0020", Whole.With("contexts/stock/sources.yaml", "sources: []"), "contexts/stock/context.yaml", null),
        new("TRY0020", Whole.With("contexts/stock/context.yaml", ""), "contexts/stock/context.yaml", null),
        new("TRY0020", Whole.Without(DailyContract), DailyContract, null), new("TRY0020", Whole.Without(Daily), Daily, null),
        new("TRY0020", Whole.With(Daily, "# nothing yet\n"), Daily, null),
        new("TRY0020", Whole.Without(Feed), Feed, null),
        new("TRY0020", Whole.With("legacy/other/feed.yaml", "feed: other\nteam: finance_control"), "legacy/other/contract.odcs.yaml", null),
        new("TRY0020", Whole.Without(Root).Change(SalesSources, "    root: archive\n", ""), Root, null),
        Swap("TRY0021", Sales, "context: sales", "context: selling", "context"),
        Swap("TRY0021", Orders, "name: orders\nversion", "name: order\nversion", "order\nversion"),
        Swap("TRY0021", RevenueRules, "reconciliation: revenue", "reconciliation: turnover", "turnover"),
        Swap("TRY0021", Feed, "feed: mart", "feed: market", "market"),
        Swap("TRY0022", DailyContract, "- name: takings", "- name: Takings", "name: Takings"),
        Swap("TRY0022", Sales, "systems:\n", "systems:\n  - {id: Old-Shop}\n", "{id: Old-Shop"),
        Swap("TRY0022", SalesSources, "name: old_orders", "name: Old-Orders", "Old-Orders"),
    ];
}
