using System.Text.Json;

namespace Treaty.Acceptance.Tests.Deciding;

public sealed class Two_dashboards_differ : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private TreatyProgram.Outcome Bridge(string a, string b, params string[] more)
    {
        File.WriteAllText(_folder["a.sql"], a);
        File.WriteAllText(_folder["b.sql"], b);
        return TreatyProgram.Run(["bridge", "--sql-a", _folder["a.sql"], "--sql-b", _folder["b.sql"], "--mesh", _folder["mesh"], "--format", "json", .. more]);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private decimal Alone(string sql) => decimal.Parse(JsonDocument.Parse(TreatyProgram.Run("query", sql, "--mesh", _folder["mesh"], "--format", "json").Succeeded().Out)
        .RootElement.GetProperty("rows")[0][0].GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void Because_of_conditions_and_expressions_and_the_walk_sums_exactly()
    {
        TreatyProgram.Run("sample", "order-to-cash", _folder["mesh"], "--scale", "0.05").Succeeded();
        TreatyProgram.Run("run", "--mesh", _folder["mesh"]).Succeeded();
        const string a = "select sum(r.gross_amount) as revenue from zone.revenue r where r.state <> 'cancelled' and r.currency = 'EUR';";
        const string b = "select sum(net_revenue) from zone.revenue where currency = 'EUR' and channel = 'web'";
        var forth = JsonDocument.Parse(Bridge(a, b).Succeeded().Out).RootElement.GetProperty("walks")[0];
        var lines = forth.GetProperty("lines").EnumerateArray().ToList();
        forth.GetProperty("totalA").GetDecimal().ShouldBe(Alone(a.TrimEnd(';')));
        forth.GetProperty("totalB").GetDecimal().ShouldBe(Alone(b));
        (forth.GetProperty("totalA").GetDecimal() + lines.Sum(l => l.GetProperty("amount").GetDecimal())).ShouldBe(forth.GetProperty("totalB").GetDecimal());
        lines.Select(l => Text(l, "name")).ShouldBe(["only-a:1", "only-b:1", "expression"]);
        Text(lines[0], "title").ShouldContain("cancelled");
        Text(lines[1], "title").ShouldContain("web");
        // Back is the way negated, in total.
        var back = JsonDocument.Parse(Bridge(b, a).Succeeded().Out).RootElement.GetProperty("walks")[0];
        back.GetProperty("lines").EnumerateArray().Sum(l => l.GetProperty("amount").GetDecimal()).ShouldBe(-lines.Sum(l => l.GetProperty("amount").GetDecimal()));
        var same = JsonDocument.Parse(Bridge(a, a).Succeeded().Out).RootElement.GetProperty("walks")[0];
        same.GetProperty("lines").GetArrayLength().ShouldBe(0);
        // Each line opens into its rows.
        var rows = JsonDocument.Parse(Bridge(a, b, "--rows", "only-b:1", "--limit", "100000").Succeeded().Out).RootElement.GetProperty("rows").GetProperty("rows").EnumerateArray().ToList();
        rows.Count.ShouldBe((int)lines[1].GetProperty("groups").GetInt64());
        rows.Sum(r => r.GetProperty("amount").GetDecimal()).ShouldBe(lines[1].GetProperty("amount").GetDecimal());
        var counts = JsonDocument.Parse(Bridge("select count(*) from zone.revenue", "select count(*) filter (where channel = 'web') from zone.revenue").Succeeded().Out).RootElement.GetProperty("walks")[0];
        counts.GetProperty("totalB").GetDecimal().ShouldBe(Alone("select count(*) from zone.revenue where channel = 'web'"));
        foreach (var refused in new[]
        {
            "select sum(net_revenue) from zone.revenue, sales.orders", "select avg(net_revenue) from zone.revenue", "select sum(net_revenue), 1 from zone.revenue",
            "select sum(net_revenue) from zone.revenue group by channel", "select sum(size) from read_text('/etc/passwd')", "select sum(x) from nowhere.here",
            "select sum(nothing) from zone.revenue", "drop table zone.revenue", "", "select sum(captured) from payments.settlements",
            "select sum(net_revenue) from zone.revenue; select 1",
        })
        {
            var outcome = Bridge(a, refused);
            outcome.ExitCode.ShouldBe(1, refused + outcome.Out + outcome.Error);
            outcome.Out.ShouldContain("TRY1640", customMessage: refused);
        }
        Bridge(a, b, "--rows", "nothing").Out.ShouldContain("TRY1640");
        Over_two_products_whose_rows_a_comparison_puts_together();
    }

    private void Over_two_products_whose_rows_a_comparison_puts_together()
    {
        const string until = "timestamptz '2026-01-01 00:00:00+00'";
        const string a = $"select sum(total_amount) from sales.order_states where state <> 'cancelled' and placed_at < {until}";
        const string b = $"select sum(p.amount) from payments.settlements p where p.state = 'captured' and p.currency = 'EUR' and p.captured_at < {until}";
        var report = JsonDocument.Parse(Bridge(a, b).Succeeded().Out).RootElement;
        Text(report, "comparison").ShouldBe("zone.revenue:order_payment");
        var walk = report.GetProperty("walks")[0];
        var lines = walk.GetProperty("lines").EnumerateArray().ToList();
        walk.GetProperty("totalA").GetDecimal().ShouldBe(Alone(a));
        walk.GetProperty("totalB").GetDecimal().ShouldBe(Alone(b));
        (walk.GetProperty("totalA").GetDecimal() + lines.Sum(l => l.GetProperty("amount").GetDecimal())).ShouldBe(walk.GetProperty("totalB").GetDecimal());
        // What b's filter of the currency leaves out is named by it, and so is what the two dates tell apart.
        Text(lines.Single(l => Text(l, "name") == "only-b:2"), "title").ShouldContain("currency");
        lines.Select(l => Text(l, "name")).ShouldContain("missing-b");
        foreach (var line in lines)
        {
            Text(line, "owner").ShouldNotBeEmpty();
            var rows = JsonDocument.Parse(Bridge(a, b, "--rows", Text(line, "name"), "--limit", "100000").Succeeded().Out).RootElement.GetProperty("rows")
                .GetProperty("rows").EnumerateArray().ToList();
            rows.Count.ShouldBe((int)line.GetProperty("groups").GetInt64(), Text(line, "name"));
            rows.Sum(r => r.GetProperty("amount").GetDecimal()).ShouldBe(line.GetProperty("amount").GetDecimal());
            TreatyProgram.Run("explain", "zone.revenue:order_payment", Text(rows[0], "groupKey"), "--mesh", _folder["mesh"]).Succeeded();
        }
        var back = JsonDocument.Parse(Bridge(b, a).Succeeded().Out).RootElement.GetProperty("walks")[0].GetProperty("lines").EnumerateArray().ToList();
        back.Sum(l => l.GetProperty("amount").GetDecimal()).ShouldBe(-lines.Sum(l => l.GetProperty("amount").GetDecimal()));
        back.Single(l => Text(l, "name") == "only-a:2").GetProperty("amount").GetDecimal()
            .ShouldBe(-lines.Single(l => Text(l, "name") == "only-b:2").GetProperty("amount").GetDecimal());
        Bridge(a, "select sum(amount) from payments.deposits").Out.ShouldContain("no comparison says which rows");
        Bridge(a, b, "--rows", "nothing").Out.ShouldContain("TRY1640");
    }

    [Fact]
    public void Over_two_products_without_a_comparison_by_a_key_that_is_declared_or_said()
    {
        TreatyProgram.Run("sample", "order-to-cash", _folder["mesh"], "--scale", "0.05").Succeeded();
        TreatyProgram.Run("run", "--mesh", _folder["mesh"]).Succeeded();
        const string a = "select sum(net_revenue) from zone.revenue where currency = 'EUR'";
        const string b = "select sum(amount) from payments.settlements where currency = 'EUR' and state = 'captured'";
        // The revenue has its orders' key, and the context map translates that.
        var (report, method) = Walk(a, b);
        method.ShouldContain("`order_id=order_ref`: the context map says that `sales.order` is translated into `payments.payment`");
        method.ShouldContain("`zone.revenue#1`");
        method.ShouldContain("a adds `net_revenue` and b adds `amount`");
        report.GetProperty("lines").EnumerateArray().Select(l => Text(l, "name")).ShouldBeSubsetOf(["only-a:1", "only-b:1", "only-b:2", "missing-b", "missing-a", "rows", "expression"]);
        var rows = JsonDocument.Parse(Bridge(a, b, "--rows", "missing-a", "--limit", "100000").Succeeded().Out).RootElement.GetProperty("rows").GetProperty("rows");
        var line = report.GetProperty("lines").EnumerateArray().Single(l => Text(l, "name") == "missing-a");
        rows.EnumerateArray().Sum(r => r.GetProperty("amount").GetDecimal()).ShouldBe(line.GetProperty("amount").GetDecimal());
        // There and back is nothing, and the key that both carry needs no map.
        var back = Walk(b, a).Report;
        back.GetProperty("lines").EnumerateArray().Sum(l => l.GetProperty("amount").GetDecimal())
            .ShouldBe(-report.GetProperty("lines").EnumerateArray().Sum(l => l.GetProperty("amount").GetDecimal()));
        Walk(a, "select sum(total_amount) from sales.order_states").Method.ShouldContain("both carry the key of `sales.order_states/order_states`");
        // What is uncertain is not taken, unless someone says so.
        const string consents = "select count(*) from crm.consents";
        Refused("TRY1640", "uncertain is `customer_id`: the context map says that `sales.customer` overlaps with `crm.contact`", a, consents);
        Walk(a, consents, "--key", "customer_id").Method.ShouldContain("by `customer_id`");
        // Values of a classified key stay hidden, and no other classified column is taken for a key.
        var hidden = JsonDocument.Parse(Bridge(a, consents, "--key", "customer_id", "--rows", "missing-b").Succeeded().Out).RootElement.GetProperty("rows").GetProperty("rows");
        hidden.GetArrayLength().ShouldBeGreaterThan(1);
        hidden.EnumerateArray().Select(r => Text(r, "groupKey")).Distinct().ShouldBe(["(confidential)"]);
        Refused("TRY1640", "`customer_id` of `zone.revenue` is classified (confidential)", a, consents, "--key", "customer_id=channel");
        Refused("TRY1640", "`customer_id` of `crm.consents` is classified (confidential)", a, consents, "--key", "channel=customer_id");
        Bridge(a, consents, "--key", "channel=purpose").Succeeded().Out.ShouldContain("TRY1456");
        Refused("TRY1640", "`crm.consents` has no column `customer`", a, consents, "--key", "customer_id=customer");
        Refused("TRY1640", "`zone.revenue:order_payment` does not compare", a, b, "--comparison", "zone.revenue:order_payment");
        // A declared comparison goes before a key, unless someone says the key.
        const string orders = "select sum(total_amount) from sales.order_states where currency = 'EUR'";
        Text(JsonDocument.Parse(Bridge(orders, b, "--comparison", "zone.revenue:order_payment").Succeeded().Out).RootElement, "comparison").ShouldBe("zone.revenue:order_payment");
        Text(JsonDocument.Parse(Bridge(orders, b, "--key", "order_id=order_ref").Succeeded().Out).RootElement, "comparison").ShouldBe("order_id=order_ref");
        var alone = TreatyProgram.Run("bridge", "zone.revenue", "legacy.revenue_mart", "--key", "order_id", "--mesh", _folder["mesh"]);
        (alone.ExitCode, alone.Error.Contains("--sql-a")).ShouldBe((2, true));
        // Two declared ways are for a person to choose from.
        var map = Path.Combine(_folder["mesh"], "context-map.yaml");
        File.AppendAllText(map, "\n  - {from: sales.order, to: payments.deposit, relation: same, key: {from: customer_id, to: order_ref}}\n");
        TreatyProgram.Run("run", "--mesh", _folder["mesh"]).Succeeded();
        Refused("TRY1455", "by `order_id=order_ref`: the context map says", a, b);
        Walk(a, b, "--key", "order_id=order_ref").Report.ToString().ShouldBe(report.ToString());
        Walk(a, "select sum(total_amount) from sales.order_states", "--key", "order_id=order_id").Method.ShouldContain("both carry the key");
        // Of two that share their columns and differ in their conditions, neither is taken.
        File.AppendAllText(map, "  - {from: sales.order, to: payments.deposit, relation: overlaps, key: {from: order_id, to: order_ref}, when: {to: \"state = 'captured'\"}}\n");
        TreatyProgram.Run("run", "--mesh", _folder["mesh"]).Succeeded();
        Refused("TRY1455", "or by `order_id=order_ref` where `state = 'captured'` of b: the context map says", a, b, "--key", "order_id=order_ref");
    }

    private (JsonElement Report, string Method) Walk(string a, string b, params string[] more)
    {
        var report = JsonDocument.Parse(Bridge(a, b, more).Succeeded().Out).RootElement;
        report.GetProperty("findings").GetArrayLength().ShouldBe(0);
        var walk = report.GetProperty("walks")[0];
        (walk.GetProperty("totalA").GetDecimal() + walk.GetProperty("lines").EnumerateArray().Sum(l => l.GetProperty("amount").GetDecimal()))
            .ShouldBe(walk.GetProperty("totalB").GetDecimal());
        walk.GetProperty("lines").EnumerateArray().ShouldAllBe(l => Text(l, "owner").Length > 0);
        return (walk, Text(report, "method"));
    }

    private void Refused(string code, string sentence, string a, string b, params string[] more)
    {
        var outcome = Bridge(a, b, more);
        outcome.ExitCode.ShouldBe(1);
        outcome.Out.ShouldContain(code);
        JsonDocument.Parse(outcome.Out).RootElement.GetProperty("findings").EnumerateArray()
            .ShouldContain(f => Text(f, "sentence").Contains(sentence) || Text(f, "help").Contains(sentence), outcome.Out);
    }
}
