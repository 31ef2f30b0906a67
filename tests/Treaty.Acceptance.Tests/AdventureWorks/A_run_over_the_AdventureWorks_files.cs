using System.Text.Json;

namespace Treaty.Acceptance.Tests.AdventureWorks;

/// <summary>The mesh in tests/meshes/adventureworks, run by the command line over the real files, comes to what was expected.</summary>
public sealed class A_run_over_the_AdventureWorks_files : IDisposable
{
    private readonly string _mesh = Directory.CreateTempSubdirectory("treaty-adventureworks-").FullName;

    public void Dispose() => Directory.Delete(_mesh, recursive: true);

    [Fact]
    public void Publishes_and_compares_as_expected()
    {
        var facts = new Dictionary<string, string>(ReportedFacts.OfRun(Run()), StringComparer.Ordinal)
        {
            ["order_lines_of_orders.groups.matched.by_tolerance"] = ReportedFacts.WithinTolerance(Treaty("bridge", "sales.orders", "sales.order_lines")),
        };
        var expected = Expected(
            "published.", "warnings.", "order_lines_of_orders.groups.", "order_totals.groups", "order_totals.discrepancies.");
        ExpectedFacts.Differences(expected, facts).ShouldBeEmpty();
    }

    [Fact]
    public void Answers_the_questions_as_expected()
    {
        Run();
        var expected = ExpectedFacts.Read();
        var answers = ReportedFacts.Questions.ToDictionary(
            question => question.Fact, question => ReportedFacts.OfQuery(Treaty("query", question.Sql)), StringComparer.Ordinal);
        ExpectedFacts.Differences(answers.Keys.Select(fact => KeyValuePair.Create(fact, expected[fact])), answers).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("revenue")]
    [InlineData("tax")]
    [InlineData("freight")]
    public void Bridges_product_and_warehouse_by_named_causes_alone(string measure)
    {
        Run();
        var report = Treaty("bridge", "zone.order_revenue", "legacy.dw_sales_orders", "--measure", measure);
        var expected = Expected($"order_totals.bridge.{measure}.", $"order_totals.total_a.{measure}", $"order_totals.total_b.{measure}");
        ExpectedFacts.Differences(expected, ReportedFacts.OfBridge(measure, report)).ShouldBeEmpty();
    }

    /// <summary>Contexts that mean three things by one word, each mapped: the doctor has nothing to say against it.</summary>
    [Fact]
    public void Leaves_a_mesh_that_the_doctor_finds_well()
    {
        Run().GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("code").GetString()).ShouldNotContain("TRY1122");
        var diagnosis = JsonDocument.Parse(TreatyProgram.Run("doctor", _mesh, "--format", "json").Succeeded().Out).RootElement;
        diagnosis.GetProperty("modes").EnumerateArray().Select(m => m.GetProperty("verdict").GetString()).ShouldAllBe(v => v == "clear" || v == "traces");
        diagnosis.GetProperty("modes").EnumerateArray().SelectMany(m => m.GetProperty("observations").EnumerateArray()).Where(o =>
            o.GetProperty("present").GetBoolean()).Select(o => $"{o.GetProperty("code").GetString()} {o.GetProperty("severity").GetString()}").ShouldAllBe(o => o.EndsWith(" info"));
    }

    private static IEnumerable<KeyValuePair<string, string>> Expected(params string[] prefixes) =>
        ExpectedFacts.Read().Where(fact => prefixes.Any(prefix => fact.Key.StartsWith(prefix, StringComparison.Ordinal)));

    private JsonElement Run()
    {
        var data = AdventureWorksFolders.DataOrSkip();
        AdventureWorksFolders.CopyMesh(_mesh);
        return Treaty("run", "--root", "adventureworks=" + data);
    }

    private JsonElement Treaty(string verb, params string[] arguments) =>
        JsonDocument.Parse(TreatyProgram.Run([verb, .. arguments, "--mesh", _mesh, "--format", "json"]).Succeeded().Out).RootElement;
}
