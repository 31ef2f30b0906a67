using System.Text.Json;

namespace Treaty.Acceptance.Tests.Deciding;

public sealed class One_broken_file_is_one_case : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void And_every_discrepancy_is_in_one_case_that_can_be_worked_on_whole()
    {
        var mesh = _folder["mesh"];
        TreatyProgram.Run("sample", "order-to-cash", mesh, "--scale", "0.2").Succeeded();
        var captures = Path.Combine(mesh, "sources", "psp", "captures.txt");
        // The provider's export of one day never came.
        File.WriteAllLines(captures, [.. File.ReadAllLines(captures).Where(l => !l.Contains("+|2025-06-12T", StringComparison.Ordinal))]);
        TreatyProgram.Run("run", "--mesh", mesh).Succeeded();
        var report = Json(TreatyProgram.Run("cases", "--mesh", mesh, "--format", "json").Succeeded().Out);
        var cases = report.GetProperty("cases").EnumerateArray().ToList();
        cases.Sum(c => c.GetProperty("count").GetInt64()).ShouldBe(report.GetProperty("discrepancies").GetInt64());
        report.GetProperty("discrepancies").GetInt64().ShouldBe(Json(TreatyProgram.Run("discrepancies", "--mesh", mesh, "--format", "json").Succeeded().Out).GetProperty("total").GetInt64());
        var broken = cases.Single(c => Text(c, "class") == "missing-b" && Text(c, "dimension") == "date" && Text(c, "value") == "2025-06-12");
        Text(broken, "words").ShouldContain("groups with date 2025-06-12 are missing-b");
        var ids = _folder["ids.txt"];
        File.WriteAllText(ids, TreatyProgram.Run("cases", Text(broken, "id"), "--mesh", mesh).Succeeded().Out);
        File.ReadAllLines(ids).Length.ShouldBe(broken.GetProperty("count").GetInt32());
        TreatyProgram.Run("discrepancies", "propose", "--ids", ids, "--resolution", "correct-at-source", "--reason", "the provider sends it again", "--mesh", mesh).Succeeded();
        Json(TreatyProgram.Run("discrepancies", "--state", "proposed", "--mesh", mesh, "--format", "json").Succeeded().Out).GetProperty("total").GetInt32()
            .ShouldBe(File.ReadAllLines(ids).Length);
        TreatyProgram.Run("cases", "k00000000000", "--mesh", mesh).ExitCode.ShouldBe(1);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
