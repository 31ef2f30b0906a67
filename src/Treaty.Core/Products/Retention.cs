namespace Treaty.Core.Products;

/// <summary>A product version as retention sees it.</summary>
/// <param name="Product">The product or comparison.</param>
/// <param name="Number">Its number; 0 for a comparison, which has none.</param>
/// <param name="Made">When it became visible.</param>
/// <param name="Succeeded">When another record took its place (a newer version, or the same in other files); null for the newest.</param>
/// <param name="Inputs">The versions it was made from, as <c>sales.orders#3</c>.</param>
public sealed record KeptVersion(string Product, long Number, DateTimeOffset Made, DateTimeOffset? Succeeded, IReadOnlyList<string> Inputs)
{
    public string Name => FormattableString.Invariant($"{Product}#{Number}");
}

/// <summary>
/// Which versions stay readable: the newest of everything; those that something newer took the place of less than the retention ago; those
/// that a pin names (an open period, a certificate, a hold); and what those that are newest or pinned were made from, so that they can be
/// explained and repeated.
/// </summary>
public static class Retention
{
    /// <summary>Days for which a version stays where nothing says otherwise.</summary>
    public const int StandardDays = 90;

    /// <returns>The versions to keep, out of those given.</returns>
    public static IReadOnlySet<KeptVersion> Keep(IReadOnlyList<KeptVersion> versions, IReadOnlySet<string> pinned, DateTimeOffset now,
        int days)
    {
        var byName = versions.ToLookup(v => v.Name, StringComparer.Ordinal);
        var keep = new HashSet<KeptVersion>(ReferenceEqualityComparer.Instance);
        var roots = new Stack<KeptVersion>(versions.Where(v => v.Succeeded is null || pinned.Contains(v.Name)));
        while (roots.TryPop(out var version))
            if (keep.Add(version))
                foreach (var input in version.Inputs.SelectMany(name => byName[name])) roots.Push(input);
        keep.UnionWith(versions.Where(v => v.Succeeded is { } at && at.AddDays(days) > now));
        return keep;
    }
}
