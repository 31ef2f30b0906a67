namespace Treaty.Core.Doctor;

/// <summary>What the folders and names of an estate say of where an asset stands between the sources and its readers.</summary>
public static class Layers
{
    private static readonly HashSet<string> EntryWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "staging", "stage", "stg", "base", "raw", "landing", "bronze", "source", "sources", "src", "ingest", "ingestion", "ingested", "load",
        "loading", "snapshots", "preparation", "prep", "raw_vault", "clean", "cleaned",
    };

    private static readonly HashSet<string> MiddleWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "intermediate", "int", "silver", "transform", "transforms", "transformed", "core", "subqueries", "common", "shared", "utils", "util",
        "helpers", "tmp", "temp",
    };

    private static readonly HashSet<string> EndWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "mart", "marts", "gold", "reporting", "reports", "report", "dimensional", "dim", "dims", "dimensions", "facts", "fct", "fact", "external",
        "export", "exports", "exposed", "integrations", "analytics", "warehouse", "models", "public", "published", "output", "outputs", "derived",
        "aggregates", "metrics", "migration", "migrations", "legacy", "presentation", "serving", "access", "final", "views", "tables",
    };

    /// <summary>True for the layer that may read raw sources: its purpose is to rename and type them.</summary>
    public static bool IsEntry(Asset asset) =>
        Parts(asset.Layer).Any(p => EntryWords.Contains(Plain(p))) || EntryWords.Contains(Prefix(asset.ShortName));

    /// <summary>True for assets that only serve others in between.</summary>
    public static bool IsMiddle(Asset asset) => Parts(asset.Layer).Any(MiddleWords.Contains)
        || MiddleWords.Contains(Prefix(asset.ShortName));

    /// <summary>The outermost folder, or the space; what the estate itself calls the layer.</summary>
    public static string Of(Asset asset) => Parts(asset.Layer) is [var top, ..] ? top : asset.Space;

    /// <summary>
    /// The context an asset belongs to: its deepest folder that is no layer, else the part of its name before a double underscore, else its
    /// space; empty where only layers are named.
    /// </summary>
    public static string Context(Asset asset)
    {
        if (Parts(asset.Layer).LastOrDefault(p => !IsLayer(p)) is { } folder) return folder;
        if (asset.Layer != "" || asset.ShortName.Contains("__", StringComparison.Ordinal))
            return asset.ShortName.Split("__") is [var first, _, ..] && Bare(first) is { Length: > 0 } named && !IsLayer(named) ? named : "";
        return asset.Space;
    }

    public static bool IsLayer(string word) =>
        EntryWords.Contains(Plain(word)) || MiddleWords.Contains(Plain(word)) || EndWords.Contains(Plain(word));

    /// <summary>A folder's word without a number that only sorts it: <c>01_staging</c>, <c>1-raw</c>.</summary>
    private static string Plain(string part) => part.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '_', '-', '.', ' ');

    private static string Bare(string prefix) => IsLayer(prefix) ? "" : prefix.IndexOf('_') is > 0 and var at && IsLayer(prefix[..at])
        ? prefix[(at + 1)..] : prefix;

    private static string Prefix(string name) => name.IndexOf('_') is > 0 and var at ? name[..at] : "";

    private static string[] Parts(string layer) => layer.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
