using Microsoft.Data.Sqlite;

namespace Treaty.Backends.Sqlite;

/// <summary>How a SQLite file is opened where nothing may be written beside it.</summary>
internal static class ReadOnlyFile
{
    private const int FormatByte = 18;
    private const byte WriteAheadLog = 2;

    /// <summary>
    /// The words to connect with. A file in write-ahead mode whose log is gone is opened as unchanging, because even a reader would
    /// otherwise write beside it.
    /// </summary>
    public static string Connection(string file)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        var header = new byte[FormatByte + 1];
        using (var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
            if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length) return text.ConnectionString;
        if (header[FormatByte] == WriteAheadLog && !File.Exists(file + "-wal"))
            text.DataSource = $"file:{Uri.EscapeDataString(file).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1";
        return text.ConnectionString;
    }

    /// <summary>Copies the file with its log, where there is one, to where writing is allowed.</summary>
    /// <returns>The path of the copy.</returns>
    public static string Copy(string file, string folder)
    {
        Directory.CreateDirectory(folder);
        var copy = Path.Combine(folder, Path.GetFileName(file));
        foreach (var part in new[] { "", "-wal" })
            if (File.Exists(file + part)) File.WriteAllBytes(copy + part, File.ReadAllBytes(file + part));
        return copy;
    }
}
