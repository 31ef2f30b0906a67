using Microsoft.Data.Sqlite;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Sqlite;

/// <summary>Turns what SQLite says into a failure a user can act on.</summary>
internal static class SqliteFailure
{
    private const int NoRight = 3, Busy = 5, Locked = 6, ReadOnly = 8, DiskError = 10, Corrupt = 11, Full = 13;
    private const int TooBig = 18, Constraint = 19, NotDatabase = 26;

    public static BackendException From(string file, SqliteException failure) => failure.SqliteErrorCode switch
    {
        Busy or Locked => Make(BackendFault.Conflict, $"`{file}` is locked by another program",
            "close the program that has the store open for writing, then run the same command again", failure),
        Full => Make(BackendFault.Full, $"no space left to write `{file}`",
            "free disk space, then run the same command again", failure),
        NotDatabase => Make(BackendFault.Corrupt, $"`{file}` is not a database",
            "point the mesh's store elsewhere, or restore this file from a backup", failure),
        Corrupt => Make(BackendFault.Corrupt, $"`{file}` is damaged: {failure.Message}", "restore this file from a backup", failure),
        NoRight or ReadOnly => Make(BackendFault.Refused, $"`{file}` may not be written",
            "give the user that runs Treaty write access to the file and its folder", failure),
        TooBig => Make(BackendFault.TooLarge, $"a text is too large for `{file}`", "split the document into smaller ones", failure),
        Constraint => Make(BackendFault.Refused, $"`{file}` refuses the change: {failure.Message}",
            "nothing on record can be changed; add to it", failure),
        DiskError => Make(BackendFault.Unreachable, $"the disk fails under `{file}`: {failure.Message}",
            "check the disk and free space", failure),
        _ => Make(BackendFault.Unreachable, $"cannot use `{file}`: {failure.Message}",
            "check that the folder exists and can be written", failure),
    };

    private static BackendException Make(BackendFault fault, string message, string help, SqliteException failure) =>
        new(fault, message, help, failure);
}
