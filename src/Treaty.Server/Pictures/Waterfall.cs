using Treaty.Operations.Reports;

namespace Treaty.Server.Pictures;

/// <summary>How a waterfall is laid out: beside each other on wide pages, label above bar on narrow ones.</summary>
public sealed record WaterfallShape(double Width, double Label, double Figure, double Row, double FontSize, bool Stacked)
{
    public static WaterfallShape Wide { get; } = new(1120, 356, 170, 48, 14.5, false);

    public static WaterfallShape Narrow { get; } = new(360, 0, 0, 62, 13.5, true);

    public double BarLeft => Stacked ? 6 : Label + 14;

    public double BarRight => Stacked ? Width - 6 : Width - Figure - 14;

    /// <summary>The room for a label; on narrow pages what the figure leaves.</summary>
    public double LabelRoom(string figure) => Stacked ? Width - 24 - Svg.Width(figure, FontSize) : Label - 12;
}

/// <summary>
/// A bridge as a waterfall that runs down the page: total a, a row for each line where the running total moves, total b. Bars point the
/// way they move.
/// </summary>
public static class Waterfall
{
    private const double Top = 30, BarHeight = 20;

    /// <param name="link">The address that opens a line into its rows.</param>
    public static string Draw(BridgeWalk walk, string from, string to, WaterfallShape shape, Func<string, string> link)
    {
        var (axis, scale) = (Axis.Of(walk), walk.Digits());
        double X(decimal amount) => shape.BarLeft + axis.Share(amount) * (shape.BarRight - shape.BarLeft);
        var height = Top + shape.Row * (walk.Lines.Count + 2) + 8;
        var svg = new Svg($"waterfall {(shape.Stacked ? "for-narrow" : "for-wide")}", shape.Width, height,
            $"Walk from {from} {Words.Amount(walk.TotalA)} to {to} {Words.Amount(walk.TotalB)} {walk.Currency}".TrimEnd());
        Grid(svg, axis, shape, height, X);
        Total(svg, shape, axis, from, Words.Amount(walk.TotalA, scale), walk.TotalA, X, Top);
        var (running, y) = (walk.TotalA, Top + shape.Row);
        foreach (var line in walk.Lines)
        {
            Step(svg, shape, line, Words.Signed(line.Amount, scale), (X(running), X(running + line.Amount)), y, link(line.Name));
            (running, y) = (running + line.Amount, y + shape.Row);
        }
        Thread(svg, shape, X(running), y);
        Total(svg, shape, axis, to, Words.Amount(walk.TotalB, scale), walk.TotalB, X, y);
        return svg.Done();
    }

    private static double BarTop(WaterfallShape shape, double y) => y + (shape.Stacked ? 31 : (shape.Row - BarHeight) / 2);

    private static void Grid(Svg svg, Axis axis, WaterfallShape shape, double height, Func<decimal, double> x)
    {
        var free = double.NegativeInfinity;
        foreach (var tick in axis.Ticks())
        {
            svg.Path(tick == 0 ? "zero" : "grid", $"M{Svg.N(x(tick))} {Svg.N(Top - 6)}V{Svg.N(height - 6)}");
            var label = Tick(tick);
            var half = Svg.Width(label, 12) / 2;
            if (x(tick) - half < free || x(tick) + half > shape.Width || x(tick) - half < 0) continue;
            svg.Raw($"<text class=\"tick\" x=\"{Svg.N(x(tick))}\" y=\"16\" text-anchor=\"middle\">{Svg.E(label)}</text>");
            free = x(tick) + half + 14;
        }
    }

    private static string Tick(decimal amount) => amount == decimal.Truncate(amount) ? Words.Count((long)amount) : Words.Amount(amount);

    private static void Total(Svg svg, WaterfallShape shape, Axis axis, string name, string figure, decimal amount,
        Func<decimal, double> x, double y)
    {
        var origin = axis.Low > 0 ? shape.BarLeft : axis.High < 0 ? shape.BarRight : x(0);
        var (left, right, top) = (Math.Min(origin, x(amount)), Math.Max(origin, x(amount)), BarTop(shape, y));
        svg.Group("total").Rect("bar", left, top, Math.Max(1.5, right - left), BarHeight, 3);
        if (axis.IsCut) Cut(svg, axis.Low > 0 ? left + 13 : right - 13, top);
        Caption(svg, shape, name, null, figure, y);
        svg.EndGroup();
    }

    /// <summary>Two slanting gaps in the bar: here the axis is cut.</summary>
    private static void Cut(Svg svg, double x, double top) => svg
        .Path("cut",
            $"M{Svg.N(x - 6)} {Svg.N(top + BarHeight + 3)}l5 {Svg.N(-BarHeight - 6)}"
                + $"M{Svg.N(x + 1)} {Svg.N(top + BarHeight + 3)}l5 {Svg.N(-BarHeight - 6)}", "the axis is cut here");

    private static void Step(Svg svg, WaterfallShape shape, BridgeLineReport line, string figure, (double From, double To) bar, double y,
        string address)
    {
        var kind = line.Amount > 0 ? "plus" : line.Amount < 0 ? "minus" : "nothing";
        Thread(svg, shape, bar.From, y);
        svg.Link($"step {kind}", address,
            $"{line.Name}, {line.Title}: {figure}, {Words.Count(line.Groups, "group")}, {line.Owner ?? "no owner"}. Show the rows")
            .Rect("hit", 0, y + 1, shape.Width, shape.Row - 2, 8)
            .Path("bar", Bar(bar.From, bar.To, BarTop(shape, y)));
        Caption(svg, shape, line.Name, $"{line.Title} · {Words.Count(line.Groups, "group")}", figure, y);
        svg.EndLink();
    }

    /// <summary>
    /// A bar that ends in a point towards where the total moves; a hairline where it moves too little to see, a dot where not at all.
    /// </summary>
    private static string Bar(double from, double to, double top)
    {
        var (length, way) = (Math.Abs(to - from), to < from ? -1 : 1);
        if (length == 0) return $"M{Svg.N(from - 3)} {Svg.N(top + BarHeight / 2)}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z";
        if (length < 2) return $"M{Svg.N(from - 1)} {Svg.N(top)}h2v{Svg.N(BarHeight)}h-2z";
        var point = Math.Min(7, length / 2) * way;
        return $"M{Svg.N(from)} {Svg.N(top)}H{Svg.N(to - point)}L{Svg.N(to)} {Svg.N(top + BarHeight / 2)}"
            + $"L{Svg.N(to - point)} {Svg.N(top + BarHeight)}H{Svg.N(from)}z";
    }

    /// <summary>The running total, carried down from the row above.</summary>
    private static void Thread(Svg svg, WaterfallShape shape, double x, double y) =>
        svg.Path("thread", $"M{Svg.N(x)} {Svg.N(BarTop(shape, y - shape.Row) + BarHeight)}V{Svg.N(BarTop(shape, y))}");

    private static void Caption(Svg svg, WaterfallShape shape, string name, string? note, string figure, double y)
    {
        var baseline = shape.Stacked ? y + 22 : note is null ? y + shape.Row / 2 + 5 : y + shape.Row / 2 - 3;
        svg.Text("name", shape.Stacked ? 6 : 8, baseline, Svg.Fit(name, shape.LabelRoom(figure), shape.FontSize));
        if (note is not null && !shape.Stacked) svg.Text("note", 8, baseline + 17, Svg.Fit(note, shape.Label - 12, 12));
        svg.Text("figure", shape.Width - 6, shape.Stacked ? y + 22 : y + shape.Row / 2 + 5, figure, end: true);
    }
}
