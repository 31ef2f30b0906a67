using System.Globalization;

namespace Treaty.Operations.Samples.OrderToCash;

/// <summary>What is wrong with an order in this world; at most one thing, so that what must be found is beyond doubt.</summary>
public enum Fault
{
    None,

    // In the source of sales: held back by the contract.
    AmountWithComma, AmountNegative, AmountThreeDigits, CurrencyWord, CustomerMissing,

    // Between orders and payments.
    Split, OffByOneCent, Short, Over, DuplicateCapture, Unpaid, PaidInOtherCurrency, CancelledButPaid, ShippedButVoided, PaymentBeforeOrder,

    // Between reconciled revenue and the mart.
    MartNextMonth, MartUtcDay, MartTwice, MartBooksCancelled, MartOtherCurrency, MartMissing, MartTypo,
}

/// <summary>An order as it truly was, amounts in cents.</summary>
public sealed record Order(long Number, DateTime PlacedAt, string Customer, string Channel, string Currency, long Gross, long Shipping,
    bool Cancelled,
    bool Shipped, long Refunded, Fault Fault, bool Recent)
{
    public string Id => "O" + (1_000_000 + Number).ToString(CultureInfo.InvariantCulture);

    public long Total => Gross + Shipping;

    /// <summary>Net revenue as the zone should have it.</summary>
    public long Net => Cancelled ? 0 : Gross - Refunded;
}

/// <summary>Makes the true orders of the world, each from its number alone.</summary>
public sealed class Orders(long seed, double scale)
{
    private const int OrdersAtScaleOne = 20_000;
    private static readonly DateTime Start = new(2025, 1, 1, 6, 0, 0, DateTimeKind.Utc);

    /// <summary>The last instant of the world: after it no order was placed.</summary>
    public static DateTime End { get; } = new(2026, 2, 28, 22, 0, 0, DateTimeKind.Utc);

    /// <summary>The days before the end in which payments may still be under way, and the mart has not booked yet.</summary>
    public const int RecentDays = 2;

    /// <summary>The last instant at which a fault is planted: what is missing after it still counts as late. The longest grace of the
    /// mesh before the end, and a day for the time zones.</summary>
    public static DateTime LastFault { get; } = End.AddDays(-6);

    /// <summary>The most days after which money is given back. Later orders have no refund yet, so that none is dated
    /// after the end of the world.</summary>
    public const int LongestRefund = 16;

    private readonly Dice _dice = new(seed);

    public long Count { get; } = Math.Max(200, (long)(OrdersAtScaleOne * scale));

    public Dice Dice => _dice;

    public Order this[long number]
    {
        get
        {
            var placed = Start + TimeSpan.FromSeconds((long)((End - Start).TotalSeconds * (number + 0.5) / Count));
            var recent = placed > End.AddDays(-RecentDays);
            var fault = FaultOf(number, placed);
            var cancelled = fault is Fault.CancelledButPaid or Fault.MartBooksCancelled
                || (fault == Fault.None && !recent && _dice.Hits("cancelled", number, 350));
            var channel = Channel(number);
            var currency = _dice.Between("currency", number, 1, 20) switch { <= 9 => "EUR", <= 15 => "GBP", <= 19 => "USD", _ => "CHF" };
            var gross = 499 + _dice.Between("gross", number, 0, 9_000)
                + (_dice.Hits("large", number, 1500) ? _dice.Between("gross2", number, 10_000, 150_000)
                : 0);
            var shipping = channel == "web" && gross < 9_000 ? 490 : 0;
            var refunded = !cancelled && placed < End.AddDays(-LongestRefund) && fault == Fault.None && _dice.Hits("refund", number, 300)
                ? _dice.Hits("refund all", number, 5000) ? gross : gross / 2 : 0;
            var customer = "C" + _dice.Between("customer", number, 1, Math.Max(50, Count / 4)).ToString("D6", CultureInfo.InvariantCulture);
            return new(number, placed, customer, channel, currency, gross, shipping, cancelled, !cancelled && !recent, refunded, fault,
                recent);
        }
    }

    private string Channel(long number) => _dice.Between("channel", number, 1, 20) switch { <= 12 => "web", <= 17 => "store", _ =>
        "partner" };

    private Fault FaultOf(long number, DateTime placed)
    {
        if (number < 40 || placed > LastFault) return Fault.None;
        var roll = (int)_dice.Between("fault", number, 0, 9_999);
        foreach (var (fault, share) in Shares)
            if ((roll -= share) < 0) return fault == Fault.MartNextMonth && placed.Day < 15 ? Fault.None : fault;
        return DateOnly.FromDateTime(placed).Month == LondonTime.Day(placed).Month ? Fault.None : Fault.MartUtcDay;
    }

    /// <summary>In how many of 10,000 orders each fault is planted.</summary>
    private static readonly (Fault Fault, int Share)[] Shares =
    [
        (Fault.AmountWithComma, 10), (Fault.AmountNegative, 6), (Fault.AmountThreeDigits, 6), (Fault.CurrencyWord, 6),
            (Fault.CustomerMissing, 6),
        (Fault.Split, 300), (Fault.OffByOneCent, 60), (Fault.Short, 50), (Fault.Over, 50), (Fault.DuplicateCapture, 50), (Fault.Unpaid, 40),
        (Fault.PaidInOtherCurrency, 20), (Fault.CancelledButPaid, 20), (Fault.PaymentBeforeOrder, 30), (Fault.ShippedButVoided, 20),
        (Fault.MartNextMonth, 160), (Fault.MartTwice, 40), (Fault.MartBooksCancelled, 30), (Fault.MartOtherCurrency, 30),
        (Fault.MartMissing, 40), (Fault.MartTypo, 40),
    ];
}
