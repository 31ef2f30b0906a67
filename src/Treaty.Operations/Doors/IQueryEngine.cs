using Treaty.Core.Sql;

namespace Treaty.Operations.Doors;

/// <summary>
/// Runs SQL that Core made. A session is one private database with its own limits, closed after use; nothing in it survives.
/// </summary>
public interface IQueryEngine
{
    ValueTask<IQuerySession> OpenAsync(SessionRequest request, CancellationToken cancel);

    /// <summary>Removes what processes that have ended left below a folder of scratch folders; what an open session has there, of whatever
    /// process, stays.</summary>
    ValueTask RemoveAbandonedAsync(string scratch, CancellationToken cancel);
}

/// <summary>
/// What a session may touch. Once open it can read below <paramref name="ReadFolders"/>, write below <paramref name="WriteFolders"/>, and
/// reach nothing else: no other file, no network, no setting can be changed from inside.
/// </summary>
/// <param name="Scratch">Folder for spilled data; removed with the session.</param>
/// <param name="MemoryBytes">Memory limit; null for the engine's default of this process.</param>
/// <param name="Threads">Threads; null for one a core.</param>
public sealed record SessionRequest(
    IReadOnlyList<string> ReadFolders, IReadOnlyList<string> WriteFolders, string Scratch, long? MemoryBytes = null, int? Threads = null)
{
    /// <summary>Disposed with the session; null where it holds nothing.</summary>
    public IDisposable? Holds { get; init; }
}

/// <summary>An open session. Statements run one after another; cancelling stops the running one within moments.</summary>
public interface IQuerySession : INumberSession, IAsyncDisposable
{
    /// <summary>Runs a statement that returns nothing of interest; the number of rows it changed or wrote, where the engine
    /// says.</summary>
    /// <exception cref="BackendException">Refused where the engine rejects the statement, Full where disk or memory ran out, with the
    /// engine's own words.</exception>
    ValueTask<long> ExecuteAsync(SqlText statement, CancellationToken cancel);

    /// <summary>Runs a select and returns its rows. Stops after <paramref name="limit"/> rows and says so.</summary>
    ValueTask<RowSet> QueryAsync(SqlText select, int limit, CancellationToken cancel);

    /// <summary>
    /// Parses selects without running them: for each, the engine's syntax tree as JSON text, or an error with its position in the text.
    /// </summary>
    ValueTask<IReadOnlyList<ParsedSql>> ParseAsync(IReadOnlyList<string> selects, CancellationToken cancel);

    /// <summary>The tree of one select with nothing left out, to be changed and rendered; null where it cannot be parsed.</summary>
    ValueTask<string?> WholeTreeAsync(string select, CancellationToken cancel);

    /// <summary>Writes a syntax tree, as <see cref="WholeTreeAsync"/> gives it, as SQL again.</summary>
    ValueTask<string> RenderAsync(string treeJson, CancellationToken cancel);

    /// <summary>Makes a table of its own and fills it row by row; returns how many rows it has.</summary>
    /// <param name="table">A plain name.</param>
    /// <param name="columns">Names and engine types.</param>
    /// <param name="fill">Gives every row; runs to its end before this call returns.</param>
    ValueTask<long> LoadAsync(string table, IReadOnlyList<(string Name, string Type)> columns, Action<IRowSink> fill,
        CancellationToken cancel);

    /// <summary>Share of the running statement that is done, 0 to 1; null where unknown. May be read from any thread.</summary>
    double? Progress { get; }
}

/// <summary>
/// Rows of a result: column names, the engine's type names, and values (null, string, bool, long, decimal, double, DateOnly,
/// DateTimeOffset
/// (UTC), BigInteger).
/// </summary>
public sealed record RowSet(
    IReadOnlyList<string> Columns, IReadOnlyList<string> Types, IReadOnlyList<IReadOnlyList<object?>> Rows, bool Truncated)
{
    /// <summary>The single value of a one-row, one-column result.</summary>
    public object? Scalar =>
        Rows.Count == 1 && Rows[0].Count == 1 ? Rows[0][0] : throw new InvalidOperationException("not one row of one column");

    public int Column(string name) =>
        Columns.ToList().IndexOf(name) is >= 0 and var index ? index : throw new ArgumentException($"no column {name}");
}

/// <summary>
/// The engine's syntax tree of one select as JSON, or what is wrong with the text and where (offset in characters, from 0).
/// </summary>
public sealed record ParsedSql(string? TreeJson, string? Error, int? Offset);
