using Treaty.Core.Plans;
using Treaty.Core.Sql;

namespace Treaty.Core.Contexts;

/// <summary>How far a mapping carries: the keys of each side, and how many of them the other side knows. Counts of distinct keys.</summary>
public sealed record MappingCoverage(long FromKeys, long ToKeys, long Both)
{
    /// <summary>The share of keys of the first side that translate, 0 to 1 in four digits; null where it has none.</summary>
    public decimal? FromShare => FromKeys == 0 ? null : decimal.Round((decimal)Both / FromKeys, 4);

    public decimal? ToShare => ToKeys == 0 ? null : decimal.Round((decimal)Both / ToKeys, 4);
}

/// <summary>The SQL that measures how far a mapping carries.</summary>
public static class MappingSql
{
    /// <param name="view">The quoted view of a published object.</param>
    public static SqlText Coverage(TermMapping mapping, IReadOnlyList<PublishedColumn> from, IReadOnlyList<PublishedColumn> to,
        Func<PublishedColumn, string> view) => new(
        $"""
        WITH from_keys AS (
          {Keys(from, mapping.FromWhen, view)}
        ),
        to_keys AS (
          {Keys(to, mapping.ToWhen, view)}
        )
        SELECT
          (SELECT count(*) FROM from_keys) AS from_keys,
          (SELECT count(*) FROM to_keys) AS to_keys,
          (SELECT count(*) FROM from_keys SEMI JOIN to_keys USING (k)) AS both_keys
        """);

    private static string Keys(IReadOnlyList<PublishedColumn> columns, string? when, Func<PublishedColumn, string> view) =>
        string.Join("\n  UNION\n  ", columns.Select(c =>
            $"SELECT DISTINCT CAST({Quote.Name(c.Column)} AS VARCHAR) AS k FROM {view(c)} WHERE {Quote.Name(c.Column)} IS NOT NULL"
            + (when is null ? "" : $" AND ({when})")));
}
