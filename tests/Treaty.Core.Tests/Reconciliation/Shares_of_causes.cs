using System.Collections.Immutable;
using System.Numerics;
using CsCheck;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Walks;

namespace Treaty.Core.Tests.Reconciliation;

public class Shares_of_causes
{
    private static readonly Gen<SharedCell> AnyCell =
        from standing in Gen.Int[-500, 500].Array[4]
        from here in Gen.Bool.Array[4]
        from amounts in Gen.Int[-300, 300].Array[1, 4]
        from product in Gen.Int[-99, 99].Array[4]
        from flags in Gen.Bool.Array[4]
        select new SharedCell("k", "EUR", 2, flags[0], flags[1], !flags[1], [.. standing.Select(s => (BigInteger)s)], [.. here],
            [.. amounts.Select((a, i) => (BridgeLineKind.Definition, $"d{i}", (BigInteger)a))],
            flags[2] ? [.. product.Select(p => (BigInteger)p)] : ImmutableArray<BigInteger>.Empty) { Factors = ("quantity", "price") };

    [Fact]
    public void Sum_to_what_the_chain_sums_to() => AnyCell.Sample(cell =>
        cell.Shares(2).Sum(s => s.Shapley).ShouldBe(cell.Shares(2).Sum(s => s.Chain)), iter: 500);

    /// <summary>Every order of telling the causes, one by one, with nothing assumed of how they add up.</summary>
    [Fact]
    public void Are_the_means_over_all_orders_within_a_unit() => AnyCell.Where(c => c.Amounts.Length < 3).Sample(cell =>
    {
        var causes = cell.Shares(0).Length;
        decimal Value(int told)
        {
            if (cell.Flips && !((told & 4) != 0 ? cell.CountedB : cell.CountedA)) return 0;
            var changed = cell.Amounts.Select((a, i) => (told & (8 << i)) != 0 ? a.Amount : 0).Aggregate((x, y) => x + y);
            if (!cell.Product.IsEmpty) changed += cell.Product[told >> (3 + cell.Amounts.Length)] - cell.Product[0];
            return (decimal)(cell.Standing[told & 3] + (cell.Here[told & 3] ? changed : 0));
        }
        var (sums, orders) = (new decimal[causes], 0);
        foreach (var order in Orders([.. Enumerable.Range(0, causes)]))
        {
            orders++;
            var told = 0;
            foreach (var cause in order)
            {
                sums[cause] += Value(told | (1 << cause)) - Value(told);
                told |= 1 << cause;
            }
        }
        var shares = cell.Shares(0);
        for (var i = 0; i < causes; i++) Math.Abs(shares[i].Shapley - sums[i] / orders).ShouldBeLessThan(1, $"{shares[i]}");
    }, iter: 15);

    [Fact]
    public void Of_the_walk_back_are_the_opposite() => AnyCell.Sample(cell =>
    {
        int[] swapped = [3, 2, 1, 0];
        var changed = cell.Amounts.Aggregate(BigInteger.Zero, (sum, a) => sum + a.Amount)
            + (cell.Product.IsEmpty ? 0 : cell.Product[3] - cell.Product[0]);
        var back = cell with
        {
            CountedA = cell.CountedB, CountedB = cell.CountedA, Here = [.. swapped.Select(i => cell.Here[i])],
            Standing = [.. swapped.Select(i => cell.Standing[i] + (cell.Here[i] ? changed : 0))],
            Amounts = [.. cell.Amounts.Select(a => (a.Kind, a.Definition, -a.Amount))],
            Product = cell.Product.IsEmpty ? [] : [.. swapped.Select(i => cell.Product[i])],
        };
        back.Shares(2).Select(s => -s.Shapley).ShouldBe(cell.Shares(2).Select(s => s.Shapley));
    }, iter: 300);

    [Fact]
    public void Of_one_cause_are_the_whole()
    {
        ShapleyValue.Of(1, set => set * 7).ShouldBe([7]);
        // Two that do it only together share alike; a third that does nothing gets nothing.
        ShapleyValue.Of(3, set => (set & 3) == 3 ? 10 : 0).Select(s => (int)s).ShouldBe([30, 30, 0]);
    }

    [Fact]
    public void Go_to_those_that_lost_most_in_their_order()
    {
        BigInteger[] Round(int total, params int[] thirds) => LargestRemainder.Round([.. thirds.Select(t => (BigInteger)t)], 3, total);
        Round(1, 1, 1, 1).ShouldBe([1, 0, 0]);
        Round(-1, -1, -1, -1).ShouldBe([-1, 0, 0]);
        Round(2, 1, 2, 3).ShouldBe([0, 1, 1]);
        Round(0, 2, -2).ShouldBe([0, 0]);
        Round(0).ShouldBe([]);
    }

    [Fact]
    public void Are_of_whole_units()
    {
        MinorUnits.Of(-12.34m, 2).ShouldBe(-1234);
        MinorUnits.Of(12.3m, 4).ShouldBe(123000);
        MinorUnits.Of(79228162514264337593543950335m, 2).ShouldBe(BigInteger.Parse("7922816251426433759354395033500", null));
        MinorUnits.Amount(-1234, 2).ShouldBe(-12.34m);
        MinorUnits.Round(-5, 2).ShouldBe(-3);
        MinorUnits.Round(4, -3).ShouldBe(-1);
        Should.Throw<ArgumentException>(() => MinorUnits.Of(0.001m, 2));
    }

    private static IEnumerable<ImmutableList<int>> Orders(ImmutableList<int> rest) =>
        rest.IsEmpty ? [[]] : rest.SelectMany(first => Orders(rest.Remove(first)).Select(order => order.Insert(0, first)));
}
