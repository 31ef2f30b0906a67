using Microsoft.Data.Sqlite;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Sqlite;

/// <summary>
/// One page of the queue: the facets that match, each read in its order through an index, merged until the page is full. So the work
/// depends on the page and its place, not on how many discrepancies there are or how rare the ones wanted.
/// </summary>
internal sealed class QueuePages(SqliteConnection connection, QueueFacets facets, QueueQuery query)
{
    private sealed record Place(string Team, byte[] Stake, long Date, string Id);

    public List<QueueEntry> Read() => query is { Text: null or "", Among: null } ? Merged() : Found(Looked());

    /// <summary>The ids on the page of those that hold a text, from one pass over the index of keys; or of those of a list, by
    /// id.</summary>
    private IEnumerable<string> Looked()
    {
        var (holds, text) = Holding();
        var places = query.Among is { } among
            ? [.. QueueReading.InParts(among.Distinct(StringComparer.Ordinal))
                .SelectMany(part => Places($"item WHERE id IN ({part.Names}) AND ({holds})", [.. part.Values, .. text]))]
            : Places($"item INDEXED BY item_by_key WHERE {holds}", text);
        places.Sort(Compare);
        return places.Skip(query.Offset).Take(query.Limit).Select(p => p.Id);
    }

    /// <summary>The condition that key or id holds the text.</summary>
    private (string Sql, (string, object)[] Parameters) Holding()
    {
        if (query.Text is not { Length: > 0 } text) return ("true", []);
        // The engine's lower knows ASCII alone, which is enough, and far quicker, where the text is nothing else.
        var lower = "lower";
        if (!text.All(char.IsAscii)) connection.CreateFunction(lower = "lower_all", (string key) => key.ToLowerInvariant(), isDeterministic: true);
        return ($"instr({lower}(group_key), $text) > 0 OR instr(id, $text) > 0", [("$text", text.ToLowerInvariant())]);
    }

    private List<Place> Places(string from, (string, object)[] parameters)
    {
        using var command = connection.Command($"SELECT id, facet, stake, date FROM {from}", parameters);
        using var r = command.ExecuteReader();
        var places = new List<Place>();
        while (r.Read())
        {
            var (facet, team) = facets.ByNumber[r.GetInt64(1)];
            if (query.Facets(facet, team) && (query.Before is not { } before || r.GetInt64(3) < before.DayNumber))
                places.Add(new(team, (byte[])r.GetValue(2), r.GetInt64(3), r.GetString(0)));
        }
        return places;
    }

    private List<QueueEntry> Found(IEnumerable<string> page)
    {
        var ids = page.ToList();
        var found = QueueReading.Find(connection, facets, ids).ToDictionary(e => e.Item.Found.Id, StringComparer.Ordinal);
        return [.. ids.Select(id => found[id])];
    }

    private List<QueueEntry> Merged()
    {
        var jump = QueueJump.To(connection, facets, query);
        if (jump is { IsEnd: true }) return [];
        var readers = (from f in facets.ByNumber
                       where query.Facets(f.Value.Facet, f.Value.Team)
                       orderby f.Key
                       let begin = jump is null ? ("", null) : jump.Of(f.Value.Team, query.Order)
                       where begin is not null
                       select (f.Value.Team, Command: Ordered(f.Key, begin.Value))).ToList();
        var waiting = new PriorityQueue<(SqliteDataReader Reader, string Team, string Id), Place>(Comparer<Place>.Create(Compare));
        var open = new List<SqliteDataReader>();
        try
        {
            foreach (var (team, command) in readers)
            {
                open.Add(command.ExecuteReader());
                Next(open[^1], team);
            }
            var ids = new List<string>();
            for (var passed = jump?.Skipped ?? 0; ids.Count < query.Limit && waiting.TryDequeue(out var next, out _); passed++)
            {
                if (passed >= query.Offset) ids.Add(next.Id);
                Next(next.Reader, next.Team);
            }
            return Found(ids);
        }
        finally
        {
            foreach (var reader in open) reader.Dispose();
            foreach (var (_, command) in readers) command.Dispose();
        }

        void Next(SqliteDataReader reader, string team)
        {
            if (!reader.Read()) return;
            var place = new Place(team, (byte[])reader.GetValue(1), reader.GetInt64(2), reader.GetString(0));
            waiting.Enqueue((reader, team, place.Id), place);
        }
    }

    private SqliteCommand Ordered(long facet, (string Sql, object? Value) from)
    {
        var parameters = new List<(string, object)> { ("$facet", facet) };
        var where = "facet = $facet" + from.Sql;
        if (from.Value is { } start) parameters.Add(("$from", start));
        if (query.Before is { } before)
        {
            where += " AND date < $before";
            parameters.Add(("$before", (long)before.DayNumber));
        }
        // Through the index alone where nothing else is asked: the date stands for itself only where it sorts.
        var (columns, order) = query.Order == QueueOrder.Age ? ("id, x'' AS stake, date", "date, id") : ("id, stake, 0 AS date", "stake DESC, id");
        return connection.Command($"SELECT {columns} FROM item WHERE {where} ORDER BY {order}", [.. parameters]);
    }

    private int Compare(Place? x, Place? y)
    {
        var byTeam = query.Order == QueueOrder.Team ? string.CompareOrdinal(x!.Team, y!.Team) : 0;
        if (byTeam != 0) return byTeam;
        var byDate = query.Order == QueueOrder.Age ? x!.Date.CompareTo(y!.Date) : 0;
        if (byDate != 0) return byDate;
        var byStake = query.Order == QueueOrder.Age ? 0 : y!.Stake.AsSpan().SequenceCompareTo(x!.Stake);
        return byStake != 0 ? byStake : string.CompareOrdinal(x!.Id, y!.Id);
    }
}
