using Treaty.Core.Products;

namespace Treaty.Operations.Doors;

/// <summary>Reads tables of databases as sources, without ever changing one.</summary>
public interface ITableFeed
{
    /// <summary>Opens one database as of one moment: everything read through the snapshot belongs together.</summary>
    /// <exception cref="BackendException">Unreachable where the database is not there, Refused where it does not let us in.</exception>
    ValueTask<ITableSnapshot> OpenAsync(TablePlace place, CancellationToken cancel);
}

/// <summary>Where tables are: a database file, or a connection that treaty.yaml names.</summary>
/// <param name="File">The absolute path of a database file; null for a connection.</param>
public sealed record TablePlace(string? File, Connection? Connection);

/// <summary>One database as of one moment. Not for several threads at once.</summary>
public interface ITableSnapshot : IAsyncDisposable
{
    /// <summary>The names of the tables and views that can be read, in order, as <see cref="DescribeAsync"/> takes them.</summary>
    ValueTask<IReadOnlyList<string>> TablesAsync(CancellationToken cancel);

    /// <summary>The columns of one table.</summary>
    /// <exception cref="BackendException">Refused where there is no such table.</exception>
    ValueTask<SourceTable> DescribeAsync(string table, CancellationToken cancel);

    /// <summary>What the database says of a table besides its columns.</summary>
    ValueTask<TableWords> WordsAsync(string table, CancellationToken cancel);

    /// <summary>A text that changes with the table's content and with nothing else (not with the order of its rows).</summary>
    ValueTask<string> FingerprintAsync(SourceTable table, CancellationToken cancel);

    /// <summary>Writes the rows that hold what no type of the engine can (not a number, infinity, days outside of the years 1 to
    /// 9999): the record where it has one, why, and the row as text. <see cref="Read"/> leaves them out.</summary>
    void ReadLeft(SourceTable table, IRowSink rows, CancellationToken cancel)
    {
    }

    /// <summary>
    /// Writes every row that can be held: the columns of the table in their order, then the row's record (its
    /// whole-number key where it has one, else its
    /// number from 1 in the order of reading).
    /// </summary>
    void Read(SourceTable table, IRowSink rows, CancellationToken cancel);
}

/// <summary>A table as it can be read.</summary>
/// <param name="Name">As the source names it.</param>
public sealed record SourceTable(string Name, IReadOnlyList<SourceColumn> Columns)
{
    /// <summary>The columns of its primary key in key order.</summary>
    public IReadOnlyList<SourceColumn> Key => [.. Columns.Where(c => c.KeyPosition is not null).OrderBy(c => c.KeyPosition)];
}

/// <summary>A column of a table.</summary>
/// <param name="DeclaredType">In the words of its database.</param>
/// <param name="EngineType">The query engine's type in which it is staged; VARCHAR where no other holds every value exactly.</param>
public sealed record SourceColumn(string Name, string DeclaredType, string EngineType, bool Nullable, int? KeyPosition);

/// <summary>What a database says of a table for people, and what it checks itself.</summary>
/// <param name="Columns">By the name of the column.</param>
public sealed record TableWords(string? Comment, IReadOnlyDictionary<string, ColumnWords> Columns);

/// <param name="Unique">Unique by itself, besides the primary key.</param>
/// <param name="RefersTo">The column that it refers to, <c>table.column</c>; null for none.</param>
/// <param name="Values">The values of its enumeration; empty where it is none.</param>
/// <param name="Checks">Constraints of this column alone, in the words of the database.</param>
public sealed record ColumnWords(string? Comment, bool Unique, string? RefersTo, IReadOnlyList<string> Values,
    IReadOnlyList<string> Checks);

/// <summary>Takes rows value by value: <see cref="Next"/> ends a row, whose values came in the order of the columns.</summary>
public interface IRowSink
{
    void Null();

    void Add(string value);

    void Add(long value);

    void Add(bool value);

    void Add(decimal value);

    /// <summary>Any other value: double, DateOnly, DateTime without zone, DateTimeOffset.</summary>
    void Add<T>(T value) where T : struct;

    void Next();
}
