namespace Treaty.Core.Doctor.Signs;

/// <summary>The words of a name that may mean something of the business, and pairs of them that stand together.</summary>
internal static class EntityWords
{
    /// <summary>Words that name time, form, tools or the way of making, in any business.</summary>
    private static readonly HashSet<string> Technical = new(StringComparer.Ordinal)
    {
        "id", "ids", "key", "keys", "pk", "fk", "by", "to", "of", "for", "and", "with", "from", "in", "on", "per", "all", "new", "old", "other",
        "hour", "hourly", "day", "daily", "week", "weekly", "month", "monthly", "quarter", "quarterly", "year", "yearly", "date", "time",
        "timestamp", "period", "last", "first", "latest", "recent", "current", "previous", "history", "historical", "snapshot", "event", "events",
        "aggregate", "aggregates", "agg", "sum", "count", "counts", "total", "totals", "avg", "rate", "ratio", "metric", "metrics", "stat",
        "stats", "summary", "detail", "details", "report", "reports", "list", "base", "mapping", "map", "lookup", "xref", "ref", "bridge",
        "table", "tables", "view", "views", "data", "dataset", "info", "log", "logs", "meta", "metadata", "type", "types", "status", "state",
        "app", "apps", "api", "db", "sql", "mysql", "postgres", "postgresql", "oracle", "mssql", "s3", "gcs", "kafka", "bigquery", "snowflake",
        "airbyte", "fivetran", "stitch", "csv", "json", "parquet", "export", "import", "extract", "load", "raw", "clean", "cleaned", "live",
        "stable", "derived", "union", "unioned", "joined", "join", "pivot", "unnested", "deduped", "filtered", "enriched", "combined", "merged",
        "version", "versions", "level", "group", "groups", "set", "value", "values", "name", "names", "code", "codes", "number", "flag", "test",
        "tests", "tmp", "temp", "backup", "archive", "system", "source", "sources", "target", "index", "item", "items", "entry", "row", "rows",
        "record", "records", "field", "fields", "column", "min", "max", "mean", "median", "percentile", "bucket", "histogram", "baseline",
        "get", "is", "has", "as", "at", "no", "not", "or", "non", "pre", "post", "sub", "full", "part", "partial", "final", "main", "default",
        "dim", "fct", "fact", "tfact", "afact", "mv", "stg", "int", "mart", "rpt",
    };

    public static IEnumerable<string> Of(string name)
    {
        var words = AssetNames.Words(AssetNames.Version(name).Stem);
        for (var i = 0; i < words.Count; i++)
        {
            if (!Says(words[i])) continue;
            yield return AssetNames.Singular(words[i]);
            if (i + 1 < words.Count && Says(words[i + 1]) && name.Contains($"{words[i]}_{words[i + 1]}", StringComparison.Ordinal))
                yield return $"{words[i]}_{words[i + 1]}";
        }
    }

    private static bool Says(string word) => word.Length > 3 && !Technical.Contains(word) && !Layers.IsLayer(word) && !word
        .Any(char.IsAsciiDigit);
}
