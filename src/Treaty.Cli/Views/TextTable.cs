namespace Treaty.Cli.Views;

/// <summary>Rows of text in aligned columns; numbers to the right. Wide cells are cut with an ellipsis so that a row stays a
/// line.</summary>
internal static class TextTable
{
    private const int WidestCell = 60;

    /// <param name="right">The columns that hold numbers.</param>
    public static void Write(TextWriter to, IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string?>> rows,
        IReadOnlySet<int> right, string indent =
        "")
    {
        var cells = rows.Select(row => row.Select(cell => Cut(cell ?? "")).ToList()).ToList();
        var widths = header.Select((name, i) => Math.Max(Width(name), cells.Select(row => Width(row[i])).DefaultIfEmpty(0).Max())).ToList();
        Line(to, header, widths, right, indent);
        to.WriteLine(indent + string.Join("  ", widths.Select(w => new string('─', w))));
        foreach (var row in cells) Line(to, row, widths, right, indent);
    }

    private static void Line(TextWriter to, IReadOnlyList<string> cells, List<int> widths, IReadOnlySet<int> right, string indent)
    {
        var line = string.Join("  ", cells.Select((cell, i) => right.Contains(i) ? Pad(widths[i] - Width(cell)) + cell : cell
            + Pad(widths[i] - Width(cell))));
        to.WriteLine(indent + line.TrimEnd());
    }

    private static string Pad(int count) => new(' ', Math.Max(0, count));

    private static int Width(string text) => new System.Globalization.StringInfo(text).LengthInTextElements;

    private static string Cut(string text)
    {
        var line = text.ReplaceLineEndings("⏎");
        return line.Length <= WidestCell ? line : line[..(WidestCell - 1)] + "…";
    }
}

/// <summary>Amounts and counts as people read them: thin groups, a real minus, all digits.</summary>
internal static class Figures
{
    public static string Amount(decimal amount) => Grouped(amount.ToString("#,0.00##########",
        System.Globalization.CultureInfo.InvariantCulture));

    public static string Signed(decimal amount) => (amount > 0 ? "+" : "") + Amount(amount);

    public static string Count(long count) => Grouped(count.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture));

    private static string Grouped(string text) => text.Replace('-', '−');
}
