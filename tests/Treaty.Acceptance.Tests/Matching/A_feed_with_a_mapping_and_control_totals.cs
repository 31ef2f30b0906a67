using System.Text.Json;

namespace Treaty.Acceptance.Tests.Matching;

/// <summary>An old ledger numbers its vouchers for itself; a product says which payment each is, and a statement says what both sides should come to.</summary>
public sealed class A_feed_with_a_mapping_and_control_totals
{
    private static readonly (int, string, decimal, int, string)[] Payments = [(1, "o1", 10, 1, ""), (2, "o2", 20, 2, ""), (3, "o3", 30, 3, "")];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    /// <param name="vouchers">Vouchers with amounts: <c>v1 10.00</c>.</param>
    /// <param name="pairs">Vouchers with payments: <c>v1 p1</c>.</param>
    private static GrowingMesh Mesh(string vouchers, string pairs, string statements)
    {
        var mesh = new GrowingMesh();
        mesh.Write("contexts/bank/sources.yaml", File.ReadAllText(Path.Combine(mesh.Path, "contexts/bank/sources.yaml")).Replace("]\n", ", {name: pairs, system: bank_system, format: csv, location: sources/pairs}, {name: statements, system: bank_system, format: csv, location: sources/statements}]\n", StringComparison.Ordinal));
        Derived(mesh, "pairs", "pair", "{name: voucher, logicalType: string, primaryKey: true, primaryKeyPosition: 1, required: true}, {name: payment, logicalType: string, primaryKey: true, primaryKeyPosition: 2, required: true}");
        Derived(mesh, "statements", "statement", "{name: line, logicalType: string, primaryKey: true, required: true}, {name: total, logicalType: number, physicalType: \"decimal(18,2)\", required: true}, {name: currency, logicalType: string, required: true}");
        mesh.Write("legacy/ledger/feed.yaml",
            """
            feed: ledger
            title: The old ledger
            team: control
            purpose: What the bank's payments were booked as.
            timezone: UTC
            systems: [{id: books, name: Books, owner: control}]
            sources: [{name: vouchers, system: books, format: csv, location: sources/books}]
            comparisons:
              - id: booked
                a: bank.rows/payment_captured
                b: legacy.ledger/voucher
                key: {a: payment_id, b: voucher, through: {b: {mapping: bank.pairs/pair, from: voucher, to: payment}}}
                measures: [amount]
                period: month
                controls:
                  - {id: stated_a, side: a, measure: amount, input: bank.statements/statement, amount: total, currency: currency}
                  - {id: stated_b, side: b, measure: amount, input: bank.statements/statement, amount: total, currency: currency, owner: bank_team}

            """);
        mesh.Write("legacy/ledger/contract.odcs.yaml",
            """
            apiVersion: v3.1.0
            kind: DataContract
            id: legacy_ledger
            version: 1.0.0
            status: active
            description: {purpose: Vouchers.}
            schema:
              - name: voucher
                description: A voucher.
                properties:
                  - {name: voucher, logicalType: string, primaryKey: true, required: true}
                  - {name: amount, logicalType: number, physicalType: "decimal(18,2)", required: true, customProperties: [{property: treatyCurrency, value: EUR}]}
                  - {name: day, logicalType: date, required: true}
            customProperties:
              - property: treatyMeasures
                value: [{name: amount, object: voucher, expression: amount, date: day, currency: EUR, sign: 1}]

            """);
        mesh.File("shop", "1", Payments);
        mesh.File("bank", "1", Payments);
        mesh.Write("sources/books/1.csv", Lines("voucher,amount,day", vouchers, v => $"{v[0]},{v[1]},2026-01-0{v[0][1]}"));
        Pairs(mesh, pairs);
        mesh.Write("sources/statements/1.csv", Lines("line,total,currency", statements, (s, i) => $"{i},{s[0]},{s[1]}"));
        return mesh;
    }

    private static void Pairs(GrowingMesh mesh, string pairs) =>
        mesh.Write("sources/pairs/1.csv", Lines("voucher,payment", pairs, p => string.Join(',', p)));

    private static string Lines(string header, string items, Func<string[], string> line) => Lines(header, items, (item, _) => line(item));

    private static string Lines(string header, string items, Func<string[], int, string> line) =>
        header + "\n" + string.Concat(items.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select((item, i) => line(item.Split(' '), i) + "\n"));

    private static void Derived(GrowingMesh mesh, string name, string entity, string properties)
    {
        mesh.Product("contexts/bank", name, "bank_team", "context-view", "", $"  - {{property: treatySources, value: [{name}]}}\n");
        mesh.Write($"contexts/bank/{name}/contract.odcs.yaml", $"apiVersion: v3.1.0\nkind: DataContract\nid: bank_{name}\nversion: 1.0.0\nstatus: active\ndomain: bank\ndescription: {{purpose: Rows.}}\nschema:\n  - name: {entity}\n    description: A row.\n    properties: [{properties}]\n");
    }

    private static JsonElement Step(JsonElement run) => run.GetProperty("steps").EnumerateArray().Single(s => Text(s, "ref") == "legacy.ledger:booked");

    private static string Classes(JsonElement step) => string.Join(", ", step.GetProperty("comparisons")[0].GetProperty("classes").EnumerateArray()
        .Select(c => $"{c.GetProperty("groups").GetInt64()} {Text(c, "class")}").Order(StringComparer.Ordinal));

    private static string Controls(JsonElement step) => string.Join(", ", step.GetProperty("comparisons")[0].GetProperty("controls").EnumerateArray()
        .Select(c => $"{Text(c, "id")} {Text(c, "currency")} {c.GetProperty("gap").GetDecimal().ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)}").Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("v1 10, v2 20, v3 30", "v1 p1, v2 p2, v3 p3", "60 EUR", "3 matched", "stated_a EUR 0.00, stated_b EUR 0.00")]
    // A voucher that is not mapped, or mapped to two payments, is no payment's; the payment is missing.
    [InlineData("v1 10, v2 20, v3 30", "v1 p1, v2 p2", "60 EUR", "1 missing-b, 1 unmatched-key, 2 matched", "stated_a EUR 0.00, stated_b EUR 0.00")]
    [InlineData("v1 10, v2 20, v3 30", "v1 p1, v2 p2, v3 p3, v3 p1", "60 EUR", "1 missing-b, 1 unmatched-key, 2 matched", "stated_a EUR 0.00, stated_b EUR 0.00")]
    // One mapped to a payment that is not there is a key that a does not have.
    [InlineData("v1 10, v2 20, v3 30", "v1 p1, v2 p2, v3 p9", "60 EUR", "1 missing-a, 1 missing-b, 2 matched", "stated_a EUR 0.00, stated_b EUR 0.00")]
    // Totals: both sides off, one side off, several lines of a statement, another currency, none.
    [InlineData("v1 10, v2 20, v3 30", "v1 p1, v2 p2, v3 p3", "59.99 EUR", "0 control, 3 matched", "stated_a EUR 0.01, stated_b EUR 0.01")]
    [InlineData("v1 10, v2 20, v3 31", "v1 p1, v2 p2, v3 p3", "60 EUR", "0 control, 1 amount, 2 matched", "stated_a EUR 0.00, stated_b EUR 1.00")]
    [InlineData("v1 10, v2 20, v3 30", "v1 p1, v2 p2, v3 p3", "25 EUR, 35 EUR", "3 matched", "stated_a EUR 0.00, stated_b EUR 0.00")]
    [InlineData("v1 10, v2 20, v3 30", "v1 p1, v2 p2, v3 p3", "60 EUR, 1 USD", "0 control, 3 matched", "stated_a EUR 0.00, stated_a USD -1.00, stated_b EUR 0.00, stated_b USD -1.00")]
    [InlineData("v1 10, v2 20, v3 30", "v1 p1, v2 p2, v3 p3", "60 USD", "0 control, 3 matched", "stated_a EUR 60.00, stated_a USD -60.00, stated_b EUR 60.00, stated_b USD -60.00")]
    public void Comes_to_groups_and_gaps(string vouchers, string pairs, string statements, string classes, string controls)
    {
        using var mesh = Mesh(vouchers, pairs, statements);
        var step = Step(mesh.Treaty("run"));
        (Classes(step), Controls(step)).ShouldBe((classes, controls));
    }

    [Fact]
    public void Is_made_again_when_the_mapping_or_the_statement_changes_and_can_be_proved()
    {
        using var mesh = Mesh("v1 10, v2 20, v3 30", "v1 p1, v2 p2", "61 EUR");
        var first = mesh.Treaty("run");
        string Open(string @class) => string.Join(", ", mesh.Treaty("discrepancies", "--comparison", "legacy.ledger:booked", "--class", @class, "--state", "open").GetProperty("page")
            .EnumerateArray().Select(d => $"{d.GetProperty("amount").GetDecimal():0.00} {Text(d, "team")}").Order(StringComparer.Ordinal));
        Open("control").ShouldBe("-1.00 bank_team, 1.00 control");
        Open("missing-b").ShouldNotBeEmpty();
        TreatyProgram.Run("identical", "legacy.ledger:booked", "--mesh", mesh.Path).ExitCode.ShouldBe(1);
        mesh.Treaty("bridge", "bank.rows", "legacy.ledger").GetProperty("tieOuts").GetArrayLength().ShouldBe(2);

        Pairs(mesh, "v1 p1, v2 p2, v3 p3");
        mesh.Write("sources/statements/1.csv", "line,total,currency\n0,60,EUR\n");
        var second = mesh.Treaty("run");
        Classes(Step(second)).ShouldBe("3 matched");
        (Open("control"), Open("missing-b"), Open("unmatched-key")).ShouldBe(("", "", ""));
        mesh.Treaty("identical", "legacy.ledger:booked").GetProperty("identical").GetBoolean().ShouldBeTrue();
        foreach (var run in new[] { Text(first, "run"), Text(second, "run") })
        {
            var replay = TreatyProgram.Run("replay", run, "--mesh", mesh.Path, "--format", "json");
            var lines = JsonDocument.Parse(replay.Out).RootElement.GetProperty("lines").EnumerateArray()
                .Where(l => Text(l, "ref") == "legacy.ledger:booked" && Text(l, "how") == "compared-anew").ToList();
            lines.Count.ShouldBe(4);
            lines.ShouldAllBe(l => l.GetProperty("equal").GetBoolean());
            // The files of the first run are no longer what they were, and are named; what was compared is proved all the same.
            if (run == Text(first, "run")) replay.Out.ShouldContain("TRY1451");
            else replay.Succeeded();
        }
    }

    [Theory]
    [InlineData("mapping: bank.pairs/pair", "mapping: pairs", "TRY0601")]
    [InlineData("input: bank.statements/statement, amount: total, currency: currency}", "input: statements, amount: total, currency: currency}", "TRY0601")]
    [InlineData("side: b, measure: amount", "side: b, measure: nothing", "TRY0102")]
    [InlineData("to: payment}", "to: paymnt}", "TRY0102")]
    public void Names_what_it_reads_by_reference_and_what_is_there(string before, string after, string code)
    {
        using var mesh = Mesh("v1 10", "v1 p1", "10 EUR");
        var feed = Path.Combine(mesh.Path, "legacy/ledger/feed.yaml");
        var text = File.ReadAllText(feed);
        text.ShouldContain(before);
        mesh.Write("legacy/ledger/feed.yaml", text.Replace(before, after, StringComparison.Ordinal));
        var check = TreatyProgram.Run("check", "--mesh", mesh.Path, "--format", "json");
        check.ExitCode.ShouldBe(1);
        check.Out.ShouldContain(code);
        check.Out.ShouldContain("legacy/ledger/feed.yaml");
    }
}
