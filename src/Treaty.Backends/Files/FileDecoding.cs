using System.IO.Compression;
using System.Text;
using Treaty.Backends.Disk;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Files;

/// <summary>
/// Writes a CSV file again as the engine reads every one: encodings it does not know as UTF-8 (strictly: a byte that means nothing is an
/// error), without comments, with one kind of line end outside quotes. Bytes of UTF-8 and Latin-1 pass through unchanged.
/// </summary>
internal static class FileDecoding
{
    private const int Chunk = 1 << 16;

    public static void Run(string path, SourceDecoding how, string to, CancellationToken cancel)
    {
        if (path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase))
            throw new BackendException(BackendFault.Refused, $"`{Path.GetFileName(path)}` is packed with zstd and has to be decoded",
                "pack it with gzip, or bring it in utf-8 without comments and with one kind of line end");
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, Chunk, FileOptions.SequentialScan);
            using Stream stream = how.Packed ?? path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                ? new GZipStream(file, CompressionMode.Decompress) : file;
            var (from, into) = Encodings(how.Encoding);
            // A byte order mark decides between the two orders of UTF-16.
            using var reader = new StreamReader(stream, from, detectEncodingFromByteOrderMarks: into is UTF8Encoding
                && how.Encoding != "windows-1252", Chunk);
            using var writer = new StreamWriter(to, append: false, into, Chunk);
            Copy(reader, new CsvLines(writer, how), cancel);
        }
        catch (DecoderFallbackException e)
        {
            throw new BackendException(BackendFault.Refused, $"`{Path.GetFileName(path)}` is not {how.Encoding}: {e.Message}",
                "set the source's `encoding` to the one the file is written in", e);
        }
        catch (InvalidDataException e)
        {
            throw new BackendException(BackendFault.Refused, $"`{Path.GetFileName(path)}` cannot be unpacked: {e.Message}",
                "bring the file again whole, or set the dialect's `compression: none`", e);
        }
        catch (IOException e)
        {
            throw DiskFailure.From(path, e);
        }
    }

    private static void Copy(StreamReader reader, CsvLines lines, CancellationToken cancel)
    {
        var buffer = new char[Chunk];
        while (reader.Read(buffer) is > 0 and var read)
        {
            cancel.ThrowIfCancellationRequested();
            lines.Take(buffer.AsSpan(0, read));
        }
        lines.End();
    }

    private static (Encoding From, Encoding Into) Encodings(string name) => name switch
    {
        "utf-16" => (new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true), new UTF8Encoding(false)),
        "utf-16-be" => (new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true), new UTF8Encoding(false)),
        "windows-1252" => (CodePagesEncodingProvider.Instance.GetEncoding(1252, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!,
            new UTF8Encoding(false)),
        _ => (Encoding.Latin1, Encoding.Latin1), // byte for byte
    };
}
