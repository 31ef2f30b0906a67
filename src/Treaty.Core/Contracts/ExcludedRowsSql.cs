using Treaty.Core.Sql;

namespace Treaty.Core.Contracts;

/// <summary>
/// Rows that a rule over several rows excludes: they share a key, or refer to nothing. They are gathered by row number and rule, and at the
/// end set their bits in the checked rows.
/// </summary>
public sealed class ExcludedRowsSql(CheckedRowsSql rows)
{
    public string Table => Quote.Name("_excluded_" + rows.Object.Name);

    public SqlText Make() => new($"CREATE TEMP TABLE {Table} (rid BIGINT, rule INTEGER)");

    /// <summary>
    /// Rows that share a key. Of exact copies the first stays; rows that share a key and differ are all excluded, because choosing would
    /// be a guess. Hashes of keys find the few rows worth a look, the keys themselves decide.
    /// </summary>
    public SqlText Duplicates(int rule)
    {
        var key = Names(rule);
        var all = string.Join(", ", rows.Object.Properties.Select(p => Quote.Name(p.Name)));
        return new(
            $"""
            INSERT INTO {Table}
            SELECT rid, {Quote.Number(rule)}
            FROM (
              SELECT c.rowid AS rid, row_number() OVER (PARTITION BY {key} ORDER BY c.rowid) AS copy,
                count(DISTINCT hash({all})) OVER (PARTITION BY {key}) AS variants
              FROM {rows.Table} c
              SEMI JOIN (SELECT hash({key}) AS h FROM {rows.Table} WHERE {rows.RowIsGood} AND {Present(rule)} GROUP BY h HAVING count(*) > 1) d ON hash({key}) = d.h
              WHERE {rows.RowIsGood} AND {Present(rule)})
            WHERE variants > 1 OR copy > 1
            """);
    }

    /// <summary>Rows whose reference leads nowhere.</summary>
    /// <param name="target">The relation referred to, and the types of its columns.</param>
    public SqlText Unresolved(int rule, ReferenceTarget target)
    {
        var check = rows.Checks[rule];
        var pairs = check.Columns.Zip(check.To, (from, to) =>
            (From: "c." + Quote.Name(from), To: "t." + Quote.Name(to), Same: rows.Object.Property(from)!.EngineType() == target.Type(to)));
        var on = string.Join(" AND ", pairs.Select(p => p.Same ? $"{p.From} = {p.To}"
            : $"CAST({p.From} AS VARCHAR) = CAST({p.To} AS VARCHAR)"));
        return new(
            $"""
            INSERT INTO {Table}
            SELECT c.rowid, {Quote.Number(rule)}
            FROM {rows.Table} c
            ANTI JOIN {target.Relation} t ON {on}
            WHERE {rows.RowIsGood} AND {Present(rule)}
            """);
    }

    public SqlText Count() => new($"SELECT count(*) FROM {Table}");

    /// <summary>Sets the bits of the excluded rows.</summary>
    public SqlText Mark()
    {
        var masks = Enumerable.Range(0, rows.Masks).ToList();
        string Bits(int mask) => $"bit_or(CASE rule {string.Join(" ", rows.Checks.Index()
            .Where(r => r.Item.Broken is null && CheckedRowsSql.Place(r.Index).Mask == mask)
            .Select(r => $"WHEN {Quote.Number(r.Index)} THEN {CheckedRowsSql.Place(r.Index).Bit}").DefaultIfEmpty("WHEN -1 THEN 0"))} ELSE 0 END::BIGINT)";
        return new(
            $"""
            UPDATE {rows.Table} SET {string.Join(", ", masks.Select(m => $"{CheckedRowsSql.Mask(m)} = {CheckedRowsSql.Mask(m)} | x.b{Quote.Number(m)}"))}
            FROM (SELECT rid, {string.Join(", ", masks.Select(m => $"{Bits(m)} AS b{Quote.Number(m)}"))} FROM {Table} GROUP BY rid) x
            WHERE {rows.Table}.rowid = x.rid
            """);
    }

    private string Names(int rule) => string.Join(", ", rows.Checks[rule].Columns.Select(Quote.Name));

    private string Present(int rule) => string.Join(" AND ", rows.Checks[rule].Columns.Select(c => $"{Quote.Name(c)} IS NOT NULL"));
}

/// <summary>What a reference leads to: a relation and, per column, its engine type.</summary>
public sealed record ReferenceTarget(string Relation, SchemaObject? Object)
{
    public string? Type(string column) => Object?.Property(column)?.EngineType();
}
