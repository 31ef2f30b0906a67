using DuckDB.NET.Data;
using Treaty.Backends.Disk;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;

namespace Treaty.Backends.DuckDb;

/// <summary>
/// DuckDB inside this process. Each session is a database of its own in memory that spills to the session's scratch folder and is locked
/// before the first statement: it reaches its folders and nothing else, and no setting can be changed from inside.
/// </summary>
public sealed class DuckDbEngine : IQueryEngine
{
    private const long MostByDefault = 4L << 30;

    public async ValueTask<IQuerySession> OpenAsync(SessionRequest request, CancellationToken cancel) =>
        await Task.Run(() => Open(request), cancel).ConfigureAwait(false);

    public async ValueTask RemoveAbandonedAsync(string scratch, CancellationToken cancel) =>
        await Task.Run(() => ScratchHold.RemoveAbandoned(scratch), cancel).ConfigureAwait(false);

    /// <summary>Memory of a session that asks for none: 60 % of what this process may use, at most 4 GB.</summary>
    public static long DefaultMemoryBytes => Math.Min(MostByDefault, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 10 * 6);

    private static DuckDbSession Open(SessionRequest request)
    {
        var scratch = ScratchHold.Take(Path.GetFullPath(request.Scratch));
        var connection = new DuckDBConnection("DataSource=:memory:");
        try
        {
            connection.Open();
            foreach (var setting in Settings(request)) Run(connection, setting);
            return new DuckDbSession(connection, FolderFence.Of(request), scratch, request.Holds);
        }
        catch (DuckDBException e)
        {
            connection.Dispose();
            scratch.Dispose();
            throw DuckDbFaults.From(e);
        }
    }

    private static void Run(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>In this order: what is locked comes last. The second statement needs time zones and so fails early where icu is
    /// missing.</summary>
    private static IEnumerable<string> Settings(SessionRequest request) =>
    [
        "SET TimeZone = 'UTC'",
        "SELECT date_trunc('day', TIMESTAMPTZ '2020-01-01 00:00:00+02')",
        "SET autoinstall_known_extensions = false",
        "SET autoload_known_extensions = false",
        "SET allow_community_extensions = false",
        $"SET temp_directory = {Quote.Text(Path.GetFullPath(request.Scratch))}",
        $"SET memory_limit = '{Quote.Number(request.MemoryBytes ?? DefaultMemoryBytes)}B'",
        $"SET threads = {Quote.Number(request.Threads ?? Environment.ProcessorCount)}",
        "SET preserve_insertion_order = true",
        "SET enable_progress_bar = true",
        "SET enable_progress_bar_print = false",
        $"SET allowed_directories = {Quote.List(FolderFence.Of(request).Reachable)}",
        "SET enable_external_access = false",
        "SET lock_configuration = true",
    ];
}
