using Treaty.Core.Findings;
using Treaty.Core.Sql;

namespace Treaty.Core.Contracts;

/// <summary>
/// The rows of one schema object on their way to publication: typed, with a bit for every row rule they break. One pass over the mapped
/// rows
/// finds everything that a single row can break; keys and references are then looked for among the rows that are still good.
/// </summary>
/// <param name="Mapped">The relation that the select yields.</param>
/// <param name="Columns">Its columns with the engine's types.</param>
public sealed class CheckedRowsSql(SchemaObject schemaObject, string mapped, IReadOnlyList<(string Name, string Type)> columns,
    bool identityMapping)
{
    private const int BitsOfMask = 60;

    private readonly Dictionary<string, TypedColumn> _typed = schemaObject.Properties.ToDictionary(
        p => p.Name,
        p => TypedColumn.Of(p, "m." + Quote.Name(SourceColumn(p, identityMapping)),
            columns.First(c => c.Name == SourceColumn(p, identityMapping)).Type),
        StringComparer.Ordinal);

    /// <summary>All rules, in bit order.</summary>
    public IReadOnlyList<RowCheck> Checks => field ??= RowChecks.Of(schemaObject, _typed);

    private IReadOnlyList<(RowCheck Check, int Bit)> RowRules =>
        field ??= [.. Checks.Where(c => c.Broken is not null).Select((c, i) => (c, i))];

    public string Table => Quote.Name("_checked_" + schemaObject.Name);

    /// <summary>Rows (by rowid) that a rule over several rows excludes, with the index of the rule in <see cref="Checks"/>.</summary>
    public string Excluded => Quote.Name("_excluded_" + schemaObject.Name);

    /// <summary>The rows that will be published.</summary>
    public string Good => Quote.Name("_good_" + schemaObject.Name);

    public static string SourceColumn(Property property, bool identityMapping) => identityMapping ? property.SourceName : property.Name;

    /// <summary>The promised columns that the relation lacks.</summary>
    public static IReadOnlyList<Property> Missing(SchemaObject schemaObject, IReadOnlyList<(string Name, string Type)> columns,
        bool identityMapping) =>
        [.. schemaObject.Properties.Where(p => !columns.Any(c => c.Name == SourceColumn(p, identityMapping)))];

    private int Masks => (RowRules.Count + BitsOfMask - 1) / BitsOfMask;

    private static string Mask(int index) => Quote.Name("_fail" + Quote.Number(index));

    /// <summary>Types and judges every row.</summary>
    public SqlText Check()
    {
        var names = schemaObject.Properties.Select(p => Quote.Name(p.Name)).ToList();
        var raws = schemaObject.Properties.Select(p =>
            $"m.{Quote.Name(SourceColumn(p, identityMapping))} AS {Quote.Name("_raw_" + p.Name)}");
        var masks = Enumerable.Range(0, Masks).Select(i => $"{MaskValue(i)} AS {Mask(i)}");
        var raw = string.Join(", ", schemaObject.Properties.Select(p => $"{Quote.Name(p.Name)} := {Quote.Name("_raw_" + p.Name)}"));
        return new SqlLines()
            .Line($"CREATE TEMP TABLE {Table} AS").Line("SELECT")
            .Items([.. names, "\"_source\"", "\"_record\"", .. Enumerable.Range(0, Masks).Select(Mask),
                $"CASE WHEN {AnyBroken} THEN to_json(struct_pack({raw})) END AS \"_row\""])
            .Line("FROM (").Line("SELECT *,", 1)
            .Items([.. masks, .. Masks == 0 ? ["0 AS \"_none\""] : Array.Empty<string>()], 2)
            .Line("FROM (", 1).Line("SELECT", 2)
            .Items([
                .. schemaObject.Properties.Select(p => $"{_typed[p.Name].Value} AS {Quote.Name(p.Name)}"),
                .. schemaObject.Properties.Where(p => _typed[p.Name].Broken != "false")
                    .Select(p => $"{_typed[p.Name].Broken} AS {RowChecks.BrokenColumn(p.Name)}"),
                .. raws, Place(SystemColumns.Source, "VARCHAR"), Place(SystemColumns.Record, "BIGINT")], 3)
            .Line($"FROM {mapped} m))", 2)
            .Done();
    }

    private string Place(string column, string type) => columns.Any(c => c.Name == column) ? "m." + Quote.Name(column)
        : $"CAST(NULL AS {type}) AS {Quote.Name(column)}";

    private string AnyBroken => Masks == 0 ? "false" : string.Join(" OR ", Enumerable.Range(0, Masks).Select(i => $"{Mask(i)} <> 0"));

    private string MaskValue(int mask) => string.Join("\n      | ", RowRules.Where(r => r.Bit / BitsOfMask == mask)
        .Select(r => $"CASE WHEN {r.Check.Broken} THEN {Quote.Number(1L << (r.Bit % BitsOfMask))} ELSE 0 END"));

    /// <summary>True for rows that break no rule of error severity, as far as single rows go.</summary>
    public string RowIsGood
    {
        get
        {
            var parts = Enumerable.Range(0, Masks)
                .Select(i => (Mask: i, Bits: RowRules.Where(r => r.Check.Severity == Severity.Error && r.Bit / BitsOfMask == i)
                    .Aggregate(0L, (bits, r) => bits | (1L << (r.Bit % BitsOfMask)))))
                .Where(part => part.Bits != 0)
                .Select(part => $"({Mask(part.Mask)} & {Quote.Number(part.Bits)}) = 0").ToList();
            return parts.Count == 0 ? "true" : string.Join(" AND ", parts);
        }
    }

    /// <summary>The indices of the error rules over several rows, as an SQL list that is never empty.</summary>
    public string ErrorRules => string.Join(", ", Checks.Select((check, index) => (check, index))
        .Where(x => x.check.Broken is null && x.check.Severity == Severity.Error).Select(x => Quote.Number(x.index)).DefaultIfEmpty("-1"));

    /// <summary>One row: rows in all, then per row rule how many rows break it.</summary>
    public IReadOnlyList<SqlText> Counts() =>
    [
        new($"SELECT count(*) FROM {Table}"),
        new SqlLines().Line("SELECT")
            .Items(RowRules.Count == 0 ? ["0"]
                : RowRules.Select(r => $"count_if(({Mask(r.Bit / BitsOfMask)} & {Quote.Number(1L << (r.Bit % BitsOfMask))}) <> 0)"))
            .Line($"FROM {Table} WHERE {AnyBroken}").Done(),
    ];

    /// <summary>The rules counted by <see cref="Counts"/>, in the order of its columns.</summary>
    public IReadOnlyList<RowCheck> Counted => [.. RowRules.Select(r => r.Check)];

    public SqlText MakeExcluded() => new($"CREATE TEMP TABLE {Excluded} (rid BIGINT, rule INTEGER)");

    /// <summary>
    /// Rows that share a key. Of exact copies the first stays; rows that share a key and differ are all excluded, because choosing would
    /// be a guess.
    /// </summary>
    public SqlText ExcludeDuplicates(int rule)
    {
        var key = string.Join(", ", Checks[rule].Columns.Select(Quote.Name));
        var notNull = string.Join(" AND ", Checks[rule].Columns.Select(c => $"{Quote.Name(c)} IS NOT NULL"));
        var all = string.Join(", ", schemaObject.Properties.Select(p => Quote.Name(p.Name)));
        return new(
            $"""
            INSERT INTO {Excluded}
            SELECT rid, {Quote.Number(rule)}
            FROM (
              SELECT c.rowid AS rid, row_number() OVER (PARTITION BY {key} ORDER BY c.rowid) AS copy,
                count(DISTINCT hash({all})) OVER (PARTITION BY {key}) AS variants
              FROM {Table} c
              SEMI JOIN (SELECT {key} FROM {Table} WHERE {RowIsGood} AND {notNull} GROUP BY {key} HAVING count(*) > 1) d USING ({key})
              WHERE {RowIsGood})
            WHERE variants > 1 OR copy > 1
            """);
    }

    /// <summary>Rows whose reference leads nowhere.</summary>
    /// <param name="target">The relation referred to.</param>
    public SqlText ExcludeUnresolved(int rule, string target)
    {
        var column = Quote.Name(Checks[rule].Columns[0]);
        return new(
            $"""
            INSERT INTO {Excluded}
            SELECT c.rowid, {Quote.Number(rule)}
            FROM {Table} c
            ANTI JOIN {target} t ON CAST(c.{column} AS VARCHAR) = CAST(t.{Quote.Name(Checks[rule].Reference!.Property)} AS VARCHAR)
            WHERE {RowIsGood} AND c.{column} IS NOT NULL
            """);
    }

    public SqlText CountExcluded() => new($"SELECT rule, count(*) FROM {Excluded} GROUP BY rule ORDER BY rule");

    /// <summary>The rows that pass.</summary>
    /// <param name="anyExcluded">False where nothing was excluded, so that no join is spent on it.</param>
    public SqlText MakeGood(bool anyExcluded)
    {
        var names = schemaObject.Properties.Select(p => "c." + Quote.Name(p.Name));
        return new SqlLines()
            .Line($"CREATE VIEW {Good} AS").Line("SELECT").Items([.. names, "c.\"_source\"", "c.\"_record\""])
            .Line($"FROM {Table} c")
            .Line($"WHERE {RowIsGood}" + (anyExcluded ? $" AND c.rowid NOT IN (SELECT rid FROM {Excluded} WHERE rule IN ({ErrorRules}))"
                : "")).Done();
    }

    /// <summary>One row a bad row: object, reason, column, rule in words, value, source, record, the row as it came.</summary>
    public SqlText Quarantine()
    {
        var errors = Checks.Select((check, index) => (check, index)).Where(x => x.check.Severity == Severity.Error).ToList();
        string Choose(Func<RowCheck, string> part) => "CASE first "
            + string.Join(" ", errors.Select(x => $"WHEN {Quote.Number(x.index)} THEN {part(x.check)}"))
            + " END";
        var bits = RowRules.Where(r => r.Check.Severity == Severity.Error)
            .Select(r => $"WHEN ({Mask(r.Bit / BitsOfMask)} & {Quote.Number(1L << (r.Bit % BitsOfMask))}) <> 0 THEN {Quote.Number(Index(r.Check))}")
            .ToList();
        var first = bits.Count == 0 ? "x.rule" : $"coalesce(CASE {string.Join(" ", bits)} END, x.rule)";
        var typed = string.Join(", ", schemaObject.Properties.Select(p => $"{Quote.Name(p.Name)} := c.{Quote.Name(p.Name)}"));
        var rule = errors.Count == 0 ? "NULL" : Choose(c => Quote.Text(c.Words));
        return new(
            $"""
            SELECT {Quote.Text(schemaObject.Name)} AS object, {(errors.Count == 0 ? "NULL" : Choose(c => Quote.Text(c.Reason)))} AS reason,
              {(errors.Count == 0 ? "NULL" : Choose(c => Quote.Text(c.Column)))} AS "column", {rule} AS rule,
              {(errors.Count == 0 ? "NULL" : Choose(c => c.Column is { } column ? $"row ->> {Quote.Text("$.\"" + column + "\"")}" : "NULL"))} AS value,
              source, record, row::VARCHAR AS row
            FROM (
              SELECT {first} AS first, c."_source" AS source, c."_record" AS record, coalesce(c."_row", to_json(struct_pack({typed}))) AS row
              FROM {Table} c LEFT JOIN (SELECT rid, min(rule) AS rule FROM {Excluded} WHERE rule IN ({ErrorRules}) GROUP BY rid) x ON x.rid = c.rowid
              WHERE NOT ({RowIsGood}) OR x.rid IS NOT NULL)
            """);
    }

    private int Index(RowCheck check) => Checks.ToList().IndexOf(check);
}
