using System.Globalization;

namespace Treaty.Operations.Samples.OrderToCash;

/// <summary>
/// The bridge that must be found from reconciled revenue to the mart, over all periods, by currency. Both totals are summed on their
/// own, order by order and booking by booking, never one from the other: that the lines join them is for a test to find.
/// <list type="bullet">
/// <item>A row that only A has counts −a, one that only B has +b, a surplus copy in B +b.</item>
/// <item>A booking in another currency leaves the order's currency (−a) and appears in its own (+a); what else differs, such as
/// shipping, counts in the currency of B.</item>
/// <item>Shipping is explained by its definition first; only the rest is status, currency or amount.</item>
/// <item>A booking in another month makes no line here: it moves between months, not over all of them.</item>
/// </list>
/// </summary>
internal sealed class TruthWalk
{
    public const string From = "zone.revenue", To = "legacy.revenue_mart";

    private static readonly string[] LineOrder =
        [From, "definition:shipping", "duplicates-b", "missing-b", "missing-a", "late", "status", "currency", "amount", To];

    private readonly SortedDictionary<string, (long Groups, long Cents)[]> _walks = new(StringComparer.Ordinal);

    /// <summary>Adds to a total; totals count no groups.</summary>
    public void Total(string end, string currency, long cents) => Add(end, currency, 0, cents);

    /// <summary>Adds one group to a line.</summary>
    public void Step(string line, string currency, long cents) => Add(line, currency, 1, cents);

    /// <summary>The lines of bridge.csv: by currency, then in the order of the walk.</summary>
    public IEnumerable<string> Lines() => _walks
        .SelectMany(walk => LineOrder.Zip(walk.Value, (line, sum) => (walk.Key, line, sum)))
        .Where(row => row.line is From or To || row.sum.Groups > 0)
        .Select(row => $"{row.Key},{row.line},{row.sum.Groups.ToString(CultureInfo.InvariantCulture)},{Truth.Amount(row.sum.Cents)}")
        .Prepend("currency,line,groups,amount");

    private void Add(string line, string currency, long groups, long cents)
    {
        if (!_walks.TryGetValue(currency, out var sums)) _walks[currency] = sums = new (long, long)[LineOrder.Length];
        ref var sum = ref sums[Array.IndexOf(LineOrder, line)];
        sum = (sum.Groups + groups, sum.Cents + cents);
    }
}
