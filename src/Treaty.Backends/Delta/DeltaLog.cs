using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Delta;

/// <summary>The <c>_delta_log</c> of one table: a numbered JSON file a commit, written whole or not at all.</summary>
internal sealed partial class DeltaLog(string table)
{
    private readonly string _log = Path.Combine(table, "_delta_log");

    private string CommitFile(long version) => Path.Combine(_log, version.ToString("D20", CultureInfo.InvariantCulture) + ".json");

    /// <summary>Puts the commit if no one has put one of this number. The text is on disk before the name is.</summary>
    /// <returns>False where the number is taken.</returns>
    public bool TryWrite(long version, IReadOnlyList<string> actions)
    {
        Directory.CreateDirectory(_log);
        var draft = Path.Combine(_log, $".{Path.GetRandomFileName()}.tmp");
        using (var stream = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            stream.Write(Encoding.UTF8.GetBytes(string.Join("\n", actions) + "\n"));
            stream.Flush(flushToDisk: true);
        }
        try
        {
            return Publish(draft, CommitFile(version));
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>
    /// A hard link is the one call that POSIX makes both atomic and exclusive: a rename would replace a rival's commit in silence, and
    /// creating the file
    /// under its
    /// final name would show it half-written. Windows refuses to move onto an existing file, which gives the same.
    /// </summary>
    private static bool Publish(string draft, string final)
    {
        if (OperatingSystem.IsWindows())
        {
            if (File.Exists(final)) return false;
            File.Move(draft, final, overwrite: false);
            return true;
        }
        if (Link(draft, final) == 0) return true;
        if (Marshal.GetLastPInvokeError() == FileExists) return false;
        throw new BackendException(BackendFault.Unreachable,
            $"the commit {final} cannot be written: {Marshal.GetLastPInvokeErrorMessage()}",
            "check free space and permissions; the lake needs a file system with hard links");
    }

    private const int FileExists = 17;

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string from, string to);

    /// <summary>The version that a run committed; null where it did not.</summary>
    public long? VersionOf(string run)
    {
        for (var version = Newest(); version >= 0; version--)
            foreach (var action in Actions(version.Value))
                if (action.TryGetProperty("txn", out var txn) && txn.GetProperty("appId")
                    .GetString() == DeltaActions.Application(run)) return version;
        return null;
    }

    /// <summary>The table as of a version; null where there is none.</summary>
    public LakeSnapshot? Read(long? version)
    {
        var newest = Newest();
        if (newest is null || version > newest || version < 0) return null;
        var upTo = version ?? newest.Value;
        IReadOnlyList<LakeColumn> columns = [];
        var files = new List<LakeFile>();
        for (var v = 0L; v <= upTo; v++)
            foreach (var action in Actions(v))
            {
                if (action.TryGetProperty("metaData", out var meta)) columns = DeltaActions.Columns(meta);
                else if (action.TryGetProperty("add", out var add)) files.Add(DeltaActions.File(table, add));
                else if (action.TryGetProperty("remove", out var remove))
                    files.RemoveAll(f => f.Path == DeltaActions.Absolute(table, remove));
            }
        return new(upTo, columns, files);
    }

    /// <summary>The names of all files that any commit ever added.</summary>
    public HashSet<string> EverNamed()
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        for (var v = 0L; v <= (Newest() ?? -1); v++)
            foreach (var action in Actions(v))
                if (action.TryGetProperty("add", out var add)) named.Add(Path.GetFileName(DeltaActions.Absolute(table, add)));
        return named;
    }

    private long? Newest()
    {
        if (!Directory.Exists(_log)) return null;
        var newest = -1L;
        foreach (var path in Directory.EnumerateFiles(_log, "*.json"))
            if (long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture,
                out var version)) newest =
                Math.Max(newest, version);
        return newest < 0 ? null : newest;
    }

    private IEnumerable<JsonElement> Actions(long version)
    {
        var path = CommitFile(version);
        if (!File.Exists(path))
            throw new BackendException(BackendFault.Corrupt, $"the commit {path} is missing",
                "the lake was changed from outside; restore it from a backup");
        foreach (var line in File.ReadLines(path))
        {
            if (line.Length == 0) continue;
            JsonDocument document;
            try
            {
                document = JsonDocument.Parse(line);
            }
            catch (JsonException e)
            {
                throw new BackendException(BackendFault.Corrupt, $"the commit {path} is damaged",
                    "the lake was changed from outside; restore it from a backup",
                    e);
            }
            using (document) yield return document.RootElement.Clone();
        }
    }
}
