using Treaty.Core.Doctor;
using Treaty.Core.Findings;
using Treaty.Operations.Doctor;

namespace Treaty.Acceptance.Tests.OnTheConsole;

/// <summary>A diagnosis with every verdict, a trend both ways, and names that are long or strange.</summary>
internal static class SampleDoctor
{
    public static ExaminationReport Report { get; } = new(
        new("order_to_cash", EstateKind.TreatyMesh, new(2026, 4, 2), new([new("products", 14), new("feeds", 1), new("contexts", 4)], 61, [], 1), [.. Modes()])
        {
            Worst = [Grave, Seen("TRY1159", FailureMode.Sprawl, Severity.Warning, "published products that no one reads", 2, 14)],
            Trend = new(new(2026, 3, 1), [new("TRY1157", "discrepancies that no one decides", 1, 2), new("TRY1159", "published products that no one reads", 3, 2)]),
        },
        new(Leaning.Unknown, "it cannot be told: 2 of 5 questions are open; answer them, for no estate shows how an organisation decides",
            [new("autonomy", "Can domains decide on their own data?", "3 of 4 changes were made without the platform's team", Leaning.Mesh),
             new("size", "Are there enough teams and products?", "14 products of 2 teams", Leaning.Hub), new("meaning", "Do meanings differ?", null, Leaning.Unknown)]),
        [new("sales", 4.25m, ["100 % owned by a team", "75 % described"], ["the fact order_returned is asserted and published by no product"]), new("crm", 1m, [], [])],
        "r-20260401-0630-11aa", new HashSet<string> { "sales.orders" });

    private static Observation Grave => Seen("TRY1157", FailureMode.HiddenReconciliation, Severity.Error, "discrepancies that no one decides", 2, 3);

    private static IEnumerable<ModeDiagnosis> Modes() => FailureModes.All.Select(mode => mode switch
    {
        FailureMode.HiddenReconciliation => new(mode, Core.Doctor.Verdict.Established, Confidence.High, 2, 4, 5) { Observations = [Grave] },
        FailureMode.Sprawl => new(mode, Core.Doctor.Verdict.Suspected, Confidence.Medium, 1, 3, 5)
        {
            Observations = [Seen("TRY1159", mode, Severity.Warning, "published products that no one reads", 2, 14)],
            NotExamined = [new("TRY1053", "assets nobody reads", Topic.QueryLog)],
        },
        FailureMode.PlatformOverreach => new(mode, Core.Doctor.Verdict.NotExamined, Confidence.Low, 0, 0, 4),
        FailureMode.NamedOwnership => new(mode, Core.Doctor.Verdict.Traces, Confidence.Low, 1, 1, 4)
        {
            Observations = [Seen("TRY1152", mode, Severity.Info, "rights that no one ever used", 60, 61)],
        },
        _ => new ModeDiagnosis(mode, Core.Doctor.Verdict.Clear, Confidence.High, 0, 4, 4),
    });

    private static Observation Seen(string code, FailureMode mode, Severity severity, string title, int affected, int of) =>
        new(code, mode, Basis.Ledger, title, affected, of, severity, $"{affected} of {of} <show> it", "work the queue; someone answers for each")
        {
            Counts = [new("clauses declared", 61, 80)],
            Evidence = [new("sales.orders", new("contexts/sales/orders/product.odps.yaml", 3, 1), "2 changes, all decided by central_platform"),
                .. Enumerable.Range(1, affected - 1).Select(i => new Evidence($"注文 {i}", null, "nothing is known of it"))],
        };
}
