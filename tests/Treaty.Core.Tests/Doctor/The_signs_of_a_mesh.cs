using Treaty.Core.Doctor;
using Treaty.Core.Doctor.Meshes;
using Treaty.Core.Enforcement;
using Treaty.Core.Meshes;
using Treaty.Core.Ownership;
using Treaty.Core.Tests.Meshes;

namespace Treaty.Core.Tests.Doctor;

/// <summary>Signs that draw on the ledger of a mesh: each with what shows it and what nearly does.</summary>
public sealed class The_signs_of_a_mesh
{
    private static readonly DateOnly Day = new(2026, 6, 1);
    private static readonly DateTimeOffset At = new(2026, 5, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly Mesh Mesh = HealthyMesh.Whole.Compile().Mesh;

    private static MeshFacts Facts => new(Mesh, [], new(2025, 1, 1));

    private static int Affected(string code, MeshFacts facts) => SmallEstate.Seen(MeshAssets.Of(facts), code, Day)?.Affected ?? 0;

    [Theory]
    [InlineData("payment_operations", 1)]
    [InlineData("order_management", 0)]
    public void Owners_who_decided_nothing(string team, int seen) =>
        Affected("TRY1150", Facts with { Changes = [new("sales.orders", new(2026, 3, 1), [team])] }).ShouldBe(seen);

    [Theory]
    [InlineData(4, 1, 1)]
    [InlineData(4, 2, 0)]
    [InlineData(2, 0, 0)]
    public void Domains_that_change_nothing_alone(int known, int alone, int seen) =>
        Affected("TRY1153", Facts with { Promises = new([], [new("sales", known, known, alone, null)]) }).ShouldBe(seen);

    [Theory]
    [InlineData("2026-03-01", false, 1)]
    [InlineData("2026-03-01", true, 0)]
    [InlineData("2026-05-25", false, 0)]
    public void Products_on_paper(string inForce, bool published, int seen) => Affected("TRY1158", Facts with
    {
        Promises = new([new("sales.orders", null, DateTimeOffset.Parse(inForce, System.Globalization.CultureInfo.InvariantCulture), null)], []),
        Published = published ? new Dictionary<string, DateOnly> { ["sales.orders"] = new(2026, 3, 2) } : [],
    }).ShouldBe(seen);

    [Theory]
    [InlineData("row rule", ClauseState.Theatre, 1)]
    [InlineData("row rule", ClauseState.Pending, 0)]
    [InlineData("row rule", ClauseState.Exercised, 0)]
    [InlineData("accord", ClauseState.Theatre, 0)]
    public void Clauses_that_never_ran(string kind, ClauseState state, int seen) =>
        Affected("TRY1160", Facts with { Clauses = [Clause(kind, state, null), Clause("quality", ClauseState.Proved, new(At, 3, At, 1, "a row"))] }).ShouldBe(seen);

    [Theory]
    [InlineData("2025-01-01", null, 1)]
    [InlineData("2025-01-01", "2025-11-30", 1)]
    [InlineData("2025-01-01", "2025-12-02", 0)]
    [InlineData("2026-01-01", null, 0)]
    public void Rights_that_no_one_used(string since, string? last, int seen)
    {
        static DateOnly On(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var used = last is null ? null : new Exercise(new(On(last), TimeOnly.MinValue, TimeSpan.Zero), 1, null, 0, null);
        Affected("TRY1152", new MeshFacts(Mesh, [], On(since)) { Clauses = [Clause("decision right", ClauseState.Exercised, used)] }).ShouldBe(seen);
    }

    [Theory]
    [InlineData(30, 0, 1)]
    [InlineData(29, 0, 0)]
    [InlineData(30, 1, 0)]
    public void Rules_that_never_refused(int times, int refusals, int seen) => Affected("TRY1161", Facts with
    {
        Clauses = [Clause("row rule", ClauseState.Exercised, new(At, times, refusals > 0 ? At : null, refusals, refusals > 0 ? "a row" : null))],
    }).ShouldBe(seen);

    [Theory]
    [InlineData("contexts/sales/", 1)]
    [InlineData("contexts/payments/", 0)]
    public void Waivers_that_cover_nothing(string where, int seen)
    {
        var waived = HealthyMesh.Whole.With(HealthyMesh.Central, "waivers:\n  - {code: TRY0204, where: " + where
            + ", reason: later, approver: ada, expires: 2027-01-01}\n").Compile().Mesh;
        var finding = OwnershipFinding("contexts/payments/context.yaml");
        Affected("TRY1162", new(waived, [finding], new(2025, 1, 1))).ShouldBe(seen);
    }

    /// <summary>Contexts keep names apart: what would be one name in several spaces of a warehouse is none in a mesh.</summary>
    [Theory]
    [InlineData("TRY1020")]
    [InlineData("TRY1021")]
    [InlineData("TRY1022")]
    [InlineData("TRY1055")]
    public void Names_are_judged_by_the_context_map_alone(string code) =>
        SignList.All.Single(s => s.Kind.Code == code).CanExamine(MeshAssets.Of(Facts)).ShouldBeFalse();

    private static Findings.Finding OwnershipFinding(string file) =>
        new("TRY0204", Findings.Severity.Warning, new(file, 3, 1), "a fact rests on a system of another context", "agree who decides");

    private static JudgedClause Clause(string kind, ClauseState state, Exercise? exercise) =>
        new(new(kind, "sales.orders", "is present", Mechanism.Publish, "a row goes to quarantine", "key", null), state, exercise);
}
