using System.Collections.Immutable;
using System.Globalization;
using Treaty.Core.Findings;

namespace Treaty.Core.Reconciliation;

/// <summary>One line of a bridge in one currency.</summary>
/// <param name="Definition">The definition that a definition line is about, else empty.</param>
/// <param name="Groups">Groups that contribute; 0 on totals.</param>
/// <param name="Rows">Rows of those groups; on totals the rows counted; on duplicates the copies.</param>
/// <param name="Amount">On totals the total; else what the line adds on the way.</param>
/// <param name="Gross">The same without offsetting: the sum of |contributions|.</param>
public sealed record BridgeLine(
    BridgeLineKind Kind, string Currency, string Definition, long Groups, long Rows, decimal Amount, decimal Gross)
{
    public static BridgeLine Empty(BridgeLineKind kind, string currency) => new(kind, currency, "", 0, 0, 0, 0);

    /// <summary>Reads a row of <see cref="BridgeSql.Lines"/>.</summary>
    public static BridgeLine Read(IReadOnlyList<object?> row) => new(
        BridgeLineKinds.TryParse((string)row[0]!) ?? BridgeLineKind.Unclassified, (string)row[1]!, (string)row[2]!,
        Convert.ToInt64(row[3], CultureInfo.InvariantCulture), Convert.ToInt64(row[4], CultureInfo.InvariantCulture),
            (decimal)row[5]!, (decimal)row[6]!);

    internal BridgeLine Swapped() =>
        Kind.IsTotal() ? this with { Kind = Kind.Swapped() } : this with { Kind = Kind.Swapped(), Amount = -Amount };
}

/// <summary>A total read from a product itself.</summary>
public sealed record SideTotal(Side Side, string Currency, long Rows, decimal Amount)
{
    /// <summary>Reads a row of <see cref="BridgeSql.Totals"/>.</summary>
    public static SideTotal Read(IReadOnlyList<object?> row) => new(
        (string)row[0]! == "a" ? Side.A : Side.B, (string)row[1]!, Convert.ToInt64(row[2], CultureInfo.InvariantCulture), (decimal)row[3]!);
}

/// <summary>A bridge held against independent totals: with a line for any gap, and with what is wrong with it.</summary>
public sealed record BridgeProof(Bridge Bridge, IReadOnlyList<Finding> Findings);

/// <summary>
/// The exact walk from one side's total to the other's, currency by currency: total A, the lines in their fixed order, total B.
/// Where it is
/// walked from B, side B's total stands as total A.
/// </summary>
public sealed record Bridge(string Comparison, string Measure, BridgePeriod? Period, Side From, ImmutableArray<BridgeLine> Lines)
{
    public static FindingKind DoesNotTie { get; } = new("TRY0692", Severity.Error, "a bridge does not lead from one total to the other");

    public static FindingKind NotExplained { get; } = new("TRY0693", Severity.Error, "a bridge has an amount that no rule explains");

    /// <summary>Puts result rows of <see cref="BridgeSql.Lines"/> in order: every kind of line a currency,
    /// definitions each of their own.</summary>
    public static Bridge Of(BridgePlan plan, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var read = rows.Select(BridgeLine.Read).ToList();
        var forward = new Bridge(plan.Comparison, plan.Measure, plan.Period, Side.A,
            [.. Currencies(read).SelectMany(currency => Complete(currency, [.. read.Where(line => line.Currency == currency)]))]);
        return plan.From == Side.A ? forward : forward.Reversed();
    }

    /// <summary>Currencies in ordinal order.</summary>
    public IEnumerable<string> AllCurrencies => Currencies(Lines);

    public IEnumerable<BridgeLine> In(string currency) => Lines.Where(line => line.Currency == currency);

    /// <summary>The amount of a kind of line in one currency.</summary>
    public decimal Amount(string currency, BridgeLineKind kind) => In(currency).Where(line => line.Kind == kind).Sum(line => line.Amount);

    /// <summary>What the lines between the totals come to.</summary>
    public decimal Walk(string currency) => In(currency).Where(line => !line.Kind.IsTotal()).Sum(line => line.Amount);

    /// <summary>What differs without offsetting; a net of nothing can hide much.</summary>
    public decimal Gross(string currency) => In(currency).Where(line => !line.Kind.IsTotal()).Sum(line => line.Gross);

    /// <summary>The same walk from the other side: lines negated, sides swapped.</summary>
    public Bridge Reversed() => this with
    {
        From = From == Side.A ? Side.B : Side.A,
        Lines = [.. Lines.Select(line => line.Swapped())
            .OrderBy(line => line.Currency, StringComparer.Ordinal).ThenBy(line => line.Kind)
                .ThenBy(line => line.Definition, StringComparer.Ordinal)],
    };

    /// <summary>
    /// Holds the bridge against totals read from the products. Its totals become theirs;
    /// what the lines do not cover becomes a line of its own
    /// and an error, and so does an amount that no rule explains.
    /// </summary>
    public BridgeProof Verify(IEnumerable<SideTotal> totals, SourcePlace? place = null)
    {
        var all = totals.Select(total => From == Side.A ? total : total with { Side = total.Side == Side.A ? Side.B : Side.A }).ToList();
        var lines = ImmutableArray.CreateBuilder<BridgeLine>();
        var findings = new List<Finding>();
        foreach (var currency in AllCurrencies.Concat(all.Select(t => t.Currency)).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal))
        {
            var own = In(currency).ToList();
            var (a, b) = (Total(Side.A), Total(Side.B));
            var gap = b.Amount - a.Amount - Walk(currency);
            lines.AddRange(own.Count == 0 ? Complete(currency, []) : own);
            var (oldA, oldB) = (Old(BridgeLineKind.TotalA), Old(BridgeLineKind.TotalB));
            Replace(oldA with { Rows = a.Rows, Amount = a.Amount });
            Replace(oldB with { Rows = b.Rows, Amount = b.Amount });
            Replace(BridgeLine.Empty(BridgeLineKind.TieOutGap, currency) with { Amount = gap, Gross = Math.Abs(gap) });
            if (gap != 0 || oldA.Amount != a.Amount || oldB.Amount != b.Amount) findings.Add(Gap(currency, gap));
            if (In(currency).Any(line => line.Kind == BridgeLineKind.Unclassified && line.Gross != 0)) findings.Add(Unclassified(currency));

            SideTotal Total(Side side) => all.Find(t => t.Side == side && t.Currency == currency) ?? new SideTotal(side, currency, 0, 0);
            BridgeLine Old(BridgeLineKind kind) => own.Find(line => line.Kind == kind) ?? BridgeLine.Empty(kind, currency);
            void Replace(BridgeLine line)
            {
                for (var i = 0; i < lines.Count; i++)
                    if (lines[i].Kind == line.Kind && lines[i].Currency == currency) lines[i] = line;
            }
        }
        return new BridgeProof(this with { Lines = lines.ToImmutable() }, findings.Sorted());

        Finding Gap(string currency, decimal gap) => DoesNotTie.At(place,
            string.Create(CultureInfo.InvariantCulture,
                $"the bridge of `{Measure}` in `{Comparison}` misses the products' totals{In_(currency)} by {gap}"),
            "reconcile again; the groups were made from other rows than the totals");
        Finding Unclassified(string currency) => NotExplained.At(place,
            $"the bridge of `{Measure}` in `{Comparison}` has an unclassified line{In_(currency)}",
                "look at the groups behind the line and report them");
        static string In_(string currency) => currency.Length == 0 ? "" : $" in `{currency}`";
    }

    private static IEnumerable<BridgeLine> Complete(string currency, List<BridgeLine> lines)
    {
        foreach (var kind in Enum.GetValues<BridgeLineKind>())
        {
            var found = lines.Where(line => line.Kind == kind).OrderBy(line => line.Definition, StringComparer.Ordinal).ToList();
            if (found.Count == 0 && kind != BridgeLineKind.Definition) yield return BridgeLine.Empty(kind, currency);
            foreach (var line in found) yield return line;
        }
    }

    private static IEnumerable<string> Currencies(IEnumerable<BridgeLine> lines) =>
        lines.Select(line => line.Currency).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
