using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Treaty.Core.Contracts.Standard;
using Treaty.Core.Meshes;

namespace Treaty.Operations.Meshes;

/// <summary>
/// Keeps the trees of documents by the hash of their text, and which of them keep their open standard, since reading YAML and holding it
/// against a standard are the slow parts of a check. A file of another build of Treaty, with a wrong checksum or any damage is ignored
/// and replaced. Written whole beside itself and moved into place, so that two processes at once are harmless: the later one wins.
/// </summary>
public sealed class DocumentCache
{
    // What the reader accepts and what a standard asks is code: another build may judge otherwise, and starts anew.
    private static readonly byte[] Stamp = StampOf(typeof(ReadDocument).Module.ModuleVersionId,
        typeof(DocumentCache).Module.ModuleVersionId);

    /// <summary>The standards that a document may keep; its place here is what is written of it, and 0 that it keeps none.</summary>
    private static readonly DocumentStandard?[] Standards = [null, OdcsStandard.Standard, OdpsStandard.Standard];

    private readonly string path;
    private readonly Dictionary<Hash, ReadOnlyMemory<byte>> kept;
    private readonly ConcurrentDictionary<Hash, ReadOnlyMemory<byte>> used = new();
    private volatile bool grown;

    private DocumentCache(string path, Dictionary<Hash, ReadOnlyMemory<byte>> kept) => (this.path, this.kept) = (path, kept);

    public static string PathIn(string store) => Path.Combine(store, "cache", "documents.bin");

    /// <summary>The beginning of a file that these builds of the core and of this library write.</summary>
    internal static byte[] StampOf(Guid core, Guid here) => [.. "treaty-docs\n"u8, .. core.ToByteArray(), .. here.ToByteArray()];

    public static DocumentCache Open(string path)
    {
        try
        {
            return new DocumentCache(path, File.Exists(path) ? Entries(File.ReadAllBytes(path)) : []);
        }
        catch (IOException)
        {
            return new DocumentCache(path, []);
        }
        catch (UnauthorizedAccessException)
        {
            return new DocumentCache(path, []);
        }
    }

    /// <summary>The document with its tree and what that alone says: the tree kept from before, or read now. Documents with findings
    /// are read again each time. Safe from several threads.</summary>
    public ReadDocument Read(MeshDocument document)
    {
        if (!document.Path.EndsWith(".yaml", StringComparison.Ordinal)) return ReadDocument.Read(document);
        var hash = Hash.Of(document.Text);
        if (kept.TryGetValue(hash, out var bytes) && Known(document, bytes.Span) is { } known)
        {
            used[hash] = bytes;
            return known.Understood();
        }
        var read = ReadDocument.Read(document).Understood();
        if (read is { Root: { } root, Findings.Count: 0 })
        {
            used[hash] = (byte[])[(byte)Array.IndexOf(Standards, read.Keeps), .. NodeCodec.Bytes(root)];
            grown = true;
        }
        return read;
    }

    private static ReadDocument? Known(MeshDocument document, ReadOnlySpan<byte> bytes) =>
        !bytes.IsEmpty && bytes[0] < Standards.Length && NodeCodec.Node(bytes[1..], document.Path) is { } root
            ? ReadDocument.Known(document, root, Standards[bytes[0]]) : null;

    /// <summary>Writes what was used, if anything is new. A store that cannot be written to costs the next check its time, and
    /// no more.</summary>
    public void Save()
    {
        if (!grown) return;
        var beside = $"{path}.{Environment.ProcessId}.{Path.GetRandomFileName()}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(beside, Bytes());
            File.Move(beside, path, overwrite: true);
        }
        catch (IOException)
        {
            Discard(beside);
        }
        catch (UnauthorizedAccessException)
        {
            Discard(beside);
        }
    }

    private static void Discard(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (IOException)
        {
        }
        catch (UnauthorizedAccessException)
        {
        }
    }

    private byte[] Bytes()
    {
        using var stream = new MemoryStream();
        stream.Write(Stamp);
        stream.Write(new byte[SHA256.HashSizeInBytes]);
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(used.Count);
            foreach (var (hash, bytes) in used.OrderBy(entry => entry.Key))
            {
                hash.Write(writer);
                writer.Write(bytes.Length);
                writer.Write(bytes.Span);
            }
        }
        var whole = stream.ToArray();
        SHA256.HashData(whole.AsSpan(Stamp.Length + SHA256.HashSizeInBytes), whole.AsSpan(Stamp.Length));
        return whole;
    }

    private static Dictionary<Hash, ReadOnlyMemory<byte>> Entries(byte[] file)
    {
        var body = Stamp.Length + SHA256.HashSizeInBytes;
        if (file.Length < body + sizeof(int) || !file.AsSpan().StartsWith(Stamp)
            || !SHA256.HashData(file.AsSpan(body)).AsSpan().SequenceEqual(file.AsSpan(Stamp.Length, SHA256.HashSizeInBytes))) return [];
        // The checksum holds, so the lengths are those that were written.
        using var reader = new BinaryReader(new MemoryStream(file, body, file.Length - body, writable: false));
        var count = reader.ReadInt32();
        var entries = new Dictionary<Hash, ReadOnlyMemory<byte>>(count);
        for (var i = 0; i < count; i++)
        {
            var hash = Hash.Read(reader);
            var length = reader.ReadInt32();
            entries[hash] = file.AsMemory(body + (int)reader.BaseStream.Position, length);
            reader.BaseStream.Position += length;
        }
        return entries;
    }

    private readonly record struct Hash(ulong A, ulong B, ulong C, ulong D) : IComparable<Hash>
    {
        public static Hash Of(string text)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
            return new(BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash[8..]), BitConverter.ToUInt64(hash[16..]),
                BitConverter.ToUInt64(hash[24..]));
        }

        public static Hash Read(BinaryReader reader) =>
            new(reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64());

        public void Write(BinaryWriter writer)
        {
            writer.Write(A);
            writer.Write(B);
            writer.Write(C);
            writer.Write(D);
        }

        public int CompareTo(Hash other) => (A, B, C, D).CompareTo((other.A, other.B, other.C, other.D));
    }
}
