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

    /// <summary>True for a column whose values, or a part of them, are shown to no one outside the lake.</summary>
    public static bool IsClassified(this Property property) => ClassificationOf(property) is not null;

    /// <summary>What stands in place of a value.</summary>
    public static string Mask(this Property property) => $"({ClassificationOf(property)})";

    /// <summary>Of the column itself, or of the first of its members and items that has one: who may not see a part is not shown the
    /// whole.</summary>
    private static string? ClassificationOf(Property property)
    {
        if (property.Classification is { Length: > 0 } word && !Open.Contains(word.Trim(), StringComparer.OrdinalIgnoreCase)) return word;
        var parts = property.Members.Append(property.Items).OfType<Property>();
        return parts.Select(ClassificationOf).FirstOrDefault(inner => inner is not null);
    }
}
