using Treaty.Core.Enforcement;
using Treaty.Core.Findings;
using Treaty.Core.Reconciliation.Closing;
using Treaty.Operations.Reports;

namespace Treaty.Acceptance.Tests.OnTheConsole;

/// <summary>A closed period, and clauses in every standing.</summary>
internal static class SampleCloses
{
    private static readonly PinnedTable Table = new("revenue", "zone/revenue/v1/revenue", 7, 48_213, "5f3a-81c0");

    public static CloseLine Line { get; } = new("c0ffee", "zone.revenue", "2026-02", "fin", "flo", SampleReading.Now.AddDays(-20),
        [new("revenue", "EUR", 1_204_331.20m), new("revenue", "GBP", -9m)], "reopened by flo: a bank statement was missing");

    public static CloseDetailReport Whole(bool verify) => new(Line, new string('a', 64), new("zone.revenue", "2026-02", new(2026, 2, 1), new(2026, 3, 1),
        "Europe/London", new string('b', 64), "c0ffe0",
        [new("zone.revenue#7", "1.0.0", [Table]), new("sales.orders#41", "2.1.0", [Table with { Object = "order_placed" }])],
        [new("zone.revenue:order_payment", SampleReading.LastRun, "sales.orders#41", "payments.settlements#12", [Table],
            [new("revenue", "EUR", "total-a", 0, 1_204_331.20m, 0m), new("revenue", "EUR", "missing-b", 12, -18.20m, 18.20m)],
            [new("definition", "accepted by rule", "EUR", 1_204, 5_954.80m)])],
        [.. Line.Totals], [new("2026-01", "c0ffee", [new("revenue", "EUR", "late", 3, 41.10m, 41.10m)])]),
        verify ? [new("the hash", true, "computes again"), new("zone/revenue/v1/revenue version 7", false, "is gone")] : [],
        verify ? [SampleReading.Finding("TRY1627", Severity.Error, null, "zone/revenue/v1/revenue version 7 of `c0ffee`: is gone", "restore it from a backup")] : []);

    public static IReadOnlyList<JudgedClause> Clauses { get; } =
    [
        Clause("row rule", "sales.orders/order_placed.currency", "matches [A-Z]{3}", Mechanism.Publish, "rows are quarantined", ClauseState.Proved,
            new(SampleReading.Now, 41, SampleReading.Now.AddDays(-1), 7, "7 of 48 213 rows")),
        Clause("row rule", "sales.orders/order_placed.order_id", "is present", Mechanism.Publish, "rows are quarantined", ClauseState.Exercised,
            new(SampleReading.Now, 41, null, 0, null)),
        Clause("objective", "sales.orders", "availability 99.9 %", Mechanism.None, "nothing here measures it", ClauseState.NotEnforced, null),
        Clause("demanded right", "zone.revenue", "set-rule", Mechanism.Plan, "plans need the decision", ClauseState.Theatre, null),
        Clause("waiver", "TRY0305", "until 2026-12-31", Mechanism.Check, "check", ClauseState.Pending, null),
    ];

    private static JudgedClause Clause(string kind, string subject, string text, Mechanism by, string how, ClauseState state, Exercise? exercise) =>
        new(new(kind, subject, text, by, how, kind + subject, null) { Bypasses = state == ClauseState.Theatre ? ["waived until 2026-12-31"] : [] }, state, exercise);
}
