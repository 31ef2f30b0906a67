using System.Collections.Immutable;
using Treaty.Core.Contracts;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation.Dashboards;

/// <summary>Columns of two objects whose equal values say that rows belong together, and what says so.</summary>
/// <param name="Because">The declaration that relates them, in words.</param>
/// <param name="Certain">False where the declaration itself says that equal values do not always mean the same.</param>
public sealed record SharedKey(ImmutableArray<(string A, string B)> Pairs, string Because, bool Certain = true)
{
    /// <summary>The object in which keys of a are translated into keys of b; null where they are the same.</summary>
    public KeyTranslation? Through { get; init; }

    /// <summary>Conditions of the context map under which a row of a side has the key.</summary>
    public (string? A, string? B) When { get; init; }

    /// <summary>As it is given on the command line: <c>order_id=order_ref</c>, several joined by commas.</summary>
    public string Text => string.Join(',', Pairs.Select(p => p.A == p.B ? p.A : $"{p.A}={p.B}"))
        + (Through is { } t ? $" through {t.Object}" : "");

    /// <summary>The conditions in words, after <see cref="Text"/>: <c> where kind = 'order' of b</c>; empty where there are none.</summary>
    public string Conditions => string.Concat(new[] { (When.A, Of: "a"), (When.B, Of: "b") }.Where(c => c.Item1 is not null)
        .Select((c, i) => $"{(i == 0 ? " where" : " and")} `{c.Item1}` of {c.Of}"));

    /// <summary>The first classified column whose values are those of the key; null where all may be shown.</summary>
    /// <param name="through">The object of <see cref="Through"/>.</param>
    public Property? Classified(SchemaObject a, SchemaObject b, SchemaObject? through) =>
        Pairs.SelectMany(p => new[] { a.Property(p.A), b.Property(p.B) })
            .Concat(Through is { } t ? [through?.Property(t.From), through?.Property(t.To)] : [])
            .FirstOrDefault(property => property?.IsClassified() == true);

    /// <summary>The rows of both objects with their groups, as the tables <paramref name="members"/> and <paramref name="groups"/>. A row
    /// without a key, or whose key translates to none or to several, is a group of its own.</summary>
    /// <param name="a">The quoted relation of a's rows.</param>
    /// <param name="through">The quoted relation of the translation; null where there is none.</param>
    public IReadOnlyList<SqlText> Put(string a, string b, string? through, string members, string groups) =>
    [
        new SqlLines().Line($"-- rows of both sides by {Text}")
            .Line($"CREATE TEMP TABLE {members} AS")
            .Line("SELECT 'a' AS side, \"_row_id\" AS row_id, COALESCE(key, '(no key) a ' || \"_row_id\") AS group_key")
            .Line($"FROM (SELECT \"_row_id\", {(Through is null ? Key(Pairs.Select(p => p.A), When.A) : "_mapped.key")} AS key FROM {a} AS r{Join(through)})")
            .Line("UNION ALL")
            .Line("SELECT 'b', \"_row_id\", COALESCE(key, '(no key) b ' || \"_row_id\")")
            .Line($"FROM (SELECT \"_row_id\", {Key(Pairs.Select(p => p.B), When.B)} AS key FROM {b})")
            .Done(),
        new SqlLines().Line($"CREATE TEMP TABLE {groups} AS")
            .Line("SELECT group_key, CASE WHEN count_if(side = 'b') = 0 THEN 'missing-b' WHEN count_if(side = 'a') = 0 THEN 'missing-a'")
            .Line("ELSE 'matched' END AS class", 1)
            .Line($"FROM {members}")
            .Line("GROUP BY group_key")
            .Done(),
    ];

    /// <summary>Rows of each side and the groups that have both: a, b, both.</summary>
    public static SqlText Count(string members, string groups) => new(
        $"SELECT count_if(side = 'a'), count_if(side = 'b'), (SELECT count(*) FROM {groups} WHERE class = 'matched') FROM {members}");

    private static string Key(IEnumerable<string> columns, string? when)
    {
        var key = RowExpressions.KeyText([.. columns.Select(Quote.Name)]);
        return when is null ? key : $"CASE WHEN ({when}) THEN {key} END";
    }

    private string Join(string? through) => Through is not { } t || through is null ? ""
        : $"\nLEFT JOIN (SELECT CAST({Quote.Name(t.From)} AS VARCHAR) AS of, min(CAST({Quote.Name(t.To)} AS VARCHAR)) AS key FROM {through} "
            + $"WHERE {Quote.Name(t.From)} IS NOT NULL AND {Quote.Name(t.To)} IS NOT NULL GROUP BY of "
            + $"HAVING count(DISTINCT CAST({Quote.Name(t.To)} AS VARCHAR)) = 1) AS _mapped ON _mapped.of = CAST(r.{Quote.Name(Pairs[0].A)} AS VARCHAR)";
}

/// <summary>An object that holds keys of both sides, such as a crosswalk or the party keys.</summary>
/// <param name="Object">Its reference: <c>zone.party_keys/party_key</c>.</param>
/// <param name="From">Its column with keys of the first side.</param>
/// <param name="To">Its column with keys of the second.</param>
public sealed record KeyTranslation(Meshes.Reference Object, string From, string To);
