using System.Collections.Immutable;

namespace Treaty.Core.Meshes;

/// <summary>
/// Finds the first item of a list by its key without walking the list, which at thousands of products is what a check would
/// mostly do. Remembers the list it was built over, so that a copy of a record with another list is not answered from the old one;
/// of no account in the equality of records.
/// </summary>
internal sealed class Lookup<TKey, T> where TKey : notnull where T : class
{
    private Built? _built;

    public T? Of(ImmutableArray<T> items, Func<T, TKey> keyOf, TKey key)
    {
        var built = _built;
        if (built is null || built.Items != items) _built = built = new(items, Build(items, keyOf));
        return built.ByKey.GetValueOrDefault(key);
    }

    private static Dictionary<TKey, T> Build(ImmutableArray<T> items, Func<T, TKey> keyOf)
    {
        var byKey = new Dictionary<TKey, T>(items.Length);
        foreach (var item in items) byKey.TryAdd(keyOf(item), item);
        return byKey;
    }

    public override bool Equals(object? obj) => obj is Lookup<TKey, T>;

    public override int GetHashCode() => 0;

    private sealed record Built(ImmutableArray<T> Items, Dictionary<TKey, T> ByKey);
}
