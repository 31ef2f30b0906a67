using System.Globalization;
using Treaty.Operations.Reports;

namespace Treaty.Server.Pictures;

/// <summary>Where the rows of a step went, as one stacked bar with its figures beside it as text.</summary>
public static class RowsBar
{
    /// <summary>The parts of the bar: rows published, kept from before, set aside, and those that a refusal held back.</summary>
    public static IReadOnlyList<(string Name, long Rows)> Parts(RowFigures rows) =>
        [("published", rows.Published), ("unchanged", rows.Unchanged), ("quarantined", rows.Quarantined),
            ("held back", Math.Max(0, rows.Mapped - rows.Published - rows.Unchanged - rows.Quarantined))];

    public static string Draw(RowFigures rows)
    {
        var total = Parts(rows).Sum(part => part.Rows);
        var label = total == 0 ? "no rows"
            : string.Join(", ", Parts(rows).Where(p => p.Rows > 0).Select(p => $"{Words.Count(p.Rows)} {p.Name}"));
        var bar = new System.Text.StringBuilder($"<svg class=\"rows-bar\" role=\"img\" aria-label=\"{Svg.E(label)}\">")
            .Append("<rect class=\"ground\" width=\"100%\" height=\"100%\"/>");
        double left = 0;
        foreach (var (name, count, share) in Shares(rows, total))
        {
            bar.Append(CultureInfo.InvariantCulture,
                $"<rect class=\"{name.Replace(' ', '-')}\" x=\"{Svg.N(left)}%\" width=\"{Svg.N(share)}%\" height=\"100%\"><title>{Svg.E($"{Words.Count(count)} {name}")}</title></rect>");
            left += share;
        }
        return bar.Append("</svg>").ToString();
    }

    /// <summary>Percent of each part. A sliver stays visible however few rows it stands for; the largest part gives the room.</summary>
    private static List<(string Name, long Rows, double Share)> Shares(RowFigures rows, long total)
    {
        var parts = Parts(rows).Where(part => part.Rows > 0)
            .Select(part => (part.Name, part.Rows, Share: Math.Max(1.5, 100.0 * part.Rows / total))).ToList();
        if (parts.Count == 0) return parts;
        var largest = parts.FindIndex(part => part.Rows == parts.Max(p => p.Rows));
        parts[largest] = parts[largest] with { Share = 100 - parts.Where((_, i) => i != largest).Sum(part => part.Share) };
        return parts;
    }
}
