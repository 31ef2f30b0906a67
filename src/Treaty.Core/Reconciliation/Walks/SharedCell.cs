using System.Collections.Immutable;
using System.Numerics;

namespace Treaty.Core.Reconciliation.Walks;

/// <summary>What one cause does to a group in one currency.</summary>
/// <param name="Chain">What the restatement chain, in its fixed order, gives to the cause.</param>
/// <param name="Shapley">Its Shapley value, rounded to minor units by largest remainder.</param>
public sealed record CauseShare(BridgeLineKind Kind, string Definition, decimal Chain, decimal Shapley);

/// <summary>
/// A group in one currency that both sides have and that may differ in more than one way, in minor units. What stands in the period is
/// counted × (the amount of A, by whose dates and in whose currency + here × what changed of the amount), each switch being A's or B's.
/// </summary>
/// <param name="Flips">The sides count the group differently because of its status.</param>
/// <param name="Standing">A's amounts by A's or B's dates (bit 0) in A's or B's currency (bit 1).</param>
/// <param name="Here">Whether a changed amount falls into the period and currency, by the same bits.</param>
/// <param name="Amounts">What definitions explain of B − A, and the line and amount of the rest.</param>
/// <param name="Product">By the same bits for first and second factor: their product; empty where the measure has no factors.</param>
public sealed record SharedCell(
    string GroupKey, string Currency, long Rows, bool Flips, bool CountedA, bool CountedB, ImmutableArray<BigInteger> Standing,
    ImmutableArray<bool> Here, ImmutableArray<(BridgeLineKind Kind, string Definition, BigInteger Amount)> Amounts,
    ImmutableArray<BigInteger> Product)
{
    private const int Dates = 1, Currencies = 2, Counting = 4, Switches = 3;

    /// <summary>The two factors, whose names become those of their lines.</summary>
    public (string First, string Second) Factors { get; init; }

    /// <summary>One share for each cause, in the order of the bridge's lines.</summary>
    public ImmutableArray<CauseShare> Shares(int scale)
    {
        var causes = Causes().ToList();
        var (chain, exact) = (Chain(), Exact(out var denominator));
        var rounded = LargestRemainder.Round(exact, denominator, chain.Aggregate(BigInteger.Zero, (sum, n) => sum + n));
        return
        [
            .. causes.Select((cause, i) => new CauseShare(cause.Kind, cause.Definition, MinorUnits.Amount(chain[i], scale),
                MinorUnits.Amount(rounded[i], scale))),
        ];
    }

    private IEnumerable<(BridgeLineKind Kind, string Definition)> Causes()
    {
        yield return (BridgeLineKind.Timing, "");
        yield return (BridgeLineKind.Currency, "");
        yield return (BridgeLineKind.Status, "");
        foreach (var amount in Amounts) yield return (amount.Kind, amount.Definition);
        if (Product.IsEmpty) yield break;
        yield return (BridgeLineKind.Amount, Factors.First);
        yield return (BridgeLineKind.Amount, Factors.Second);
    }

    private BigInteger Whole => Counts(Counting) ? Standing[3] + (Here[3] ? Changed(3) : 0) : 0;

    /// <summary>Where one side only counts, all falls to the status; else dates, currency, definitions, the rest and the factors.</summary>
    private BigInteger[] Chain()
    {
        var at = Here[3] ? BigInteger.One : 0;
        var amounts = Amounts.Select(a => Flips ? 0 : a.Amount * at);
        var factors = Product.IsEmpty ? [] : new[] { Product[1] - Product[0], Product[3] - Product[1] }.Select(a => Flips ? 0 : a * at);
        BigInteger[] switches = Flips ? [0, 0, Whole - (Counts(0) ? Standing[0] : 0)]
            : [Standing[1] - Standing[0], Standing[3] - Standing[1], 0];
        return [.. switches, .. amounts, .. factors];
    }

    /// <summary>
    /// Shapley values are linear in the game: those of the switches alone, and of the switches with each amount in turn, as amounts add
    /// up among themselves.
    /// </summary>
    private BigInteger[] Exact(out BigInteger denominator)
    {
        denominator = ShapleyValue.Factorial(Switches + 2);
        var shares = new BigInteger[Switches + Amounts.Length + (Product.IsEmpty ? 0 : 2)];
        Add(Switches, set => Counts(set) ? Standing[set & 3] : 0, [], denominator);
        for (var i = 0; i < Amounts.Length; i++)
        {
            var amount = Amounts[i].Amount;
            Add(Switches + 1, set => Falls(set) && (set & 8) != 0 ? amount : 0, [Switches + i], denominator);
        }
        if (!Product.IsEmpty)
            Add(Switches + 2, set => Falls(set) ? Product[set >> Switches] - Product[0] : 0, [^2, ^1], denominator);
        return shares;

        void Add(int causes, Func<int, BigInteger> value, Index[] more, BigInteger over)
        {
            var found = ShapleyValue.Of(causes, value);
            var factor = over / ShapleyValue.Factorial(causes);
            for (var i = 0; i < causes; i++) shares[i < Switches ? i : more[i - Switches]] += found[i] * factor;
        }
    }

    private bool Counts(int set) => !Flips || ((set & Counting) != 0 ? CountedB : CountedA);

    private bool Falls(int set) => Counts(set) && Here[set & (Dates | Currencies)];

    private BigInteger Changed(int factors) =>
        Amounts.Aggregate(BigInteger.Zero, (sum, a) => sum + a.Amount) + (Product.IsEmpty ? 0 : Product[factors] - Product[0]);
}
