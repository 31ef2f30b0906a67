using System.Security.Cryptography;
using System.Text;
using Treaty.Core;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Sqlite;

/// <summary>The chain of the ledger: SHA-256 over number, fields and the hash before, each with its length in front so that no two
/// records can run
/// together.</summary>
internal static class RecordHash
{
    /// <summary>What stands before the first record.</summary>
    public static string Genesis { get; } = new('0', 64);

    public static string OfText(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    public static string Of(long number, LedgerEntry entry, string previous)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(number));
        foreach (var field in (ReadOnlySpan<string>)[entry.Kind, entry.Subject, entry.Run, Moment.InstantText(entry.At), entry.By,
            entry.Body, previous])
        {
            var bytes = Encoding.UTF8.GetBytes(field);
            hash.AppendData(BitConverter.GetBytes((long)bytes.Length));
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
