using System.Text.Json;

namespace Treaty.Acceptance.Tests.Matching;

/// <summary>Rows arrive, late and corrected; each run compares what they touch, and replays prove that it comes to what a whole comparison does.</summary>
public sealed class A_growing_comparison
{
    private static readonly (int, string, decimal, int, string)[] January =
        [.. Enumerable.Range(1, 60).Select(i => (i, $"o{i}", 10m + i, 1 + (i / 3), i % 7 == 0 ? $"d{i / 14}" : ""))];

    private static IEnumerable<(int, string, decimal, int, string)> Faulty => January.Where(r => r.Item1 % 11 != 0)
        .Select(r => r.Item1 % 13 == 0 ? r with { Item3 = r.Item3 + 1 } : r.Item1 % 17 == 0 ? r with { Item3 = r.Item3 + 0.01m } : r);

    [Theory]
    [InlineData("append")]
    [InlineData("full")]
    public void Comes_to_what_a_whole_comparison_does(string mode)
    {
        using var mesh = new GrowingMesh(mode);
        mesh.File("shop", "1", January);
        mesh.File("bank", "1", Faulty);
        Run(mesh, "r000001", changes: 0);

        // Late payments, one that doubles another, and orders of a new day.
        mesh.File("bank", "2", [(100, "o11", 21, 4, ""), (101, "o22", 32, 8, ""), (102, "o7", 17, 3, "d0")]);
        mesh.File("shop", "2", [(100, "o100", 50, 28, "d1")]);
        var second = Run(mesh, null, changes: 1);
        Classes(second)["duplicate"].ShouldBe(1);
        TiesOut(second);

        if (mode == "full")
        {
            // A correction, and a row that is gone.
            mesh.File("bank", "1", Faulty.Skip(1).Select(r => r.Item1 == 13 ? r with { Item3 = 23 } : r));
            var third = Run(mesh, null, changes: 2);
            Classes(third)["amount"].ShouldBe(Classes(second)["amount"] - 1);
            Classes(third)["missing-b"].ShouldBe(Classes(second)["missing-b"] + 1);
        }
        mesh.Treaty("bridge", "shop.rows", "bank.rows").GetProperty("findings").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public void Is_not_closed_while_a_control_total_does_not_tie_out()
    {
        using var mesh = new GrowingMesh();
        mesh.Write("zone/paid/reconciliation.yaml", File.ReadAllText(Path.Combine(mesh.Path, "zone/paid/reconciliation.yaml"))
            .Replace("owner: shop_team}", "owner: shop_team}\n      - {id: monthly, side: a, measure: amount, input: orders, amount: amount + 1, date: day, currency: \"'EUR'\"}", StringComparison.Ordinal));
        mesh.File("shop", "1", January);
        mesh.File("bank", "1", January.Select(r => r.Item1 == 5 ? r with { Item3 = 14 } : r));
        Run(mesh, null, changes: 0);
        var gaps = Page(mesh, "control");
        gaps.Select(g => $"{Text(g, "definition")} {g.GetProperty("businessDate")} {g.GetProperty("amount").GetDecimal():0.00} {Text(g, "team")}")
            .Order(StringComparer.Ordinal).ShouldBe(["monthly 2026-01-01 60.00 control", "shop  -1.00 shop_team"]);
        var tied = mesh.Treaty("bridge", "shop.rows", "bank.rows").GetProperty("tieOuts").EnumerateArray()
            .Select(t => $"{Text(t, "name")} {t.GetProperty("gap").GetDecimal():0.00}");
        tied.Order(StringComparer.Ordinal).ShouldBe(["control:bank 0.00", "control:monthly -60.00", "control:shop 1.00"]);
        mesh.Treaty("discrepancies", "resolve", "--class", "amount", "--resolution", "write-off", "--reason", "looked at");
        Close(mesh).Out.ShouldContain("TRY1621");
        foreach (var gap in gaps)
        {
            Close(mesh).Out.ShouldContain("control");
            TreatyProgram.Run("discrepancies", "resolve", Text(gap, "id"), "--resolution", "manual-match", "--reason", "x", "--mesh", mesh.Path).Out.ShouldContain("TRY1606");
            mesh.Treaty("discrepancies", "accept", Text(gap, "id"), "--until", "2026-12-31", "--now", "2026-03-01T00:00:00Z", "--reason", "the statement says so");
        }
        var closed = JsonDocument.Parse(Close(mesh).Succeeded().Out).RootElement.GetProperty("certificate").GetProperty("comparisons")[0];
        closed.GetProperty("controls").GetArrayLength().ShouldBe(3);
        closed.GetProperty("discrepancies").EnumerateArray().Where(d => Text(d, "class") == "control").Select(d => Text(d, "how")).Distinct().ShouldBe(["accept"]);
        // A change of rows keeps the gaps as they are now, once.
        mesh.File("shop", "2", [(100, "o100", 50, 28, "")]);
        Run(mesh, null, changes: 1);
        Page(mesh, "control").Select(g => $"{Text(g, "definition")} {g.GetProperty("amount").GetDecimal():0.00} {Text(g, "state")}")
            .Order(StringComparer.Ordinal).ShouldBe(["monthly 61.00 reopened", "shop -51.00 reopened"]);
    }

    private static TreatyProgram.Outcome Close(GrowingMesh mesh) =>
        TreatyProgram.Run("close", "2026-01", "--mesh", mesh.Path, "--format", "json", "--now", "2026-03-01T00:00:00Z");

    private static IReadOnlyList<JsonElement> Page(GrowingMesh mesh, string @class) =>
        [.. mesh.Treaty("discrepancies", "--class", @class, "--limit", "1000").GetProperty("page").EnumerateArray()];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    /// <summary>Runs, and replays what was recorded; the step of the comparison.</summary>
    private static JsonElement Run(GrowingMesh mesh, string? expected, int changes)
    {
        var run = mesh.Treaty("run");
        var id = run.GetProperty("run").GetString()!;
        if (expected is not null) id.ShouldBe(expected);
        var replay = mesh.Treaty("replay", id).GetProperty("lines").EnumerateArray().ToList();
        replay.Count(l => l.GetProperty("how").GetString() == "compared-anew").ShouldBe(4);
        replay.ShouldAllBe(l => l.GetProperty("equal").GetBoolean());
        var comparison = run.GetProperty("steps").EnumerateArray().SelectMany(s => s.GetProperty("comparisons").EnumerateArray()).Single();
        comparison.GetProperty("changes").GetInt32().ShouldBe(changes);
        return comparison;
    }

    /// <summary>The bank's total is that of its own rows; the shop's is held against the bank's, and does not come to it.</summary>
    private static void TiesOut(JsonElement comparison)
    {
        var controls = comparison.GetProperty("controls").EnumerateArray()
            .ToDictionary(c => c.GetProperty("id").GetString()!, c => (c.GetProperty("currency").GetString(), c.GetProperty("gap").GetDecimal()));
        controls["bank"].ShouldBe(("EUR", 0));
        controls["shop"].Item1.ShouldBe("");
        controls["shop"].Item2.ShouldNotBe(0);
    }

    private static Dictionary<string, long> Classes(JsonElement comparison) => comparison.GetProperty("classes").EnumerateArray()
        .ToDictionary(c => c.GetProperty("class").GetString()!, c => c.GetProperty("groups").GetInt64());
}
