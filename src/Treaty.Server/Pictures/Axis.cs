using Treaty.Operations.Reports;

namespace Treaty.Server.Pictures;

/// <summary>
/// The span of amounts a waterfall shows. Differences are mostly tiny beside the totals; where the walk moves in less than a third of the
/// way to zero, the axis is cut and shows only the span in which the total moves.
/// </summary>
public sealed record Axis(decimal Low, decimal High)
{
    /// <summary>The total bars do not begin at zero but at the edge of the picture.</summary>
    public bool IsCut => Low > 0 || High < 0;

    /// <summary>Where an amount stands, 0 to 1.</summary>
    public double Share(decimal amount) => (double)((amount - Low) / (High - Low));

    public static Axis Of(BridgeWalk walk)
    {
        var running = walk.TotalA;
        decimal[] stops = [walk.TotalA, .. walk.Lines.Select(line => running += line.Amount), walk.TotalB];
        var (least, most) = (stops.Min(), stops.Max());
        if (least == most) return least == 0 ? new(0, 1) : new(Math.Min(0, least), Math.Max(0, most));
        var span = most - least;
        var room = span * 0.06m;
        if (least > span * 0.5m) return new(least - span * 0.22m, most + room);
        if (most < -span * 0.5m) return new(least - room, most + span * 0.22m);
        return new(least < 0 ? least - room : 0, most > 0 ? most + room : 0);
    }

    /// <summary>Round amounts inside the span, some three to six of them.</summary>
    public IReadOnlyList<decimal> Ticks()
    {
        var rough = (High - Low) / 4;
        var unit = 1m;
        while (unit * 10 <= rough) unit *= 10;
        while (unit > rough && unit > 0.0001m) unit /= 10;
        var step = unit * (rough / unit >= 5 ? 5 : rough / unit >= 2 ? 2 : 1);
        var ticks = new List<decimal>();
        for (var at = Math.Ceiling(Low / step) * step; at <= High && ticks.Count < 8; at += step) ticks.Add(at);
        return ticks;
    }
}
