using DuckDB.NET.Data;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;

namespace Treaty.Backends.DuckDb;

/// <summary>DuckDB in this process. Each session is a private database that spills to its scratch folder and is locked before any foreign
/// SQL runs in
/// it.</summary>
public sealed class DuckDbEngine : IQueryEngine
{
    private const long DefaultMemory = 2L << 30;

    public async ValueTask<IQuerySession> OpenAsync(SessionRequest request, CancellationToken cancel)
    {
        var scratch = Directory.CreateDirectory(request.Scratch).FullName;
        var connection = new DuckDBConnection("DataSource=:memory:");
        await connection.OpenAsync(cancel).ConfigureAwait(false);
        var session = new DuckDbSession(connection, scratch);
        var ready = false;
        try
        {
            foreach (var setting in Settings(request, scratch)) await session.ExecuteAsync(new SqlText(setting), cancel)
                .ConfigureAwait(false);
            ready = true;
            return session;
        }
        finally
        {
            if (!ready) await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static IEnumerable<string> Settings(SessionRequest request, string scratch)
    {
        yield return $"SET memory_limit = '{Quote.Number((request.MemoryBytes ?? DefaultMemory) / (1 << 20))}MiB'";
        yield return $"SET threads = {Quote.Number(request.Threads ?? Environment.ProcessorCount)}";
        yield return $"SET temp_directory = {Quote.Text(scratch)}";
        yield return "SET TimeZone = 'UTC'";
        yield return "SET preserve_insertion_order = true";
        yield return "SET enable_progress_bar = true";
        yield return "SET enable_progress_bar_print = false";
        yield return "SET autoinstall_known_extensions = false";
        yield return "SET autoload_known_extensions = false";
        var folders = request.ReadFolders.Concat(request.WriteFolders).Append(scratch).Select(Folder).Distinct(StringComparer.Ordinal);
        yield return $"SET allowed_directories = {Quote.List(folders)}";
        yield return "SET enable_external_access = false";
        yield return "SET lock_configuration = true";
    }

    /// <summary>With the trailing separator, so that /data does not allow /data2.</summary>
    private static string Folder(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))
        + Path.DirectorySeparatorChar;
}
