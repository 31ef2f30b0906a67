using CsCheck;
using Treaty.Core.Reconciliation.Matching;

namespace Treaty.Core.Tests.Reconciliation;

/// <summary>Held against the plainest possible oracle: all matchings of a small graph are written down.</summary>
public class Certain_pairs
{
    private static readonly Gen<(int Left, int Right, (int, int)[] Pairs)> AnyGraph =
        from left in Gen.Int[1, 6]
        from right in Gen.Int[1, 6]
        from pairs in Gen.Select(Gen.Int[0, left - 1], Gen.Int[0, right - 1]).Array[0, 12]
        select (left, right, pairs.Distinct().ToArray());

    [Fact]
    public void Are_those_in_every_maximum_matching() => AnyGraph.Sample(graph =>
    {
        var all = Matchings(graph.Pairs, 0, [], []).ToList();
        var most = all.Max(m => m.Count);
        var expected = graph.Pairs.Select(pair => all.Where(m => m.Count == most).All(m => m.Contains(pair)));
        CertainPairs.Of(graph.Left, graph.Right, graph.Pairs).ShouldBe(expected);
    }, iter: 3000);

    [Fact]
    public void Do_not_depend_on_the_order_of_pairs() => AnyGraph.Sample(graph =>
    {
        var reversed = graph.Pairs.Reverse().ToArray();
        CertainPairs.Of(graph.Left, graph.Right, reversed).Reverse().ShouldBe(CertainPairs.Of(graph.Left, graph.Right, graph.Pairs));
    }, iter: 500);

    public static TheoryData<string, string> Cases => new()
    {
        { "", "" },
        { "0-0", "0-0" },
        { "0-0 0-1", "" },                             // one row, two partners
        { "0-0 0-1 1-1", "0-0 1-1" },                  // the second row leaves the first no choice
        { "0-0 0-1 1-0 1-1", "" },                     // two ways to pair all
        { "0-0 1-0 1-1 2-1 2-2", "0-0 1-1 2-2" },      // a chain that ends
        { "0-0 1-0 1-1 2-1", "" },                     // three rows for two partners
        { "0-0 1-1 1-2 2-1 2-2", "0-0" },              // certain beside uncertain
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void In_small_graphs(string pairs, string certain)
    {
        (int Left, int Right)[] graph = [.. pairs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => (p[0] - '0', p[2] - '0'))];
        var of = CertainPairs.Of(3, 3, graph);
        string.Join(' ', graph.Where((_, i) => of[i]).Select(p => $"{p.Left}-{p.Right}")).ShouldBe(certain);
    }

    [Fact]
    public void Are_found_in_long_chains_without_running_out_of_stack()
    {
        const int rows = 200_000;
        (int, int)[] chain = [.. Enumerable.Range(0, rows).SelectMany(i => i == 0 ? new[] { (0, 0) } : [(i, i - 1), (i, i)])];
        CertainPairs.Of(rows, rows, chain).Count(certain => certain).ShouldBe(rows);
        (int, int)[] ring = [.. chain, (0, rows - 1)];
        CertainPairs.Of(rows, rows, ring).ShouldAllBe(certain => !certain);
    }

    private static IEnumerable<HashSet<(int, int)>> Matchings((int L, int R)[] pairs, int from, HashSet<int> left, HashSet<int> right)
    {
        yield return [];
        for (var i = from; i < pairs.Length; i++)
        {
            if (left.Contains(pairs[i].L) || right.Contains(pairs[i].R)) continue;
            foreach (var rest in Matchings(pairs, i + 1, [.. left, pairs[i].L], [.. right, pairs[i].R])) yield return [.. rest, pairs[i]];
        }
    }
}
