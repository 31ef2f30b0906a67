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
        var crosswalk = new Crosswalk(Input(f, "mapping", declared), f.Required("from"), f.Required("to"));
        f.End();
        return crosswalk;
    }

    public static ControlTotal Control(Fields f, Declared declared)
    {
        var control = new ControlTotal(f.Required("id"), f.Word("side", "a", "b") == "b" ? Side.B : Side.A, f.Required("measure"),
            Input(f, "input", declared), f.Required("amount"), f.Text("currency"), f.Text("owner") ?? declared.Accountable, f.Place);
        f.End("title", "description");
        return control;
    }

    public static TimeSpan? CutOff(Fields f)
    {
        if (f.Text("cutoff") is not { } text) return null;
        if (TimeSpan.TryParseExact(text, "hh\\:mm", CultureInfo.InvariantCulture, out var time)) return time == TimeSpan.Zero ? null : time;
        f.Findings.Add(Bad.At(f.PlaceOf("cutoff"), $"`{text}` is no time of day", "write hours and minutes in quotes, such as \"18:00\""));
        return null;
    }

    private static string Input(Fields f, string key, Declared declared)
    {
        var alias = f.Required(key);
        if (alias.Length > 0 && declared.Owner.Context == Meshes.Reference.LegacyContext)
            f.Findings.Add(Bad.At(f.PlaceOf(key), "a feed's comparison has no inputs besides its sides",
                "declare the comparison in the reconciliation.yaml of a reconciled product"));
        else if (alias.Length > 0 && declared.Resolve(alias) is null)
            f.Findings.Add(Bad.At(f.PlaceOf(key), $"`{alias}` is no input of this document", "name an alias of `inputs`"));
        return alias;
    }
}
