using System.Text;
using System.Text.Encodings.Web;
using Treaty.Operations.Reports;

namespace Treaty.Server.Pictures;

/// <summary>
/// The mesh as a map: contexts as territories on the left, the treaty zone in the middle, the old estate on the right; products inside,
/// what flows between
/// them as
/// curves, open discrepancies as badges. Equal meshes give equal pictures.
/// </summary>
public static class MeshMap
{
    private const double Box = 270, Head = 44, Row = 30, Gap = 26, Between = 110, Edge = 16;

    private sealed record Placed(Territory Territory, double X, double Y, double Height, int Tone);

    public static string Draw(MapReport map)
    {
        var (placed, width, height) = Place(map);
        var spots = placed.SelectMany(p => p.Territory.Products.Select((product, i) =>
            (product.Ref, X: p.X, Y: p.Y + Head + Row * i + Row / 2)))
            .ToDictionary(s => s.Ref, s => (s.X, s.Y), StringComparer.Ordinal);
        var svg = new StringBuilder($"<svg class=\"mesh-map\" viewBox=\"0 0 {N(width)} {N(height)}\" role=\"img\" aria-label=\"Map of the mesh {E(map.Title)}\">");
        foreach (var p in placed) Region(svg, p);
        foreach (var flow in map.Flows.Where(f => !f.FromSource))
            if (spots.TryGetValue(flow.From, out var from) && spots.TryGetValue(flow.To, out var to)) Curve(svg, from, to, flow);
        foreach (var p in placed)
            for (var i = 0; i < p.Territory.Products.Count; i++) Product(svg, p.Territory.Products[i], p.X, p.Y + Head + Row * i);
        return svg.Append("</svg>").ToString();
    }

    private static (List<Placed> Placed, double Width, double Height) Place(MapReport map)
    {
        var contexts = map.Territories.Where(t => t.Context is not ("zone" or "legacy")).ToList();
        var columns = contexts.Count > 6 ? 2 : 1;
        var placed = new List<Placed>();
        var bottoms = Enumerable.Repeat(Edge, columns).ToArray();
        for (var i = 0; i < contexts.Count; i++)
        {
            var column = Array.IndexOf(bottoms, bottoms.Min());
            var height = HeightOf(contexts[i]);
            placed.Add(new(contexts[i], Edge + column * (Box + Between / 2), bottoms[column], height, i % 6));
            bottoms[column] += height + Gap;
        }
        var tallest = bottoms.Max();
        var x = Edge + columns * Box + (columns - 1) * Between / 2 + Between;
        foreach (var name in new[] { "zone", "legacy" })
            if (map.Territories.FirstOrDefault(t => t.Context == name) is { } territory)
            {
                placed.Add(new(territory, x, Math.Max(Edge, (tallest - HeightOf(territory)) / 2), HeightOf(territory), name == "zone" ? 6
                    : 7));
                x += Box + Between;
            }
        return (placed, x - Between + Edge, Math.Max(tallest - Gap, placed.Select(p => p.Y + p.Height).DefaultIfEmpty(Edge).Max()) + Edge);
    }

    private static double HeightOf(Territory territory) => Head + Row * Math.Max(1, territory.Products.Count) + 12;

    private static void Region(StringBuilder svg, Placed p)
    {
        var title = p.Territory.Context switch { "zone" => "treaty zone", "legacy" => "old estate", var name => name };
        // The domain stands where it fits beside the title.
        var domain = p.Territory.Domain is { Length: > 0 and <= 20 } full && title.Length + full.Length < 28 ? full : "";
        svg.Append($"<g class=\"territory tone{p.Tone}\"><rect x=\"{N(p.X)}\" y=\"{N(p.Y)}\" width=\"{N(Box)}\" height=\"{N(p.Height)}\" rx=\"14\"/>")
            .Append($"<text x=\"{N(p.X + 16)}\" y=\"{N(p.Y + 27)}\" class=\"title\">{E(title)}</text>")
            .Append($"<text x=\"{N(p.X + Box - 16)}\" y=\"{N(p.Y + 27)}\" class=\"domain\">{E(domain)}</text></g>");
    }

    private static void Product(StringBuilder svg, CatalogEntry product, double x, double y)
    {
        var hint = $"{product.Ref}: {product.Class}, {(product.Version is { } v ? $"version {v}" : "never published")}";
        var name = product.Ref[(product.Ref.IndexOf('.', StringComparison.Ordinal) + 1)..];
        svg.Append($"<a href=\"{E(Words.Product(product.Ref))}\" class=\"product {E(product.Class)} {E(product.Verdict)}\"><title>{E(hint)}</title>")
            .Append($"<rect x=\"{N(x + 8)}\" y=\"{N(y + 2)}\" width=\"{N(Box - 16)}\" height=\"{N(Row - 4)}\" rx=\"7\"/>")
            .Append($"<text x=\"{N(x + 20)}\" y=\"{N(y + 20)}\" class=\"mark\">{Words.Mark(product.Class)}</text>")
            .Append($"<text x=\"{N(x + 40)}\" y=\"{N(y + 20)}\" class=\"name\">{E(name.Length <= 26 ? name : name[..25] + "…")}</text>");
        if (product.OpenDiscrepancies > 0)
            svg.Append($"<text x=\"{N(x + Box - 18)}\" y=\"{N(y + 20)}\" class=\"badge\">{Words.Count(product.OpenDiscrepancies)}</text>");
        svg.Append("</a>");
    }

    private static void Curve(StringBuilder svg, (double X, double Y) from, (double X, double Y) to, Flow flow)
    {
        // Within one column a flow bows out to the right; between columns it runs from right edge to left edge.
        var same = Math.Abs(from.X - to.X) < 1;
        var (x1, x2) = (from.X + Box - 6, same ? to.X + Box - 6 : to.X > from.X ? to.X + 6 : to.X + Box - 6);
        var bend = same ? 46 : Math.Max(40, Math.Abs(x2 - x1) / 2);
        var c2 = same || to.X < from.X ? x2 + bend : x2 - bend;
        svg.Append($"<path class=\"flow\" d=\"M{N(x1)} {N(from.Y)} C{N(x1 + bend)} {N(from.Y)} {N(c2)} {N(to.Y)} {N(x2)} {N(to.Y)}\"><title>{E(flow.To)} reads {E(flow.From)}</title></path>");
    }

    private static string N(double value) => Words.Number(value);

    private static string E(string text) => HtmlEncoder.Default.Encode(text);
}
