using System.Globalization;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Reconciliation;

/// <summary>Reads what a comparison takes from inputs besides its sides, mappings of keys and control totals, and its cut-off.</summary>
internal static class MappingDocument
{
    private static FindingKind Bad => ReconciliationDocument.BadComparison;

    public static Crosswalk? Through(Fields through, string side, Declared declared)
    {
        if (!through.Has(side)) return null;
        var f = through.Map(side);
        var (read, from, to) = (Input(f, "mapping", declared), f.Required("from"), f.Required("to"));
        f.End();
        return read is null ? null : new Crosswalk(read, from, to);
    }

    public static ControlTotal? Control(Fields f, Declared declared)
    {
        var (id, side, measure) = (f.Required("id"), f.Word("side", "a", "b") == "b" ? Side.B : Side.A, f.Required("measure"));
        var read = Input(f, "input", declared);
        var control = new ControlTotal(id, side, measure, read ?? new("", declared.Owner), f.Required("amount"), f.Text("currency"),
            f.Text("owner") ?? declared.Accountable, f.Place)
        {
            Date = f.Text("date"), By = f.Word("by", "day", "month") == "day" ? PeriodGrain.Day : PeriodGrain.Month,
        };
        if (control.Date is null && f.Has("by")) f.Findings.Add(Bad.At(f.PlaceOf("by"), $"the control total `{id}` has a span and no date",
            "name the column with the date of each stated total: date: …"));
        f.End("title", "description");
        return read is null ? null : control;
    }

    public static TimeSpan? CutOff(Fields f)
    {
        if (f.Text("cutoff") is not { } text) return null;
        if (TimeSpan.TryParseExact(text, "hh\\:mm", CultureInfo.InvariantCulture, out var time)) return time == TimeSpan.Zero ? null : time;
        f.Findings.Add(Bad.At(f.PlaceOf("cutoff"), $"`{text}` is no time of day", "write hours and minutes in quotes, such as \"18:00\""));
        return null;
    }

    internal static ReadInput? Input(Fields f, string key, Declared declared)
    {
        var name = f.Required(key);
        if (name.Length == 0) return null;
        if (declared.Resolve(name) is { } of) return new(name, of);
        f.Findings.Add(Bad.At(f.PlaceOf(key), $"`{name}` is no input of this document",
            "name an alias of `inputs`, or in a feed a reference such as bank.statements/statement"));
        return null;
    }
}
