namespace Treaty.Core.Doctor.Signs;

/// <summary>Splits a count by the kind of asset, where an estate has more than one.</summary>
internal static class ByKind
{
    /// <param name="what">Such as <c>without owner</c>; the kind is put before it: <c>tables without owner</c>.</param>
    public static IReadOnlyList<Count> Of(string what, IEnumerable<Asset> whole, IEnumerable<Asset> part)
    {
        var counted = part.CountBy(a => a.Kind).ToDictionary();
        return [.. whole.CountBy(a => a.Kind).OrderBy(x => x.Key)
            .Select(x => new Count($"{Word(x.Key)} {what}", counted.GetValueOrDefault(x.Key), x.Value))];
    }

    public static string Word(AssetKind kind) => kind switch
    {
        AssetKind.Table => "tables",
        AssetKind.View => "views",
        AssetKind.Source => "sources",
        AssetKind.Seed => "seeds",
        AssetKind.Snapshot => "snapshots",
        AssetKind.Contract => "contracts",
        AssetKind.Product => "products",
        AssetKind.Topic => "topics",
        _ => "functions",
    };
}
