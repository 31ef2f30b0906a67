namespace Treaty.Core.Reconciliation.Decisions;

/// <summary>Discrepancies of one kind: what is common to them before any cause is looked for.</summary>
public sealed record CaseKind(string Class, string Side, string Subject, string Definition);

/// <summary>How often a value occurs among the discrepancies of a kind, and among all groups of the comparison.</summary>
/// <param name="Dimension">What the value is of: <c>date</c>, <c>currency</c>, <c>file of a</c>, <c>status of b</c> …</param>
/// <param name="Count">Discrepancies of the kind with the value.</param>
/// <param name="All">Groups with the value, whether they differ or not.</param>
public sealed record ValueCount(CaseKind Kind, string Dimension, string Value, long Count, long All);

/// <summary>Discrepancies that probably have one cause.</summary>
/// <param name="Dimension">Empty for those of a kind that share nothing that stands out.</param>
/// <param name="Elsewhere">Of the groups without the value, how many in ten thousand have such a discrepancy.</param>
public sealed record CommonCause(CaseKind Kind, string Dimension, string Value, long Count, long All, long Elsewhere)
{
    /// <summary>Why these are one case.</summary>
    public string Words => Dimension.Length == 0 ? $"{Count} of class {Kind.Class} that share nothing that stands out"
        : $"{Count} of {All} groups with {Dimension} {Value} are {Kind.Class}; elsewhere {Elsewhere} in 10,000 are";
}

/// <summary>
/// Groups discrepancies by what stands out in them, so that one broken file is one case. For each kind one dimension is chosen: that whose
/// outstanding values account for most. A value stands out where at least <see cref="Fewest"/> discrepancies have it, at least a fifth of
/// the groups with it are so, and that is at least five times as many as elsewhere. As values of one dimension exclude each other, every
/// discrepancy is in exactly one case.
/// </summary>
public static class CommonCauses
{
    /// <summary>The fewest discrepancies that are looked at as a case of their own.</summary>
    public const long Fewest = 5;

    private const long LeastShare = 5, LeastLift = 5, Basis = 10_000;

    /// <param name="kinds">How many discrepancies there are of each kind.</param>
    /// <param name="groups">How many groups the comparison has.</param>
    public static IReadOnlyList<CommonCause> Of(IReadOnlyDictionary<CaseKind, long> kinds, IEnumerable<ValueCount> values, long groups)
    {
        var causes = new List<CommonCause>();
        var all = values.ToLookup(v => v.Kind);
        foreach (var (kind, total) in kinds)
        {
            var best = all[kind].Where(v => StandsOut(v, total, groups)).GroupBy(v => v.Dimension)
                .OrderByDescending(g => g.Sum(v => v.Count - Expected(v, total, groups))).ThenBy(g => g.Key,
                    StringComparer.Ordinal).FirstOrDefault();
            var found = (best?.AsEnumerable() ?? []).Select(v => new CommonCause(kind, v.Dimension, v.Value, v.Count, v.All,
                Elsewhere(v, total, groups))).ToList();
            causes.AddRange(found);
            var rest = total - found.Sum(c => c.Count);
            if (rest > 0) causes.Add(new(kind, "", "", rest, groups, 0));
        }
        return [.. causes.OrderByDescending(c => c.Count).ThenBy(c => c.Kind.ToString(), StringComparer.Ordinal).ThenBy(c => c.Value,
            StringComparer.Ordinal)];
    }

    private static bool StandsOut(ValueCount v, long total, long groups)
    {
        var (others, outside) = (total - v.Count, groups - v.All);
        // Where every group has the value it says nothing; all else is compared as whole numbers, without division.
        return v.Count >= Fewest && outside > 0 && v.Count * LeastShare >= v.All
            && (Int128)v.Count * outside >= (Int128)LeastLift * others * v.All;
    }

    private static long Expected(ValueCount v, long total, long groups) => (long)((Int128)v.All * (total - v.Count) / (groups - v.All));

    private static long Elsewhere(ValueCount v, long total, long groups) => (long)((Int128)(total - v.Count) * Basis / (groups - v.All));
}
