using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Treaty.Backends.Sqlite;

/// <summary>
/// The chain: a record's hash is the SHA-256 of its members, each written as a netstring (<c>length:bytes,</c> with the length in bytes of
/// UTF-8), so no two different records have the same encoding and anyone can compute it again.
/// </summary>
internal static class RecordHash
{
    /// <summary>What stands as predecessor of the first record.</summary>
    public static readonly string Beginning = new('0', 64);

    // Strict: a text with half a surrogate pair has no bytes that would come back as the same text.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Of(string previous, RecordRow row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var number = row.Number.ToString(CultureInfo.InvariantCulture);
        string[] members = ["treaty-record-1", previous, number, row.Kind, row.Subject, row.Run, row.At, row.By, row.Body];
        foreach (var member in members) Append(hash, member);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static string Of(string content) => Convert.ToHexStringLower(SHA256.HashData(Bytes(content)));

    public static byte[] Bytes(string text) => Utf8.GetBytes(text);

    public static string Text(byte[] bytes) => Utf8.GetString(bytes);

    private static void Append(IncrementalHash hash, string member)
    {
        var bytes = Bytes(member);
        hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{bytes.Length}:")));
        hash.AppendData(bytes);
        hash.AppendData(","u8);
    }
}
