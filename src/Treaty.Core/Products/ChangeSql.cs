using Treaty.Core.Sql;

namespace Treaty.Core.Products;

/// <summary>The two columns that tell changes apart: <c>_sequence</c> orders them within a key, <c>_deleted</c> says that the key is
/// gone.</summary>
public static class ChangeSql
{
    public const string Sequence = "_sequence";
    public const string Deleted = "_deleted";

    /// <summary>The columns as expressions over a source's own; none for a source without changes.</summary>
    /// <param name="prefix">How the source's columns are qualified, such as <c>r.</c></param>
    public static IReadOnlyList<string> Columns(Source source, string prefix)
    {
        if (!source.HasChanges) return [];
        var deleted = source.Changes.Operation is { } operation
            ? $"coalesce(CAST({prefix}{Quote.Name(operation)} AS VARCHAR) IN ({string.Join(", ", source.Changes.Deletes.Select(Quote.Text))}), false)" : "false";
        return [$"{Order(source.Changes.Sequence, prefix)} AS {Quote.Name(Sequence)}", $"{deleted} AS {Quote.Name(Deleted)}"];
    }

    /// <summary>A whole number as it is, an instant as microseconds since 1970; anything else NULL, which no change may have.</summary>
    private static string Order(string? column, string prefix)
    {
        if (column is null) return "0::BIGINT";
        var text = $"CAST({prefix}{Quote.Name(column)} AS VARCHAR)";
        return $"CASE WHEN regexp_full_match({text}, '[+-]?[0-9]{{1,18}}') THEN TRY_CAST({text} AS BIGINT) ELSE epoch_us(TRY_CAST({text} AS TIMESTAMPTZ)) END";
    }
}
