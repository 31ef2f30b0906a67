using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Treaty.Server.Pictures;

/// <summary>Writes SVG markup: numbers to a tenth, every text escaped, no inline style (the pages' content policy forbids it).</summary>
public sealed class Svg
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly StringBuilder _text = new();

    /// <param name="label">What the picture shows, for those who cannot see it.</param>
    public Svg(string @class, double width, double height, string label) =>
        _text.Append(CultureInfo.InvariantCulture,
            $"<svg class=\"{@class}\" viewBox=\"0 0 {N(width)} {N(height)}\" role=\"group\" aria-label=\"{E(label)}\">");

    public string Done() => _text.Append("</svg>").ToString();

    public Svg Rect(string @class, double x, double y, double width, double height, double radius = 0) =>
        Add($"<rect class=\"{@class}\" x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(height)}\"{(radius > 0 ? $" rx=\"{N(radius)}\"" : "")}/>");

    public Svg Path(string @class, string d, string? title = null) =>
        Add($"<path class=\"{@class}\" d=\"{d}\"{(title is null ? "/>" : $"><title>{E(title)}</title></path>")}");

    /// <summary>Text that begins at x; with <paramref name="end"/> it ends there.</summary>
    public Svg Text(string @class, double x, double y, string text, bool end = false) =>
        Add($"<text class=\"{@class}\" x=\"{N(x)}\" y=\"{N(y)}\"{(end ? " text-anchor=\"end\"" : "")}>{E(text)}</text>");

    public Svg Link(string @class, string address, string title) =>
        Add($"<a class=\"{@class}\" href=\"{E(address)}\" aria-label=\"{E(title)}\"><title>{E(title)}</title>");

    public Svg EndLink() => Add("</a>");

    public Svg Group(string @class) => Add($"<g class=\"{@class}\">");

    public Svg EndGroup() => Add("</g>");

    public Svg Raw(string markup) => Add(markup);

    public static string N(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    public static string E(string text) => Encoder.Encode(text);

    /// <summary>
    /// The text, cut with an ellipsis where it would be wider than the room there is (by an estimate of the width of letters).
    /// </summary>
    public static string Fit(string text, double room, double fontSize)
    {
        if (Width(text, fontSize) <= room) return text;
        var kept = new StringBuilder();
        var runes = text.EnumerateRunes();
        foreach (var rune in runes)
        {
            if (Width(kept.ToString() + rune + "…", fontSize) > room) break;
            kept.Append(rune.ToString());
        }
        return kept.ToString().TrimEnd() + "…";
    }

    /// <summary>About how wide a text is drawn; wide scripts take a whole em.</summary>
    public static double Width(string text, double fontSize) =>
        text.EnumerateRunes().Sum(rune => rune.Value >= 0x1100 ? 1.0 : "iljft.,:;|!'()[] ".Contains((char)rune.Value) ? 0.36
            : rune.Value < 128 && char.IsUpper((char)rune.Value) ? 0.7 : 0.58) * fontSize;

    private Svg Add(string markup)
    {
        _text.Append(markup);
        return this;
    }
}
