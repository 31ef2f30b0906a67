using Microsoft.Data.Sqlite;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Sqlite;

/// <summary>The one table from SQLite's errors to failures that Treaty names.</summary>
internal static class SqliteErrors
{
    public static BackendException Translate(SqliteException e, string file) => e.SqliteErrorCode switch
    {
        5 or 6 => new(BackendFault.Conflict, $"the ledger {file} is busy", "another treaty is writing to it; wait for it and run again", e),
        13 => new(BackendFault.Full, $"the disk is full: {file} cannot grow", "free disk space; nothing that was recorded is lost", e),
        8 or 14 => new(BackendFault.Unreachable, $"the ledger {file} cannot be opened for writing",
            "check that the folder exists and its permissions", e),
        11 or 26 => new(BackendFault.Corrupt, $"{file} is damaged or is not a ledger", "restore the store from a backup", e),
        _ => new(BackendFault.Refused, $"the ledger refused: {e.Message}", "see the message", e),
    };
}
