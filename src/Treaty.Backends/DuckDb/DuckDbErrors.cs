using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Treaty.Operations.Doors;

namespace Treaty.Backends.DuckDb;

/// <summary>The one table from the engine's errors to failures that Treaty names.</summary>
internal static class DuckDbErrors
{
    public static BackendException Translate(DuckDBException e)
    {
        var words = FirstLine(e.Message);
        return e.ErrorType switch
        {
            _ when IsFull(e.Message) => new(BackendFault.Full, $"memory or disk ran out: {words}",
                "free disk space, or raise `engine.memory` in treaty.yaml",
                e),
            _ when words.Contains("No files found", StringComparison.Ordinal) || e.ErrorType == DuckDBErrorType.Io =>
                new(BackendFault.Unreachable, $"a file could not be read or written: {words}",
                    "check that it is there, whole, and readable", e),
            DuckDBErrorType.OutOfMemory => new(BackendFault.Full, $"memory ran out: {words}", "raise `engine.memory` in treaty.yaml", e),
            DuckDBErrorType.Permission => new(BackendFault.Refused, $"the engine may not do that: {words}", "read declared inputs only", e),
            _ => new(BackendFault.Refused, words, "correct the SQL", e),
        };
    }

    private static bool IsFull(string message) =>
        message.Contains("No space left", StringComparison.OrdinalIgnoreCase)
            || message.Contains("Out of Memory", StringComparison.OrdinalIgnoreCase)
        || message.Contains("max_temp_directory_size", StringComparison.Ordinal);

    private static string FirstLine(string message)
    {
        var line = message.Split('\n', 2)[0].TrimEnd('\r', ' ', '.');
        return line.Length > 600 ? line[..600] + "…" : line;
    }
}
