using Treaty.Core.Sql;

namespace Treaty.Core.Contracts;

/// <summary>Whether the values of an expression over the rows of an object may be shown where some of its columns are classified.</summary>
public static class ShownExpression
{
    /// <summary>
    /// True where no column is classified, or where the expression names columns of the object alone and none of those. Names are the same
    /// in any case of letters, as they are to the engine. Whatever else could give a value (all columns at once, the row as a whole, a
    /// select of its own) is not shown.
    /// </summary>
    /// <param name="select">The tree of <c>select expression</c>; null where it could not be parsed.</param>
    public static bool MayShow(SchemaObject rows, SqlNode? select)
    {
        var classified = rows.Properties.Where(p => p.IsClassified()).Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (classified.Count == 0) return true;
        var all = rows.Properties.Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return select is not null && select.All.All(node => node.Class switch
        {
            "COLUMN_REF" => node.Texts("column_names") is [var first, ..] names && all.Contains(first)
                && !names.Any(classified.Contains),
            "STAR" or "SUBQUERY" or "POSITIONAL_REFERENCE" => false,
            _ => true,
        });
    }
}
