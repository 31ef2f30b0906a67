namespace Treaty.Core.Doctor.Signs;

/// <summary>Whether two ways of writing a person are the same one.</summary>
internal static class Persons
{
    /// <summary>Equal mail addresses, equal parts before the at sign, or a name whose words are those of the address.</summary>
    public static bool Same(string owner, string author)
    {
        var (a, b) = (Bare(owner), Bare(author));
        return a.Length > 1 && (a == b || Letters(a) == Letters(b));
    }

    private static string Bare(string name)
    {
        var text = name.Trim().TrimStart('@').ToLowerInvariant();
        var local = text.Split('@')[0];
        return local.LastIndexOf('+') is > 0 and var plus && text.EndsWith("noreply.github.com", StringComparison.Ordinal)
            ? local[(plus + 1)..] : local.Split('+')[0];
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
}
