using System.Globalization;
using CsCheck;
using Treaty.Core.Contracts;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Rates;
using static Treaty.Backends.Tests.Reconciliation.Compared;

namespace Treaty.Backends.Tests.Reconciliation;

/// <summary>Amounts of several currencies compared in one, by stated rates.</summary>
public class A_reporting_currency
{
    private const string Rates =
        """
        CREATE TABLE rates AS SELECT of, becomes, CAST(day AS DATE) AS day, CAST(rate AS DECIMAL(18,8)) AS rate FROM (VALUES
            ('USD', 'EUR', '2024-03-01', '0.90000000'), ('USD', 'EUR', '2024-03-08', '0.92592593'), ('USD', 'EUR', '2024-03-11', '0.91000000'),
            ('GBP', 'USD', '2024-03-08', '1.28000000'), ('CHF', 'EUR', '2024-03-08', '1.04'), ('CHF', 'EUR', '2024-03-08', '1.05'),
            ('SEK', 'EUR', '2024-03-08', '0'), ('NOK', 'EUR', '2024-03-08', '0.5')) AS t(of, becomes, day, rate)
        """;

    private static ReportingRule Euro { get; } = new("EUR", new("rates", new Reference("zone", "fx")), "of", "becomes", "day", "rate");

    private static readonly Measure All = Value with { Filter = null };

    private static Compared In(ReportingRule rule, Row[] a, Row[] b, Func<Comparison, Comparison>? change = null) =>
        Run(Conversion.Apply(PlanOf((change ?? (c => c))(Orders) with { Reporting = rule }, All, All)), a, b, Rates);

    private static Comparison Sums(Comparison comparison) => comparison with
    {
        A = comparison.A with { Identity = null }, B = comparison.B with { Identity = null },
        Passes = [new MatchPass(PassKind.GroupSum, null, null, null, Nowhere)],
    };

    private static string Money(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Walk(Compared compared)
    {
        compared.Broken.ShouldBeEmpty();
        var proof = compared.Bridge().Verify(compared.Totals());
        proof.Findings.ShouldBeEmpty();
        foreach (var currency in proof.Bridge.AllCurrencies)
            (proof.Bridge.Amount(currency, BridgeLineKind.TotalA) + proof.Bridge.Walk(currency)).ShouldBe(proof.Bridge.Amount(currency, BridgeLineKind.TotalB));
        return proof.Bridge.Lines.Where(l => l.Gross != 0).Select(l => $"{l.Currency} {l.Kind.Text()} {Money(l.Amount)}");
    }

    [Fact]
    public void Converts_each_row_once_by_the_rate_of_its_day()
    {
        using var compared = In(Euro, [new(1, "x", 100, "USD", Day: "2024-03-08"), new(2, "y", 7, "EUR")],
            [new(1, "x", 100, "USD", Day: "2024-03-08"), new(2, "y", 7, "EUR")]);
        compared.Story.ShouldBe(["x: matched by key", "y: matched by key"]);
        compared.Groups.Select(g => g.A).ShouldBe([92.59m, 7m]);
        Walk(compared).ShouldBe(["EUR total-a 99.59", "EUR total-b 99.59"]);
    }

    [Fact]
    public void Tells_what_rates_make_from_what_amounts_make()
    {
        using var compared = In(Euro, [new(1, "x", 100, "USD", Day: "2024-03-08"), new(2, "y", 100, "USD", Day: "2024-03-08")],
            [new(1, "x", 100, "USD", Day: "2024-03-11"), new(2, "y", 90, "USD", Day: "2024-03-11")]);
        compared.Query("SELECT table_name, column_name FROM duckdb_columns() WHERE starts_with(table_name, 'p_') AND data_type IN ('DOUBLE', 'FLOAT')").ShouldBeEmpty();
        // y: 90 at 0.91 less 90 at 0.92592593 is rate; 90 less 100 at 0.92592593 is amount.
        Walk(compared).ShouldBe(["EUR total-a 185.18", "EUR rate -3.02", "EUR amount -9.26", "EUR total-b 172.90"]);
        compared.Groups.Select(g => $"{g.Key} {g.Class}").ShouldBe(["x definition", "y amount"]);
    }

    [Fact]
    public void Tells_what_rounding_row_by_row_makes()
    {
        using var compared = In(Euro, [new(1, "x", 100, "USD", Day: "2024-03-08")],
            [.. new[] { 33.33m, 33.33m, 33.34m }.Select((amount, i) => new Row(i + 1, "x", amount, "USD", Day: "2024-03-08"))], Sums);
        Walk(compared).ShouldBe(["EUR total-a 92.59", "EUR total-b 92.59"]);
        using var cents = In(Euro, [new(1, "x", 0.03m, "NOK", Day: "2024-03-08")],
            [.. Enumerable.Range(1, 3).Select(i => new Row(i, "x", 0.01m, "NOK", Day: "2024-03-08"))], Sums);
        // 0.015 becomes 0.02; three times 0.005 become 0.03.
        Walk(cents).ShouldBe(["EUR total-a 0.02", "EUR rounding 0.01", "EUR total-b 0.03"]);
        cents.Groups.Single().Class.ShouldBe("definition");
    }

    [Theory]
    [InlineData(Rounding.HalfUp, "0.03", "0.02", "-0.03")]
    [InlineData(Rounding.HalfEven, "0.02", "0.02", "-0.02")]
    [InlineData(Rounding.Down, "0.02", "0.01", "-0.02")]
    public void Rounds_by_the_named_rule(Rounding rounding, params string[] expected)
    {
        // 0.025, 0.015 and -0.025
        Row[] rows = [new(1, "x", 0.05m, "NOK", Day: "2024-03-08"), new(2, "y", 0.03m, "NOK", Day: "2024-03-08"), new(3, "z", -0.05m, "NOK", Day: "2024-03-08")];
        using var compared = In(Euro with { Rounding = rounding }, rows, rows);
        compared.Groups.Select(g => Money(g.A)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("USD", "2024-03-09", 0, false)] // a Saturday
    [InlineData("USD", "2024-03-09", 1, true)]
    [InlineData("USD", "2024-03-12", 0, false)] // later than all
    [InlineData("USD", "2024-02-29", 30, false)] // a rate is never younger than the date
    [InlineData("CHF", "2024-03-08", 5, false)] // stated in two ways
    [InlineData("SEK", "2024-03-08", 0, false)] // no rate is nothing
    [InlineData("JPY", "2024-03-08", 0, false)]
    [InlineData("GBP", "2024-03-08", 0, false)] // only through another currency, which no one has allowed
    public void Never_takes_a_missing_rate_for_one(string currency, string day, int older, bool found)
    {
        using var compared = In(Euro with { Older = older }, [new(1, "x", 100, currency, Day: day)], [new(1, "x", 100, currency, Day: day)]);
        if (found)
        {
            compared.Groups.Single().A.ShouldBe(92.59m);
            return;
        }
        compared.Story.ShouldBe(["⊖a:1: no-rate by none [no-rate -100.00]", "⊖b:1: no-rate by none [no-rate 100.00]"]);
        compared.Discrepancies.Select(d => d.Currency).ShouldBe([currency, currency]);
        Walk(compared).ShouldBe([$"{currency} total-a 100.00", $"{currency} no-rate 0.00", $"{currency} total-b 100.00"]);
        compared.Query(ConversionSql.Missing(compared.Plan).Text).Select(r => $"{r[0]} {r[1]} {r[2]}").ShouldBe([$"a {currency} 1", $"b {currency} 1"]);
    }

    [Fact]
    public void Goes_through_another_currency_where_that_is_declared()
    {
        using var compared = In(Euro with { Through = "USD" }, [new(1, "x", 100, "GBP", Day: "2024-03-08")], []);
        compared.Groups.Single().A.ShouldBe(118.52m); // 1.28 × 0.92592593
    }

    [Fact]
    public void Takes_the_mean_of_a_month_and_the_date_it_is_told()
    {
        using var mean = In(Euro with { Day = RateDay.MonthAverage }, [new(1, "x", 10000, "USD", Day: "2024-03-30")], [new(1, "x", 10000, "USD", Day: "2024-03-02")]);
        mean.Story.ShouldBe(["x: matched by key"]);
        mean.Groups.Single().A.ShouldBe(9119.75m); // (0.9 + 0.92592593 + 0.91) / 3 = 0.911975310000
        using var booked = In(Euro with { DateB = "DATE '2024-03-08'" }, [new(1, "x", 100, "USD", Day: "2024-03-08")], [new(1, "x", 100, "USD", Day: "2024-03-11")]);
        booked.Story.ShouldBe(["x: matched by key"]);
    }

    [Fact]
    public void Loses_nothing_whatever_the_rows()
    {
        var row = Gen.Select(Gen.Int[1, 6], Gen.Int[-500, 5000], Gen.Int[0, 3], Gen.Int[1, 12], (key, cents, currency, day) =>
            new Row(0, "k" + key, cents / 100m, new[] { "EUR", "USD", "NOK", "JPY" }[currency], Day: $"2024-03-{day:00}"));
        Gen.Select(row.Array[0, 8], row.Array[0, 8], Gen.Bool, Gen.Int[0, 2]).Sample((a, b, sums, rounding) =>
        {
            using var compared = In(Euro with { Older = 3, Rounding = (Rounding)rounding }, [.. a.Select((r, i) => r with { Id = i + 1 })],
                [.. b.Select((r, i) => r with { Id = i + 1 })], sums ? Sums : c => c);
            compared.Members.Count.ShouldBe(a.Length + b.Length);
            Walk(compared).ShouldAllBe(line => !line.Contains("unclassified", StringComparison.Ordinal));
        }, iter: 15, threads: 1);
    }
}
