using CsCheck;
using Treaty.Core.Reconciliation;
using static Treaty.Backends.Tests.Reconciliation.Compared;

namespace Treaty.Backends.Tests.Reconciliation;

/// <summary>At stake of a currency that differs are the rows in it, not the whole group that they are in.</summary>
public class Currencies_of_groups
{
    private static readonly Comparison Sums = Orders with
    {
        A = Orders.A with { Identity = null }, B = Orders.B with { Identity = null }, Passes = [new(PassKind.GroupSum, null, null, null, Nowhere)],
    };

    private static Row[] Rows(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((t, i) =>
        new Row(i + 1, "x", decimal.Parse(t[3..], System.Globalization.CultureInfo.InvariantCulture), t[..3]))];

    private static decimal? Stake(Comparison comparison, Row[] a, Row[] b)
    {
        using var compared = Run(PlanOf(comparison, Value with { Filter = null }, Value with { Filter = null }), a, b);
        compared.Broken.ShouldBeEmpty();
        return compared.Query("SELECT gross FROM p_discrepancies WHERE class = 'currency'").Select(r => (decimal?)r[0]).SingleOrDefault();
    }

    [Theory]
    [InlineData("EUR100 USD50", "EUR150", 50)] // one row of two was labelled
    [InlineData("EUR150", "EUR100 USD50", 50)]
    [InlineData("EUR100 EUR50", "EUR100 USD50", 50)]
    [InlineData("EUR1000 EUR50", "EUR1000 USD20 USD30", 50)]
    [InlineData("EUR100 EUR50", "USD100 USD50", 150)] // all of them
    [InlineData("EUR150", "USD100 USD50", 150)]
    [InlineData("EUR100 USD50", "EUR100 GBP50", 50)] // another one on each side
    [InlineData("EUR100 USD50", "EUR100 GBP70", 70)] // and another amount, which is a discrepancy of its own
    [InlineData("EUR100 EUR-30", "EUR100 USD-30", 30)] // a credit
    [InlineData("EUR100 EUR50 EUR-20", "EUR100 USD50 USD-20", 30)]
    [InlineData("EUR100", "USD100", 100)] // one row a side, as ever
    [InlineData("EUR100", "USD90", 100)]
    [InlineData("EUR100 EUR50", "EUR150", null)]
    [InlineData("EUR100 USD50", "EUR100 USD50", null)]
    [InlineData("EUR100 USD50", "EUR90 USD50", null)] // another amount and no more
    [InlineData("EUR100 USD50", "EUR50 USD100", 50)] // the labels were swapped, and the numbers add up to the same
    [InlineData("EUR100 USD50 EUR7", "EUR100 USD57", 7)]
    [InlineData("EUR100 GBP30 USD50", "EUR130 USD50", 30)] // a third currency, first and last stay
    [InlineData("EUR100 USD50", "EUR40 USD100", 50)] // 50 moved, and 10 are lost
    [InlineData("EUR100 EUR50", "EUR180 USD1", 1)] // 30 more of one currency moved from nowhere
    [InlineData("EUR180 USD1", "EUR100 EUR50", 1)]
    public void Are_at_stake_by_the_rows_in_a_currency_of_one_side_alone(string a, string b, int? stake) => Stake(Sums, Rows(a), Rows(b)).ShouldBe(stake);

    [Fact]
    public void Are_the_whole_row_where_one_is_against_one() => Stake(Orders, [new(1, "x", 100)], [new(1, "x", 90, Currency: "USD")]).ShouldBe(100);

    [Fact]
    public void Leave_copies_out() =>
        Stake(Sums with { B = Orders.B with { Identity = ["key", "amount"] } }, Rows("EUR100 EUR50"), Rows("EUR100 USD50 USD50")).ShouldBe(50);

    [Fact]
    public void Are_told_of_where_the_numbers_add_up_to_the_same()
    {
        using var compared = Run(PlanOf(Sums), Rows("EUR100 USD50"), Rows("EUR50 USD100"));
        compared.Story.ShouldBe(["x: currency by key [currency 0.00]"]);
        compared.Bridge().Verify(compared.Totals()).Findings.ShouldBeEmpty();
    }

    /// <summary>However many rows agree beside it, one row that is labelled with another currency is at stake alone.</summary>
    [Fact]
    public void Do_not_grow_with_the_group() =>
        Gen.Select(Gen.Int[1, 999].Array[1, 12], Gen.Int[1, 999]).Sample((agreeing, wrong) =>
            Stake(Sums, [.. agreeing.Append(wrong).Select((amount, i) => new Row(i + 1, "x", amount))],
                [.. agreeing.Select((amount, i) => new Row(i + 1, "x", amount)), new(99, "x", wrong, "USD")]).ShouldBe(wrong), iter: 20);
}
