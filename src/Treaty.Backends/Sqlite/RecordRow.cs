using System.Globalization;
using Microsoft.Data.Sqlite;
using Treaty.Core;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Sqlite;

/// <summary>A record as the table holds it, texts untouched; what the hash is computed over.</summary>
internal sealed record RecordRow(long Number, string Kind, string Subject, string Run, string At, string By, string Body)
{
    public const string Columns = "number, kind, subject, run, at, by, body, previous, hash";

    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static RecordRow From(long number, LedgerEntry entry)
    {
        string[] texts = [entry.Kind, entry.Subject, entry.Run, entry.By, entry.Body];
        if (texts.Any(text => text.Contains('\0')))
            throw new ArgumentException("a ledger entry holds a NUL character, which the store would cut at");
        return new(number, entry.Kind, entry.Subject, entry.Run, Moment.InstantText(entry.At), entry.By, entry.Body);
    }

    public static (RecordRow Row, string Previous, string Hash) Read(SqliteDataReader reader) =>
        (new RecordRow(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
            reader.GetString(5), reader.GetString(6)), reader.GetString(7), reader.GetString(8));

    /// <summary>The record as the door gives it; its instant is what was kept, to the millisecond.</summary>
    public LedgerRecord Record(string previous, string hash) =>
        new(Number, new LedgerEntry(Kind, Subject, Run, Parsed(), By, Body), previous, hash);

    private DateTimeOffset Parsed() =>
        DateTimeOffset.TryParseExact(At, Instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : throw new BackendException(BackendFault.Corrupt, $"record {Number} of the ledger has the instant `{At}`, which is none",
                "someone changed the ledger by hand: restore the store from a backup");
}
