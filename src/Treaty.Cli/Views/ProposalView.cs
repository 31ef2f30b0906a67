using System.Globalization;
using Treaty.Operations.Reports;

namespace Treaty.Cli.Views;

/// <summary>Proposals as text: totals by reason, what was not searched, then the likeliest pairs.</summary>
internal static class ProposalView
{
    public static void Write(TextWriter to, ProposalsReport report)
    {
        if (report.Total == 0) to.WriteLine("no proposals");
        else
        {
            to.WriteLine($"{Figures.Count(report.Total, "proposal")} for {Figures.Count(report.RowsA, "row")} of a and {Figures.Count(report.RowsB)} of b");
            foreach (var reason in report.ByReason) to.WriteLine($"  {Figures.Count(reason.Proposals)} {reason.Reason}: {reason.Meaning}");
        }
        foreach (var search in report.Searches)
            foreach (var pass in search.Passes) to.WriteLine($"  {search.Comparison} pass {pass.Pass}: {Searched(pass)}");
        if (report.Page.Count == 0) return;
        to.WriteLine();
        TextTable.Write(to, ["a", "b", "amount a", "amount b", "", "date a", "days", "by chance", "likeness", "rank", "why", "comparison"],
            [.. report.Page.Select(Row)], new HashSet<int> { 2, 3, 6, 7, 8 }, width: Wide.Standard);
        if (report.Page.FirstOrDefault(p => p.DiscrepancyA is not null) is { } first)
            to.WriteLine($"decide a {(first.Subset is null ? "pair" : "subset")} by the discrepancies of its rows, such as {first.KeyA} and {first.KeyB}: treaty discrepancies "
                + $"{(first.NeedsSecond ? "propose" : "resolve")} "
                + $"{string.Join(" ", first.Others.Prepend(first.DiscrepancyB).Prepend(first.DiscrepancyA))} --resolution manual-match|no-match --reason WHY");
        if (report.Total > report.Page.Count)
            to.WriteLine($"{Figures.Count(report.Page.Count)} of {Figures.Count(report.Total)}; narrow with --key, --reason or --rank, or raise --limit");
    }

    internal static string Searched(SearchLine pass) => pass.Totals is { } totals ? Subsets(pass, totals) :
        $"{Figures.Count(pass.Confirmed)} confirmed of {Figures.Count(pass.Candidates)} candidates in {Figures.Count(pass.Blocks, "block")}"
        + (pass.NotSearchedBlocks == 0 ? ""
            : $"; NOT searched: {Figures.Count(pass.NotSearchedBlocks, "block")} with {Figures.Count(pass.NotSearchedRows, "row")}, the largest with "
                + $"{Figures.Count(pass.LargestBlock)} pairs to look at");

    private static string Subsets(SearchLine pass, long totals) =>
        $"{Figures.Count(pass.Candidates, "subset")} found for {Figures.Count(totals, "total")} in {Figures.Count(pass.Blocks, "block")}"
        + (pass.NotSearchedRows == 0 ? ""
            : $"; NOT searched: {Figures.Count(pass.NotSearchedRows, "total")} in {Figures.Count(pass.NotSearchedBlocks, "block")}, up to "
                + $"{Figures.Count(pass.LargestBlock)} rows beside one");

    private static IReadOnlyList<string?> Row(ProposalLine p) =>
    [
        p.KeyA, p.KeyB, Figures.Amount(p.AmountA), Figures.Amount(p.AmountB), p.Currency, Figures.Date(p.DateA),
        p.Days?.ToString(CultureInfo.InvariantCulture), ChanceWords.Short(p.Chance),
        p.Likeness.ToString("0.0", CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"{p.RankA}/{p.RankB}"),
        p.Subset is null ? p.Reason
            : string.Create(CultureInfo.InvariantCulture, $"{p.Reason} of {p.SubsetRows} ({p.Subset[..6]})"),
        p.Comparison,
    ];
}
