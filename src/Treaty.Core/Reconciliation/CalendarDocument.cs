using System.Collections.Immutable;
using System.Globalization;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Reconciliation;

/// <summary>Reads the key <c>calendar</c> of a comparison, and graces in business days.</summary>
internal static class CalendarDocument
{
    private static readonly string[] Names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    /// <summary>How many business days a grace such as <c>3bd</c> is; null where it is in other units.</summary>
    public static int? BusinessDays(string text) => text.Length is > 2 and < 6 && text.EndsWith("bd", StringComparison.Ordinal)
        && int.TryParse(text[..^2], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= BusinessDaySql.MostDays
            ? days : null;

    public static BusinessCalendar? Read(Fields f, Declared declared)
    {
        var days = f.Text("grace") is { } grace ? BusinessDays(grace) ?? 0 : 0;
        if (!f.Has("calendar")) return days == 0 ? null : BusinessCalendar.Standard with { Days = days };
        var c = f.Map("calendar");
        ImmutableArray<int> weekend = c.Has("weekend") ? [.. c.Texts("weekend").Select(name => Weekday(c, name)).OfType<int>()] : [6, 7];
        if (weekend.Length == Names.Length)
            f.Findings.Add(ReconciliationDocument.BadComparison.At(c.PlaceOf("weekend"), "no day of the week is a business day", "leave some out"));
        var from = c.Map("from");
        var read = c.Has("from") ? MappingDocument.Input(from, "input", declared) : null;
        var column = c.Has("from") ? from.Required("day") : null;
        from.End();
        var calendar = new BusinessCalendar(days, weekend,
            [.. c.Texts("holidays").Select(text => Holiday(c, text)).OfType<DateOnly>().Distinct().Order()],
            read, read is null ? null : column);
        c.End("title", "description");
        return calendar;
    }

    private static int? Weekday(Fields c, string name)
    {
        var i = Array.IndexOf(Names, name);
        if (i < 0) c.Findings.Add(Fields.UnknownWord.At(c.PlaceOf("weekend"), $"`{name}` is no day of the week", Nearest.Help(name, Names)));
        return i < 0 ? null : i + 1;
    }

    private static DateOnly? Holiday(Fields c, string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        c.Findings.Add(ReconciliationDocument.BadComparison.At(c.PlaceOf("holidays"), $"`{text}` is no day", "write it as 2026-12-25"));
        return null;
    }
}
