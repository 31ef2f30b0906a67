using Microsoft.Data.Sqlite;
using Treaty.Core.Reconciliation.Decisions;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Sqlite;

/// <summary>The facets of the queue as one connection sees them.</summary>
internal sealed class QueueFacets(SqliteConnection connection)
{
    private readonly Dictionary<long, (QueueFacet Facet, string Team)> _byNumber = Load(connection);
    private Dictionary<QueueFacet, long>? _numbers;

    public IReadOnlyDictionary<long, (QueueFacet Facet, string Team)> ByNumber => _byNumber;

    /// <summary>The number of a facet, given to it where it is new, with the team it goes to.</summary>
    public long Of(QueueFacet facet, string team)
    {
        _numbers ??= _byNumber.ToDictionary(f => f.Value.Facet, f => f.Key);
        if (_numbers.TryGetValue(facet, out var known)) return known;
        var number = _byNumber.Count == 0 ? 1 : _byNumber.Keys.Max() + 1;
        connection.Scalar(
            "INSERT INTO facet VALUES ($n, $comparison, $class, $side, $definition, $currency, $state, $ending, $reopened, $assigned, $team)",
            ("$n", number), ("$comparison", facet.Comparison), ("$class", facet.Class), ("$side", facet.Side),
            ("$definition", facet.Definition), ("$currency", facet.Currency), ("$state", (long)facet.State), ("$ending", (long)facet.Ending),
            ("$reopened", facet.Reopened ? 1L : 0L), ("$assigned", facet.Assigned), ("$team", team));
        _byNumber[number] = (facet, team);
        return _numbers[facet] = number;
    }

    public void Route(Func<QueueFacet, string> team)
    {
        foreach (var (number, (facet, before)) in _byNumber.ToList())
        {
            var now = facet.Assigned.Length > 0 ? facet.Assigned : team(facet);
            if (now == before) continue;
            connection.Scalar("UPDATE facet SET team = $team WHERE facet = $n", ("$team", now), ("$n", number));
            _byNumber[number] = (facet, now);
        }
    }

    private static Dictionary<long, (QueueFacet Facet, string Team)> Load(SqliteConnection connection)
    {
        using var command = connection.Command(
            "SELECT facet, comparison, class, side, definition, currency, state, ending, reopened, assigned, team FROM facet");
        using var r = command.ExecuteReader();
        var facets = new Dictionary<long, (QueueFacet Facet, string Team)>();
        while (r.Read())
            facets[r.GetInt64(0)] = (new(r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5),
                (DiscrepancyState)r.GetInt64(6), (Ending)r.GetInt64(7), r.GetInt64(8) != 0, r.GetString(9)), r.GetString(10));
        return facets;
    }
}
