using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Treaty.Core.Meshes;

/// <summary>The identity of a set of documents.</summary>
public static class MeshHash
{
    /// <summary>SHA-256 over paths and texts in the order of paths, each preceded by its length, so that no two sets share one.</summary>
    public static string Of(IEnumerable<MeshDocument> documents)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var document in documents.OrderBy(d => d.Path, StringComparer.Ordinal))
        {
            Append(hash, document.Path);
            Append(hash, document.Text);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
