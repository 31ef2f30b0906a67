using Microsoft.Data.Sqlite;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Sqlite;

/// <summary>
/// Where to begin reading for a page far behind: counts by day and by size of amount say how many discrepancies lie before a place, so
/// that those need not be read.
/// </summary>
/// <param name="Skipped">How many lie before the place.</param>
/// <param name="Team">The team of the place, where teams come first; all teams before it are skipped.</param>
/// <param name="Place">The day number, or the size of the amount with its sign turned.</param>
internal sealed record QueueJump(long Skipped, string Team, long Place)
{
    /// <summary>Null where there is nothing to skip, or nothing is counted by what the query asks for.</summary>
    public static QueueJump? To(SqliteConnection connection, QueueFacets facets, QueueQuery query)
    {
        var byAge = query.Order == QueueOrder.Age;
        if (query.Offset == 0 || (query.Before is not null && !byAge)) return null;
        var counts = new SortedDictionary<(string Team, long Place), long>(Comparer<(string Team, long Place)>.Create(Compare));
        using var command = connection.Command(byAge ? "SELECT facet, date, count FROM tally WHERE date < $before" : "SELECT facet, -size, count FROM sized",
            byAge ? [("$before", (long)(query.Before?.DayNumber ?? int.MaxValue))] : []);
        using var r = command.ExecuteReader();
        while (r.Read())
        {
            var (facet, team) = facets.ByNumber[r.GetInt64(0)];
            if (!query.Facets(facet, team)) continue;
            var place = (query.Order == QueueOrder.Team ? team : "", r.GetInt64(1));
            counts[place] = counts.GetValueOrDefault(place) + r.GetInt64(2);
        }
        return At(counts, query.Offset);
    }

    /// <summary>True where nothing lies behind the place.</summary>
    public bool IsEnd => Place == long.MaxValue;

    /// <summary>The condition on the items of a facet: its SQL and value; null where all of them lie before the place.</summary>
    public (string Sql, object? Value)? Of(string team, QueueOrder order)
    {
        var before = order == QueueOrder.Team ? string.CompareOrdinal(team, Team) : 0;
        if (before != 0) return before < 0 ? null : ("", null);
        return order == QueueOrder.Age ? (" AND date >= $from", Place) : (" AND stake < $from", QueueRow.Least(1 - Place));
    }

    private static QueueJump? At(SortedDictionary<(string Team, long Place), long> counts, long offset)
    {
        var skipped = 0L;
        foreach (var ((team, place), count) in counts)
        {
            if (skipped + count > offset) return skipped == 0 ? null : new(skipped, team, place);
            skipped += count;
        }
        return skipped == 0 ? null : new(skipped, counts.Keys.Last().Team, long.MaxValue);
    }

    private static int Compare((string Team, long Place) x, (string Team, long Place) y) =>
        string.CompareOrdinal(x.Team, y.Team) is var byTeam && byTeam != 0 ? byTeam : x.Place.CompareTo(y.Place);
}
