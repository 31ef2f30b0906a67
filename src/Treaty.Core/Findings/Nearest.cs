namespace Treaty.Core.Findings;

/// <summary>Finds the known word that a mistyped one was probably meant to be.</summary>
public static class Nearest
{
    private const int Shown = 8;

    /// <summary>The closest of the known words, if it is close enough to be meant; ties go to the first in ordinal order.</summary>
    public static string? To(string word, IEnumerable<string> known) =>
        known.Select(candidate => (candidate, Distance: Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(found => found.Distance <= Math.Max(1, Math.Max(word.Length, found.candidate.Length) / 3))
            .OrderBy(found => found.Distance).ThenBy(found => found.candidate, StringComparer.Ordinal)
            .Select(found => found.candidate).FirstOrDefault();

    /// <summary>Help for a word that is not known: the nearest known one, else the known ones, else what is given.</summary>
    public static string Help(string word, IEnumerable<string> known, string otherwise)
    {
        var words = known.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (To(word, words) is { } near) return $"did you mean `{near}`?";
        return words.Count is 0 or > Shown ? otherwise : $"{otherwise}; known: {string.Join(", ", words.Select(w => $"`{w}`"))}";
    }

    // Levenshtein with swaps of neighbours; words far apart in length are not measured.
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > Math.Max(a.Length, b.Length) / 3 + 1) return int.MaxValue;
        var (beforeLast, last) = (new int[b.Length + 1], Enumerable.Range(0, b.Length + 1).ToArray());
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }
            (beforeLast, last) = (last, row);
        }
        return last[b.Length];
    }
}
