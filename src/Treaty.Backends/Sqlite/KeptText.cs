using System.IO.Compression;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Sqlite;

/// <summary>A kept text as it lies in the store: gzip over UTF-8. It is handed out only with the hash it is kept under.</summary>
internal static class KeptText
{
    public static byte[] Pack(string content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(RecordHash.Bytes(content));
        return packed.ToArray();
    }

    public static string Unpack(byte[] packed, string hash)
    {
        try
        {
            using var text = new MemoryStream();
            using (var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress)) gzip.CopyTo(text);
            if (RecordHash.Text(text.ToArray()) is var content && RecordHash.Of(content) == hash) return content;
        }
        catch (InvalidDataException failure)
        {
            throw Damaged(hash, failure);
        }
        catch (ArgumentException failure)
        {
            throw Damaged(hash, failure);
        }

        throw Damaged(hash, null);
    }

    private static BackendException Damaged(string hash, Exception? inner) => new(BackendFault.Corrupt,
        $"the kept text `{hash}` is damaged: its content has another hash", "restore the store from a backup", inner);
}
