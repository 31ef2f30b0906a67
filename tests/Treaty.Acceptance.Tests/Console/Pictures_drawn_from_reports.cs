using System.Globalization;
using System.Xml.Linq;
using CsCheck;
using Treaty.Operations.Reports;
using Treaty.Server;
using Treaty.Server.Pictures;

namespace Treaty.Acceptance.Tests.OnTheConsole;

public class Pictures_drawn_from_reports
{
    private static readonly Gen<BridgeWalk> AnyWalk =
        from a in Gen.Long[-10_000_000_00, 10_000_000_00]
        from amounts in Gen.Long[-9_000_00, 9_000_00].Array[0, 12]
        select Walk(a / 100m, [.. amounts.Select(x => x / 100m)]);

    [Fact]
    public void Of_any_walk_show_every_amount_and_stay_inside_their_frame() => AnyWalk.Sample(walk =>
    {
        foreach (var shape in new[] { WaterfallShape.Wide, WaterfallShape.Narrow })
        {
            var svg = XElement.Parse(Waterfall.Draw(walk, "zone.revenue", "legacy.mart", shape, line => "/" + line));
            foreach (var line in walk.Lines) svg.Value.ShouldContain(Words.Signed(line.Amount));
            foreach (var bar in svg.Descendants().Where(e => e.Name.LocalName == "rect" && (string?)e.Attribute("class") == "bar"))
            {
                Number(bar, "x").ShouldBeGreaterThanOrEqualTo(0);
                (Number(bar, "x") + Number(bar, "width")).ShouldBeLessThanOrEqualTo(shape.Width);
            }
        }
    }, iter: 300);

    [Fact]
    public void Of_any_walk_have_an_axis_that_holds_every_running_total() => AnyWalk.Sample(walk =>
    {
        var axis = Axis.Of(walk);
        var running = walk.TotalA;
        foreach (var at in walk.Lines.Select(line => running += line.Amount).Append(walk.TotalA)) axis.Share(at).ShouldBeInRange(0, 1);
        axis.Ticks().ShouldAllBe(tick => tick >= axis.Low && tick <= axis.High);
        axis.Ticks().Count.ShouldBeInRange(1, 8);
    }, iter: 1000);

    [Theory]
    [InlineData(27_981_204, 59_548, true), InlineData(120, -90, false), InlineData(-5_000_000, 10, true), InlineData(0, 10, false),
        InlineData(0, 0, false), InlineData(-5, 10, false)]
    public void Cut_the_axis_only_where_differences_are_small_beside_the_totals(int total, int difference, bool cut) =>
        Axis.Of(Walk(total, [difference])).IsCut.ShouldBe(cut);

    [Fact]
    public void Escape_what_documents_say()
    {
        const string evil = "<script>\"'&";
        var entry = SampleCatalog.Entries[0] with { Ref = "sales." + evil, Title = evil };
        var map = new MapReport("m", evil, "h", [new Territory(evil, evil, evil, [entry], [evil])], [], []);
        foreach (var svg in new[]
        {
            MeshMap.Draw(map), LineageMap.Draw(evil, evil, [evil], [evil]),
            Waterfall.Draw(new BridgeWalk("EUR", 1, 2, [new(evil, evil, 1, 1, 1, evil, evil)], 1, 1), evil, evil, WaterfallShape.Wide,
                Uri.EscapeDataString),
        })
        {
            svg.ShouldNotContain("<script");
            XElement.Parse(svg).ShouldNotBeNull();
        }
    }

    [Fact]
    public void Link_every_product_of_the_map_and_draw_every_flow_between_products()
    {
        var svg = XElement.Parse(MeshMap.Draw(SampleCatalog.Map));
        svg.Descendants().Count(e => e.Name.LocalName == "a").ShouldBe(SampleCatalog.Entries.Count);
        svg.Descendants().Count(e => e.Name.LocalName == "path" && (string?)e.Attribute("class") == "flow")
            .ShouldBe(SampleCatalog.Map.Flows.Count(f => !f.FromSource));
    }

    [Fact]
    public void Draw_a_mesh_without_products_and_one_of_a_hundred_contexts()
    {
        XElement.Parse(MeshMap.Draw(new MapReport("m", "Empty", "h", [], [], []))).ShouldNotBeNull();
        var many = Enumerable.Range(0, 100)
            .Select(i => new Territory($"c{i}", null, null, [SampleCatalog.Entries[0] with { Ref = $"c{i}.orders" }], [])).ToList();
        var svg = XElement.Parse(MeshMap.Draw(new MapReport("m", "Many", "h", many, [], [])));
        var regions = svg.Descendants().Where(e => (string?)e.Attribute("class") == "region")
            .Select(e => (X: Number(e, "x"), Y: Number(e, "y"), H: Number(e, "height"))).ToList();
        regions.Count.ShouldBe(100);
        foreach (var column in regions.GroupBy(r => r.X))
            foreach (var (above, below) in column.OrderBy(r => r.Y).Zip(column.OrderBy(r => r.Y).Skip(1))) (above.Y + above.H)
                .ShouldBeLessThan(below.Y);
    }

    [Theory]
    [InlineData(10_000_000, 0, 1), InlineData(1, 10_000_000, 1), InlineData(0, 0, 5), InlineData(3, 3, 3)]
    public void Fill_the_bar_of_rows_and_keep_slivers_visible(long published, long unchanged, long quarantined)
    {
        var svg = XElement.Parse(RowsBar.Draw(new RowFigures(0, 0, published, quarantined, unchanged, 0, 0, 0)));
        var shares = svg.Elements().Where(e => (string?)e.Attribute("class") != "ground")
            .Select(e => double.Parse(((string)e.Attribute("width")!).TrimEnd('%'), CultureInfo.InvariantCulture)).ToList();
        shares.Sum().ShouldBe(100, 0.3);
        shares.ShouldAllBe(share => share >= 1);
    }

    [Theory]
    [InlineData("short", "short"), InlineData("a_very_long_name_indeed_for_so_little_room", "a_very_lon…")]
    public void Cut_texts_that_have_no_room(string text, string shown) => Svg.Fit(text, 95, 14).ShouldBe(shown);

    [Theory]
    [InlineData("0", "0.00"), InlineData("-1234567.5", "−1\u202F234\u202F567.50"), InlineData("0.000000000001", "0.000000000001"),
        InlineData("79228162514264337593543950335",
        "79\u202F228\u202F162\u202F514\u202F264\u202F337\u202F593\u202F543\u202F950\u202F335.00")]
    public void Write_amounts_with_every_digit(string amount, string shown) =>
        Words.Amount(decimal.Parse(amount, CultureInfo.InvariantCulture)).ShouldBe(shown);

    private static BridgeWalk Walk(decimal total, decimal[] amounts) => new("EUR", total, total + amounts.Sum(),
        [.. amounts.Select((amount, i) => new BridgeLineReport($"line{i}", "amount differs", 1, amount, Math.Abs(amount), null, null))],
            amounts.Length, amounts.Sum(Math.Abs));

    private static double Number(XElement element, string name) =>
        double.Parse((string)element.Attribute(name)!, CultureInfo.InvariantCulture);
}
