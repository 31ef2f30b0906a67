using Treaty.Operations.Reports;

namespace Treaty.Server.Pictures;

/// <summary>
/// The mesh as a map: contexts as territories on both sides of the treaty zone, the old estate apart below it, products inside with the
/// mark of their class, what flows between them as arrows, open discrepancies as badges. Equal meshes give equal pictures.
/// </summary>
public static class MeshMap
{
    private const double Side = 316, Gutter = 104, Edge = 12, Apart = 46, Between = 26;
    private const double Width = Edge * 2 + Side * 3 + Gutter * 2;

    public static string Draw(MapReport map)
    {
        var placed = Place(map);
        var height = placed.Select(p => p.Y + p.Height).DefaultIfEmpty(80).Max() + Edge;
        var svg = new Svg("mesh-map", Width, height, $"Map of the mesh {map.Title}: {placed.Count} territories");
        svg.Raw("<defs><marker id=\"flow-head\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto-start-reverse\">"
            + "<path class=\"flow-head\" d=\"M0 0.8 7.5 4 0 7.2z\"/></marker></defs>");
        var flows = Flows(map, placed);
        // What runs from one outer column to the other passes under the middle, so that it crosses no text.
        foreach (var flow in flows.Where(f => f.Across)) svg.Path("flow", flow.Curve, flow.Title);
        foreach (var p in placed) TerritoryShape.Draw(svg, p);
        foreach (var flow in flows.Where(f => !f.Across)) svg.Path("flow", flow.Curve, flow.Title);
        foreach (var p in placed) TerritoryShape.DrawProducts(svg, p);
        return svg.Done();
    }

    /// <summary>
    /// Contexts go to the shorter of the two outer columns, in the order of the report; the zone stands in the middle, the old estate
    /// below it.
    /// </summary>
    private static List<PlacedTerritory> Place(MapReport map)
    {
        var contexts = map.Territories.Where(t => t.Context is not ("zone" or "legacy")).ToList();
        var placed = new List<PlacedTerritory>();
        double[] bottoms = [Edge, Edge];
        foreach (var (territory, i) in contexts.Select((t, i) => (t, i)))
        {
            var column = bottoms[0] <= bottoms[1] ? 0 : 1;
            var at = new PlacedTerritory(territory, Edge + column * 2 * (Side + Gutter), bottoms[column], Side, $"tone{i % 6}", column * 2);
            placed.Add(at);
            bottoms[column] += at.Height + Between;
        }
        return [.. Column(placed, bottoms, 0), .. Column(placed, bottoms, 2), .. Middle(map, bottoms.Max() - Between)];
    }

    /// <summary>The territories of an outer column, the shorter column moved down to the middle of the longer.</summary>
    private static IEnumerable<PlacedTerritory> Column(List<PlacedTerritory> placed, double[] bottoms, int column) =>
        placed.Where(p => p.Column == column).Select(p => p with { Y = p.Y + (bottoms.Max() - bottoms[column / 2]) / 2 });

    private static IEnumerable<PlacedTerritory> Middle(MapReport map, double bottom)
    {
        var middle = new[] { "zone", "legacy" }.Select(name => map.Territories.FirstOrDefault(t => t.Context == name)).OfType<Territory>()
            .Select(t => new PlacedTerritory(t, Edge + Side + Gutter, 0, Side, t.Context, 1)).ToList();
        var y = Math.Max(Edge, (bottom + Edge - middle.Sum(p => p.Height) - Apart * (middle.Count - 1)) / 2);
        foreach (var p in middle)
        {
            yield return p with { Y = y };
            y += p.Height + Apart;
        }
    }

    private static List<(string Curve, string Title, bool Across)> Flows(MapReport map, List<PlacedTerritory> placed)
    {
        var spots = placed.SelectMany(p => p.Spots()).ToLookup(s => s.Ref, StringComparer.Ordinal);
        return
        [
            .. from flow in map.Flows
               where !flow.FromSource
               let @from = spots[flow.From].FirstOrDefault()
               let to = spots[flow.To].FirstOrDefault()
               where @from is not null && to is not null
               select (FlowCurve.Between(@from, to), $"{flow.To} reads {flow.From}", Math.Abs(@from.Column - to.Column) == 2),
        ];
    }
}

/// <summary>Where a product's box stands.</summary>
internal sealed record Spot(string Ref, double Left, double Right, double Y, int Column);

/// <summary>The curve of a flow: from box edge to box edge across the gutter, or bowed around where both stand in one column.</summary>
internal static class FlowCurve
{
    public static string Between(Spot from, Spot to)
    {
        if (from.Column == to.Column) return Bowed(from, to);
        var right = to.Column > from.Column;
        var (x1, x2) = right ? (from.Right, to.Left) : (from.Left, to.Right);
        var bend = Math.Max(46, Math.Abs(x2 - x1) / 2) * (right ? 1 : -1);
        return $"M{Svg.N(x1)} {Svg.N(from.Y)}C{Svg.N(x1 + bend)} {Svg.N(from.Y)} {Svg.N(x2 - bend)} {Svg.N(to.Y)} {Svg.N(x2)} {Svg.N(to.Y)}";
    }

    /// <summary>Within a column a flow bows out into the gutter; from the rightmost column to the left.</summary>
    private static string Bowed(Spot from, Spot to)
    {
        var (x, bow) = from.Column == 2 ? (from.Left, -1) : (from.Right, 1);
        var reach = bow * Math.Min(70, 26 + Math.Abs(to.Y - from.Y) / 6);
        return $"M{Svg.N(x)} {Svg.N(from.Y)}C{Svg.N(x + reach)} {Svg.N(from.Y)} {Svg.N(x + reach)} {Svg.N(to.Y)} {Svg.N(x)} {Svg.N(to.Y)}";
    }
}
