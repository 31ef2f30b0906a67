using System.Globalization;

namespace Treaty.Operations.Samples.OrderToCash;

/// <summary>Gathers a day's payments of one currency into one deposit; now and then the bank credits less. Only the open day is held in
/// memory.</summary>
internal sealed class Deposits(Dice dice, OrderToCashWriter writer)
{
    private readonly SortedDictionary<string, (long Cents, long Twice, string Reference)> _open = new(StringComparer.Ordinal);
    private DateOnly _day;

    /// <summary>What a short deposit lacks, in cents. A deposit no larger is credited in full: a
    /// negative one would be held back by its contract, not found short.</summary>
    private const long Lack = 1_234;

    /// <summary>What the newest payment adds to its deposit.</summary>
    public long LastNet { get; private set; }

    /// <summary>Adds a payment; returns the deposit it is settled with.</summary>
    public string Take(Order o, long net)
    {
        var day = DateOnly.FromDateTime(o.PlacedAt);
        if (day != _day) Close();
        _day = day;
        var (cents, twice, reference) = _open.GetValueOrDefault(o.Currency,
            (0, 0, $"D{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}{o.Currency}"));
        _open[o.Currency] = (cents + net, twice, reference);
        LastNet = net;
        return reference;
    }

    /// <summary>The provider reported a payment twice; the money came once.</summary>
    public void CaptureTwice(Order o, long net)
    {
        var (cents, twice, reference) = _open[o.Currency];
        _open[o.Currency] = (cents, twice + net, reference);
    }

    public void Close()
    {
        foreach (var (currency, (cents, twice, reference)) in _open)
        {
            var isShort = twice == 0 && cents > Lack && dice.Hits("short deposit " + currency, _day.DayNumber, 150);
            writer.Deposited(reference, _day.AddDays(3), isShort ? cents - Lack : cents, currency);
            if (isShort) writer.Note("DepositShort", OrderToCashWriter.PaymentDepositName, "amount", reference, "", -Lack);
            if (twice > 0) writer.Note("DepositOfDuplicate", OrderToCashWriter.PaymentDepositName, "duplicate", reference, "", -twice);
        }
        _open.Clear();
    }
}
