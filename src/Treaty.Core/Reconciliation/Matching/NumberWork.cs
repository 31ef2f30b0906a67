using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation.Matching;

/// <summary>
/// A step of matching that needs an algorithm: selects of whole numbers to be read row by row, in order, and a table of the session
/// to put the
/// result into.
/// </summary>
public abstract class NumberWork(string table)
{
    /// <summary>The quoted name of the table, which exists; all its columns are BIGINT.</summary>
    public string Table { get; } = table;

    public abstract IReadOnlyList<SqlText> Reads { get; }

    /// <summary>Takes one row of a read; a null is <see cref="long.MinValue"/>.</summary>
    public abstract void Take(int read, ReadOnlySpan<long> row);

    /// <summary>The rows of the table, once all reads are done.</summary>
    public abstract IEnumerable<long[]> Results();

    /// <summary>What was searched and what was not; null where that does not arise. Known once the results have been taken.</summary>
    public virtual (int Pass, SearchFigures Figures)? Searched => null;
}

/// <summary>Rows that are known beforehand.</summary>
internal sealed class KnownRows(string table, IReadOnlyList<long[]> rows) : NumberWork(table)
{
    public override IReadOnlyList<SqlText> Reads => [];

    public override void Take(int read, ReadOnlySpan<long> row) => throw new InvalidOperationException("nothing is read");

    public override IEnumerable<long[]> Results() => rows;
}

/// <summary>
/// A pass by unique pairs. Reads: first side, day and amount of every row; then block, side, row, day and amount of the rows in
/// blocks that
/// both sides have, in order of blocks. Results: row of A, row of B, verdict, chance, nearer.
/// </summary>
internal sealed class PairWork(string table, int pass, PairRule rule, IReadOnlySet<(long A, long B)> rejected, SqlText spread, SqlText rows)
    : NumberWork(table)
{
    private readonly SideSpread _spreadA = new(), _spreadB = new();
    private PairSearch? _search;
    private SearchFigures? _figures;

    public override IReadOnlyList<SqlText> Reads { get; } = [spread, rows];

    public override (int Pass, SearchFigures Figures)? Searched => _figures is { } figures ? (pass, figures) : null;

    public override void Take(int read, ReadOnlySpan<long> row)
    {
        if (read == 0) (row[0] == 0 ? _spreadA : _spreadB).Add((int)row[1], row[2]);
        else Search.Add(row[0], row[1] == 0 ? Side.A : Side.B, new SearchedRow(row[2], (int)row[3], row[4]));
    }

    public override IEnumerable<long[]> Results()
    {
        var (pairs, figures) = Search.Finish();
        _figures = figures;
        return pairs.Select(pair => new[] { pair.A, pair.B, (long)pair.Verdict, pair.Chance, pair.Nearer });
    }

    private PairSearch Search => _search ??= Start();

    private PairSearch Start()
    {
        _spreadA.Done();
        _spreadB.Done();
        return new PairSearch(rule, _spreadA, _spreadB, rejected);
    }
}

/// <summary>Rows that share a value of any link. Read: value, side, row. Results: side, row, component.</summary>
internal sealed class LinkWork(string table, SqlText links) : NumberWork(table)
{
    private readonly RowComponents _components = new();
    private readonly Dictionary<long, (int Side, long Row)> _first = [];

    public override IReadOnlyList<SqlText> Reads { get; } = [links];

    public override void Take(int read, ReadOnlySpan<long> row)
    {
        var of = ((int)row[1], row[2]);
        if (_first.TryAdd(row[0], of)) _components.Link(of, of);
        else _components.Link(_first[row[0]], of);
    }

    public override IEnumerable<long[]> Results() => _components.All();
}
