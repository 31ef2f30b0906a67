using System.Globalization;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Reconciliation.Rates;

/// <summary>Reads the key <c>reporting</c> of a comparison.</summary>
internal static class ReportingDocument
{
    private const int MostDays = 366;

    public static ReportingRule? Read(Fields f, Declared declared)
    {
        if (!f.Has("reporting")) return null;
        var r = f.Map("reporting");
        var (currency, read) = (r.Required("currency"), MappingDocument.Input(r, "rates", declared));
        var dates = r.Map("dates");
        var rule = new ReportingRule(currency, read ?? new("", declared.Owner), r.Text("from") ?? "from_currency", r.Text("to") ?? "to_currency",
            r.Text("date") ?? "rate_date", r.Text("rate") ?? "rate")
        {
            Day = r.Word("day", "date", "month-average") == "month-average" ? RateDay.MonthAverage : RateDay.Date,
            DateA = dates.Text("a"), DateB = dates.Text("b"), Older = Days(r), Through = r.Text("through"), Owner = r.Text("owner"),
            Rounding = r.Word("round", "half-up", "half-even", "down") switch
            {
                "half-even" => Rounding.HalfEven, "down" => Rounding.Down, _ => Rounding.HalfUp,
            },
        };
        dates.End();
        r.End("title", "description");
        foreach (var (code, key) in new[] { (rule.Currency, "currency"), (rule.Through ?? rule.Currency, "through") })
            if (!RowExpressions.IsCode(code))
                f.Findings.Add(ReconciliationDocument.BadComparison.At(r.PlaceOf(key), $"`{code}` is no code of a currency",
                    "write three capital letters, such as EUR"));
        return read is null ? null : rule;
    }

    private static int Days(Fields r)
    {
        if (r.Text("older") is not { } text) return 0;
        if (text.Length > 1 && text[^1] == 'd' && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            && days <= MostDays) return days;
        r.Findings.Add(ReconciliationDocument.BadComparison.At(r.PlaceOf("older"), $"`{text}` is no number of days up to {MostDays}",
            "write how many days old a rate may be, such as 3d"));
        return 0;
    }
}
