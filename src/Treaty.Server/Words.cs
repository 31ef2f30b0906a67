using System.Globalization;
using System.Text.RegularExpressions;

namespace Treaty.Server;

/// <summary>How pages write amounts, counts, instants, references and classes.</summary>
public static partial class Words
{
    private const string Thin = "\u202F";

    /// <summary>All digits of the amount, grouped by thin spaces that never break, with a real minus sign.</summary>
    /// <param name="scale">Digits after the point at least, so that amounts one below the other stand point below point.</param>
    public static string Amount(decimal amount, int scale = 2) =>
        Grouped(amount.ToString("#,0." + new string('0', scale) + "##########################", CultureInfo.InvariantCulture));

    public static string Signed(decimal amount, int scale = 2) => (amount > 0 ? "+" : "") + Amount(amount, scale);

    public static string Count(long count) => Grouped(count.ToString("#,0", CultureInfo.InvariantCulture));

    /// <summary>A count with its noun: <c>1 row</c>, <c>12 rows</c>.</summary>
    public static string Count(long count, string one, string? many = null) => $"{Count(count)} {(count == 1 ? one : many ?? one + "s")}";

    public static string At(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    public static string Date(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>How long ago, in the largest whole unit.</summary>
    public static string Ago(DateTimeOffset then, DateTimeOffset now) => (now - then) switch
    {
        { TotalMinutes: < 0 } => "in the future",
        { TotalMinutes: < 1 } => "just now",
        { TotalHours: < 1 } age => Count((long)age.TotalMinutes, "minute") + " ago",
        { TotalDays: < 1 } age => Count((long)age.TotalHours, "hour") + " ago",
        var age => Count((long)age.TotalDays, "day") + " ago",
    };

    /// <summary>What a class of product means to its reader.</summary>
    public static string Meaning(string @class) => @class switch
    {
        "authoritative-fact" => "Business facts that this one context asserts and answers for. Nobody else may state them.",
        "context-view" =>
            "One context's own view, in its own words. True inside that context; elsewhere the same word may mean something else.",
        "derived" => "Combined or interpreted from other products. Useful, but no authority: ask the products it reads from.",
        "reconciled" => "An enterprise-wide number, built by explicit rules across contexts. Every difference to its inputs is on record.",
        _ => "A table of the old estate, snapshotted so that it can be compared. It is never an authority.",
    };

    /// <summary>A class as a reader says it.</summary>
    public static string Class(string @class) => @class.Replace('-', ' ');

    /// <summary>What a class of discrepancy says about the two sides.</summary>
    public static string Discrepancy(string @class) => @class switch
    {
        "unmatched-key" => "a row names a key that the other side does not know",
        "invalid" => "a row that cannot be compared",
        "out-of-scope" => "a row that the comparison is not about",
        "ambiguous" => "it may belong to rows of the other side, and a person must say to which",
        "duplicate" => "the same thing is there more than once",
        "missing-a" => "only b has it",
        "missing-b" => "only a has it",
        "status" => "the two sides give it another status",
        "currency" => "the two sides give it another currency",
        "amount" => "the amounts differ",
        "definition" => "a documented difference of definition",
        "period" => "the two sides put it in another period",
        "attribute" => "another column that should agree does not",
        "late" => "within its grace: the other side may still come",
        "control" => "a total from elsewhere does not tie out",
        "no-rate" => "no rate is stated for its currency and day",
        "matched" => "both sides agree",
        _ => "",
    };

    /// <summary>Territories as the map names them.</summary>
    public static string Territory(string context) => context switch { "zone" => "treaty zone", "legacy" => "old estate", _ => context };

    /// <summary>A name as markup that may be broken after its joints.</summary>
    public static string Breakable(string name) => Joint().Replace(Pictures.Svg.E(name), "$0<wbr>");

    [GeneratedRegex("[_:/|@](?=[^ ])|(?<=[a-z])[.](?=[a-z])")]
    private static partial Regex Joint();

    private static string Grouped(string text) =>
        text.Replace("-", "\u2212", StringComparison.Ordinal).Replace(",", Thin, StringComparison.Ordinal);
}
