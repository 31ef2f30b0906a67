using System.Globalization;
using System.Text.Json;
using Treaty.Acceptance.Tests.Rights;

namespace Treaty.Acceptance.Tests.Deciding;

/// <summary>A month of the sample from its first run to a certificate by two people, and what comes too late for it, by command line
/// alone. At the scale of a real month: TREATY_SCALE=10.</summary>
public sealed class A_month_is_closed(GovernedMesh governed) : IClassFixture<GovernedMesh>
{
    private const string Month = "2025-03";
    private const string Next = "2025-04";

    private JsonElement Json(string mesh, string who, params string[] arguments) =>
        JsonDocument.Parse(governed.Run(mesh, who, arguments).Succeeded().Out).RootElement;

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static Dictionary<string, decimal> Amounts(JsonElement totals) => totals.EnumerateArray()
        .GroupBy(t => Text(t, "currency")).ToDictionary(g => g.Key, g => g.Sum(t => t.GetProperty("amount").GetDecimal()));

    [Fact]
    public void By_two_people_and_what_comes_late_restates_the_next()
    {
        var mesh = governed.Copy();
        governed.Run(mesh, "bot", "run").Succeeded();
        AllThatWasPlantedIsFound(mesh);
        governed.Run(mesh, "fin", "close", Month).Out.ShouldContain("TRY1621");
        Settle(mesh);
        governed.Run(mesh, "cleo", "close", Month).Out.ShouldContain("TRY1622");
        governed.Run(mesh, "fin", "close", "2099-01").Out.ShouldContain("TRY1620");
        governed.Run(mesh, "fin", "close", "March").Out.ShouldContain("TRY1625");
        var prepared = Json(mesh, "fin", "close", Month);
        prepared.GetProperty("signedBy").ValueKind.ShouldBe(JsonValueKind.Null);
        governed.Run(mesh, "bot", "close", Month).Out.ShouldContain("TRY1623");
        governed.Run(mesh, "cleo", "close", Month).Out.ShouldContain("TRY1622");
        var closed = Json(mesh, "flo", "close", Month);
        (Text(closed, "preparedBy"), Text(closed, "signedBy"), Text(closed, "hash")).ShouldBe(("fin", "flo", Text(prepared, "hash")));
        var certificate = closed.GetProperty("certificate");
        foreach (var comparison in certificate.GetProperty("comparisons").EnumerateArray())
            TiesOut(comparison.GetProperty("lines").EnumerateArray().ToList());
        governed.Run(mesh, "fin", "close", Month).Out.ShouldContain("TRY1620");
        governed.Run(mesh, "fin", "close", "2025-02").Out.ShouldContain("TRY1620");
        var id = Text(closed, "id");
        var checks = Json(mesh, "gov", "close", "show", id, "--verify").GetProperty("checks").EnumerateArray().ToList();
        checks.Count.ShouldBeGreaterThan(10);
        checks.ShouldAllBe(c => c.GetProperty("holds").GetBoolean());

        var stated = Amounts(certificate.GetProperty("totals"));
        var late = ComesLate(mesh);
        governed.Run(mesh, "bot", "run").Succeeded();
        var next = Json(mesh, "gov", "bridge", "zone.revenue", "legacy.revenue_mart", "--period", Next).GetProperty("periods").EnumerateArray().Single();
        var lines = next.GetProperty("restatements").EnumerateArray().Single().GetProperty("lines").EnumerateArray().ToList();
        lines.Select(l => $"{Text(l, "line")} {Text(l, "currency")} {l.GetProperty("rows").GetInt64()} {l.GetProperty("amount").GetDecimal().ToString(CultureInfo.InvariantCulture)}").ShouldBe([late]);
        // What was stated and what restates it come to what the month comes to now.
        var now = Now(mesh);
        foreach (var currency in now.Keys)
            (stated.GetValueOrDefault(currency) + lines.Where(l => Text(l, "currency") == currency).Sum(l => l.GetProperty("amount").GetDecimal())).ShouldBe(now[currency]);
        // The certificate still stands on what it was made of.
        Json(mesh, "gov", "close", "show", id, "--verify").GetProperty("checks").EnumerateArray().ShouldAllBe(c => c.GetProperty("holds").GetBoolean());
        Damage(mesh, certificate);
        governed.Run(mesh, "gov", "close", "show", id, "--verify").Out.ShouldContain("TRY1627");
        governed.Run(mesh, "cleo", "close", "reopen", id, "--reason", "a mistake").Out.ShouldContain("TRY1622");
        governed.Run(mesh, "fin", "close", "reopen", id, "--reason", "").Out.ShouldContain("TRY1625");
        Json(mesh, "flo", "close", "reopen", id, "--reason", "a supplier's late credit");
        Text(Json(mesh, "gov", "close", "--list").EnumerateArray().Single(), "reopened").ShouldBe("reopened by flo: a supplier's late credit");
    }

    [Fact]
    public void What_changed_since_it_was_prepared_is_not_signed()
    {
        var mesh = governed.Copy();
        governed.Run(mesh, "bot", "run").Succeeded();
        Settle(mesh);
        Json(mesh, "fin", "close", Month);
        ComesLate(mesh);
        governed.Run(mesh, "bot", "run").Succeeded();
        governed.Run(mesh, "flo", "close", Month).Out.ShouldContain("TRY162");
        Settle(mesh);
        governed.Run(mesh, "flo", "close", Month).Out.ShouldContain("TRY1626");
        Json(mesh, "fin", "close", Month);
        Text(Json(mesh, "flo", "close", Month), "signedBy").ShouldBe("flo");
    }

    /// <summary>Every fault is found and in its class, to the cent.</summary>
    private void AllThatWasPlantedIsFound(string mesh)
    {
        var found = Json(mesh, "gov", "discrepancies", "--limit", "100000000").GetProperty("page").EnumerateArray()
            .GroupBy(d => $"{Text(d, "comparison")},{Text(d, "class")},{Text(d, "currency")}")
            .Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key},{g.Count()},{g.Sum(d => d.GetProperty("amount").GetDecimal()):0.00}"));
        var planted = File.ReadLines(Path.Combine(mesh, "truth", "expected.csv")).Skip(1)
            .Where(l => l.Split(',')[0].Contains(':', StringComparison.Ordinal) && !l.StartsWith("quarantine:", StringComparison.Ordinal));
        found.Order(StringComparer.Ordinal).ShouldBe(planted.Order(StringComparer.Ordinal));
    }

    /// <summary>Every open discrepancy up to the end of the month is let stand by two people, but for what the rules settle.</summary>
    private void Settle(string mesh)
    {
        var classes = Json(mesh, "gov", "discrepancies", "--before", "2025-04-01", "--limit", "0").GetProperty("byClass").EnumerateArray()
            .Select(c => Text(c, "name")).Where(c => c is not ("late" or "definition"));
        foreach (var @class in classes)
        {
            var proposed = Json(mesh, "fin", "discrepancies", "propose", "--class", @class, "--before", "2025-04-01", "--resolution", "write-off", "--reason", "looked at");
            Json(mesh, "flo", "discrepancies", "approve", Text(proposed, "decision"));
        }
    }

    private static void TiesOut(IReadOnlyList<JsonElement> lines)
    {
        foreach (var walk in lines.GroupBy(l => (Text(l, "measure"), Text(l, "currency"))))
        {
            decimal Of(string name) => walk.Where(l => Text(l, "line") == name).Sum(l => l.GetProperty("amount").GetDecimal());
            Of("unclassified").ShouldBe(0);
            Of("tie-out-gap").ShouldBe(0);
            (Of("total-a") + walk.Where(l => !Text(l, "line").StartsWith("total-", StringComparison.Ordinal)).Sum(l => l.GetProperty("amount").GetDecimal())).ShouldBe(Of("total-b"));
        }
    }

    /// <summary>An order of the closed month that the shop's file did not hold before; returns its restatement.</summary>
    private static string ComesLate(string mesh)
    {
        var orders = Path.Combine(mesh, "sources", "shop", "orders.csv");
        var lines = File.ReadAllLines(orders);
        var header = lines[0].Split(',').ToList();
        var like = lines.First(l => l.Contains(",2025-03-1", StringComparison.Ordinal)).Split(',');
        like[0] = "O9999999";
        like[header.IndexOf("gross_amount")] = "77.70";
        like[header.IndexOf("currency")] = "EUR";
        File.AppendAllText(orders, string.Join(',', like) + "\n");
        return "late EUR 1 77.7";
    }

    private Dictionary<string, decimal> Now(string mesh) => Json(mesh, "gov", "bridge", "zone.revenue", "legacy.revenue_mart", "--period", Month)
        .GetProperty("walks").EnumerateArray().ToDictionary(w => Text(w, "currency"), w => w.GetProperty("totalA").GetDecimal());

    private static void Damage(string mesh, JsonElement certificate)
    {
        var folder = Path.Combine(mesh, ".treaty", "lake", "zone", "revenue", "v1", "order_payment__groups");
        certificate.GetProperty("product").GetString().ShouldBe("zone.revenue");
        foreach (var file in Directory.GetFiles(folder, "*.parquet")) File.Delete(file);
    }
}
