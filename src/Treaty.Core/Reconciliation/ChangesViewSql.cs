using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>A view over a table that changes were added to: each file without the groups that later changes superseded.</summary>
public static class ChangesViewSql
{
    /// <param name="name">The quoted name of the view.</param>
    /// <param name="files">Data files, at least one; each named after its run, as <c>part-r000012.parquet</c>.</param>
    /// <param name="superseded">Files of superseded group keys, named likewise.</param>
    public static SqlText Make(string name, IReadOnlyList<string> files, IReadOnlyList<string> superseded)
    {
        var lines = new SqlLines().Line($"CREATE VIEW {name} AS");
        var union = false;
        foreach (var part in files.GroupBy(file => superseded.Count(s => IsLater(s, file))).OrderBy(part => part.Key))
        {
            if (union) lines.Line("UNION ALL BY NAME");
            union = true;
            lines.Line("SELECT t.*").Line($"FROM read_parquet({Quote.List(part)}) AS t");
            if (part.Key > 0)
                lines.Line($"ANTI JOIN read_parquet({Quote.List(superseded.Where(s => IsLater(s, part.First())))}) AS s "
                    + "ON s.group_key = t.group_key");
        }
        return lines.Done();
    }

    /// <summary>Run ids grow in length and then in order.</summary>
    private static bool IsLater(string file, string than)
    {
        var (one, other) = (RunOf(file), RunOf(than));
        return one.Length != other.Length ? one.Length > other.Length : string.CompareOrdinal(one, other) > 0;
    }

    private static string RunOf(string file)
    {
        var name = file[(file.LastIndexOfAny(['/', '\\']) + 1)..];
        return name[(name.IndexOf('-', StringComparison.Ordinal) + 1)..];
    }
}
