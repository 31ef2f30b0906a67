namespace Treaty.Server.Pictures;

/// <summary>
/// One hop up and one hop down of a product: what it reads on the left, itself in the middle, what reads it on the right. Long lists are
/// cut, and say by how much.
/// </summary>
public static class LineageMap
{
    public const int Most = 8;
    private const double Box = 260, Gap = 90, Row = 42, High = 32, Edge = 4;

    public static string Draw(string reference, string @class, IReadOnlyList<string> readsFrom, IReadOnlyList<string> readBy)
    {
        var rows = Math.Max(1, Math.Max(Rows(readsFrom), Rows(readBy)));
        var (height, width) = (Edge * 2 + rows * Row, Edge * 2 + Box * 3 + Gap * 2);
        var middle = height / 2;
        var svg = new Svg("lineage", width, height, $"{reference} reads {readsFrom.Count} and is read by {readBy.Count}");
        Sideways(svg, readsFrom, Edge, height, "reads nothing declared", y => Curve(Edge + Box, y, Edge + Box + Gap, middle));
        Sideways(svg, readBy, Edge + 2 * (Box + Gap), height, "read by no product yet",
            y => Curve(Edge + 2 * Box + Gap, middle, Edge + 2 * (Box + Gap), y));
        var x = Edge + Box + Gap;
        svg.Group("self").Rect("box", x, middle - High / 2 - 4, Box, High + 8, 9).Raw(ClassMark.At(@class, x + 11, middle - 8))
            .Text("name", x + 36, middle + 5, Svg.Fit(reference, Box - 46, 14)).EndGroup();
        return svg.Done();
    }

    private static int Rows(IReadOnlyList<string> names) => names.Count > Most ? Most + 1 : names.Count;

    private static void Sideways(Svg svg, IReadOnlyList<string> names, double x, double height, string nothing, Func<double, string> curve)
    {
        if (names.Count == 0)
        {
            svg.Text("note", x + 12, height / 2 + 4, nothing);
            return;
        }
        var y = (height - Rows(names) * Row) / 2 + Row / 2;
        foreach (var name in names.Take(Most))
        {
            svg.Path("flow", curve(y));
            Node(svg, name, x, y);
            y += Row;
        }
        if (names.Count > Most) svg.Text("note", x + 12, y + 4, $"and {names.Count - Most} more, listed below");
    }

    private static void Node(Svg svg, string name, double x, double y)
    {
        var source = name.StartsWith("source.", StringComparison.Ordinal);
        if (!source) svg.Link("product", Addresses.Product(name), name);
        svg.Rect(source ? "box source" : "box", x, y - High / 2, Box, High, 8).Text("name", x + 14, y + 5, Svg.Fit(name, Box - 26, 14));
        if (!source) svg.EndLink();
    }

    private static string Curve(double x1, double y1, double x2, double y2) =>
        $"M{Svg.N(x1)} {Svg.N(y1)}C{Svg.N(x1 + Gap / 2)} {Svg.N(y1)} {Svg.N(x2 - Gap / 2)} {Svg.N(y2)} {Svg.N(x2)} {Svg.N(y2)}";
}
