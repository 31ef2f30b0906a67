using Treaty.Core.Findings;
using Treaty.Core.Products;
using Treaty.Core.Sql;

namespace Treaty.Core.Contracts;

/// <summary>
/// The rows of one schema object on their way to publication: typed, with a bit for every rule they break. One pass over the mapped rows
/// finds everything that a single row can break; keys and references are then looked for among the rows that are still good
/// (<see cref="ExcludedRowsSql"/>) and set their bits behind it.
/// </summary>
/// <param name="mapped">The relation that the select yields.</param>
/// <param name="columns">Its columns with the engine's types.</param>
public sealed class CheckedRowsSql(SchemaObject schemaObject, string mapped, IReadOnlyList<(string Name, string Type)> columns,
    bool identityMapping)
{
    private const int BitsOfMask = 60;

    private readonly Dictionary<string, TypedColumn> _typed = schemaObject.Properties.ToDictionary(
        p => p.Name,
        p => TypedColumn.Of(p, "m." + Quote.Name(SourceColumn(p, identityMapping)),
            columns.First(c => c.Name == SourceColumn(p, identityMapping)).Type),
        StringComparer.Ordinal);

    public SchemaObject Object => schemaObject;

    /// <summary>All rules, in bit order.</summary>
    public IReadOnlyList<RowCheck> Checks => field ??= RowChecks.Of(schemaObject, _typed);

    public string Table => Quote.Name("_checked_" + schemaObject.Name);

    /// <summary>The rows that will be published: the promised columns.</summary>
    public string Good => Quote.Name("_good_" + schemaObject.Name);

    /// <summary>The rows that will be published with their source places.</summary>
    public string Placed => Quote.Name("_placed_" + schemaObject.Name);

    public static string SourceColumn(Property property, bool identityMapping) => identityMapping ? property.SourceName : property.Name;

    /// <summary>The promised columns that the relation lacks.</summary>
    public static IReadOnlyList<Property> Missing(SchemaObject schemaObject, IReadOnlyList<(string Name, string Type)> columns,
        bool identityMapping) =>
        [.. schemaObject.Properties.Where(p => !columns.Any(c => c.Name == SourceColumn(p, identityMapping)))];

    public int Masks => (Checks.Count + BitsOfMask - 1) / BitsOfMask;

    public static string Mask(int index) => Quote.Name("_fail" + Quote.Number(index));

    /// <summary>The mask of a rule and its bit in it.</summary>
    public static (int Mask, string Bit) Place(int rule) => (rule / BitsOfMask, Quote.Number(1L << (rule % BitsOfMask)));

    /// <summary>True for rows that break the rule.</summary>
    public static string Breaks(int rule) => Place(rule) is var (mask, bit) ? $"({Mask(mask)} & {bit}) <> 0" : "";

    private IEnumerable<string> StoredPlace => columns.Select(c => c.Name)
        .Where(n => n is SystemColumns.Source or SystemColumns.Record or RowPlaces.FileColumn);

    /// <summary>The places as the mapped relation gives them.</summary>
    public RowPlaces OwnPlaces => new(PlaceOrNull(SystemColumns.Source, "VARCHAR"), PlaceOrNull(SystemColumns.Record, "BIGINT"), "");

    private string PlaceOrNull(string column, string type) => columns.Any(c => c.Name == column) ? "c." + Quote.Name(column)
        : $"CAST(NULL AS {type})";

    /// <summary>Types and judges every row.</summary>
    /// <param name="more">True where the rows come to those that were judged before.</param>
    public SqlText Check(bool more = false)
    {
        var names = schemaObject.Properties.Select(p => Quote.Name(p.Name)).Concat(StoredPlace.Select(Quote.Name)).ToList();
        var raw = string.Join(", ", schemaObject.Properties.Select(p => $"{Quote.Name(p.Name)} := {TypedColumn.Raw(p.Name)}"));
        return new SqlLines()
            .Line(more ? $"INSERT INTO {Table}" : $"CREATE TEMP TABLE {Table} AS").Line("SELECT")
            .Items([.. names, .. Enumerable.Range(0, Masks).Select(Mask),
                $"CASE WHEN {AnyBroken} THEN to_json(struct_pack({raw})) END AS \"_row\""])
            .Line("FROM (").Line("SELECT", 1)
            .Items(["*", .. Enumerable.Range(0, Masks).Select(mask => $"{MaskValue(mask)} AS {Mask(mask)}")], 2)
            .Line("FROM (", 1).Line("SELECT", 2)
            .Items([
                .. schemaObject.Properties.Select(p => $"{_typed[p.Name].Value} AS {Quote.Name(p.Name)}"),
                .. schemaObject.Properties.Select(p =>
                    $"m.{Quote.Name(SourceColumn(p, identityMapping))} AS {TypedColumn.Raw(p.Name)}"),
                .. StoredPlace.Select(n => "m." + Quote.Name(n))], 3)
            .Line($"FROM {mapped} m))", 2)
            .Done();
    }

    /// <summary>True for rows that break any rule.</summary>
    public string AnyBroken => Masks == 0 ? "false" : string.Join(" OR ", Enumerable.Range(0, Masks).Select(i => $"{Mask(i)} <> 0"));

    /// <summary>Most rows break nothing: whether one does is asked once, which rules it breaks only where it does.</summary>
    private string MaskValue(int mask)
    {
        var rules = Checks.Index().Where(r => r.Item.Broken is not null && Place(r.Index).Mask == mask).ToList();
        if (rules.Count == 0) return "0::BIGINT";
        var any = string.Join("\n        OR ", rules.Select(r => $"({r.Item.Broken})"));
        var bits = string.Join("\n        | ", rules.Select(r => $"CASE WHEN {r.Item.Broken} THEN {Place(r.Index).Bit} ELSE 0 END"));
        return $"CASE WHEN {any}\n      THEN {bits}\n      ELSE 0 END::BIGINT";
    }

    /// <summary>True for rows that break no rule of error severity.</summary>
    public string RowIsGood => field ??= string.Join(" AND ", Enumerable.Range(0, Masks)
        .Select(mask => (Mask: mask, Rules: Checks.Index().Where(r => Place(r.Index).Mask == mask).ToList()))
        .Where(part => part.Rules.Any(r => r.Item.Severity == Severity.Error))
        .Select(part => part.Rules.All(r => r.Item.Severity == Severity.Error) ? $"{Mask(part.Mask)} = 0"
            : $"({Mask(part.Mask)} & {Quote.Number(part.Rules.Where(r => r.Item.Severity == Severity.Error)
                .Aggregate(0L, (bits, r) => bits | (1L << (r.Index % BitsOfMask))))}) = 0")
        .DefaultIfEmpty("true"));

    /// <summary>One row: rows in all, rows that pass.</summary>
    public SqlText CountRows() => new($"SELECT count(*), count_if({RowIsGood}) FROM {Table}");

    /// <summary>One row: per rule, in bit order, how many rows break it.</summary>
    public SqlText CountBreaches() => new SqlLines().Line("SELECT")
        .Items(Checks.Select((_, rule) => $"count_if({Breaks(rule)})").DefaultIfEmpty("count(*)"))
        .Line($"FROM {Table}").Line($"WHERE {(Checks.Count == 0 ? "true" : AnyBroken)}").Done();

    /// <summary>The rows that pass, alone and with their source places.</summary>
    public IReadOnlyList<SqlText> MakeGood(RowPlaces places)
    {
        var names = schemaObject.Properties.Select(p => "c." + Quote.Name(p.Name)).ToList();
        return
        [
            new SqlLines().Line($"CREATE VIEW {Good} AS").Line("SELECT").Items(names).Line($"FROM {Table} c").Line($"WHERE {RowIsGood}").Done(),
            new SqlLines().Line($"CREATE VIEW {Placed} AS").Line("SELECT")
                .Items([.. names, $"{places.Source} AS \"_source\"", $"{places.Record} AS \"_record\""])
                .Line($"FROM {Table} c{places.Joins}").Line($"WHERE {RowIsGood}").Done(),
        ];
    }
}
