using Treaty.Operations.Reports;

namespace Treaty.Server.Pictures;

/// <summary>A territory with its place on the map.</summary>
/// <param name="Column">0 left, 1 middle, 2 right.</param>
internal sealed record PlacedTerritory(Territory Territory, double X, double Y, double Width, string Tone, int Column)
{
    public const double Head = 56, Row = 50, Inset = 12, Foot = 8;

    public double Height => Head + Row * Math.Max(1, Territory.Products.Count) + Foot;

    public double RowY(int index) => Y + Head + Row * index;

    public IEnumerable<Spot> Spots() =>
        Territory.Products.Select((product, i) => new Spot(product.Ref, X + Inset, X + Width - Inset, RowY(i) + (Row - 6) / 2, Column));
}

/// <summary>Draws a territory: its region and name, then its products as boxes that link to their pages.</summary>
internal static class TerritoryShape
{
    private const double NameSize = 16, ProductSize = 14, NoteSize = 12;

    public static void Draw(Svg svg, PlacedTerritory p)
    {
        var t = p.Territory;
        var note = t.Context switch
        {
            "zone" => "reconciles what the contexts assert",
            "legacy" => "kept for comparison, no authority",
            _ => string.Join(" · ", new[] { t.Domain,
                t.Teams.Count switch { 0 => null, 1 => t.Teams[0], var n => $"{n} teams" } }.OfType<string>()),
        };
        svg.Group($"territory {p.Tone}").Raw(t.Purpose is { Length: > 0 } purpose ? $"<title>{Svg.E(purpose)}</title>" : "")
            .Rect("region", p.X, p.Y, p.Width, p.Height, 22)
            .Text("title", p.X + 20, p.Y + 27, Svg.Fit(Words.Territory(t.Context), p.Width - 40, NameSize))
            .Text("note", p.X + 20, p.Y + 45, Svg.Fit(note, p.Width - 40, NoteSize));
        if (t.Products.Count == 0) svg.Text("note", p.X + 20, p.RowY(0) + 24, "no products yet");
        svg.EndGroup();
    }

    public static void DrawProducts(Svg svg, PlacedTerritory p)
    {
        foreach (var (product, i) in p.Territory.Products.Select((product, i) => (product, i))) Product(svg, p, product, p.RowY(i));
    }

    private static void Product(Svg svg, PlacedTerritory p, CatalogEntry product, double y)
    {
        var (x, width) = (p.X + PlacedTerritory.Inset, p.Width - 2 * PlacedTerritory.Inset);
        var badge = product.OpenDiscrepancies > 0 ? Words.Count(product.OpenDiscrepancies) : null;
        var badgeWidth = badge is null ? 0 : Svg.Width(badge, NoteSize) + 16;
        var name = product.Ref[(product.Ref.IndexOf('.', StringComparison.Ordinal) + 1)..];
        svg.Link($"product {(product.Version is null ? "unpublished" : "")}".TrimEnd(), Addresses.Product(product.Ref), Title(product))
            .Rect("box", x, y, width, PlacedTerritory.Row - 6, 9)
            .Raw(ClassMark.At(product.Class, x + 11, y + 14))
            .Text("name", x + 36, y + 19, Svg.Fit(name, width - 50 - badgeWidth, ProductSize))
            .Text("note", x + 36, y + 36, Svg.Fit(Note(product), width - 50 - badgeWidth, NoteSize));
        if (badge is not null)
            svg.Rect("badge", x + width - badgeWidth - 9, y + 12, badgeWidth, 20, 10)
                .Text("badge-count", x + width - 17, y + 26, badge, end: true);
        svg.EndLink();
    }

    private static string Note(CatalogEntry product) => Words.Class(product.Class)
        + (product.Version is null ? " · not published" : product.Rows is { } rows ? $" · {Words.Count(rows, "row")}" : "")
        + (product.Verdict is "warn" or "fail" ? $" · {product.Verdict}" : "");

    private static string Title(CatalogEntry product) =>
        $"{product.Ref}: {Words.Class(product.Class)}, {(product.Version is { } v ? $"version {v}" : "not published yet")}"
        + (product.OpenDiscrepancies > 0 ? $", {Words.Count(product.OpenDiscrepancies, "open discrepancy", "open discrepancies")}" : "");
}
