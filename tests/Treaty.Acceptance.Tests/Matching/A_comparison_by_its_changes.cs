using System.Globalization;
using System.Text.Json;

namespace Treaty.Acceptance.Tests.Matching;

/// <summary>Decisions, mappings and rates change, and only what they touch is compared anew; replays prove that it comes to the same.</summary>
public sealed class A_comparison_by_its_changes
{
    private static readonly (int, string, decimal, int, string)[] January =
        [.. Enumerable.Range(1, 60).Select(i => (i, $"o{i}", 10m + i, 1 + (i / 3), i % 7 == 0 ? $"d{i / 14}" : ""))];

    [Fact]
    public void Compares_what_a_decision_a_mapping_or_a_rate_touches()
    {
        using var mesh = new GrowingMesh();
        mesh.WithMapping();
        mesh.WithRates();
        Mapped(mesh, i => i == 20 ? "p99" : $"p{i}");
        Rates(mesh, i => i == 9 ? 0 : 0.85m + (i / 1000m));
        mesh.File("shop", "1", January);
        mesh.File("bank", "1", [.. January.Where(r => r.Item1 is not (11 or 22)).Select(r => r with { Item2 = "p" + r.Item2[1..] }), (200, "x11", 21, 4, "")]);
        Run(mesh, changes: 0).ShouldContain("TRY1440");

        // A person ties rows of two keys together.
        mesh.Treaty("discrepancies", "resolve", Of(mesh, "p11"), Of(mesh, "x11"), "--resolution", "manual-match", "--reason", "one payment");
        Run(mesh, changes: 1);
        Keys(mesh, "missing-b").ShouldBe(["p22", "p99"]);

        // The mapping learns better.
        Mapped(mesh, i => $"p{i}");
        Run(mesh, changes: 2);
        Keys(mesh, "missing-b").ShouldBe(["p22"]);

        // A rate is stated late.
        Keys(mesh, "no-rate").ShouldNotBeEmpty();
        Rates(mesh, i => 0.85m + (i / 1000m));
        Run(mesh, changes: 3).ShouldNotContain("TRY1440");
        Keys(mesh, "no-rate").ShouldBeEmpty();

        // The decision is taken back, while new rows come.
        mesh.Treaty("discrepancies", "reopen", Of(mesh, "p11", "auto-closed"), "--reason", "it was another");
        mesh.File("bank", "2", [(201, "p22", 32, 8, "")]);
        Run(mesh, changes: 4);
        Keys(mesh, "missing-b").ShouldBe(["p11"]);
    }

    [Fact]
    public void Says_why_everything_was_compared()
    {
        using var mesh = new GrowingMesh();
        mesh.File("shop", "1", January);
        mesh.File("bank", "1", January.Take(30));
        TreatyProgram.Run("run", "--mesh", mesh.Path).Succeeded().Out.ShouldNotContain("compared whole");
        mesh.File("bank", "2", January.Skip(30));
        TreatyProgram.Run("run", "--mesh", mesh.Path).Succeeded().Out.ShouldContain("compared whole: more than a fifth of the rows changed");
    }

    private static void Mapped(GrowingMesh mesh, Func<int, string> of) => mesh.Write("sources/map/1.csv",
        "ref_id,shop_ref,bank_ref\n" + string.Concat(Enumerable.Range(1, 60).Select(i => $"m{i},o{i},{of(i)}\n")));

    private static void Rates(GrowingMesh mesh, Func<int, decimal> of) => mesh.Write("sources/fx/1.csv", "rate_id,from_currency,to_currency,rate_date,rate\n"
        + string.Concat(Enumerable.Range(1, 31).Where(i => of(i) > 0).Select(i => string.Create(CultureInfo.InvariantCulture, $"r{i},EUR,GBP,2026-01-{i:00},{of(i):0.000}\n"))));

    private static IEnumerable<string> Keys(GrowingMesh mesh, string @class) =>
        mesh.Treaty("discrepancies", "--class", @class, "--limit", "1000").GetProperty("page").EnumerateArray().Select(d => d.GetProperty("groupKey").GetString()!).Order(StringComparer.Ordinal);

    private static string Of(GrowingMesh mesh, string key, string? state = null) =>
        mesh.Treaty("discrepancies", ["--limit", "1000", .. state is null ? [] : new[] { "--state", state }]).GetProperty("page").EnumerateArray()
            .First(d => d.GetProperty("groupKey").GetString() == key).GetProperty("id").GetString()!;

    private static string Run(GrowingMesh mesh, int changes)
    {
        var run = mesh.Treaty("run");
        var comparison = run.GetProperty("steps").EnumerateArray().SelectMany(s => s.GetProperty("comparisons").EnumerateArray()).Single();
        comparison.GetProperty("whole").GetString().ShouldBe("");
        comparison.GetProperty("changes").GetInt32().ShouldBe(changes);
        var replay = mesh.Treaty("replay", run.GetProperty("run").GetString()!).GetProperty("lines").EnumerateArray().Where(l => l.GetProperty("how").GetString() == "compared-anew").ToList();
        replay.Count.ShouldBe(4);
        replay.ShouldAllBe(l => l.GetProperty("equal").GetBoolean());
        return run.ToString();
    }
}
