using Treaty.Operations.Samples.OrderToCash;
using YamlDotNet.RepresentationModel;

namespace Treaty.Backends.Tests.Samples;

/// <summary>The truth against the files themselves, recounted here by means of their own.</summary>
public sealed class What_is_planted_is_what_the_truth_says(SampleWorld world) : IClassFixture<SampleWorld>
{
    private const string OrderPayment = "zone.revenue:order_payment", PaymentDeposit = "zone.revenue:payment_deposit";

    [Fact]
    public void Every_kind_of_fault_occurs() =>
        Enum.GetNames<Fault>().Where(name => name != nameof(Fault.None)).Except(world.Report.Planted.Keys).ShouldBeEmpty();

    [Fact]
    public void The_report_counts_the_events() =>
        Events.GroupBy(e => e[1]).ToDictionary(g => g.Key, g => (long)g.Count()).ShouldBe(world.Report.Planted, ignoreOrder: true);

    [Fact]
    public void The_report_counts_the_rows() => world.Report.Rows.ShouldBe(
        world.Files.Where(f => f.StartsWith("sources/", StringComparison.Ordinal)).Sum(f => IsParquet(f)
            ? world.ParquetRows(f).Count : (long)world.Lines(f).Length - (f.EndsWith(".csv", StringComparison.Ordinal) ? 1 : 0)));

    [Fact]
    public void The_report_counts_the_files() => world.Report.Files.ShouldBe(world.Files.Count() - 1, "the marker is not one of them");

    [Fact]
    public void One_key_has_at_most_one_fault_in_one_place() =>
        Events.GroupBy(e => (e[2], e[4])).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty();

    [Fact]
    public void Events_add_up_to_what_is_expected()
    {
        var events = Events.GroupBy(e => (e[2], e[3], e[5])).ToDictionary(g => g.Key, g => (g.Count(), g.Sum(e => SampleWorld.Money(e[6]))));
        var expected = Expected.Where(e => e[1] != "definition").ToDictionary(e => (e[0], e[1], e[2]), e => (int.Parse(e[3]), SampleWorld.Money(e[4])));
        events.ShouldBe(expected, ignoreOrder: true);
    }

    [Fact]
    public void Orders_and_payments_differ_by_what_is_expected()
    {
        var cent = Events.Count(e => e[1] == nameof(Fault.OffByOneCent)) * 0.01m;
        (Kept.Sum(c => c.Amount) - Orders.Values.Sum(o => o.Gross + o.Shipping)).ShouldBe(Difference(OrderPayment) - cent);
    }

    [Fact]
    public void Payments_and_deposits_differ_by_what_is_expected() =>
        (Deposits.Sum(d => SampleWorld.Money(d[2])) - Kept.Sum(c => c.Amount - c.Fee)).ShouldBe(Difference(PaymentDeposit));

    [Fact]
    public void Bridge_lines_join_two_totals_that_the_files_hold()
    {
        foreach (var walk in world.Rows("truth/bridge.csv").GroupBy(line => line[0]))
        {
            var amounts = walk.Select(line => SampleWorld.Money(line[3])).ToArray();
            amounts[..^1].Sum().ShouldBe(amounts[^1], walk.Key);
            amounts[0].ShouldBe(Orders.Values.Where(o => o.Currency == walk.Key).Sum(o => o.Gross) - Refunded(walk.Key));
            amounts[^1].ShouldBe(world.Rows("sources/warehouse/revenue_mart.csv", ";").Where(b => b[4] == walk.Key).Sum(b => SampleWorld.Money(b[3])));
        }
    }

    [Fact]
    public void Every_payment_names_a_deposit_there_is() =>
        Captures.Select(c => c.Deposit).Distinct().Order(StringComparer.Ordinal).ShouldBe(Deposits.Select(d => d[0]).Order(StringComparer.Ordinal));

    [Fact]
    public void A_day_taken_in_utc_books_the_first_hour_of_a_month_in_london_a_month_too_early()
    {
        var keys = Events.Where(e => e[1] == nameof(Fault.MartUtcDay)).Select(e => e[4]).ToHashSet();
        var booked = world.Rows("sources/warehouse/revenue_mart.csv", ";").Where(b => keys.Contains(b[1])).ToDictionary(b => b[1], b => b[2]);
        foreach (var order in world.Rows("sources/shop/orders.csv").Where(o => keys.Contains(o[0])))
        {
            order[2].ShouldContain("T23:");
            booked[order[0]].ShouldBe(order[2][..10]);
            DateOnly.ParseExact(booked[order[0]], "yyyy-MM-dd").AddDays(1).Day.ShouldBe(1);
        }
    }

    [Fact]
    public void A_voided_payment_of_an_order_that_was_shipped_is_a_fault_and_of_a_cancelled_one_is_not()
    {
        var voided = Captures.Where(c => c.State == "voided").Select(c => c.Order).ToList();
        var faults = Events.Where(e => e[1] == nameof(Fault.ShippedButVoided)).Select(e => e[4]).ToList();
        voided.Where(Orders.ContainsKey).ShouldBe(faults, ignoreOrder: true);
        voided.Count.ShouldBeGreaterThan(faults.Count);
    }

    [Fact]
    public void Refunds_follow_their_order_within_the_time_of_this_world_and_about_a_third_in_another_month()
    {
        var placed = world.Rows("sources/shop/orders.csv").DistinctBy(o => o[0]).ToDictionary(o => o[0], o => o[2]);
        var refunds = world.Rows("sources/psp/refunds.csv").ToList();
        refunds.ShouldAllBe(r => Days(placed[r[1]], r[2]) >= 2 && Days(placed[r[1]], r[2]) <= 16 && string.CompareOrdinal(r[2], "2026-02-28T22:00:00Z") <= 0);
        (refunds.Count(r => r[2][..7] != placed[r[1]][..7]) * 100 / refunds.Count).ShouldBeInRange(20, 40);
    }

    private static int Days(string from, string to) => DateOnly.ParseExact(to[..10], "yyyy-MM-dd").DayNumber - DateOnly.ParseExact(from[..10], "yyyy-MM-dd").DayNumber;

    [Fact]
    public void Nothing_is_negative_but_what_is_planted()
    {
        Deposits.Where(d => SampleWorld.Money(d[2]) < 0).ShouldBeEmpty();
        world.Rows("sources/shop/orders.csv").Count(o => o[5].StartsWith('-')).ShouldBe((int)world.Report.Planted[nameof(Fault.AmountNegative)]);
    }

    [Theory]
    [InlineData(7, 0.01)]
    [InlineData(8, 0.02)]
    [InlineData(-5, 0.05)]
    public void A_small_world_is_as_true(long seed, double scale)
    {
        using var small = new SampleWorld(seed, scale);
        var tests = new What_is_planted_is_what_the_truth_says(small);
        tests.Deposits.Where(d => SampleWorld.Money(d[2]) < 0).ShouldBeEmpty();
        tests.One_key_has_at_most_one_fault_in_one_place();
        tests.Events_add_up_to_what_is_expected();
        tests.Orders_and_payments_differ_by_what_is_expected();
        tests.Payments_and_deposits_differ_by_what_is_expected();
        tests.Bridge_lines_join_two_totals_that_the_files_hold();
    }

    /// <summary>What has no other side so shortly before the end may still come: it is late, not missing.</summary>
    [Fact]
    public void Nothing_is_missing_that_may_still_come()
    {
        var placed = world.Rows("sources/shop/orders.csv").Select(o => (o[0], o[2]))
            .Concat(world.Rows("sources/warehouse/revenue_mart.csv", ";").Where(b => b[1].StartsWith('L')).Select(b => (b[1], b[2]))).DistinctBy(o => o.Item1)
            .ToDictionary(o => o.Item1, o => o.Item2[..10]);
        var missing = Events.Where(e => e[3].StartsWith("missing-", StringComparison.Ordinal)).Select(e => placed[e[4]]).ToList();
        missing.Count.ShouldBeGreaterThan(100);
        missing.ShouldAllBe(day => string.CompareOrdinal(day, "2026-02-23") < 0);
    }

    [Fact]
    public void Documents_are_yaml()
    {
        var documents = world.Files.Where(file => file.EndsWith(".yaml", StringComparison.Ordinal)).ToList();
        documents.Count.ShouldBeGreaterThan(20);
        foreach (var file in documents)
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(File.ReadAllText(world.At(file))));
            yaml.Documents.ShouldHaveSingleItem().RootNode.ShouldBeOfType<YamlMappingNode>(file);
        }
    }

    [Fact]
    public void Sources_and_documents_end_lines_alike_on_every_system() =>
        world.Files.Where(file => !IsParquet(file)).Where(file => File.ReadAllBytes(world.At(file)).Contains((byte)'\r')).ShouldBeEmpty();

    private static bool IsParquet(string file) => file.EndsWith(".parquet", StringComparison.Ordinal);

    private IEnumerable<string[]> Events => world.Rows("truth/events.csv");

    private IEnumerable<string[]> Expected => world.Rows("truth/expected.csv");

    private IEnumerable<string[]> Deposits => world.ParquetRows("sources/bank/deposits.parquet");

    private decimal Refunded(string currency) => world.Rows("sources/psp/refunds.csv").Where(r => r[4] == currency).Sum(r => SampleWorld.Money(r[3]));

    private decimal Difference(string comparison) => Expected.Where(e => e[0] == comparison).Sum(e => SampleWorld.Money(e[4]));

    private IEnumerable<(string Order, decimal Amount, decimal Fee, string Deposit, string State)> Captures =>
        world.Rows("sources/psp/captures.txt", "+|", header: false).Select(c => (c[1], SampleWorld.Money(c[4]), SampleWorld.Money(c[5]), c[7], c[8]));

    private IEnumerable<(string Order, decimal Amount, decimal Fee, string Deposit, string State)> Kept => Captures.Where(c => c.State != "voided");

    /// <summary>Orders a contract lets pass, each once, cancelled ones left out.</summary>
    private Dictionary<string, (decimal Gross, decimal Shipping, string Currency)> Orders
    {
        get
        {
            var events = world.Lines("sources/shop/order_events.ndjson");
            var cancelled = events.Where(e => e.Contains("\"cancelled\"", StringComparison.Ordinal)).Select(e => e.Split("\"order_id\":\"")[1].Split('"')[0]).ToHashSet();
            var broken = Events.Where(e => e[2] == "quarantine:sales.orders/order_placed" && e[1] != "OrderTwice").Select(e => e[4]).ToHashSet();
            return world.Rows("sources/shop/orders.csv").Where(o => !broken.Contains(o[0]) && !cancelled.Contains(o[0])).DistinctBy(o => o[0])
                .ToDictionary(o => o[0], o => (SampleWorld.Money(o[5]), SampleWorld.Money(o[6]), o[4]));
        }
    }
}
