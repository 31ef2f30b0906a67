namespace Treaty.Core.Reconciliation.Rates;

/// <summary>How an amount is brought to minor units, once a record.</summary>
public enum Rounding
{
    /// <summary>Half a unit goes away from zero.</summary>
    HalfUp,

    /// <summary>Half a unit goes to the even neighbour.</summary>
    HalfEven,

    /// <summary>Towards zero.</summary>
    Down,
}

/// <summary>Which day's rate an amount is converted by.</summary>
public enum RateDay
{
    /// <summary>The business date of the row, or a date that the rule names.</summary>
    Date,

    /// <summary>The mean of the rates stated for the month of that date.</summary>
    MonthAverage,
}

/// <summary>
/// The currency in which a comparison is made, and the stated rates by which amounts come to it. A row for which no rate is stated, or two
/// different ones, is not converted.
/// </summary>
/// <param name="Currency">The reporting currency.</param>
/// <param name="Read">What holds the rates.</param>
/// <param name="From">There, the currency of which one unit is converted.</param>
/// <param name="To">There, the currency that it becomes.</param>
/// <param name="Date">There, the day for which the rate is stated.</param>
/// <param name="Rate">There, how much of <paramref name="To"/> one unit of <paramref name="From"/> is.</param>
public sealed record ReportingRule(string Currency, ReadInput Read, string From, string To, string Date, string Rate)
{
    public RateDay Day { get; init; } = RateDay.Date;

    /// <summary>For a side, the column or expression of the date that decides; the business date where null.</summary>
    public string? DateA { get; init; }

    public string? DateB { get; init; }

    /// <summary>The most days that a rate may be older than the date, for days on which none is stated.</summary>
    public int Older { get; init; }

    /// <summary>The currency through which amounts are converted where no direct rate is stated; null: through none.</summary>
    public string? Through { get; init; }

    public Rounding Rounding { get; init; } = Rounding.HalfUp;

    /// <summary>The team that answers for what rates and rounding make; the accountable team where null.</summary>
    public string? Owner { get; init; }

    public string? DateOn(Side side) => side == Side.A ? DateA : DateB;
}
