using System.Text.Json;

namespace Treaty.Acceptance.Tests.Deciding;

/// <summary>Factors, distinct keys, ratios and Shapley values by the command line, on the sample.</summary>
public sealed class Measures_of_every_kind : IClassFixture<Measures_of_every_kind.SampleOfMeasures>
{
    /// <summary>The sample with more measures declared between orders and payments, run once.</summary>
    public sealed class SampleOfMeasures : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public SampleOfMeasures()
        {
            TreatyProgram.Run("sample", "order-to-cash", Mesh, "--scale", "0.05").Succeeded();
            Declare(Usual);
            Edit("contexts/sales/order_states/contract.odcs.yaml", "- {name: order_value,",
                "- {name: orders, object: order_states, expression: \"1\", filter: \"state <> 'cancelled'\", date: placed_at, scale: 0}\n      - {name: order_value,");
            Edit("contexts/payments/settlements/contract.odcs.yaml", "- {name: captured,",
                "- {name: captures, object: payment_captured, expression: \"1\", filter: \"state <> 'voided'\", date: captured_at, scale: 0}\n      - {name: captured,");
            TreatyProgram.Run("run", "--mesh", Mesh).Succeeded();
        }

        public const string Usual = """
            measures:
                  - {name: order_value, a: order_value, b: captured, factors: {pieces: {a: "1", b: "1"}, price: {a: total_amount, b: amount}}}
                  - {name: orders, a: orders, b: captures}
                  - {name: references, distinct: {a: order_id, b: order_ref, common: true}}
                  - {name: mean_order, ratio: {numerator: order_value, denominator: orders, scale: 4}}
            """;

        public string Mesh => _folder["mesh"];

        private string _now = "measures: [{name: order_value, a: order_value, b: captured}]";

        public void Declare(string measures)
        {
            Edit("zone/revenue/reconciliation.yaml", _now, measures);
            _now = measures;
        }

        private void Edit(string document, string before, string after)
        {
            var path = Path.Combine(Mesh, document);
            var text = File.ReadAllText(path);
            text.ShouldContain(before);
            File.WriteAllText(path, text.Replace(before, after, StringComparison.Ordinal));
        }

        public void Dispose() => _folder.Dispose();
    }

    private readonly SampleOfMeasures _sample;

    public Measures_of_every_kind(SampleOfMeasures sample) => _sample = sample;

    private JsonElement Bridge(string measure, params string[] more) => Json(["bridge", "sales.order_states", "payments.settlements", "--measure", measure, .. more]);

    private JsonElement Json(params string[] arguments) =>
        JsonDocument.Parse(TreatyProgram.Run([.. arguments, "--mesh", _sample.Mesh, "--format", "json"]).Succeeded().Out).RootElement;

    private static void SumsExactly(JsonElement walk, string amount = "amount") =>
        (walk.GetProperty("totalA").GetDecimal() + walk.GetProperty("lines").EnumerateArray().Sum(l => l.GetProperty(amount).GetDecimal()))
            .ShouldBe(walk.GetProperty("totalB").GetDecimal());

    private static List<JsonElement> Items(JsonElement report, string name) => [.. report.GetProperty(name).EnumerateArray()];

    [Fact]
    public void A_product_of_factors_is_walked_by_both()
    {
        var walks = Items(Bridge("order_value", "--shapley"), "walks");
        foreach (var walk in walks)
        {
            SumsExactly(walk);
            SumsExactly(walk, "shapley");
            walk.GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("name").GetString()).ShouldNotContain("amount");
        }
        walks.SelectMany(w => Items(w, "lines")).Select(l => l.GetProperty("name").GetString()).ShouldContain("amount:price");
        var rows = Bridge("order_value", "--currency", "EUR", "--rows", "amount:price", "--shapley").GetProperty("rows");
        Items(rows, "rows").Sum(r => r.GetProperty("shapley").GetDecimal()).ShouldBe(Items(Items(Bridge("order_value", "--currency", "EUR", "--shapley"), "walks")[0], "lines")
            .Single(l => l.GetProperty("name").GetString() == "amount:price").GetProperty("shapley").GetDecimal());
        TreatyProgram.Run("bridge", "sales.order_states", "payments.settlements", "--measure", "order_value", "--shapley", "--mesh", _sample.Mesh).Succeeded()
            .Out.ShouldContain("shapley");
    }

    [Fact]
    public void Different_keys_are_counted_and_walked_by_components()
    {
        var report = Bridge("references", "--rows", "missing-a");
        report.GetProperty("unit").GetString().ShouldBe("count");
        var walk = Items(report, "walks").ShouldHaveSingleItem();
        SumsExactly(walk);
        walk.GetProperty("totalB").GetDecimal().ShouldBe(Alone("select count(distinct order_ref) from payments.settlements where state <> 'voided'"));
        walk.GetProperty("totalA").GetDecimal().ShouldBe(Alone("select count(distinct order_id) from sales.order_states where state <> 'cancelled'"));
        var rows = Items(report.GetProperty("rows"), "rows");
        rows.ShouldNotBeEmpty();
        rows.ShouldAllBe(r => r.GetProperty("keys").GetString()!.StartsWith("none → ", StringComparison.Ordinal) && r.GetProperty("amount").GetDecimal() == 1);
        // A component's group is one that can be explained.
        TreatyProgram.Run("explain", "zone.revenue:order_payment", rows[0].GetProperty("groupKey").GetString()!, "--mesh", _sample.Mesh).Succeeded();
    }

    private decimal Alone(string sql) => decimal.Parse(Items(Json("query", sql), "rows")[0][0].GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void A_ratio_is_walked_by_numerator_and_denominator()
    {
        var report = Bridge("mean_order", "--currency", "EUR");
        report.GetProperty("unit").GetString().ShouldBe("ratio");
        var walk = Items(report, "walks").ShouldHaveSingleItem();
        SumsExactly(walk);
        walk.GetProperty("totalA").GetDecimal().ShouldBe(decimal.Round(Alone("select sum(total_amount) from sales.order_states where state <> 'cancelled' and currency = 'EUR'")
            / Alone("select count(*) from sales.order_states where state <> 'cancelled' and currency = 'EUR'"), 4, MidpointRounding.AwayFromZero));
        Items(Bridge("mean_order", "--currency", "EUR", "--rows", "status").GetProperty("rows"), "rows").ShouldNotBeEmpty();
        // Where there is no ratio, it is said.
        var none = TreatyProgram.Run("bridge", "sales.order_states", "payments.settlements", "--measure", "mean_order", "--period", "1999-01", "--mesh", _sample.Mesh);
        none.ExitCode.ShouldBeOneOf(0, 1);
    }

    [Fact]
    public void Measures_that_rest_on_nothing_are_findings()
    {
        var said = Checked("""
            measures:
                  - {name: order_value, a: order_value, b: captured, factors: {pieces: {a: total_amount, b: no_column}, price: {a: total_amount, b: amount}}}
                  - {name: one, a: order_value, b: captured, factors: {price: {a: total_amount, b: amount}}}
                  - {name: loud, a: order_value, b: captured, factors: {Pieces: {a: total_amount, b: amount}, price: amount}}
                  - {name: half, distinct: {a: order_id}}
                  - {name: of_none, distinct: {a: order_id, b: order_ref, of: no_measure}}
                  - {name: misspelt, distinct: {a: order_idd, b: order_ref}}
                  - {name: over_none, ratio: {numerator: order_value, denominator: no_denominator}}
                  - {name: long, ratio: {numerator: order_value, denominator: order_value, scale: 99}}
                  - {name: order_value, ratio: {numerator: order_value, denominator: order_value}}
            """);
        foreach (var place in new[]
        {
            "no_column", "the measure has 1 factors", "`Pieces` is no name of a factor", "`b` is missing", "no_measure", "order_idd", "no_denominator", "99 digits",
            "two measures `order_value`", "TRY1421", "TRY0102",
        })
            said.ShouldContain(place);
        Checked("measures: [{name: order_value, a: order_value, b: captured, factors: {pieces: {a: \"(select 1)\", b: amount}, price: {a: \"read_text('x')\", b: amount}}}]")
            .ShouldContain("read_text");
    }

    private string Checked(string measures)
    {
        _sample.Declare(measures);
        try
        {
            var outcome = TreatyProgram.Run("check", "--mesh", _sample.Mesh);
            outcome.ExitCode.ShouldBe(1, outcome.Out + outcome.Error);
            return outcome.Out;
        }
        finally
        {
            _sample.Declare(SampleOfMeasures.Usual);
        }
    }

    /// <summary>From every line of a bridge to rows, from rows to source records and the rule, from there to people and what they did.</summary>
    [Fact]
    public void A_stranger_takes_any_line_to_the_rows_the_rule_the_people_and_the_decisions()
    {
        var report = Json("bridge", "zone.revenue", "legacy.revenue_mart");
        var lines = Items(report, "walks").SelectMany(w => Items(w, "lines").Select(l => (Currency: Text(w, "currency"), Name: Text(l, "name"), Owner: Text(l, "owner"),
            Gross: l.GetProperty("gross").GetDecimal()))).Where(l => l.Gross != 0).DistinctBy(l => l.Name).ToList();
        lines.Count.ShouldBeGreaterThan(4);
        foreach (var line in lines)
        {
            line.Owner.ShouldNotBeNullOrEmpty(line.Name);
            var opened = Json("bridge", "zone.revenue", "legacy.revenue_mart", "--currency", line.Currency, "--rows", line.Name, "--limit", "1");
            var row = Items(opened.GetProperty("rows"), "rows")[0];
            var explained = Json("explain", Text(report, "comparison"), Text(row, "groupKey"));
            Text(explained, "rule").ShouldStartWith("legacy/revenue_mart/feed.yaml:");
            Text(explained, "accountable").ShouldBe("finance_control");
            Items(explained, "origins").ShouldContain(o => Text(o, "source").Length > 0 && o.GetProperty("record").GetInt64() > 0, line.Name);
            foreach (var discrepancy in Items(explained, "discrepancies").Take(1))
            {
                var shown = Json("discrepancies", "show", Text(discrepancy, "id"));
                Text(shown.GetProperty("line"), "team").ShouldNotBeEmpty();
                Text(shown, "rule").ShouldContain("feed.yaml:");
                Items(shown, "history").ShouldNotBeEmpty();
            }
        }
        var said = TreatyProgram.Run("bridge", "zone.revenue", "legacy.revenue_mart", "--rows", "missing-b", "--mesh", _sample.Mesh).Succeeded().Out;
        said.ShouldContain("treaty explain legacy.revenue_mart:revenue KEY");
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    [Fact]
    public void Sides_are_identical_or_not_and_either_is_proved()
    {
        var differ = TreatyProgram.Run("identical", "zone.revenue:payment_deposit", "--mesh", _sample.Mesh);
        differ.ExitCode.ShouldBe(1, differ.Out + differ.Error);
        differ.Out.ShouldContain("NOT identical");
        differ.Out.ShouldContain("payments.settlements#1");
        var unknown = TreatyProgram.Run("identical", "zone.revenue:nothing", "--mesh", _sample.Mesh);
        (unknown.ExitCode, unknown.Out.Contains("TRY1503", StringComparison.Ordinal)).ShouldBe((1, true), unknown.Out);
        // A mart that holds what the product holds is the same by all that is compared.
        using var folder = new TemporaryFolder();
        TreatyProgram.Run("sample", "order-to-cash", folder["mesh"], "--scale", "0.02").Succeeded();
        var rules = Path.Combine(folder["mesh"], "zone/revenue/reconciliation.yaml");
        File.WriteAllText(rules, File.ReadAllText(rules).Replace("b: payments\n    key: {a: order_id, b: order_ref}", "b: orders\n    key: {a: order_id, b: order_id}", StringComparison.Ordinal)
            .Replace("    identity: {b: [order_ref, amount, psp_reference]}\n    measures: [{name: order_value, a: order_value, b: captured}]", "    measures: [order_value]", StringComparison.Ordinal)
            .Replace("b: state, same: [[placed, captured], [shipped, captured], [cancelled, voided]]", "b: state", StringComparison.Ordinal));
        TreatyProgram.Run("run", "--mesh", folder["mesh"]);
        var same = TreatyProgram.Run("identical", "zone.revenue:order_payment", "--mesh", folder["mesh"], "--format", "json").Succeeded();
        JsonDocument.Parse(same.Out).RootElement.GetProperty("identical").GetBoolean().ShouldBeTrue(same.Out);
    }
}
