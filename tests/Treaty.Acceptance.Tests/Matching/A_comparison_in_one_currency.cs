using System.Globalization;
using System.Text.Json;

namespace Treaty.Acceptance.Tests.Matching;

/// <summary>Orders and payments in euros compared in pounds, by rates that another context publishes, by command line alone.</summary>
public sealed class A_comparison_in_one_currency
{
    [Fact]
    public void Bridges_rates_rounding_and_rows_without_a_rate_and_replays()
    {
        using var mesh = new GrowingMesh();
        mesh.WithRates();
        mesh.Write("sources/fx/1.csv", "rate_id,from_currency,to_currency,rate_date,rate\n1,EUR,GBP,2026-01-05,0.85000000\n2,EUR,GBP,2026-01-07,0.86000000\n");
        mesh.File("shop", "1", [(1, "o1", 100, 5, ""), (2, "o2", 100, 5, ""), (3, "o3", 50, 20, ""), (4, "o4", 0.03m, 5, "")]);
        mesh.File("bank", "1", [(1, "o1", 100, 5, ""), (2, "o2", 100, 7, ""), (3, "o3", 50, 20, ""), (4, "o4", 0.01m, 5, ""), (5, "o4", 0.02m, 5, "")]);
        var run = mesh.Treaty("run");
        run.ToString().ShouldContain("TRY1440");
        var replay = mesh.Treaty("replay", run.GetProperty("run").GetString()!).GetProperty("lines").EnumerateArray().ToList();
        replay.Count(l => l.GetProperty("how").GetString() == "compared-anew").ShouldBe(4);
        replay.ShouldAllBe(l => l.GetProperty("equal").GetBoolean());
        var bridge = mesh.Treaty("bridge", "shop.rows", "bank.rows");
        bridge.GetProperty("findings").GetArrayLength().ShouldBe(0);
        // o2 at 0.86 instead of 0.85; o4: 0.0255 is 0.03, and 0.0085 and 0.017 are 0.01 and 0.02.
        Lines(bridge, "GBP").ShouldBe(["rate 1.00"]);
        Lines(bridge, "EUR").ShouldBe(["no-rate 0.00"]);
        // A rate that comes later converts what waited for it.
        mesh.Write("sources/fx/2.csv", "rate_id,from_currency,to_currency,rate_date,rate\n3,EUR,GBP,2026-01-20,0.90000000\n");
        mesh.Treaty("run").ToString().ShouldNotContain("TRY1440");
        Lines(mesh.Treaty("bridge", "shop.rows", "bank.rows"), "EUR").ShouldBeEmpty();
        mesh.Treaty("discrepancies", "--class", "no-rate", "--state", "auto-closed").GetProperty("total").GetInt64().ShouldBe(2);
    }

    [Theory]
    [InlineData("currency: GBP", "currency: pounds", "TRY0601")]
    [InlineData("rates: rates", "rates: nowhere", "TRY0601")]
    [InlineData("round: half-even", "round: up", "TRY0013")]
    [InlineData("rate: rate}", "rate: factor}", "factor")]
    public void Is_refused_where_its_rule_cannot_hold(string before, string after, string expected)
    {
        using var mesh = new GrowingMesh();
        mesh.WithRates();
        var rules = Path.Combine(mesh.Path, "zone/paid/reconciliation.yaml");
        mesh.Write("zone/paid/reconciliation.yaml", File.ReadAllText(rules).Replace(before, after, StringComparison.Ordinal));
        var check = TreatyProgram.Run("check", "--mesh", mesh.Path, "--format", "json");
        check.ExitCode.ShouldBe(1);
        check.Out.ShouldContain(expected);
    }

    private static IEnumerable<string> Lines(JsonElement bridge, string currency) => bridge.GetProperty("walks").EnumerateArray()
        .Where(w => w.GetProperty("currency").GetString() == currency).SelectMany(w => w.GetProperty("lines").EnumerateArray())
        .Where(l => l.GetProperty("name").GetString() != "unclassified")
        .Select(l => $"{l.GetProperty("name").GetString()} {l.GetProperty("amount").GetDecimal().ToString("0.00", CultureInfo.InvariantCulture)}");
}
