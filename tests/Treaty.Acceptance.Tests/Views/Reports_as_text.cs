using System.Text.Json;
using Treaty.Acceptance.Tests.OnTheConsole;
using Treaty.Cli.Views;
using Treaty.Core;
using Treaty.Core.Findings;
using Treaty.Operations.Reports;

namespace Treaty.Acceptance.Tests.Views;

public class Reports_as_text
{
    private static readonly Dictionary<string, Action<TextWriter>> Cases = new(StringComparer.Ordinal)
    {
        ["run"] = to => RunView.Write(to, SampleRuns.Last),
        ["run-quiet"] = to => RunView.Write(to, SampleRuns.Quiet),
        ["run-refused-as-before"] = to => RunView.Write(to, SampleRuns.RefusedAsBefore),
        ["runs"] = to => RunsView.Write(to, new RunsReport(SampleRuns.Lines)),
        ["runs-none"] = to => RunsView.Write(to, new RunsReport([])),
        ["catalog"] = to => CatalogView.Write(to, new CatalogReport("order_to_cash", SampleCatalog.Entries), 140),
        ["catalog-narrow"] = to => CatalogView.Write(to, new CatalogReport("order_to_cash", SampleCatalog.Entries), 80),
        ["catalog-none"] = to => CatalogView.Write(to, new CatalogReport("order_to_cash", [])),
        ["product"] = to => ProductView.Write(to, SampleProducts.Of(SampleCatalog.Entries[0])),
        ["product-unpublished"] = to =>
            ProductView.Write(to, SampleProducts.Of(SampleCatalog.Entries.Single(e => e.Ref == "finance.ledger_entries"))),
        ["discrepancies"] = to => DiscrepancyView.Write(to, SampleDiscrepancies.Of(new DiscrepancyFilter(Limit: 12)), 160),
        ["discrepancies-none"] = to => DiscrepancyView.Write(to, SampleDiscrepancies.Of(new DiscrepancyFilter(Text: "nowhere"))),
        ["bridge"] = to => BridgeView.Write(to, Bridge(null, null)),
        ["bridge-rows"] = to => BridgeView.Write(to, Bridge("EUR", "missing-b"), 100),
        ["bridge-none"] = to => BridgeView.Write(to, SampleBridges.Of(new BridgeRequest("a.b", "c.d", null, null, null, null, null))),
        ["explain"] = to => ExplainView.Write(to, SampleRows.Explain("zone.revenue", "O1000011")),
        ["explain-nowhere"] = to => ExplainView.Write(to, SampleRows.Explain("zone.revenue", "nowhere")),
        ["query"] = to => QueryView.Write(to, SampleRows.Query("select 1")),
        ["query-refused"] = to => QueryView.Write(to, SampleRows.Query("drop table x")),
        ["findings"] = to => FindingView.Write(to,
        [
            SampleReading.Finding("TRY0203", Severity.Error, "contexts/sales/context.yaml",
                "the fact `order_placed` is asserted by `sales` and by `crm`", "let one context assert it"),
            SampleReading.Finding("TRY0305", Severity.Warning, null, "`zone.revenue` has no support channel", "add one under support"),
        ]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Stand_as_they_were_agreed(string name)
    {
        using var text = new StringWriter { NewLine = "\n" };
        Cases[name](text);
        Golden.Matches(text.ToString(), $"golden/{name}.txt");
    }

    /// <summary>Amounts of one walk stand point below point; numbers of things have none.</summary>
    [Theory]
    [InlineData("", "35", "3", 0)]
    [InlineData("", "35", "0.25", 2)]
    [InlineData("EUR", "35", "3", 2)]
    [InlineData("EUR", "35.5", "3.0625", 4)]
    public void Write_all_amounts_of_a_walk_with_the_same_digits(string currency, string total, string line, int digits)
    {
        var (from, by) = (decimal.Parse(total, System.Globalization.CultureInfo.InvariantCulture), decimal.Parse(line, System.Globalization.CultureInfo.InvariantCulture));
        new BridgeWalk(currency, from, from + by, [new("amount", "amount differs", 1, by, by, null, null)], 1, by).Digits().ShouldBe(digits);
    }

    [Theory]
    [InlineData(60), InlineData(80), InlineData(100), InlineData(140)]
    public void Fit_the_line_where_text_can_be_cut(int width)
    {
        using var text = new StringWriter { NewLine = "\n" };
        BridgeView.Write(text, Bridge("GBP", null), width);
        text.ToString().Split('\n').Max(Wide.Of).ShouldBeLessThanOrEqualTo(Math.Max(width, 66), "amounts and names are never cut");
    }

    [Theory]
    [InlineData("abc", 3), InlineData("顧客", 4), InlineData("e\u0301", 1), InlineData("", 0)]
    public void Know_how_wide_a_text_is_on_a_terminal(string text, int width) => Wide.Of(text).ShouldBe(width);

    [Fact]
    public void Say_the_same_as_json_with_every_digit_and_words_for_enums()
    {
        using var text = new StringWriter { NewLine = "\n" };
        Answer.Write(text, SampleRuns.Last with { Steps = [SampleRuns.Last.Steps[3]] }, json: true, (_, _) =>
            throw new InvalidOperationException("not as text"));
        using var json = JsonDocument.Parse(text.ToString());
        var step = json.RootElement.GetProperty("steps")[0];
        step.GetProperty("outcome").GetString().ShouldBe("published");
        step.GetProperty("comparisons")[0].GetProperty("classes")[1].GetProperty("amounts")[0].GetProperty("amount").GetRawText()
            .ShouldBe("-18330.10");
        Golden.Matches(text.ToString(), "golden/run.json");
    }

    [Fact]
    public void Show_progress_elsewhere_than_on_a_terminal_as_a_plain_line_a_step()
    {
        using var text = new StringWriter { NewLine = "\n" };
        using (var progress = new RunProgressView(text, terminal: false))
            foreach (var (step, stage) in new[] { (1, "stage"), (1, "check"), (2, "stage") })
                progress.Report(new RunProgress(step, 2, $"sales.orders{step}", stage, 0.5));
        text.ToString().ShouldBe("[1/2] sales.orders1\n[2/2] sales.orders2\n");
    }

    private static BridgeReport Bridge(string? currency, string? rows) =>
        SampleBridges.Of(new BridgeRequest("zone.revenue", "legacy.revenue_mart", null, null, null, currency, rows));
}
