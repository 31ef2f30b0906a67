using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Treaty.Acceptance.Tests.Rights;

namespace Treaty.Acceptance.Tests.Deciding;

/// <summary>What is tried on closes of the sample: at once, killed, too early, out of turn, and with rows that come or go long after.</summary>
public sealed class A_close_holds(GovernedMesh governed) : IClassFixture<GovernedMesh>
{
    private static readonly (string Month, string End)[] Months = [("2025-03", "2025-04-01"), ("2025-04", "2025-05-01")];

    private JsonElement Json(string mesh, string who, params string[] arguments) =>
        JsonDocument.Parse(governed.Run(mesh, who, arguments).Succeeded().Out).RootElement;

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private IReadOnlyList<JsonElement> Closes(string mesh) => [.. Json(mesh, "gov", "close", "--list").EnumerateArray()];

    private static decimal Total(JsonElement totals, string currency) => totals.EnumerateArray()
        .Where(t => Text(t, "currency") == currency).Sum(t => t.GetProperty("amount").GetDecimal());

    private string Ready(string end)
    {
        var mesh = governed.Copy();
        governed.Run(mesh, "bot", "run").Succeeded();
        Settle(mesh, end, approve: true);
        return mesh;
    }

    private void Settle(string mesh, string end, bool approve)
    {
        var classes = Json(mesh, "gov", "discrepancies", "--before", end, "--limit", "0").GetProperty("byClass").EnumerateArray()
            .Select(c => Text(c, "name")).Where(c => c is not ("late" or "definition"));
        foreach (var @class in classes)
        {
            var proposed = Json(mesh, "fin", "discrepancies", "propose", "--class", @class, "--before", end, "--resolution", "write-off", "--reason", "looked at");
            if (approve) Json(mesh, "flo", "discrepancies", "approve", Text(proposed, "decision"));
        }
    }

    [Fact]
    public void While_decisions_are_only_proposed_no_period_is_closed()
    {
        var mesh = governed.Copy();
        governed.Run(mesh, "bot", "run").Succeeded();
        Settle(mesh, Months[0].End, approve: false);
        var refused = governed.Run(mesh, "fin", "close", Months[0].Month);
        refused.ExitCode.ShouldBe(1);
        refused.Out.ShouldContain("TRY1621");
        Closes(mesh).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_at_once_make_one_certificate()
    {
        var mesh = Ready(Months[0].End);
        async Task<IReadOnlyList<int>> Both(params string[] people)
        {
            var both = people.Select(who => Task.Run(() => governed.Run(mesh, who, "close", Months[0].Month).ExitCode));
            return await Task.WhenAll(both);
        }
        (await Both("fin", "fin")).ShouldContain(0);
        Closes(mesh).ShouldBeEmpty();
        var signed = await Both("flo", "flo");
        signed.ShouldContain(0);
        Closes(mesh).Count.ShouldBe(1);
        governed.Run(mesh, "gov", "audit", "verify").Succeeded();
    }

    [Fact]
    public void Killed_at_any_moment_it_is_closed_once_or_not_at_all()
    {
        var mesh = Ready(Months[0].End);
        Json(mesh, "fin", "close", Months[0].Month);
        foreach (var wait in new[] { 300, 700, 1100, 1500 })
        {
            var start = TreatyProgram.StartInfo("close", Months[0].Month, "--mesh", mesh, "--as", "flo");
            start.Environment["TREATY_KEYS"] = governed.Keys;
            using var process = Process.Start(start)!;
            process.WaitForExit(wait);
            process.Kill();
            process.WaitForExit();
            Closes(mesh).Count.ShouldBeLessThanOrEqualTo(1);
        }
        if (Closes(mesh).Count == 0) Json(mesh, "flo", "close", Months[0].Month);
        var id = Text(Closes(mesh).Single(), "id");
        Json(mesh, "gov", "close", "show", id, "--verify").GetProperty("checks").EnumerateArray().ShouldAllBe(c => c.GetProperty("holds").GetBoolean());
        governed.Run(mesh, "gov", "audit", "verify").Succeeded();
    }

    /// <summary>Two months are closed; then a row of the first comes, and another of it goes. Only the month after the last closed one says so.</summary>
    [Fact]
    public void What_comes_or_goes_two_closes_back_restates_the_next_open_month()
    {
        var mesh = Ready(Months[1].End);
        foreach (var (month, _) in Months)
        {
            Json(mesh, "fin", "close", month);
            Json(mesh, "flo", "close", month);
        }
        var closes = Closes(mesh);
        closes.Count.ShouldBe(2);
        governed.Run(mesh, "flo", "close", "reopen", Text(closes[0], "id"), "--reason", "out of turn").Out.ShouldContain("TRY1620");
        var stated = closes[0].GetProperty("totals");
        var gone = ChangeOrders(mesh);
        governed.Run(mesh, "bot", "run").Succeeded();

        JsonElement Period(string month) => Json(mesh, "gov", "bridge", "zone.revenue", "legacy.revenue_mart", "--period", month).GetProperty("periods")
            .EnumerateArray().Single();
        // A closed month stays as it was stated.
        Text(Period(Months[1].Month), "closedBy").ShouldBe(Text(closes[1], "id"));
        Total(Period(Months[0].Month).GetProperty("stated"), "EUR").ShouldBe(Total(stated, "EUR"));
        var restated = Period("2025-05").GetProperty("restatements").EnumerateArray().Single();
        Text(restated, "period").ShouldBe(Months[0].Month);
        restated.GetProperty("lines").EnumerateArray().Select(l => string.Create(CultureInfo.InvariantCulture,
                $"{Text(l, "line")} {Text(l, "currency")} {l.GetProperty("rows").GetInt64()} {l.GetProperty("amount").GetDecimal():0.00}"))
            .Order(StringComparer.Ordinal).ShouldBe(["late EUR 1 77.70", string.Create(CultureInfo.InvariantCulture, $"removed EUR 1 {-gone:0.00}")]);

        // The next close states all of it, and takes nothing back from the two before.
        Settle(mesh, "2025-06-01", approve: true);
        Json(mesh, "fin", "close", "2025-05");
        var certificate = Json(mesh, "flo", "close", "2025-05").GetProperty("certificate");
        certificate.GetProperty("restatements").EnumerateArray().Single().GetProperty("lines").GetArrayLength().ShouldBe(2);
        Json(mesh, "gov", "close", "show", Text(closes[0], "id"), "--verify").GetProperty("checks").EnumerateArray()
            .ShouldAllBe(c => c.GetProperty("holds").GetBoolean());
    }

    /// <summary>An order of the first month comes, and one of it is gone; the amount of that.</summary>
    private decimal ChangeOrders(string mesh)
    {
        var id = Json(mesh, "gov", "query", "select order_id from zone.revenue where currency = 'EUR' and state <> 'cancelled' and refunded = 0 and payment_state = 'matched' "
            + "and placed_at >= '2025-03-10' and placed_at < '2025-03-20' order by order_id").GetProperty("rows")[0][0].GetString();
        var orders = Path.Combine(mesh, "sources", "shop", "orders.csv");
        var lines = File.ReadAllLines(orders).ToList();
        var header = lines[0].Split(',').ToList();
        int Of(string name) => header.IndexOf(name);
        var like = lines.First(l => l.StartsWith(id + ",", StringComparison.Ordinal)).Split(',');
        lines.RemoveAll(l => l.StartsWith(like[0] + ",", StringComparison.Ordinal));
        var gone = decimal.Parse(like[Of("gross_amount")], CultureInfo.InvariantCulture);
        like[0] = "O9999999";
        like[Of("gross_amount")] = "77.70";
        lines.Add(string.Join(',', like));
        File.WriteAllLines(orders, lines);
        return gone;
    }
}
