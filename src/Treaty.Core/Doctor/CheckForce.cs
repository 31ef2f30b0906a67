using System.Text.RegularExpressions;

namespace Treaty.Core.Doctor;

/// <summary>Finds checks that can never fail, whatever the data are.</summary>
public static partial class CheckForce
{
    /// <returns>Why it cannot fail; null where it can.</returns>
    public static string? CannotFail(string kind, IReadOnlyDictionary<string, string> arguments, string where, string errorIf,
        string warnIf)
    {
        if (Never().IsMatch(where)) return $"it looks at no row: where {where}";
        if (Never().IsMatch(errorIf) || Impossible().IsMatch(errorIf) && (warnIf == "" || Impossible().IsMatch(warnIf)))
            return $"its limit is never reached: error_if {errorIf}";
        var expression = arguments.GetValueOrDefault("expression", arguments.GetValueOrDefault("condition", ""));
        if (Always().IsMatch(expression)) return $"its condition always holds: {expression.Trim()}";
        if (kind.EndsWith("accepted_values", StringComparison.Ordinal) && arguments.TryGetValue("values", out var values) && values == "")
            return "it accepts an empty list";
        return Mostly(arguments) is { } share ? $"it is content with a share of {share}" : null;
    }

    private static string? Mostly(IReadOnlyDictionary<string, string> arguments) =>
        arguments.TryGetValue("mostly", out var share) && share.Trim() is "0" or "0.0" ? arguments["mostly"] : null;

    [GeneratedRegex(@"^\s*\(?\s*(1\s*=\s*0|1\s*=\s*2|false|0)\s*\)?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Never();

    [GeneratedRegex(@"^\s*(<\s*0|>=?\s*\d{9,})\s*$")]
    private static partial Regex Impossible();

    [GeneratedRegex(@"^\s*\(?\s*(1\s*=\s*1|true|1)\s*\)?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Always();
}
