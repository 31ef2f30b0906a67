using System.Globalization;
using System.Text.RegularExpressions;

namespace Treaty.Core.Doctor;

/// <summary>What names of assets consist of.</summary>
public static partial class AssetNames
{
    /// <summary>The name without the version at its end, and the version; null where there is none.</summary>
    public static (string Stem, int? Version) Version(string name) => Ending().Match(name) is { Success: true } match
        && int.TryParse(match.Groups["v"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var v) ? (name[..match.Index], v)
        : (name, null);

    /// <summary>The words of a name in lower case; camel case is split.</summary>
    public static IReadOnlyList<string> Words(string name) =>
        [.. Border().Replace(name, "_").ToLowerInvariant().Split(['_', '-', '.', ' '], StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>A word without the ending of its plural.</summary>
    public static string Singular(string word) => word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal) ? word[..^3] + "y"
        : word.Length > 4 && (word.EndsWith("sses", StringComparison.Ordinal) || word.EndsWith("ches", StringComparison.Ordinal)
            || word.EndsWith("xes", StringComparison.Ordinal)) ? word[..^2]
        : word.Length > 3 && word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) && !word.EndsWith("us",
            StringComparison.Ordinal)
            && !word.EndsWith("is", StringComparison.Ordinal) ? word[..^1] : word;

    [GeneratedRegex(@"(_|\.)v(?<v>\d{1,4})$", RegexOptions.IgnoreCase)]
    private static partial Regex Ending();

    [GeneratedRegex(@"(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex Border();
}
