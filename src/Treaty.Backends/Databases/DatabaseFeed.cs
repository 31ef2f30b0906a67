using Treaty.Backends.Postgres;
using Treaty.Backends.Sqlite;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Databases;

/// <summary>Tables of SQLite files and of PostgreSQL servers.</summary>
public sealed class DatabaseFeed : ITableFeed
{
    public async ValueTask<ITableSnapshot> OpenAsync(TablePlace place, CancellationToken cancel) => place switch
    {
        { Connection: { } connection } => await PostgresSnapshot.OpenAsync(connection, cancel).ConfigureAwait(false),
        { File: { } file } => await Task.Run(() => SqliteSnapshot.Open(file), cancel).ConfigureAwait(false),
        _ => throw new ArgumentException("neither a file nor a connection"),
    };
}
