using Treaty.Operations.Reports;

namespace Treaty.Server.Pictures;

/// <summary>The part of a mesh that a person can look at: one territory, and of the others only what reads from it or is read by
/// it.</summary>
public static class Neighbourhood
{
    /// <summary>So many products fit into one picture before it is a list.</summary>
    public const int MostDrawn = 80;

    /// <summary>The territory of a context with all its products, and its neighbours; flows that do not touch it are left out.</summary>
    /// <returns>Null where the mesh has no such context.</returns>
    public static MapReport? Around(MapReport map, string context)
    {
        if (map.Territories.All(t => t.Context != context)) return null;
        var own = map.Territories.Single(t => t.Context == context).Products.Select(p => p.Ref).ToHashSet(StringComparer.Ordinal);
        var flows = map.Flows.Where(f => own.Contains(f.From) || own.Contains(f.To)).ToList();
        var near = flows.SelectMany(f => new[] { f.From, f.To }).ToHashSet(StringComparer.Ordinal);
        return map with
        {
            Flows = flows,
            Territories =
            [
                .. map.Territories.Select(t => t.Context == context ? t
                    : t with { Products = [.. t.Products.Where(p => near.Contains(p.Ref))] })
                    .Where(t => t.Products.Count > 0 || t.Context == context),
            ],
            Relations = [.. map.Relations.Where(r => r.Upstream == context || r.Downstream == context)],
        };
    }

    /// <summary>How many products of other contexts a context reads, and how many of other contexts read its own.</summary>
    public static (int Reads, int ReadBy) Exchange(MapReport map, Territory territory)
    {
        var own = territory.Products.Select(p => p.Ref).ToHashSet(StringComparer.Ordinal);
        return (map.Flows.Where(f => !f.FromSource && own.Contains(f.To) && !own.Contains(f.From)).Select(f => f.From).Distinct().Count(),
            map.Flows.Where(f => own.Contains(f.From) && !own.Contains(f.To)).Select(f => f.To).Distinct().Count());
    }
}
