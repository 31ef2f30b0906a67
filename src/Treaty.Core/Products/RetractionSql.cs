using Treaty.Core.Contracts;
using Treaty.Core.Sql;

namespace Treaty.Core.Products;

/// <summary>
/// The retractions of an object: what left it and what came back, one row an event, in a table beside it to which rows are only added.
/// Readers of the object need to know nothing of it.
/// </summary>
/// <param name="schemaObject">An object with a key whose rows come from sources.</param>
public sealed class RetractionSql(SchemaObject schemaObject)
{
    /// <summary>What stands behind the object's name in the name of the table; no object's name may end so.</summary>
    public const string Suffix = "__retractions";

    public static string TableOf(string schemaObject) => schemaObject + Suffix;

    /// <summary>Behind the columns of the key: name, engine type and lake type.</summary>
    public static IReadOnlyList<(string Name, string EngineType, string LakeType)> EventColumns { get; } =
    [
        (SystemColumns.RowId, "BIGINT", "long"), (SystemColumns.RowVersion, "INTEGER", "integer"), ("_event", "VARCHAR", "string"),
        ("_reason", "VARCHAR", "string"), ("_occurred_at", "TIMESTAMPTZ", "timestamp"), ("_recorded_at", "TIMESTAMPTZ", "timestamp"),
        (SystemColumns.Run, "VARCHAR", "string"), (SystemColumns.Source, "VARCHAR", "string"), (SystemColumns.Record, "BIGINT", "long"),
    ];

    /// <summary>All events as a view; without files an empty one.</summary>
    /// <param name="name">The quoted name of the view.</param>
    public SqlText View(string name, IReadOnlyList<string> files)
    {
        var columns = schemaObject.Key.Select(p => (p.Name, Type: p.EngineType()))
            .Concat(EventColumns.Select(c => (c.Name, Type: c.EngineType)));
        var lines = new SqlLines().Line($"CREATE VIEW {name} AS").Line("SELECT");
        return files.Count == 0
            ? lines.Items(columns.Select(c => $"CAST(NULL AS {c.Type}) AS {Quote.Name(c.Name)}")).Line("WHERE false").Done()
            : lines.Items(columns.Select(c => Quote.Name(c.Name))).Line($"FROM read_parquet({Quote.List(files)})").Done();
    }

    /// <summary>Of the rows whose last event is that they left: id and last version. A version may return and leave again, in this
    /// order.</summary>
    public static string Gone(string events) =>
        $"""
        (SELECT "_row_id", "_row_version"
        FROM {events}
        QUALIFY row_number() OVER (PARTITION BY "_row_id" ORDER BY "_row_version" DESC, "_event" = 'retracted' DESC) = 1 AND "_event" = 'retracted')
        """;

    /// <summary>
    /// By the place of the change that a row was made of, the deletion that ended it: <c>was_source</c>, <c>was_record</c>, then its own
    /// place and, where the source orders its changes by instants, its instant.
    /// </summary>
    public static string Deletions(Source source)
    {
        var key = string.Join(", ", source.Changes.Key.Select(Quote.Name));
        var text = source.Changes.Sequence is { } column ? $"CAST({Quote.Name(column)} AS VARCHAR)" : null;
        var instant = text is null ? "NULL::TIMESTAMPTZ"
            : $"CASE WHEN NOT regexp_full_match({text}, '[+-]?[0-9]+') THEN TRY_CAST({text} AS TIMESTAMPTZ) END";
        return
            $"""
            SELECT w."_source" AS was_source, w."_record" AS was_record, d."_source" AS source, d."_record" AS record, d.occurred
            FROM {StageSql.Raw(source)} w
            JOIN (
              SELECT {key}, "_source", "_record", "_deleted", {instant} AS occurred
              FROM {StageSql.Raw(source)}
              WHERE "_sequence" IS NOT NULL
              QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY "_sequence" DESC, "_source" DESC, "_record" DESC) = 1
            ) d USING ({key})
            WHERE d."_deleted"
            """;
    }

    /// <summary>What one publish makes happen: rows of the version before that the new one lacks, and rows that come back.</summary>
    /// <param name="written">The relation of the rows that were written.</param>
    /// <param name="left">The relation of the rows of the version before; null where none can have left.</param>
    /// <param name="returned">The relation of <see cref="Gone"/>; null where none is gone.</param>
    /// <param name="deletions">Selects as <see cref="Deletions"/>.</param>
    public SqlText Events(string written, string? left, string? returned, IReadOnlyList<string> deletions, EventStamp stamp)
    {
        var parts = new List<string>();
        if (left is not null)
            parts.Add(
                $"""
                SELECT {Keys("p")}p."_row_id", p."_row_version", 'retracted' AS "_event",
                  CASE WHEN d.was_source IS NOT NULL THEN 'deleted' WHEN q.id IS NOT NULL THEN 'held-back' ELSE 'absent' END AS "_reason",
                  d.occurred AS "_occurred_at", {stamp.At} AS "_recorded_at", {Quote.Text(stamp.Run)} AS "_run",
                  coalesce(d.source, q.source) AS "_source", coalesce(d.record, q.record) AS "_record"
                FROM {left} p
                ANTI JOIN {written} n ON n."_row_id" = p."_row_id"
                LEFT JOIN ({Ended(deletions)}) d ON d.was_source = p."_source" AND d.was_record = p."_record"
                LEFT JOIN (
                  SELECT key AS id, min(source) AS source, arg_min(record, (source, record)) AS record
                  FROM _quarantine
                  WHERE object = {Quote.Text(schemaObject.Name)} AND key IS NOT NULL
                  GROUP BY key
                ) q ON q.id = p."_row_id"
                """);
        if (returned is not null)
            parts.Add(
                $"""
                SELECT {Keys("n")}n."_row_id", n."_row_version", 'returned', NULL, NULL, {stamp.At}, {Quote.Text(stamp.Run)}, n."_source", n."_record"
                FROM {written} n
                SEMI JOIN {returned} r ON r."_row_id" = n."_row_id"
                """);
        return new(string.Join("\nUNION ALL\n", parts));
    }

    private static string Ended(IReadOnlyList<string> deletions) => deletions.Count > 0 ? string.Join("\nUNION ALL\n", deletions)
        : "SELECT NULL::VARCHAR AS was_source, NULL::BIGINT AS was_record, NULL::VARCHAR AS source, NULL::BIGINT AS record, "
            + "NULL::TIMESTAMPTZ AS occurred WHERE false";

    private string Keys(string alias) => string.Concat(schemaObject.Key.Select(p => $"{alias}.{Quote.Name(p.Name)}, "));
}

/// <summary>Which run makes something happen, and when.</summary>
public sealed record EventStamp(string Run, DateTimeOffset Moment)
{
    internal string At => $"CAST({Quote.Text(Core.Moment.InstantText(Moment))} AS TIMESTAMPTZ)";
}
