using System.Text;
using System.Text.Encodings.Web;
using Treaty.Operations.Reports;

namespace Treaty.Server.Pictures;

/// <summary>
/// A bridge drawn as a waterfall that runs down the page: a row a line, the bar where the running total moves. Differences are mostly
/// tiny beside the totals,
/// so the axis
/// shows only the span that they move in; the totals' bars are cut, and say so.
/// </summary>
public static class Waterfall
{
    private const double Width = 960, Row = 34, Label = 270, Figure = 150, Top = 10;

    /// <param name="link">The address that opens a line into its rows.</param>
    public static string Draw(BridgeWalk walk, string from, string to, Func<string, string> link)
    {
        var (low, high) = Span(walk);
        double X(decimal value) => Label + (double)((value - low) / (high - low)) * (Width - Label - Figure - 20);
        var svg = new StringBuilder();
        var words = $"Walk from {from} {Words.Amount(walk.TotalA)} to {to} {Words.Amount(walk.TotalB)} {walk.Currency}";
        var height = Top * 2 + Row * (walk.Lines.Count + 2);
        svg.Append($"<svg class=\"waterfall\" viewBox=\"0 0 {N(Width)} {N(height)}\" role=\"img\" aria-label=\"{E(words)}\">");
        var y = Top;
        Total(svg, from, walk.TotalA, X(walk.TotalA), ref y);
        var running = walk.TotalA;
        foreach (var line in walk.Lines)
        {
            Step(svg, line, X(running), X(running + line.Amount), ref y, link(line.Name));
            running += line.Amount;
        }
        Total(svg, to, walk.TotalB, X(walk.TotalB), ref y);
        return svg.Append("</svg>").ToString();
    }

    /// <summary>True where the axis does not begin at zero.</summary>
    public static bool IsCut(BridgeWalk walk) => Span(walk).Low > 0;

    /// <summary>The span in which the running total moves, with room on both sides; zero stays in it where it is near.</summary>
    private static (decimal Low, decimal High) Span(BridgeWalk walk)
    {
        var values = new List<decimal> { walk.TotalA, walk.TotalB };
        var running = walk.TotalA;
        foreach (var line in walk.Lines) values.Add(running += line.Amount);
        var (least, most) = (values.Min(), values.Max());
        var room = Math.Max((most - least) * 0.12m, Math.Abs(most) * 0.0005m);
        if (room == 0) room = 1;
        var low = least - room * 3;
        return (least >= 0 && low < 0 ? 0 : low, most + room);
    }

    private static void Total(StringBuilder svg, string name, decimal amount, double x, ref double y)
    {
        svg.Append($"<g class=\"total\"><text x=\"{N(Label - 12)}\" y=\"{N(y + 21)}\" class=\"name\">{E(name)}</text>")
            .Append($"<rect x=\"{N(Label)}\" y=\"{N(y + 5)}\" width=\"{N(Math.Max(1, x - Label))}\" height=\"22\" rx=\"3\"/>")
            .Append($"<text x=\"{N(Width - 8)}\" y=\"{N(y + 21)}\" class=\"figure\">{E(Words.Amount(amount))}</text></g>");
        y += Row;
    }

    private static void Step(StringBuilder svg, BridgeLineReport line, double from, double to, ref double y, string link)
    {
        var (left, width) = (Math.Min(from, to), Math.Max(1.5, Math.Abs(to - from)));
        var kind = line.Amount > 0 ? "plus" : line.Amount < 0 ? "minus" : "nothing";
        svg.Append($"<a href=\"{E(link)}\" class=\"step {kind}\"><title>{E($"{line.Title}: {Words.Signed(line.Amount)}, {Words.Count(line.Groups)} groups, answered for by {line.Owner}")}</title>")
            .Append($"<rect x=\"0\" y=\"{N(y)}\" width=\"{N(Width)}\" height=\"{N(Row)}\" class=\"hit\"/>")
            .Append($"<text x=\"{N(Label - 12)}\" y=\"{N(y + 21)}\" class=\"name\">{E(Short(line.Name))}</text>")
            .Append($"<line x1=\"{N(from)}\" y1=\"{N(y - 7)}\" x2=\"{N(from)}\" y2=\"{N(y + 7)}\" class=\"thread\"/>")
            .Append($"<rect x=\"{N(left)}\" y=\"{N(y + 7)}\" width=\"{N(width)}\" height=\"18\" rx=\"2\" class=\"bar\"/>")
            .Append($"<text x=\"{N(Width - 8)}\" y=\"{N(y + 21)}\" class=\"figure\">{E(Words.Signed(line.Amount))}</text></a>");
        y += Row;
    }

    private static string Short(string name) => name.Length <= 34 ? name : name[..33] + "…";

    private static string N(double value) => Words.Number(value);

    private static string E(string text) => HtmlEncoder.Default.Encode(text);
}
