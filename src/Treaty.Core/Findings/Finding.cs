namespace Treaty.Core.Findings;

/// <summary>How grave a finding is; only <see cref="Error"/> stops an operation.</summary>
public enum Severity { Info, Warning, Error }

/// <summary>A place in a document: path relative to the mesh, line and column counted from 1.</summary>
public readonly record struct SourcePlace(string File, int Line, int Column) : IComparable<SourcePlace>
{
    public int CompareTo(SourcePlace other) =>
        string.CompareOrdinal(File, other.File) is var byFile and not 0 ? byFile
        : Line != other.Line ? Line.CompareTo(other.Line)
        : Column.CompareTo(other.Column);

    public static bool operator <(SourcePlace left, SourcePlace right) => left.CompareTo(right) < 0;

    public static bool operator >(SourcePlace left, SourcePlace right) => left.CompareTo(right) > 0;

    public static bool operator <=(SourcePlace left, SourcePlace right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SourcePlace left, SourcePlace right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"{File}:{Line}:{Column}";
}

/// <summary>A rule that can be broken: its stable code, its title for the list of codes, and how grave a breach is by default.</summary>
public sealed record FindingKind(string Code, Severity Severity, string Title)
{
    /// <summary>States one breach of this rule.</summary>
    /// <param name="place">Where; null where the breach has no place in a document.</param>
    /// <param name="sentence">What is wrong: one plain sentence, lower case, no full stop, user's words in backticks.</param>
    /// <param name="help">What to do about it: one sentence, lower case, no full stop.</param>
    public Finding At(SourcePlace? place, string sentence, string help) => new(Code, Severity, place, sentence, help);
}

/// <summary>What `check`, `doctor` or a refusal says: a code, a place, a sentence and a remedy.</summary>
public sealed record Finding(string Code, Severity Severity, SourcePlace? Place, string Sentence, string Help);

/// <summary>Order and judgement over lists of findings.</summary>
public static class FindingList
{
    public static bool HasErrors(this IEnumerable<Finding> findings) => findings.Any(f => f.Severity == Severity.Error);

    /// <summary>By place, then code, then sentence: the order in which findings are always shown.</summary>
    public static IReadOnlyList<Finding> Sorted(this IEnumerable<Finding> findings) =>
        [.. findings.Distinct()
            .OrderBy(f => f.Place is null)
            .ThenBy(f => f.Place ?? default)
            .ThenBy(f => f.Code, StringComparer.Ordinal)
            .ThenBy(f => f.Sentence, StringComparer.Ordinal)];
}
