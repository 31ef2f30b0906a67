using static Treaty.Core.Tests.Meshes.Case;
using static Treaty.Core.Tests.Meshes.HealthyMesh;

namespace Treaty.Core.Tests.Meshes;

/// <summary>Contracts that promise what cannot be enforced.</summary>
internal static class BrokenContracts
{
    private static readonly string DailyDocument = Whole.Texts[DailyContract];

    public static IEnumerable<Case> Cases() => [.. Schema(), .. Quality()];

    private static IEnumerable<Case> Schema() =>
    [
        new("TRY0401", Whole.Without(DailySql)
            .With(DailyContract, DailyDocument[..DailyDocument.IndexOf("schema:", StringComparison.Ordinal)]), DailyContract, null),
        Swap("TRY0402", OrdersContract, "decimal(18,2)", "decimal(40,2)"), Swap("TRY0402", OrdersContract, "decimal(18,2)", "decimal(2,4)"),
        Swap("TRY0402", OrdersContract, "{name: status, logicalType: string}", "{name: status, logicalType: vector}", "vector"),
        Swap("TRY0402", OrdersContract, "logicalType: number\n", "logicalType: string\n", "name: gross_amount"),
        Swap("TRY0403", OrdersContract, "{name: status,", "{name: status, relationships: [{to: a.b.c}],", "a.b.c"),
        Swap("TRY1302", OrdersContract, "{name: status, logicalType: string}", "{name: status, logicalType: string, logicalTypeOptions: {format: iban}}", "iban"),
        Swap("TRY1303", OrdersContract, "    properties:\n", "    relationships: [{from: [status, order_id], to: [order_placed.status]}]\n    properties:\n", "{from: [status"),
        Swap("TRY0404", OrdersContract, "version: 1.0.0", "version: one", "one"),
        Swap("TRY0410", DailyContract, "primaryKey: true", "required: true", "name: takings"),
        Swap("TRY0411", OrdersContract, "{name: status,", "{name: _status,"),
        Swap("TRY0411", DailyContract, "- name: takings", "- name: quarantine", "name: quarantine"),
        Swap("TRY0412", OrdersContract, "{name: placed_at, logicalType: timestamp, required: true}",
            "{name: placed_at, logicalType: timestamp, required: true, logicalTypeOptions: {minimum: soon}}", "{name: placed_at"),
        Swap("TRY0430", OrdersContract, "date: placed_at, currency: currency}", "date: placed_at}", "{name: order_value"),
        Swap("TRY1202", OrdersContract, "physicalType: decimal(18,2)",
            "physicalType: decimal(18,2)\n        partitionKeyPosition: few", "few"),
        Swap("TRY1203", OrdersContract, "physicalType: decimal(18,2)",
            "physicalType: decimal(18,2)\n        logicalTypeOptions: {minLength: 3}", "minLength"),
        Swap("TRY1204", OrdersContract, "{name: placed_at, ", "{name: placed_at, deprecated: true, ", "deprecated"),
        Swap("TRY0413", DailyContract,
            "    properties:\n      - {name: day, logicalType: date, primaryKey: true}\n      - {name: total, logicalType: number, physicalType: \"decimal(38,2)\"}",
            "    properties: []", "name: takings"),
    ];

    private static IEnumerable<Case> Quality() =>
    [
        Swap("TRY0405", OrdersContract, "mustBeGreaterThan: 0", "mustBeGreaterThan: 0, mustBe: 1", "{name: some rows"),
        Swap("TRY0405", OrdersContract, "metric: rowCount, mustBeGreaterThan: 0", "metric: rowCounts, mustBeGreaterThan: 0",
            "{name: some rows"),
        Swap("TRY0405", OrdersContract, "metric: rowCount, mustBeGreaterThan: 0", "type: sql, mustBe: 0", "{name: some rows"),
        Swap("TRY0405", OrdersContract, "mustBeGreaterThan: 0", "mustBeBetween: [1]", "[1]"),
        Swap("TRY0405", OrdersContract, "mustBeGreaterThan: 0", "mustBeBetween: [2, 1]", "[2, 1]"),
        Swap("TRY1304", OrdersContract, "mustBeGreaterThan: 0", "mustBeGreaterThan: 0, unit: miles", "miles"),
        Swap("TRY0406", OrdersContract, "metric: rowCount, mustBeGreaterThan: 0", "type: custom, engine: soda, implementation: x", "{name: some rows"),
        Swap("TRY0406", OrdersContract, "metric: rowCount, mustBeGreaterThan: 0", "type: text, description: good", "{name: some rows"),
    ];
}
