using Treaty.Core.Findings;
using Treaty.Operations.Reports;

namespace Treaty.Acceptance.Tests.OnTheConsole;

/// <summary>Invented runs: one with a refusal, one where nothing was due.</summary>
internal static class SampleRuns
{
    public static RunReport Last { get; } =
        new(SampleReading.LastRun, "order_to_cash", "3f9a1c77e0d24b8fa1c0", SampleReading.Now.AddHours(-2), "ines",
    [
        Step("sales.orders", "publish", StepOutcome.Published, 41, "source changed", new(48_334, 48_334, 335, 121, 47_878, 323, 12, 0)) with
        {
            Checks = SampleProducts.Of(SampleCatalog.Entries[0]).Checks, Quarantine = SampleProducts.Quarantine,
        },
        Step("payments.settlements", "publish", StepOutcome.Published, 41, "first publish",
            new(48_026, 48_026, 47_990, 36, 0, 47_990, 0, 0)),
        Step("fulfilment.shipments", "publish", StepOutcome.Refused, null, "source changed", new(45_002, 45_002, 0, 7, 0, 0, 0, 0)) with
        {
            Findings =
            [
                SampleReading.Finding("TRY0705", Severity.Error, "contexts/fulfilment/shipments/contract.odcs.yaml",
                    "the check `shipped after placed` failed in 7 rows, more than its limit of 0",
                    "correct the rows at the source, or have the owner change the objective"),
            ],
        },
        Step("zone.revenue", "reconcile", StepOutcome.Published, 41, "input changed",
            new(142_205, 47_101, 47_101, 0, 0, 47_101, 0, 0)) with { Comparisons = [SampleProducts.Comparison] },
        Step("crm.contacts", "publish", StepOutcome.UpToDate, 40, "", RowFigures.None),
        Step("legacy.revenue_mart", "snapshot", StepOutcome.Skipped, null, "an input was refused", RowFigures.None),
    ], []);

    public static RunReport Quiet { get; } =
        Last with { Run = "r-20260401-0630-11aa", At = SampleReading.Now.AddHours(-26),
        Steps = [Step("sales.orders", "publish", StepOutcome.UpToDate, 40, "", RowFigures.None)] };

    /// <summary>Nothing is new, and what was refused is not tried again.</summary>
    public static RunReport RefusedAsBefore { get; } =
        Last with
        {
            Run = "",
            Steps = [Quiet.Steps[0], Last.Steps[2] with { Outcome = StepOutcome.StillRefused,
                Because = "as in run r000007: nothing it reads has changed", Rows = RowFigures.None, Times = StepTimes.None }],
        };

    public static IReadOnlyList<RunReport> All { get; } = [Last, Quiet];

    public static IReadOnlyList<RunLine> Lines { get; } =
        [.. All.Select(r =>
        new RunLine(r.Run, r.At, r.By, r.Steps.Count, r.Steps.Sum(s => s.Rows.Published), r.Steps.Sum(s => s.Rows.Quarantined),
        r.Refused))];

    private static StepReport Step(string reference, string kind, StepOutcome outcome, long? version, string because, RowFigures rows) =>
        new(reference, kind, outcome, version, because, rows, [], [], [], [], new StepTimes(0.8, 0.3, 0.5, 1.6));
}
