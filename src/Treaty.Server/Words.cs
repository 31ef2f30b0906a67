using System.Globalization;

namespace Treaty.Server;

/// <summary>How pages write amounts, counts, instants and classes.</summary>
public static class Words
{
    public static string Amount(decimal amount) => amount.ToString("#,0.00######", CultureInfo.InvariantCulture)
        .Replace("-", "−", StringComparison.Ordinal)
        .Replace(",", "\u2009", StringComparison.Ordinal);

    public static string Signed(decimal amount) => (amount > 0 ? "+" : "") + Amount(amount);

    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture)
        .Replace(",", "\u2009", StringComparison.Ordinal);

    public static string At(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    public static string Date(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    public static string Number(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>What a class of product means to its reader.</summary>
    public static string Meaning(string @class) => @class switch
    {
        "authoritative-fact" => "Facts that one context asserts and answers for.",
        "context-view" => "One context's own view of its facts, in its own words.",
        "derived" => "Combined or interpreted from facts; useful, not an authority.",
        "reconciled" => "An enterprise number built by explicit rules across contexts.",
        _ => "A table of the old estate, kept for comparison; never an authority.",
    };

    public static string Mark(string @class) => @class switch
    {
        "authoritative-fact" => "●",
        "context-view" => "◐",
        "derived" => "△",
        "reconciled" => "◆",
        _ => "▢",
    };

    public static string Product(string reference) => "/product/"
        + Uri.EscapeDataString(reference.Split('#')[0].Split('/')[0].Split(':')[0]);
}
