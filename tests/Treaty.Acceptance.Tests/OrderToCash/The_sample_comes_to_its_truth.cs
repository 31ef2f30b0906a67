using System.Globalization;
using System.Text.Json;

namespace Treaty.Acceptance.Tests.OrderToCash;

/// <summary>What was planted in the sample is found, all of it and nothing else, class by class and cent by cent. The truth files are read here only, for scoring.</summary>
public sealed class The_sample_comes_to_its_truth : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(42, "1")]
    [InlineData(7, "0.3")]
    [InlineData(20261124, "0.3")]
    public void Discrepancies_and_quarantine_equal_the_truth(long seed, string scale)
    {
        var mesh = _folder["mesh"];
        TreatyProgram.Run("sample", "order-to-cash", mesh, "--seed", seed.ToString(CultureInfo.InvariantCulture), "--scale", scale).Succeeded();
        TreatyProgram.Run("check", "--mesh", mesh).Succeeded();
        var run = Json(TreatyProgram.Run("run", "--mesh", mesh, "--format", "json").Succeeded().Out);
        var found = Json(TreatyProgram.Run("discrepancies", "--mesh", mesh, "--limit", "10000000", "--format", "json").Succeeded().Out);
        var actual = found.GetProperty("page").EnumerateArray()
            .GroupBy(d => (Text(d, "comparison"), Text(d, "class"), Text(d, "currency")))
            .ToDictionary(g => g.Key, g => (Count: g.Count(), Amount: g.Sum(d => d.GetProperty("amount").GetDecimal())));
        var expected = File.ReadLines(Path.Combine(mesh, "truth", "expected.csv")).Skip(1).Select(line => line.Split(','))
            .ToDictionary(p => (p[0], p[1], p[2]), p => (Count: int.Parse(p[3], CultureInfo.InvariantCulture), Amount: decimal.Parse(p[4], CultureInfo.InvariantCulture)));
        var compared = expected.Where(e => e.Key.Item1.Contains(':') && !e.Key.Item1.StartsWith("quarantine:", StringComparison.Ordinal)).ToDictionary();
        Lines(actual).ShouldBe(Lines(compared));
        Held(run).ShouldBe([.. expected.Where(e => e.Key.Item1.StartsWith("quarantine:", StringComparison.Ordinal))
            .Select(e => $"{e.Key.Item1["quarantine:".Length..]} {e.Key.Item2} {e.Value.Count}").Order(StringComparer.Ordinal)]);
    }

    [Fact]
    public void Every_bridge_of_every_month_ties_out_with_nothing_unclassified()
    {
        var mesh = _folder["mesh"];
        TreatyProgram.Run("sample", "order-to-cash", mesh, "--scale", "0.2").Succeeded();
        TreatyProgram.Run("run", "--mesh", mesh).Succeeded();
        foreach (var period in new[] { null, "2025-03", "2025-04", "2026-02" })
            foreach (var (a, b) in new[] { ("zone.revenue", "legacy.revenue_mart"), ("legacy.revenue_mart", "zone.revenue"), ("sales.order_states", "payments.settlements") })
            {
                string[] arguments = ["bridge", a, b, "--mesh", mesh, "--format", "json", .. period is null ? Array.Empty<string>() : ["--period", period]];
                var bridge = Json(TreatyProgram.Run(arguments).Succeeded().Out);
                foreach (var walk in bridge.GetProperty("walks").EnumerateArray())
                {
                    var lines = walk.GetProperty("lines").EnumerateArray().ToList();
                    (walk.GetProperty("totalA").GetDecimal() + lines.Sum(l => l.GetProperty("amount").GetDecimal())).ShouldBe(walk.GetProperty("totalB").GetDecimal());
                    lines.ShouldAllBe(l => l.GetProperty("name").GetString() != "unclassified" || l.GetProperty("gross").GetDecimal() == 0);
                    lines.ShouldAllBe(l => l.GetProperty("name").GetString() != "tie-out-gap");
                }
            }
    }

    [Fact]
    public void Explains_a_row_down_to_its_source_records()
    {
        var mesh = _folder["mesh"];
        TreatyProgram.Run("sample", "order-to-cash", mesh, "--scale", "0.05").Succeeded();
        TreatyProgram.Run("run", "--mesh", mesh).Succeeded();
        var explained = Json(TreatyProgram.Run("explain", "zone.revenue", "O1000042", "--mesh", mesh, "--format", "json").Succeeded().Out);
        var net = explained.GetProperty("values").EnumerateArray().Single(v => Text(v, "column") == "net_revenue");
        net.GetProperty("from").EnumerateArray().Select(f => f.GetString()).ShouldBe(["orders.gross_amount", "orders.state", "refunds.amount"]);
        var order = explained.GetProperty("origins").EnumerateArray().Single(o => Text(o, "ref") == "sales.orders/order_placed#1");
        Text(order, "source").ShouldBe("sources/shop/orders.csv");
        var record = File.ReadLines(Path.Combine(mesh, "sources/shop/orders.csv")).Skip((int)order.GetProperty("record").GetInt64()).First();
        record.ShouldStartWith("O1000042,");
        Text(order, "sourceText").ShouldContain("order_id=O1000042");
        var group = Json(TreatyProgram.Run("explain", "legacy.revenue_mart:revenue", "O1000042", "--mesh", mesh, "--format", "json").Succeeded().Out);
        var sides = group.GetProperty("origins").EnumerateArray().Select(o => Text(o, "ref")).ToList();
        sides.ShouldContain("zone.revenue/revenue#1");
        sides.ShouldContain(side => side!.StartsWith("legacy.revenue_mart/", StringComparison.Ordinal));
    }

    [Fact]
    public void Equal_seeds_give_equal_bytes_and_others_do_not()
    {
        string Bytes(string name, string seed)
        {
            TreatyProgram.Run("sample", "order-to-cash", _folder[name], "--seed", seed, "--scale", "0.05").Succeeded();
            return string.Join('\n', Directory.EnumerateFiles(_folder[name], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Select(f => Path.GetRelativePath(_folder[name], f) + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(f)))));
        }
        var first = Bytes("one", "42");
        Bytes("two", "42").ShouldBe(first);
        Bytes("three", "43").ShouldNotBe(first);
    }

    private static IEnumerable<string> Held(JsonElement run) =>
    [
        .. run.GetProperty("steps").EnumerateArray().SelectMany(step => step.GetProperty("quarantine").EnumerateArray()
            .Select(q => $"{Text(step, "ref")}/{Text(q, "object")} {Text(q, "reason")}{(Text(q, "column") is { Length: > 0 } column ? " " + column : "")} {q.GetProperty("rows").GetInt64()}")).Order(StringComparer.Ordinal),
    ];

    private static IReadOnlyList<string> Lines(IReadOnlyDictionary<(string, string, string), (int Count, decimal Amount)> figures) =>
        [.. figures.Select(f => $"{f.Key.Item1} {f.Key.Item2} {f.Key.Item3} {f.Value.Count} {f.Value.Amount.ToString("0.00", CultureInfo.InvariantCulture)}").Order(StringComparer.Ordinal)];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
