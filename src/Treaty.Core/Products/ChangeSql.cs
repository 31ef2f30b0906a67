using Treaty.Core.Sql;

namespace Treaty.Core.Products;

/// <summary>
/// Makes of the changes that a source's files hold the state that they come to. It follows from the set of changes alone: in which files
/// they came, in which order or how often makes no difference.
/// </summary>
public static class ChangeSql
{
    private const string Sequence = "\"_sequence\"", Deleted = "\"_deleted\"";

    /// <summary>Behind the columns of a source with changes: what orders them within a key, and whether the row is gone; else
    /// none.</summary>
    /// <param name="prefix">How the source's columns are qualified, such as <c>r.</c></param>
    public static IReadOnlyList<string> Columns(Source source, string prefix)
    {
        if (!source.HasChanges) return [];
        var deleted = source.Changes.Operation is { } operation
            ? $"coalesce(CAST({prefix}{Quote.Name(operation)} AS VARCHAR) IN ({string.Join(", ", source.Changes.Deletes.Select(Quote.Text))}), false)"
            : "false";
        return [$"{Order(source, prefix)} AS {Sequence}", $"{deleted} AS {Deleted}"];
    }

    /// <summary>Takes out changes that say no key or cannot be put in order, so that they are accounted for as records not read.</summary>
    public static SqlText Reject(Source source, IReadOnlyList<string> columns) => new(
        $"""
        INSERT INTO {StageSql.Rejected(source)}
        SELECT NULL, "_source", "_record", CASE WHEN {NoKey(source)} THEN 'no key' ELSE 'no sequence' END,
          to_json(struct_pack({string.Join(", ", columns.Select(c => $"{Quote.Name(c)} := {Quote.Name(c)}"))}))::VARCHAR
        FROM {StageSql.Raw(source)}
        WHERE {NoKey(source)} OR {Sequence} IS NULL
        """);

    /// <summary>The state, or the history, as <c>source.&lt;name&gt;</c>.</summary>
    public static SqlText View(Source source, IReadOnlyList<string> columns)
    {
        var key = string.Join(", ", source.Changes.Key.Select(Quote.Name));
        var isHistory = source.Mode == SourceMode.History;
        // Of changes with the same key and sequence the last by file and record counts: files are read again, never twice.
        var newest = new SqlLines().Line("SELECT *", 1).Line($"FROM {StageSql.Raw(source)}", 1)
            .Line($"WHERE NOT ({NoKey(source)}) AND {Sequence} IS NOT NULL", 1)
            .Line($"QUALIFY row_number() OVER (PARTITION BY {key}{(isHistory ? ", " + Sequence : "")} ORDER BY {Sequence} DESC, \"_source\" DESC, \"_record\" DESC) = 1", 1)
            .Done().Text;
        var lines = new SqlLines().Line($"CREATE VIEW {StageSql.View(source)} AS").Line("SELECT");
        if (!isHistory)
            return lines.Items([.. columns.Select(Quote.Name), "\"_source\"", "\"_record\""]).Line("FROM (").Line(newest)
                .Line($") WHERE NOT {Deleted}").Done();
        return lines.Items([.. columns.Select(Quote.Name), $"make_timestamptz({Sequence}) AS {Quote.Name(source.Changes.ValidFrom)}",
                $"make_timestamptz(\"_next\") AS {Quote.Name(source.Changes.ValidTo)}", "\"_source\"", "\"_record\""])
            .Line($"FROM (SELECT *, lead({Sequence}) OVER (PARTITION BY {key} ORDER BY {Sequence}) AS \"_next\" FROM (").Line(newest)
            .Line($")) WHERE NOT {Deleted}").Done();
    }

    /// <summary>One row: changes in all, states that stand, deletions.</summary>
    public static SqlText Count(Source source) => new(
        $"SELECT (SELECT count(*) FROM {StageSql.Raw(source)}), (SELECT count(*) FROM {StageSql.View(source)}), "
        + $"(SELECT count(*) FROM {StageSql.Raw(source)} WHERE {Deleted})");

    private static string NoKey(Source source) => string.Join(" OR ", source.Changes.Key.Select(k => $"{Quote.Name(k)} IS NULL"));

    /// <summary>A whole number as it is, an instant as microseconds since 1970; anything else NULL. A history is ordered by
    /// instants.</summary>
    private static string Order(Source source, string prefix)
    {
        if (source.Changes.Sequence is not { } column) return "0::BIGINT";
        var text = $"CAST({prefix}{Quote.Name(column)} AS VARCHAR)";
        var instant = $"epoch_us(TRY_CAST({text} AS TIMESTAMPTZ))";
        return source.Mode == SourceMode.History ? instant
            : $"CASE WHEN regexp_full_match({text}, '[+-]?[0-9]{{1,18}}') THEN TRY_CAST({text} AS BIGINT) ELSE {instant} END";
    }
}
