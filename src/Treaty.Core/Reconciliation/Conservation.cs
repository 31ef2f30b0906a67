using System.Globalization;
using Treaty.Core.Findings;

namespace Treaty.Core.Reconciliation;

/// <summary>One count of <see cref="ConservationSql"/>.</summary>
public sealed record ConservationCount(string Relation, string Side, string Measure, string Currency, long Rows, string RowSum,
    decimal Amount)
{
    /// <summary>Reads a row of the statement's result, its columns in their order.</summary>
    public static ConservationCount Read(IReadOnlyList<object?> row) => new(
        (string)row[0]!, (string)row[1]!, (string)row[2]!, (string)row[3]!,
        Convert.ToInt64(row[4], CultureInfo.InvariantCulture), (string?)row[5] ?? "", (decimal)row[6]!);
}

/// <summary>The law that every row and every cent of both sides is in exactly one group.</summary>
public static class Conservation
{
    public static FindingKind RowsLost { get; } = new("TRY0690", Severity.Error, "a comparison lost or repeated rows");

    public static FindingKind MoneyLost { get; } = new("TRY0691", Severity.Error, "a comparison lost or made money");

    /// <summary>Empty where members and groups hold what the sides held; otherwise what they do not, by side, measure and
    /// currency.</summary>
    public static IReadOnlyList<Finding> Judge(Comparison comparison, IEnumerable<ConservationCount> counts)
    {
        var all = counts.ToList();
        var reference = ComparisonPlan.ReferenceTo(comparison);
        return
        [
            .. (from place in all.Select(c => (c.Side, c.Measure)).Distinct()
                from finding in Judge(reference, comparison, place.Side, place.Measure,
                    all.Where(c => (c.Side, c.Measure) == place).ToLookup(c => c.Relation))
                select finding).Sorted(),
        ];
    }

    /// <summary>Empty where what a change comes to is what the totals of the sides, read independently, have changed by.</summary>
    /// <param name="change">Side, measure and amount of the change.</param>
    /// <param name="totals">What the total of a side and measure has changed by.</param>
    public static IReadOnlyList<Finding> JudgeChange(
        Comparison comparison, IEnumerable<(string Side, string Measure, decimal Amount)> change, Func<string, string, decimal> totals) =>
    [
        .. from line in change
           let total = totals(line.Side, line.Measure)
           where line.Amount != total
           select MoneyLost.At(comparison.Place,
               $"the total of `{line.Measure}` on side `{line.Side}` of `{ComparisonPlan.ReferenceTo(comparison)}` changed by {Text(total)}, "
                   + $"its groups by {Text(line.Amount)}", "nothing was recorded; compare everything anew, and report this"),
    ];

    private static IEnumerable<Finding> Judge(
        string reference, Comparison comparison, string side, string measure, ILookup<string, ConservationCount> counts)
    {
        var (before, members, groups) = (counts["side"].ToList(), counts["members"].ToList(), counts["groups"].ToList());
        foreach (var currency in before.Concat(members).Select(c => c.Currency).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal))
        {
            var (of, to) = (before.Find(c => c.Currency == currency), members.Find(c => c.Currency == currency));
            if ((of?.Rows ?? 0) != (to?.Rows ?? 0) || (of?.RowSum ?? "") != (to?.RowSum ?? ""))
                yield return Lost(RowsLost, "members", Count(of?.Rows), Count(to?.Rows), currency);
            if ((of?.Amount ?? 0) != (to?.Amount ?? 0))
                yield return Lost(MoneyLost, "members", Text(of?.Amount), Text(to?.Amount), currency);
        }
        if (before.Sum(c => c.Rows) != groups.Sum(c => c.Rows))
            yield return Lost(RowsLost, "groups", Count(before.Sum(c => c.Rows)), Count(groups.Sum(c => c.Rows)), "");
        if (before.Sum(c => c.Amount) != groups.Sum(c => c.Amount))
            yield return Lost(MoneyLost, "groups", Text(before.Sum(c => c.Amount)), Text(groups.Sum(c => c.Amount)), "");

        Finding Lost(FindingKind kind, string relation, string of, string to, string currency) => kind.At(
            comparison.Place,
            $"`{reference}` has {of} on side `{side}` and {to} in its {relation}, by measure `{measure}`"
                + $"{(currency.Length == 0 ? "" : $" in `{currency}`")}",
            "nothing was recorded; check that the contract's key is really unique and that `_row_id` differs between rows");
    }

    private static string Count(long? rows) => string.Create(CultureInfo.InvariantCulture, $"{rows ?? 0} rows");

    private static string Text(decimal? amount) => (amount ?? 0).ToString(CultureInfo.InvariantCulture);
}
