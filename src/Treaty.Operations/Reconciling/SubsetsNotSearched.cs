using Treaty.Core.Findings;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Matching;
using Treaty.Operations.Reports;

namespace Treaty.Operations.Reconciling;

/// <summary>Says for which rows no subsets were looked for, since too many rows stand beside them.</summary>
internal static class SubsetsNotSearched
{
    public static readonly FindingKind NotSearched = new("TRY1441", Severity.Warning, "a pass by subset sums did not search everything");

    public static IEnumerable<Finding> Judge(Comparison comparison, IEnumerable<SearchLine> searches) =>
        from search in searches
        where search is { Totals: not null, NotSearchedRows: > 0 }
        let pass = comparison.Passes[search.Pass - 1]
        select NotSearched.At(pass.Place,
            FormattableString.Invariant($"pass {search.Pass} did not look for subsets for {search.NotSearchedRows} of {search.Totals} rows")
                + FormattableString.Invariant($", in {search.NotSearchedBlocks} of {search.Blocks} blocks: up to {search.LargestBlock} rows")
                + FormattableString.Invariant($" of the other side stand beside one, and `cap` is {pass.Cap}"),
            FormattableString.Invariant($"narrow the pass with `key` or `within`, or raise `cap` to at most {SubsetRule.MostCap}; ")
                + "what was not searched has no proposals and no proof that there are none");
}
