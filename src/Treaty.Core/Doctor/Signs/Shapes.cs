namespace Treaty.Core.Doctor.Signs;

/// <summary>How alike two sets of columns are, by their names.</summary>
internal static class Shapes
{
    /// <returns>The shared part of all names of both, 0 to 1.</returns>
    public static double Alike(IReadOnlyList<AssetColumn> a, IReadOnlyList<AssetColumn> b)
    {
        var left = a.Select(c => c.Name.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
        var right = b.Select(c => c.Name.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
        var shared = left.Count(right.Contains);
        return left.Count + right.Count == 0 ? 0 : (double)shared / (left.Count + right.Count - shared);
    }
}
