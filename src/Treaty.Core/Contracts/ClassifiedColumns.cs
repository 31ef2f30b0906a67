namespace Treaty.Core.Contracts;

/// <summary>
/// The standard leaves the words of a classification to its user, so every word is taken as one that hides, but for those that say the
/// opposite.
/// </summary>
public static class ClassifiedColumns
{
    private static readonly string[] Open = ["public", "internal", "open", "unclassified", "none"];

    /// <summary>What stands in place of a whole row of which no one can tell which part is classified.</summary>
    public const string Withheld = "(withheld)";

    /// <summary>True for a column whose values are shown to no one outside the lake.</summary>
    public static bool IsClassified(this Property property) =>
        property.Classification is { Length: > 0 } word && !Open.Contains(word.Trim(), StringComparer.OrdinalIgnoreCase);

    /// <summary>What stands in place of a value.</summary>
    public static string Mask(this Property property) => $"({property.Classification})";
}
