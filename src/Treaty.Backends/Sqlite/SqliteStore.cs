using Microsoft.Data.Sqlite;
using Treaty.Backends.Disk;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Sqlite;

/// <summary>The database file: how it is opened, brought to this program's schema, and what its errors mean.</summary>
internal sealed class SqliteStore : IDisposable
{
    private readonly string _connection;

    private SqliteStore(string file, string? connection = null)
    {
        File = file;
        _connection = connection ?? new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30, Pooling = true }.ToString();
    }

    public string File { get; }

    public static SqliteStore Open(string file)
    {
        var store = new SqliteStore(Path.GetFullPath(file));
        var folder = Path.GetDirectoryName(store.File)!;
        DiskFailure.Guard(folder, () => Directory.CreateDirectory(folder));
        store.Use(connection =>
        {
            SqliteUpgrades.CheckKnown(connection, store.File);
            connection.Scalar("PRAGMA journal_mode = WAL");
            SqliteUpgrades.Apply(connection);
            return 0;
        });
        return store;
    }

    /// <summary>Opens the file where nothing can be written beside it; what a killed process left in its log is read from a copy.</summary>
    /// <param name="scratch">A folder for the copy.</param>
    public static SqliteStore OpenReadOnly(string file, string scratch)
    {
        var path = Path.GetFullPath(file);
        var store = new SqliteStore(path, DiskFailure.Guard(path, () => ReadOnlyFile.Connection(path)));
        try
        {
            store.Use(connection => connection.Scalar("SELECT count(*) FROM sqlite_schema"));
        }
        catch (BackendException) when (System.IO.File.Exists(path + "-wal"))
        {
            store = new SqliteStore(DiskFailure.Guard(path, () => ReadOnlyFile.Copy(path, scratch)));
        }
        store.Use(connection =>
        {
            SqliteUpgrades.CheckKnown(connection, path);
            SqliteUpgrades.Apply(connection);
            return 0;
        });
        return store;
    }

    /// <summary>Runs work on a connection whose commits reach the disk before they return.</summary>
    public T Use<T>(Func<SqliteConnection, T> work)
    {
        try
        {
            using var connection = new SqliteConnection(_connection);
            connection.Open();
            connection.Scalar("PRAGMA synchronous = FULL");
            return work(connection);
        }
        catch (SqliteException failure)
        {
            throw SqliteFailure.From(File, failure);
        }
    }

    /// <summary>Runs work in a transaction that holds the write lock from its start, so what it reads is what it builds on.</summary>
    public T Write<T>(Func<SqliteConnection, T> work) => Use(connection =>
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var result = work(connection);
        transaction.Commit();
        return result;
    });

    public void Dispose()
    {
        using var connection = new SqliteConnection(_connection);
        SqliteConnection.ClearPool(connection);
    }
}
