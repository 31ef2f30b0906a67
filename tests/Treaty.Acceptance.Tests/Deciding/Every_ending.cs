using System.Text.Json;
using Treaty.Acceptance.Tests.Matching;

namespace Treaty.Acceptance.Tests.Deciding;

/// <summary>One discrepancy for each way in which one can end, by command line alone, and what the next run makes of it.</summary>
public sealed class Every_ending
{
    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    [Fact]
    public void Takes_effect_at_once_or_with_the_run_that_no_longer_finds_it()
    {
        using var mesh = new GrowingMesh("full");
        mesh.File("shop", "1", [.. Enumerable.Range(1, 9).Select(i => (i, $"o{i}", 10m * i, i, "")), (10, "o10", 1, 28, "")]);
        mesh.File("bank", "1",
        [
            (1, "o1", 12, 1, ""), (3, "x3", 30, 3, ""), (4, "o4", 40, 4, "d4"), (14, "o4", 40, 4, "d4"), (5, "test5", 7, 5, ""), (15, "o5", 50, 5, ""), (6, "o6", 61, 6, ""),
            (7, "o7", 69, 7, ""), (8, "o8", 88, 8, ""), (9, "o9", 90.25m, 9, ""), (10, "o10", 1, 28, ""),
        ]);
        mesh.Treaty("run");
        Resolve(mesh, "o1", "accept", "--until", "2027-01-31", "--up-to", "3");
        Resolve(mesh, "o2", "carry-forward", "--to", "2026-02");
        Resolve(mesh, "o4", "not-duplicate");
        Resolve(mesh, "test5", "void");
        Resolve(mesh, "o6", "reclassify", "--to", "attribute");
        Resolve(mesh, "o7", "write-off");
        Resolve(mesh, "o8", "correct-at-source");
        Resolve(mesh, "o9", "rule-change");
        mesh.Treaty("discrepancies", "resolve", Of(mesh, "o3"), Of(mesh, "x3"), "--resolution", "manual-match", "--reason", "one payment");
        States(mesh).ShouldBe("o1 resolved, o2 resolved, o3 approved, o4 approved, o6 resolved, o7 resolved, o8 approved, o9 approved, test5 resolved, x3 approved");

        // What waited for its effect gets it: rows matched by a person, true rows kept apart, a corrected file, a wider rule.
        var bank = Path.Combine(mesh.Path, "sources/bank/1.csv");
        File.WriteAllText(bank, File.ReadAllText(bank).Replace("o8,88.00", "o8,80.00", StringComparison.Ordinal));
        var rules = Path.Combine(mesh.Path, "zone/paid/reconciliation.yaml");
        mesh.Write("zone/paid/reconciliation.yaml", File.ReadAllText(rules).Replace("tolerance: {minor: 1}", "tolerance: {minor: 25}", StringComparison.Ordinal));
        mesh.Treaty("run");
        States(mesh).ShouldBe("o1 resolved, o2 resolved, o3 auto-closed, o4 auto-closed, o4 open, o6 resolved, o7 resolved, o8 auto-closed, o9 auto-closed, test5 resolved, x3 auto-closed");

        // Past its limit, or past its day, what was let stand is open again; what was undone too.
        In(mesh, "reopened", "--now", "2027-02-01T00:00:00Z").Select(d => Text(d, "groupKey")).ShouldContain("o1");
        File.WriteAllText(bank, File.ReadAllText(bank).Replace("o1,12.00", "o1,13.01", StringComparison.Ordinal));
        mesh.Treaty("run");
        mesh.Treaty("discrepancies", "reopen", Of(mesh, "o7", "resolved"), "--reason", "the customer is back");
        In(mesh, "reopened").Select(d => Text(d, "groupKey")).Order(StringComparer.Ordinal).ShouldBe(["o1", "o7"]);
    }

    [Theory]
    [InlineData("o1", "not-duplicate", "")]
    [InlineData("o1", "reclassify", "nothing")]
    [InlineData("o1", "accept", "")]
    [InlineData("o1", "carry-forward", "")]
    public void Is_refused_where_it_says_nothing_of_the_discrepancy(string key, string resolution, string to)
    {
        using var mesh = new GrowingMesh();
        mesh.File("shop", "1", [(1, "o1", 10, 1, "")]);
        mesh.File("bank", "1", [(1, "o1", 12, 1, "")]);
        mesh.Treaty("run");
        string[] more = to.Length == 0 ? [] : ["--to", to];
        var refused = TreatyProgram.Run(["discrepancies", "resolve", Of(mesh, key), "--resolution", resolution, "--reason", "so", .. more, "--mesh", mesh.Path, "--format", "json"]);
        (refused.ExitCode, refused.Out.Contains("TRY1606", StringComparison.Ordinal)).ShouldBe((1, true));
    }

    private static void Resolve(GrowingMesh mesh, string key, string resolution, params string[] more) =>
        mesh.Treaty("discrepancies", ["resolve", Of(mesh, key), "--resolution", resolution, "--reason", "looked at", .. more]);

    private static IEnumerable<JsonElement> In(GrowingMesh mesh, string state, params string[] more) =>
        mesh.Treaty("discrepancies", ["--state", state, "--limit", "1000", .. more]).GetProperty("page").EnumerateArray()
            .Where(d => Text(d, "class") != "control");

    private static string Of(GrowingMesh mesh, string key, string state = "open") =>
        Text(In(mesh, state).Single(d => Text(d, "groupKey") == key), "id");

    private static string States(GrowingMesh mesh, params string[] more) =>
        string.Join(", ", new[] { "open", "approved", "resolved", "auto-closed", "reopened" }.SelectMany(state => In(mesh, state, more)).Select(d => $"{Text(d, "groupKey")} {Text(d, "state")}").Order(StringComparer.Ordinal));
}
