using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation.Matching;

/// <summary>
/// A pass by subset sums. Read: block, side, row, day and amount of open rows, in order of blocks. Results, one a member of a subset: side
/// and row of the total, row of the member, the subset's number and rows, how many were found, verdict, chance.
/// </summary>
internal sealed class SubsetWork(string table, int pass, SubsetRule rule, IReadOnlySet<(long A, long B)> rejected, SqlText rows)
    : NumberWork(table)
{
    private readonly SubsetSearch _search = new(rule, rejected);
    private SearchFigures? _figures;

    public override IReadOnlyList<SqlText> Reads { get; } = [rows];

    public override (int Pass, SearchFigures Figures)? Searched => _figures is { } figures ? (pass, figures) : null;

    public override void Take(int read, ReadOnlySpan<long> row) =>
        _search.Add(row[0], row[1] == 0 ? Side.A : Side.B, new SearchedRow(row[2], (int)row[3], row[4]));

    public override IEnumerable<long[]> Results()
    {
        var (subsets, figures) = _search.Finish();
        _figures = figures;
        return from subset in subsets
               from member in subset.Members
               select new[]
               {
                   (long)subset.Side, subset.Total, member, subset.Number, subset.Members.Length, subset.Found, (long)subset.Verdict,
                   subset.Chance,
               };
    }
}
