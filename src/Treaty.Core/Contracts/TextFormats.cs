namespace Treaty.Core.Contracts;

/// <summary>The formats of a string that are enforced, as regular expressions over the whole value.</summary>
public static class TextFormats
{
    private const string Byte = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private const string V4 = $@"({Byte}[.]){{3}}{Byte}";
    private const string Hex = "[0-9A-Fa-f]{1,4}";
    private const string Label = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private const string Day = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
    private const string Clock = "([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)([.][0-9]+)?";
    private const string Zone = "(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])";

    private static readonly Dictionary<string, string> Patterns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["uuid"] = "[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}",
        // The form that HTML asks of an address, which leaves out quoted and commented ones on purpose.
        ["email"] = $"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{Label}([.]{Label})*",
        // RFC 3986: a scheme, then only characters that may stand in a URI, with whole percent escapes.
        ["uri"] = @"[A-Za-z][A-Za-z0-9+.-]*:([A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+",
        ["hostname"] = $"{Label}([.]{Label})*[.]?",
        ["ipv4"] = V4,
        ["ipv6"] = IpV6,
        ["date"] = Day,
        ["time"] = $"{Clock}{Zone}?",
        ["date-time"] = $"{Day}[Tt]{Clock}{Zone}",
        ["byte"] = "([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
    };

    /// <summary>Formats that ask nothing of a value's letters.</summary>
    private static readonly string[] Hints = ["password", "binary"];

    /// <summary>The regular expression of a format; null where it has none.</summary>
    public static string? Pattern(string format) => Patterns.GetValueOrDefault(format);

    public static bool IsKnown(string format) => Patterns.ContainsKey(format) || Hints.Contains(format, StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyCollection<string> Known => [.. Patterns.Keys, .. Hints];

    /// <summary>RFC 4291: eight groups, or fewer round one gap, the last two also as an IPv4 address.</summary>
    private static string IpV6 => string.Join("|",
        Enumerable.Range(0, 8).Select(i => i == 0 ? $"({Hex}:){{7}}({Hex}|:)"
            : i == 7 ? $":((:{Hex}){{1,7}}|:|(:{Hex}){{0,5}}:{V4})"
            : $"({Hex}:){{{7 - i}}}((:{Hex}){{1,{i}}}|:" + (i == 1 ? $"|{V4}" : $"|(:{Hex}){{0,{i - 2}}}:{V4}") + ")"));
}
