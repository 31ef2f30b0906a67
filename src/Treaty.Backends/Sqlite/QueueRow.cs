using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Treaty.Core;
using Treaty.Core.Reconciliation.Decisions;
using Treaty.Operations.Doors;
using Treaty.Operations.Stores;

namespace Treaty.Backends.Sqlite;

/// <summary>How an entry of the queue lies in its table.</summary>
internal static class QueueRow
{
    public const string Columns =
        "i.id, i.group_key, i.subject, i.value_a, i.value_b, i.amount, i.gross, i.date, i.first_run, i.first_at, i.last_run, i.last_at, i.standing, i.facet";

    private const decimal Millionths = 1_000_000;

    /// <summary>Binary digits that a size keeps of an amount, and how many sizes that makes between an amount and its double.</summary>
    private const int Digits = 7;
    private const long Steps = 64;

    public static QueueEntry Read(SqliteDataReader r, IReadOnlyDictionary<long, (QueueFacet Facet, string Team)> facets)
    {
        var (facet, team) = facets[r.GetInt64(13)];
        var found = new FoundDiscrepancy(r.GetString(0), facet.Comparison, r.GetString(1), facet.Class, r.GetString(2), facet.Side,
            r.IsDBNull(3) ? null : r.GetString(3), r.IsDBNull(4) ? null : r.GetString(4), Number(r.GetString(5)), Number(r.GetString(6)),
            facet.Currency, DateOf(r.GetInt64(7)), facet.Definition);
        var standing = r.IsDBNull(12) ? Standing.New : TreatyJson.Read<Standing>(r.GetString(12));
        return new(new(found, new(r.GetString(8), At(r.GetString(9))), new(r.GetString(10), At(r.GetString(11))), standing), team);
    }

    /// <summary>The values of a row, in the order of <see cref="Parameters"/>.</summary>
    public static object[] Values(TrackedDiscrepancy item, long facet) =>
    [
        item.Found.Id, facet, Stake(item.Found.Gross), DayOf(item.Found.BusinessDate), item.Found.GroupKey, item.Found.Subject,
        (object?)item.Found.ValueA ?? DBNull.Value, (object?)item.Found.ValueB ?? DBNull.Value, Text(item.Found.Amount),
            Text(item.Found.Gross),
        item.First.Run, Moment.InstantText(item.First.At), item.Last.Run, Moment.InstantText(item.Last.At),
        Until(item.Standing), item.Standing == Standing.New ? DBNull.Value : TreatyJson.Write(item.Standing),
    ];

    public const string Parameters = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16";

    /// <summary>Stands for a date that is not there: after all that are, because it has no age.</summary>
    private const long NoDate = 10_000_000;

    public static long DayOf(DateOnly? date) => date?.DayNumber ?? NoDate;

    public static DateOnly? DateOf(long day) => day == NoDate ? null : DateOnly.FromDayNumber((int)day);

    public static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    public static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    public static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Bytes that sort as the amount does.</summary>
    private static byte[] Stake(decimal gross)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt128BigEndian(bytes, (Int128)decimal.Truncate(
            Math.Min(Math.Abs(gross), decimal.MaxValue / Millionths) * Millionths));
        return bytes;
    }

    /// <summary>The size of an amount: its first seven binary digits and how many follow; grows with the amount.</summary>
    public static long SizeOf(decimal gross)
    {
        var stake = BinaryPrimitives.ReadInt128BigEndian(Stake(gross));
        var digits = 128 - (int)Int128.LeadingZeroCount(stake);
        return digits < Digits ? (long)stake : (digits * Steps) + (long)((stake >> (digits - Digits)) & (Steps - 1));
    }

    /// <summary>The stake of the least amount of a size.</summary>
    public static byte[] Least(long size)
    {
        var bytes = new byte[16];
        var stake = size < Digits * Steps ? Math.Min(size, Steps) : (Int128)(Steps | (size % Steps)) << ((int)(size / Steps) - Digits);
        BinaryPrimitives.WriteInt128BigEndian(bytes, stake);
        return bytes;
    }

    private static object Until(Standing standing) =>
        standing.Proposal?.Until is { } until && (standing.State == DiscrepancyState.Resolved || standing.Expired)
            ? until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : DBNull.Value;
}
