using DuckDB.NET.Data;
using Treaty.Operations.Doors;

namespace Treaty.Backends.DuckDb;

/// <summary>The one place that turns what DuckDB says into a fault of the door. DuckDB's own error type is often unset, so its words
/// decide.</summary>
internal static class DuckDbFaults
{
    private sealed record Rule(string Says, BackendFault Fault, string Help);

    private const string MoreRoom = "give the session more memory or free disk space, or ask for less at once";
    private const string FreeSpace = "free disk space, then run the same command again; nothing half-done is visible";
    private const string LookAtFile = "check that the file is there and can be read";
    private const string OtherData = "a value does not fit the type asked for: correct the data or the expression";
    private const string OtherSql = "correct the statement";

    /// <summary>The first rule whose words occur decides.</summary>
    private static readonly IReadOnlyList<Rule> Rules =
    [
        new("Out of Memory Error", BackendFault.Full, MoreRoom),
        new("No space left on device", BackendFault.Full, FreeSpace),
        new("max_temp_directory_size", BackendFault.Full, MoreRoom),
        new("Permission Error", BackendFault.Refused, "a session reaches only the folders it was opened with"),
        new("configuration has been locked", BackendFault.Refused, "settings cannot be changed from inside a session"),
        new("Conversion Error", BackendFault.Refused, OtherData),
        new("Out of Range Error", BackendFault.Refused, OtherData),
        new("Constraint Error", BackendFault.Refused, "a row breaks a constraint of the table"),
        new("TransactionContext Error", BackendFault.Conflict, "run it again"),
        new("No magic bytes found", BackendFault.Corrupt, "the file is not a whole Parquet file: restore it"),
        new("too small to be a Parquet file", BackendFault.Corrupt, "the file is not a whole Parquet file: restore it"),
        new("CSV Parser state machine", BackendFault.Corrupt, "let every line of the file end in the same way"),
        new("IO Error", BackendFault.Unreachable, LookAtFile),
        new("HTTP Error", BackendFault.Unreachable, LookAtFile),
        new("Parser Error", BackendFault.Refused, OtherSql),
        new("Binder Error", BackendFault.Refused, OtherSql),
        new("Catalog Error", BackendFault.Refused, "check the names in the statement"),
    ];

    public static BackendException From(DuckDBException e)
    {
        var rule = Rules.FirstOrDefault(r => e.Message.Contains(r.Says, StringComparison.Ordinal));
        return new BackendException(rule?.Fault ?? BackendFault.Refused, FirstLine(e.Message), rule?.Help ?? OtherSql, e);
    }

    /// <summary>For a failure of the file system itself.</summary>
    public static BackendException From(Exception e) => e switch
    {
        IOException { HResult: DiskFull or DiskFullOnWindows } => new(BackendFault.Full, FirstLine(e.Message), "free disk space", e),
        UnauthorizedAccessException => new(BackendFault.Refused, FirstLine(e.Message), "check the rights on the folder", e),
        _ => new(BackendFault.Unreachable, FirstLine(e.Message), LookAtFile, e),
    };

    /// <summary>ENOSPC, which .NET gives unchanged as HResult, and ERROR_DISK_FULL.</summary>
    private const int DiskFull = 28;
    private const int DiskFullOnWindows = unchecked((int)0x80070070);

    private static string FirstLine(string message) => message.Split('\n', 2)[0].TrimEnd();
}
