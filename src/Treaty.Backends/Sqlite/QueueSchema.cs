using Microsoft.Data.Sqlite;
using Treaty.Backends.Disk;

namespace Treaty.Backends.Sqlite;

/// <summary>The tables of the queue. As it can be made again at any time, another schema is not upgraded but thrown away.</summary>
internal static class QueueSchema
{
    private const long Schema = 4;

    private const string Tables =
        """
        CREATE TABLE position (number INTEGER NOT NULL, day TEXT NOT NULL, mesh TEXT NOT NULL) STRICT;
        INSERT INTO position VALUES (0, '0001-01-01', '');

        -- What discrepancies are counted by; few, however many discrepancies there are.
        CREATE TABLE facet (
            facet      INTEGER PRIMARY KEY,
            comparison TEXT NOT NULL,
            class      TEXT NOT NULL,
            side       TEXT NOT NULL,
            definition TEXT NOT NULL,
            currency   TEXT NOT NULL,
            state      INTEGER NOT NULL,
            ending     INTEGER NOT NULL,
            reopened   INTEGER NOT NULL,
            assigned   TEXT NOT NULL,
            team       TEXT NOT NULL
        ) STRICT;

        CREATE TABLE item (
            id        TEXT PRIMARY KEY,
            facet     INTEGER NOT NULL,
            stake     BLOB NOT NULL, -- the amount without sign in millionths, 16 bytes, greatest last
            date      INTEGER NOT NULL, -- the day number, ten million where there is none
            group_key TEXT NOT NULL,
            subject   TEXT NOT NULL,
            value_a   TEXT,
            value_b   TEXT,
            amount    TEXT NOT NULL,
            gross     TEXT NOT NULL,
            first_run TEXT NOT NULL,
            first_at  TEXT NOT NULL,
            last_run  TEXT NOT NULL,
            last_at   TEXT NOT NULL,
            until     TEXT, -- the last day on which a resolution holds
            standing  TEXT  -- JSON; null while nothing happened to it
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE tally (
            facet  INTEGER NOT NULL,
            date   INTEGER NOT NULL,
            count  INTEGER NOT NULL,
            amount TEXT NOT NULL,
            gross  TEXT NOT NULL,
            PRIMARY KEY (facet, date)
        ) STRICT, WITHOUT ROWID;

        -- How many there are of each size of amount, so that a page far behind is found without reading those before it.
        CREATE TABLE sized (
            facet INTEGER NOT NULL,
            size  INTEGER NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (facet, size)
        ) STRICT, WITHOUT ROWID;

        -- What was worked out from the queue, and what it rests on.
        CREATE TABLE remembered (
            name  TEXT PRIMARY KEY,
            basis TEXT NOT NULL,
            text  TEXT NOT NULL
        ) STRICT;

        CREATE TABLE history (
            id     TEXT NOT NULL,
            number INTEGER NOT NULL,
            at     TEXT NOT NULL,
            by     TEXT NOT NULL,
            run    TEXT NOT NULL,
            words  TEXT NOT NULL,
            PRIMARY KEY (id, number)
        ) STRICT, WITHOUT ROWID;
        """;

    public static readonly IReadOnlyList<(string Name, string Sql)> Indexes =
    [
        ("item_by_amount", "CREATE INDEX item_by_amount ON item (facet, stake DESC, id)"),
        ("item_by_date", "CREATE INDEX item_by_date ON item (facet, date, id)"),
        ("item_by_key", "CREATE INDEX item_by_key ON item (group_key, facet, stake, date)"),
        ("item_until", "CREATE INDEX item_until ON item (until) WHERE until IS NOT NULL"),
    ];

    /// <summary>Opens the file for use; a damaged or foreign one is replaced by an empty one.</summary>
    public static void Prepare(string file, string connection)
    {
        var folder = Path.GetDirectoryName(file)!;
        DiskFailure.Guard(folder, () => Directory.CreateDirectory(folder));
        try
        {
            if (Fits(connection)) return;
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is 11 or 26)
        {
            // Damaged, or no database at all: nothing is lost with it.
        }
        Remove(file, connection);
        using var fresh = new SqliteConnection(connection);
        fresh.Open();
        fresh.Scalar("PRAGMA journal_mode = WAL");
        using var transaction = fresh.BeginTransaction(deferred: false);
        if (fresh.Scalar("PRAGMA user_version") is Schema) return; // another process was faster
        fresh.Scalar(Tables);
        foreach (var (_, sql) in Indexes) fresh.Scalar(sql);
        fresh.Scalar($"PRAGMA user_version = {Schema}");
        transaction.Commit();
    }

    private static bool Fits(string connection)
    {
        using var open = new SqliteConnection(connection);
        open.Open();
        return open.Scalar("PRAGMA user_version") is Schema;
    }

    private static void Remove(string file, string connection)
    {
        using (var pool = new SqliteConnection(connection)) SqliteConnection.ClearPool(pool);
        foreach (var part in new[] { file, file + "-wal", file + "-shm" })
            DiskFailure.Guard(part, () => File.Delete(part));
    }
}
