using Microsoft.Data.Sqlite;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Sqlite;

/// <summary>What can be read of the queue over one connection.</summary>
internal static class QueueReading
{
    private const int AtOnce = 500;

    public static QueuePosition Position(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT number, day, mesh FROM position");
        using var r = command.ExecuteReader();
        r.Read();
        return new(r.GetInt64(0), DateOnly.Parse(r.GetString(1), System.Globalization.CultureInfo.InvariantCulture), r.GetString(2));
    }

    public static List<QueueEntry> Find(SqliteConnection connection, QueueFacets facets, IReadOnlyCollection<string> ids) =>
        [.. InParts(ids).SelectMany(part => Entries(connection, facets,
            $"SELECT {QueueRow.Columns} FROM item AS i WHERE i.id IN ({part.Names}) ORDER BY i.id", part.Values))];

    public static List<QueueEntry> OfKeys(SqliteConnection connection, QueueFacets facets, IReadOnlyCollection<string> keys) =>
        [.. InParts(keys.Distinct(StringComparer.Ordinal)).SelectMany(part => Entries(connection, facets,
            $"SELECT {QueueRow.Columns} FROM item AS i WHERE i.group_key IN ({part.Names}) ORDER BY i.group_key, i.id", part.Values))];

    /// <summary>Values in as many parts as one statement can each hold, with the names of its parameters.</summary>
    public static IEnumerable<(string Names, (string Name, object Value)[] Values)> InParts(IEnumerable<string> values)
    {
        foreach (var chunk in values.Chunk(AtOnce))
        {
            var names = chunk.Select((_, i) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"$i{i}")).ToList();
            yield return (string.Join(", ", names), [.. names.Zip(chunk, (name, value) => (name, (object)value))]);
        }
    }

    public static List<QueueEntry> Entries(SqliteConnection connection, QueueFacets facets, string sql,
        params (string Name, object Value)[] parameters)
    {
        using var command = connection.Command(sql, parameters);
        using var reader = command.ExecuteReader();
        var entries = new List<QueueEntry>();
        while (reader.Read()) entries.Add(QueueRow.Read(reader, facets.ByNumber));
        return entries;
    }

    public static List<QueueTally> Tally(SqliteConnection connection, QueueFacets facets)
    {
        using var command = connection.Command("SELECT facet, date, count, amount, gross FROM tally WHERE count <> 0 ORDER BY facet, date");
        using var r = command.ExecuteReader();
        var tallies = new List<QueueTally>();
        while (r.Read())
        {
            var (facet, team) = facets.ByNumber[r.GetInt64(0)];
            tallies.Add(new(facet, team, QueueRow.DateOf(r.GetInt64(1)), r.GetInt64(2), QueueRow.Number(r.GetString(3)),
                QueueRow.Number(r.GetString(4))));
        }
        return tallies;
    }

    public static List<QueueHistory> History(SqliteConnection connection, string id)
    {
        using var command = connection.Command("SELECT number, at, by, run, words FROM history WHERE id = $id ORDER BY number", ("$id", id));
        using var r = command.ExecuteReader();
        var lines = new List<QueueHistory>();
        while (r.Read()) lines.Add(new(id, r.GetInt64(0), QueueRow.At(r.GetString(1)), r.GetString(2), r.GetString(3), r.GetString(4)));
        return lines;
    }
}
