using System.Globalization;

namespace Treaty.Operations.Samples.OrderToCash;

/// <summary>Gathers a day's payments of one currency into one deposit; now and then the bank credits less. Only the open day is held in
/// memory.</summary>
internal sealed class Deposits(Dice dice, OrderToCashWriter writer)
{
    private readonly SortedDictionary<string, Open> _open = new(StringComparer.Ordinal);
    private DateOnly _day;

    /// <summary>A deposit that still gathers payments: its sum, what of it was reported twice, and whether a payment in it is labelled with
    /// another currency.</summary>
    private sealed record Open(string Reference, long Cents = 0, long Twice = 0, bool OtherCurrency = false);

    /// <summary>What a short deposit lacks, in cents. A deposit no larger is credited in full: a
    /// negative one would be held back by its contract, not found short.</summary>
    private const long Lack = 1_234;

    /// <summary>What the newest payment adds to its deposit.</summary>
    public long LastNet { get; private set; }

    /// <summary>Adds a payment that is reported in a currency; returns the deposit it is settled with, which is in the order's.</summary>
    public string Take(Order o, long net, string currency)
    {
        var day = DateOnly.FromDateTime(o.PlacedAt);
        if (day != _day) Close();
        _day = day;
        var open = _open.GetValueOrDefault(o.Currency)
            ?? new($"D{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}{o.Currency}");
        _open[o.Currency] = open with { Cents = open.Cents + net, OtherCurrency = open.OtherCurrency || currency != o.Currency };
        LastNet = net;
        return open.Reference;
    }

    /// <summary>True where the deposit that the order's payment will be in holds a payment that was reported twice.</summary>
    public bool HoldsDuplicate(Order o) => OpenOf(o) is { Twice: > 0 };

    /// <summary>True where that deposit holds a payment that is labelled with another currency.</summary>
    public bool HoldsOtherCurrency(Order o) => OpenOf(o) is { OtherCurrency: true };

    private Open? OpenOf(Order o) => DateOnly.FromDateTime(o.PlacedAt) == _day ? _open.GetValueOrDefault(o.Currency) : null;

    /// <summary>The provider reported a payment twice; the money came once.</summary>
    public void CaptureTwice(Order o, long net) => _open[o.Currency] = _open[o.Currency] with { Twice = _open[o.Currency].Twice + net };

    public void Close()
    {
        foreach (var (currency, (reference, cents, twice, otherCurrency)) in _open)
        {
            var isShort = twice == 0 && !otherCurrency && cents > Lack && dice.Hits("short deposit " + currency, _day.DayNumber, 150);
            writer.Deposited(reference, _day.AddDays(3), isShort ? cents - Lack : cents, currency);
            if (isShort) Note("DepositShort", "amount", -Lack);
            if (twice > 0) Note("DepositOfDuplicate", "duplicate", -twice);
            if (otherCurrency) Note("DepositOfOtherCurrency", "currency", 0);

            void Note(string fault, string @class, long amount) =>
                writer.Note(fault, OrderToCashWriter.PaymentDepositName, @class, reference, currency, amount);
        }
        _open.Clear();
    }
}
