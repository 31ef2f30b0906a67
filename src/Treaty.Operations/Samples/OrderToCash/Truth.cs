using System.Globalization;

namespace Treaty.Operations.Samples.OrderToCash;

/// <summary>
/// What must be found, kept as it is planted. Amounts are B − A in cents, as a discrepancy states it: a row that only A has counts
/// negative, one that only B
/// has positive,
/// copies by what they add to their side's total. A difference counts in the currency of B where B has a row.
/// </summary>
public sealed class Truth
{
    private readonly SortedDictionary<(string Where, string Class, string Currency), (long Count, long Amount)> _expected =
        new(Comparer<(string Where, string Class, string Currency)>.Create(ByText));

    /// <summary>Planted so often.</summary>
    public SortedDictionary<string, long> Planted { get; } = new(StringComparer.Ordinal);

    public static string EventHeader => "event_id,fault,where,class,key,currency,amount";

    /// <summary>Notes one fault; returns its line for events.csv.</summary>
    public string Note(string fault, string where, string @class, string key, string currency, long cents)
    {
        Planted[fault] = Planted.GetValueOrDefault(fault) + 1;
        Expect(where, @class, currency, cents);
        return $"{fault}-{Planted[fault].ToString(CultureInfo.InvariantCulture)},{fault},{where},{@class},{key},{currency},{Amount(cents)}";
    }

    public void Expect(string where, string @class, string currency, long cents)
    {
        var (count, amount) = _expected.GetValueOrDefault((where, @class, currency));
        _expected[(where, @class, currency)] = (count + 1, amount + cents);
    }

    /// <summary>The lines of expected.csv.</summary>
    public IEnumerable<string> Lines() =>
        _expected.Select(e =>
            $"{e.Key.Where},{e.Key.Class},{e.Key.Currency},{e.Value.Count.ToString(CultureInfo.InvariantCulture)},{Amount(e.Value.Amount)}")
        .Prepend("where,class,currency,count,amount");

    private static int ByText((string Where, string Class, string Currency) one, (string Where, string Class, string Currency) other) =>
        string.CompareOrdinal(one.Where, other.Where) is var byPlace and not 0 ? byPlace
        : string.CompareOrdinal(one.Class, other.Class) is var byClass and not 0 ? byClass
        : string.CompareOrdinal(one.Currency, other.Currency);

    public static string Amount(long cents) => (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture);
}
