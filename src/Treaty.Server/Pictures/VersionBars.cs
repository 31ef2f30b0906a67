using Treaty.Operations.Reports;

namespace Treaty.Server.Pictures;

/// <summary>Rows of each version as bars, oldest first, with what went to quarantine on top.</summary>
public static class VersionBars
{
    private const int Most = 30, Width = 720, Height = 120, Foot = 18;

    /// <param name="newestFirst">The versions as the report lists them.</param>
    public static string Draw(IReadOnlyList<VersionLine> newestFirst)
    {
        var versions = newestFirst.Take(Most).Reverse().ToList();
        var most = Math.Max(1, versions.Max(v => v.Rows + v.Quarantined));
        var step = (double)Width / Math.Max(8, versions.Count);
        var bars = new Svg("version-bars", Width, Height + Foot,
            $"rows of versions {versions[0].Version} to {versions[^1].Version}, at most {Words.Count(most)}");
        foreach (var (v, i) in versions.Select((v, i) => (v, i)))
        {
            double rows = Scale(v.Rows), aside = v.Quarantined == 0 ? 0 : Math.Max(1.5, Scale(v.Quarantined));
            bars.Link("version", Addresses.Run(v.Run), $"version {v.Version}: {Words.Count(v.Rows, "row")}, {Words.Count(v.Quarantined)} in quarantine")
                .Rect("published", i * step + 1, Height - rows, step - 3, rows)
                .Rect("quarantined", i * step + 1, Height - rows - aside, step - 3, aside).EndLink();
        }
        return bars.Text("note", 0, Height + Foot - 4, "#" + versions[0].Version).Text("note", versions.Count * step, Height + Foot - 4,
            "#" + versions[^1].Version, end: true).Done();

        double Scale(long rows) => (double)rows / most * (Height - 6);
    }
}
