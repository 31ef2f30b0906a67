namespace Treaty.Core;

/// <summary>
/// The one "now" of an operation, in UTC, and the seed of whatever must look random in it. Read once at the edge, passed down as a value.
/// </summary>
public readonly record struct Moment(DateTimeOffset Now, long Seed)
{
    /// <summary>The instant as it stands in records and reports: UTC, to the millisecond.</summary>
    public string Text => InstantText(Now);

    /// <summary>The calendar day in UTC.</summary>
    public DateOnly Day => DateOnly.FromDateTime(Now.UtcDateTime);

    /// <summary>Writes an instant as <c>2026-01-31T09:30:00.000Z</c>.</summary>
    public static string InstantText(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
