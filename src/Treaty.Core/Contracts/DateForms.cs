using System.Text;

namespace Treaty.Core.Contracts;

/// <summary>
/// The format of a date, time or timestamp as the standard writes it (the letters of Java's DateTimeFormatter), in the engine's letters.
/// </summary>
public static class DateForms
{
    private static readonly (string Java, string Engine)[] Letters =
    [
        ("yyyy", "%Y"), ("uuuu", "%Y"), ("yy", "%y"), ("MMMM", "%B"), ("MMM", "%b"), ("MM", "%m"), ("M", "%-m"), ("dd", "%d"), ("d", "%-d"),
        ("EEEE", "%A"), ("EEE", "%a"), ("HH", "%H"), ("H", "%-H"), ("hh", "%I"), ("h", "%-I"), ("mm", "%M"), ("ss", "%S"), ("SSSSSS", "%f"),
        ("SSS", "%g"), ("a", "%p"), ("XXX", "%z"), ("XX", "%z"), ("X", "%z"), ("xxx", "%z"), ("xx", "%z"), ("Z", "%z"),
    ];

    private static readonly string[] Iso =
    [
        "yyyy-MM-dd", "uuuu-MM-dd", "HH:mm:ss", "HH:mm", "HH:mm:ss.SSS", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssZ",
        "yyyy-MM-ddTHH:mm:ssXXX", "yyyy-MM-ddTHH:mm:ss.SSSZ", "yyyy-MM-ddTHH:mm:ss.SSSXXX", "yyyy-MM-ddTHH:mm:ssX", "yyyy-MM-ddTHH:mm:ss.SSS",
        "yyyy-MM-ddTHH:mm:ss.SSSSSSXXX", "date", "date-time", "time", "iso8601",
    ];

    /// <summary>True for the forms of ISO 8601, which are read without one being named.</summary>
    public static bool IsIso(string format) => Iso.Contains(format.Replace("'", "", StringComparison.Ordinal), StringComparer.Ordinal);

    /// <summary>The format in the engine's letters; null where it has letters that cannot be told.</summary>
    public static string? Engine(string format)
    {
        var text = new StringBuilder();
        for (var at = 0; at < format.Length;)
        {
            if (format[at] == '\'')
            {
                var end = format.IndexOf('\'', at + 1);
                if (end < 0) return null;
                text.Append(end == at + 1 ? "'" : format[(at + 1)..end]);
                at = end + 1;
                continue;
            }
            var (java, engine) = Letters.Where(l => string.CompareOrdinal(format, at, l.Java, 0, l.Java.Length) == 0)
                .OrderByDescending(l => l.Java.Length).FirstOrDefault();
            if (java is null && (char.IsAsciiLetter(format[at]) && format[at] != 'T' || format[at] == '%')) return null;
            text.Append(engine ?? format[at].ToString());
            at += java?.Length ?? 1;
        }
        return text.ToString();
    }

    /// <summary>True where the format names an offset.</summary>
    public static bool HasZone(string engineFormat) => engineFormat.Contains("%z", StringComparison.Ordinal);
}
