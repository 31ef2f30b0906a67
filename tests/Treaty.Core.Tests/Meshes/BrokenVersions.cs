using static Treaty.Core.Tests.Meshes.HealthyMesh;

namespace Treaty.Core.Tests.Meshes;

/// <summary>Older major versions, and what consumers rely on.</summary>
internal static class BrokenVersions
{
    private const string Folder = "contexts/payments/captures/";
    private const string Older = Folder + "contract.v1.odcs.yaml";
    private const string End = "\nslaProperties: [{property: endOfSupport, value: \"2030-01-01\"}]\n";

    private static readonly string Contract = Whole.Texts[CapturesContract];

    /// <summary>The captures in version 2, all readers moved.</summary>
    private static readonly HealthyMesh Second = Whole.Change(CapturesContract, "version: 1.0.0", "version: 2.0.0")
        .Change(Daily, "payments.captures, version: 1.0.0", "payments.captures, version: 2.0.0")
        .With(Revenue, Whole.Texts[Revenue].Replace("payments.captures, version: 1.0.0", "payments.captures, version: 2.0.0"));

    public static IEnumerable<Case> Cases() =>
    [
        new("TRY1280", Second.With(Folder + "contract.v3.odcs.yaml", Contract + End), Folder + "contract.v3.odcs.yaml", null),
        new("TRY1281", Whole.With(Older, Contract + End), Older, null),
        new("TRY1282", Second.With(Older, Contract), Older, null),
        new("TRY1283", Second.With(Older, Contract + End.Replace("2030", "2020")), Older, null),
        new("TRY1284",
            Second.With(Older, Contract + End).Change(Daily, "payments.captures, version: 2.0.0", "payments.captures, version: 1.0.0"),
                Daily,
            "{name: payments.captures"),
        new("TRY1285", Whole.With("zone/revenue/contract.v1.odcs.yaml", Whole.Texts[RevenueContract] + End),
            "zone/revenue/contract.v1.odcs.yaml", null),
        Relying("TRY1290", "{quality: [{type: sql, query: select 1, mustBe: 1}]}", "sql,"),
        Relying("TRY1291", "{columns: [amounts]}"),
        Relying("TRY1291", "{meaning: [amounts]}"),
        Relying("TRY1291", "{quality: [{metric: nullValues, column: amounts, mustBe: 0}]}"),
        Relying("TRY1292", "{objectives: [{property: latency, value: 1, unit: h}]}", "{property: latency"),
        Relying("TRY0102", "{object: captured, columns: [amount]}"),
        Relying("TRY0012", "{colums: [amount]}", "colums"),
    ];

    private static Case Relying(string code, string value, string? at = null) =>
        new(code, Whole.Change(Daily, "contractId: payments_captures}",
        "contractId: payments_captures, customProperties: [{property: treatyReliesOn, value: [" + value + "]}]}"), Daily, at ?? value);
}
