using Treaty.Core.Doctor.Reading;
using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor;

/// <summary>
/// Reads a query log in CSV: columns <c>at</c>, <c>who</c> and <c>tables</c> (separated by semicolons) or <c>query</c>. A name counts for
/// the asset of that name, or for the only one whose last parts are that name.
/// </summary>
public static class QueryLog
{
    public static IReadOnlyList<LoggedRead> Read(EstateFile file, IReadOnlyList<Asset> assets, List<Unread> unread)
    {
        var endings = assets.SelectMany(a => Endings(a.Name).Select(e => (Ending: e, a.Name)))
            .ToLookup(x => x.Ending, x => x.Name, StringComparer.OrdinalIgnoreCase);
        var reads = new List<LoggedRead>();
        foreach (var record in CsvText.Read(file, unread))
        {
            if (LooseNode.ToDay(record["at"]) is not { } day)
            {
                unread.Add(new(new(file.Path, record.Line, 1), $"`{record["at"]}` is no day such as 2026-01-31"));
                continue;
            }
            var tables = record.List("tables") is { Count: > 0 } listed ? listed
                : [.. ForeignSqlReader.Read(file.Path, record["query"]).Tables.Select(t => t.Name)];
            foreach (var name in tables.Select(t => t.Replace("\"", "", StringComparison.Ordinal)).Distinct(StringComparer.OrdinalIgnoreCase))
                if (endings[name].Distinct().Take(2).ToList() is [var asset]) reads.Add(new(day, record["who"], asset));
        }
        return reads;
    }

    /// <summary>The name, and it without its first parts.</summary>
    private static IEnumerable<string> Endings(string name)
    {
        yield return name;
        for (var at = name.IndexOf('.'); at >= 0; at = name.IndexOf('.', at + 1)) yield return name[(at + 1)..];
    }
}
