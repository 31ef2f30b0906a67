using Treaty.Operations.Reports;

namespace Treaty.Server.Pictures;

/// <summary>What a check said in version after version: a square each, oldest first; a verdict that is no pass is also taller.</summary>
public static class VerdictStrip
{
    private const int Step = 7, Height = 14;

    public static string Draw(IReadOnlyList<CheckPoint> points)
    {
        if (points.Count == 0) return "";
        var failed = points.Count(point => point.Verdict is "fail" or "error" or "warn");
        var strip = new Svg("verdict-strip", points.Count * Step, Height,
            $"{Words.Count(points.Count, "version")}, {Words.Count(failed)} not passed");
        foreach (var (point, i) in points.Select((point, i) => (point, i)))
        {
            var (top, tall) = point.Verdict == "pass" ? (5, 8) : (1, 12);
            strip.Path(point.Verdict, $"M{i * Step} {top}h5v{tall}h-5z", $"version {point.Version}: {point.Verdict}, {point.Measured}");
        }
        return strip.Done();
    }
}
