using Treaty.Core.Products;

namespace Treaty.Operations.Publishing;

/// <summary>
/// The bytes of a CSV file's first line, where its header is that line and nothing else: files of a source that begin alike have the same
/// columns, so the engine need read the header of only one of them.
/// </summary>
public static class FirstLine
{
    private const int Most = 1 << 16;

    /// <summary>Null where the header cannot be told by its bytes: the file is packed, or a quote may go on in the next line.</summary>
    public static async ValueTask<string?> OfAsync(CsvDialect dialect, string path, CancellationToken cancel)
    {
        if (dialect.Compression is not (null or "none") || Path.GetExtension(path).ToUpperInvariant() is ".GZ" or ".ZST") return null;
        if (dialect.Quote is not [< (char)128] || (dialect.Escape is { } escape && escape != dialect.Quote)) return null;
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: false);
        var bytes = new byte[(int)Math.Min(Most, Math.Max(1, file.Length))];
        var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
        var end = bytes.AsSpan(0, read).IndexOf((byte)'\n');
        if (end < 0 || bytes.AsSpan(0, end).Count((byte)dialect.Quote[0]) % 2 != 0) return null;
        return Convert.ToBase64String(bytes.AsSpan(0, end));
    }
}
