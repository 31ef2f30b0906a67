using System.Globalization;
using System.Text;

namespace Treaty.Operations.Samples.OrderToCash;

/// <summary>Writes the files of the source systems in one pass over the orders, so that memory does not grow with the world.</summary>
internal sealed class OrderToCashWriter : IDisposable
{
    private const string OrderPayment = "zone.revenue:order_payment";
    private const string PaymentDeposit = "zone.revenue:payment_deposit";
    private const string Mart = "legacy.revenue_mart:revenue";

    private readonly Orders _orders;
    private readonly Dice _dice;
    private readonly string _folder;
    private readonly Dictionary<string, StreamWriter> _files = new(StringComparer.Ordinal);
    private readonly Deposits _deposits;
    private long _capture, _refund, _booking;

    public OrderToCashWriter(Orders orders, string folder)
    {
        (_orders, _dice, _folder) = (orders, orders.Dice, folder);
        _deposits = new(orders.Dice, this);
    }

    public Truth Truth { get; } = new();

    private TruthWalk Walk { get; } = new();

    public IReadOnlyCollection<string> Files => _files.Keys;

    public long Rows { get; private set; }

    public void Write(IProgress<string>? progress, CancellationToken cancel)
    {
        Put("sources/shop/orders.csv", "order_id,customer_id,placed_at,channel,currency,gross_amount,shipping_fee");
        Put("sources/psp/refunds.csv", "refund_id,order_ref,refunded_at,amount,currency,reason");
        Put(BankExtract.Text, "deposit_ref;received_on;amount;currency");
        Put("sources/warehouse/revenue_mart.csv", "booking_id;order_no;booked_on;net_amount;currency;state");
        Put("truth/events.csv", Truth.EventHeader);
        for (var number = 0L; number < _orders.Count; number++)
        {
            if (number % 100_000 == 0)
            {
                cancel.ThrowIfCancellationRequested();
                if (number > 0) progress?.Report($"{number} of {_orders.Count} orders");
            }
            Order(_orders[number]);
        }
        _deposits.Close();
        foreach (var line in Truth.Lines()) Line("truth/expected.csv", line);
        foreach (var line in Walk.Lines()) Line("truth/bridge.csv", line);
    }

    private void Order(Order o)
    {
        if (Broken(o)) return;
        Line("sources/shop/orders.csv", Csv(o, Truth.Amount(o.Gross), o.Currency, o.Customer));
        if (o.Number % 2_000 == 77) PlantCopy(o);
        Events(o);
        Payments(o);
        Refunds(o);
        Booking(o);
        Consent(o);
        if (o.Number % 211 == 5 && o.PlacedAt <= Orders.LastFault) Orphans(o);
    }

    private static string Csv(Order o, string amount, string currency, string customer) =>
        $"{o.Id},{customer},{Instant(o.PlacedAt)},{o.Channel},{currency},{amount},{Truth.Amount(o.Shipping)}";

    /// <summary>Orders that the contract holds back are known to no other system.</summary>
    private bool Broken(Order o)
    {
        var (line, reason) = o.Fault switch
        {
            Fault.AmountWithComma => (Csv(o, $"\"{Truth.Amount(o.Gross).Replace('.', ',')}\"", o.Currency, o.Customer),
                "type gross_amount"),
            Fault.AmountNegative => (Csv(o, "-" + Truth.Amount(o.Gross), o.Currency, o.Customer), "range gross_amount"),
            Fault.AmountThreeDigits => (Csv(o, Truth.Amount(o.Gross) + "5", o.Currency, o.Customer), "type gross_amount"),
            Fault.CurrencyWord => (Csv(o, Truth.Amount(o.Gross), "EURO", o.Customer), "pattern currency"),
            Fault.CustomerMissing => (Csv(o, Truth.Amount(o.Gross), o.Currency, ""), "required customer_id"),
            _ => ("", ""),
        };
        if (line == "") return false;
        Line("sources/shop/orders.csv", line);
        Note(o.Fault.ToString(), "quarantine:sales.orders/order_placed", reason, o.Id, "", 0);
        return true;
    }

    private void PlantCopy(Order o)
    {
        Line("sources/shop/orders.csv", Csv(o, Truth.Amount(o.Gross), o.Currency, o.Customer));
        Note("OrderTwice", "quarantine:sales.orders/order_placed", "key order_id", o.Id, "", 0);
        Line("sources/shop/order_events.ndjson", $"{{\"event\":\"shipped\",\"order_id\":\"{o.Id}\",");
        Note("EventCutOff", "quarantine:sales.orders/source.order_events", "malformed", o.Id, "", 0);
    }

    private void Events(Order o)
    {
        if (o.Shipped) Line("sources/shop/order_events.ndjson",
            $"{{\"event\":\"shipped\",\"order_id\":\"{o.Id}\",\"occurred_at\":\"{Instant(o.PlacedAt.AddHours(20))}\"}}");
        if (o.Cancelled) Line("sources/shop/order_events.ndjson",
            $"{{\"event\":\"cancelled\",\"order_id\":\"{o.Id}\",\"occurred_at\":\"{Instant(o.PlacedAt.AddHours(3))}\",\"reason\":\"{Reason(o)}\"}}");
    }

    private void Payments(Order o)
    {
        if (o.Cancelled && o.Fault != Fault.CancelledButPaid)
        {
            if (_dice.Hits("voided", o.Number, 5000))
            {
                Void(o); // as it should be: voided with the order, nothing to find
                return;
            }
            Truth.Expect(OrderPayment, "definition", o.Currency, 0);
            return;
        }
        // The newest capture fixes how old an order must be to count as missing; the first recent orders are paid at once so that it is
        // the same in every
        // world.
        if (o.Recent && _dice.Hits("under way", o.Number, 4000))
        {
            Note("StillUnderWay", OrderPayment, "late", o.Id, o.Currency, -o.Total);
            return;
        }
        switch (o.Fault)
        {
            case Fault.Unpaid: Note(o, OrderPayment, "missing-b", -o.Total); break;
            case Fault.Split:
                Capture(o, o.Total / 3, o.Currency);
                Capture(o, o.Total - o.Total / 3, o.Currency);
                Note(o, "matched", "group-sum", 0);
                break;
            case Fault.OffByOneCent: Capture(o, o.Total - 1, o.Currency); Note(o, "matched", "key-tolerance", 0); break;
            case Fault.Short: Capture(o, o.Total - 250, o.Currency); Note(o, OrderPayment, "amount", -250); break;
            case Fault.Over: Capture(o, o.Total + 310, o.Currency); Note(o, OrderPayment, "amount", 310); break;
            // One thing at a time is wrong with a deposit, so that what is planted in it is told apart.
            case Fault.DuplicateCapture when !_deposits.HoldsOtherCurrency(o): Duplicate(o); break;
            case Fault.PaidInOtherCurrency when !_deposits.HoldsDuplicate(o):
                var other = o.Currency == "EUR" ? "USD" : "EUR";
                Capture(o, o.Total, other);
                Note(o.Fault.ToString(), OrderPayment, "currency", o.Id, other, 0);
                break;
            case Fault.CancelledButPaid: Capture(o, o.Total, o.Currency); Note(o, OrderPayment, "status", o.Total); break;
            case Fault.ShippedButVoided: Void(o); Note(o, OrderPayment, "status", -o.Total); break;
            case Fault.PaymentBeforeOrder: Capture(o, o.Total, o.Currency, minutes: -4); Note(o, "matched", "clock-skew", 0); break;
            default: Capture(o, o.Total, o.Currency); break;
        }
    }

    private void Duplicate(Order o)
    {
        var line = Capture(o, o.Total, o.Currency);
        var net = _deposits.LastNet;
        Line("sources/psp/captures.txt", $"K{(++_capture).ToString("D9", CultureInfo.InvariantCulture)}{line[10..]}");
        Note(o, OrderPayment, "duplicate", o.Total);
        _deposits.CaptureTwice(o, net);
    }

    /// <summary>A capture that was called off: it keeps its amount, and neither counts nor reaches the bank.</summary>
    private void Void(Order o) => Captured(o.Id, o.PlacedAt.AddMinutes(2), o.Total, 0, o.Currency, _deposits.Take(o, 0, o.Currency), "voided");

    private string Capture(Order o, long cents, string currency, int minutes = 2)
    {
        var at = o.PlacedAt.AddMinutes(minutes);
        var fee = 30 + cents * _dice.Between("fee", o.Number, 14, 29) / 1000;
        var deposit = _deposits.Take(o, cents - fee, currency);
        return Captured(o.Id, at, cents, fee, currency, deposit, "captured");
    }

    private string Captured(string order, DateTime at, long cents, long fee, string currency, string deposit, string state)
    {
        var number = (++_capture).ToString("D9", CultureInfo.InvariantCulture);
        var reference = _dice.Roll("psp", _capture).ToString("x16", CultureInfo.InvariantCulture);
        var line = string.Join(
            "+|", "K" + number, order, reference, Instant(at), Truth.Amount(cents), Truth.Amount(fee), currency, deposit, state);
        Line("sources/psp/captures.txt", line);
        return line;
    }

    /// <summary>A payment whose order no one knows, and a booking whose order no one knows.</summary>
    private void Orphans(Order o)
    {
        var orphan = o with { Number = -1 - o.Number, Currency = "EUR" };
        var unknown = "X" + o.Id[1..];
        var fee = 30 + orphan.Total * 2 / 100;
        var deposit = _deposits.Take(orphan, orphan.Total - fee, orphan.Currency);
        Captured(unknown, o.PlacedAt.AddMinutes(2), orphan.Total, fee, "EUR", deposit, "captured");
        Note("OrphanPayment", OrderPayment, "unmatched-key", unknown, "EUR", orphan.Total);
        Book("L" + o.Id[1..], LondonTime.Day(o.PlacedAt), o.Gross, "EUR", "booked");
        Note("MartExtra", Mart, "missing-a", "L" + o.Id[1..], "EUR", o.Gross);
        Walk.Step("missing-a", "EUR", o.Gross);
    }

    private void Refunds(Order o)
    {
        if (o.Refunded == 0) return;
        var at = o.PlacedAt.AddDays(_dice.Between("refund days", o.Number, 2, Orders.LongestRefund));
        Line("sources/psp/refunds.csv",
            $"{Number('R', ++_refund)},{o.Id},{Instant(at)},{Truth.Amount(o.Refunded)},{o.Currency},{_dice.Pick("why", o.Number, "returned", "damaged", "late")}");
    }

    private void Booking(Order o)
    {
        var day = LondonTime.Day(o.PlacedAt);
        Walk.Total(TruthWalk.From, o.Currency, o.Net);
        if (o.Recent)
        {
            if (LondonTime.Day(o.PlacedAt) > LondonTime.Day(Orders.End.AddDays(-Orders.RecentDays)))
                Differ("NotBookedYet", o, "late", -o.Net);
            else Book(o.Id, day, Booked(o, o.Currency), o.Currency, "booked");
            return;
        }
        if (o.Cancelled && o.Fault != Fault.MartBooksCancelled)
        {
            Truth.Expect(Mart, "definition", o.Currency, 0);
            return;
        }
        switch (o.Fault)
        {
            case Fault.MartMissing: Differ(nameof(Fault.MartMissing), o, "missing-b", -o.Net); return;
            case Fault.MartBooksCancelled:
                Book(o.Id, day, o.Gross, o.Currency, "booked");
                Differ(nameof(Fault.MartBooksCancelled), o, "status", o.Gross);
                return;
            case Fault.MartNextMonth:
                Book(o.Id, new DateOnly(day.Year, day.Month, 1).AddMonths(1), Booked(o, o.Currency), o.Currency, "booked");
                Note(o, Mart, "period", 0);
                return;
            case Fault.MartUtcDay: // placed in the first hour of a month in London, booked by the day in UTC
                Book(o.Id, DateOnly.FromDateTime(o.PlacedAt), Booked(o, o.Currency), o.Currency, "booked");
                Note(o, Mart, "period", 0);
                return;
            case Fault.MartTwice:
                var booked = Booked(o, o.Currency);
                Book(o.Id, day, booked, o.Currency, "booked");
                Book(o.Id, day, booked, o.Currency, "booked");
                Note(o, Mart, "duplicate", booked);
                Walk.Step("duplicates-b", o.Currency, booked);
                return;
            case Fault.MartOtherCurrency:
                var other = o.Currency == "GBP" ? "EUR" : "GBP";
                Book(o.Id, day, Booked(o, other), other, "booked");
                Note(o.Fault.ToString(), Mart, "currency", o.Id, other, 0);
                Walk.Step("currency", o.Currency, -o.Net);
                Walk.Step("currency", other, o.Net);
                return;
            case Fault.MartTypo:
                Book(o.Id, day, Booked(o, o.Currency) + 900, o.Currency, "booked");
                Differ(nameof(Fault.MartTypo), o, "amount", 900);
                return;
            default: Book(o.Id, day, Booked(o, o.Currency), o.Currency, "booked"); return;
        }
    }

    private static long Shipping(Order o) => o.Channel == "web" ? o.Shipping : 0;

    /// <summary>What the mart books: net revenue and, by its own definition, the shipping of web orders.</summary>
    /// <param name="currency">What it is booked in: a difference counts in the currency of B.</param>
    private long Booked(Order o, string currency)
    {
        if (Shipping(o) > 0)
        {
            Truth.Expect(Mart, "definition", currency, Shipping(o));
            Walk.Step("definition:shipping", currency, Shipping(o));
        }
        return o.Net + Shipping(o);
    }

    /// <summary>A difference to the mart that is a class of discrepancy and a line of the bridge alike.</summary>
    private void Differ(string fault, Order o, string @class, long cents)
    {
        Note(fault, Mart, @class, o.Id, o.Currency, cents);
        Walk.Step(@class, o.Currency, cents);
    }

    private void Book(string order, DateOnly day, long cents, string currency, string state)
    {
        Walk.Total(TruthWalk.To, currency, cents);
        Line("sources/warehouse/revenue_mart.csv",
            $"{Number('B', ++_booking)};{order};{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)};{Truth.Amount(cents)};{currency};{state}");
    }

    private void Consent(Order o)
    {
        if (!_dice.Hits("consent", o.Number, 2000)) return;
        var file = $"sources/crm/consents/{o.PlacedAt.ToString("yyyy-MM", CultureInfo.InvariantCulture)}.ndjson";
        var id = "N" + o.Number.ToString("D9", CultureInfo.InvariantCulture);
        var (fault, purpose, granted) = _dice.Between("broken consent", o.Number, 1, 200) switch
        {
            1 => ("ConsentPurposeUnknown", "newsleter", Granted(o)),
            2 => ("ConsentUnclear", Purpose(o), "\"maybe\""),
            _ => ("", Purpose(o), Granted(o)),
        };
        var channel = _dice.Pick("medium", o.Number, "email", "phone", "post");
        Line(file,
            $"{{\"consent_id\":\"{id}\",\"customer_id\":\"{o.Customer}\",\"purpose\":\"{purpose}\",\"channel\":\"{channel}\","
            + $"\"granted\":{granted},\"changed_at\":\"{Instant(o.PlacedAt)}\"}}");
        var reason = fault == "ConsentUnclear" ? "type granted" : "valid-values purpose";
        if (fault != "") Note(fault, "quarantine:crm.consents/consent_changed", reason, id, "", 0);
    }

    private string Purpose(Order o) => _dice.Pick("purpose", o.Number, "newsletter", "offers");

    private string Granted(Order o) => _dice.Hits("granted", o.Number, 7500) ? "true" : "false";

    private void Note(Order o, string where, string @class, long cents) => Note(o.Fault.ToString(), where, @class, o.Id, o.Currency, cents);

    internal void Note(string fault, string where, string @class, string key, string currency, long cents) =>
        Line("truth/events.csv", Truth.Note(fault, where, @class, key, currency, cents));

    internal void Deposited(string reference, DateOnly day, long cents, string currency) =>
        Line(BankExtract.Text,
            $"{reference};{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)};{Truth.Amount(cents)};{currency}");

    internal static string PaymentDepositName => PaymentDeposit;

    private string Reason(Order o) => _dice.Pick("reason", o.Number, "customer changed their mind", "out of stock", "suspected fraud");

    private static string Number(char letter, long number) => letter + number.ToString("D9", CultureInfo.InvariantCulture);

    private static string Instant(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    internal void Line(string file, string line)
    {
        if (file.StartsWith("sources/", StringComparison.Ordinal)) Rows++;
        Put(file, line);
    }

    private void Put(string file, string line)
    {
        if (!_files.TryGetValue(file, out var writer))
        {
            var path = Path.Combine(_folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            _files[file] = writer = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
        }
        writer.WriteLine(line);
    }

    public void Dispose()
    {
        foreach (var writer in _files.Values) writer.Dispose();
    }
}
