using System.Globalization;

namespace Treaty.Cli.Views;

/// <summary>
/// Rows of text in aligned columns; numbers to the right. Where a table is wider than the line, the widest columns are cut with an
/// ellipsis, so that a row stays a line; never the first, which names what the row is about, nor numbers.
/// </summary>
internal static class TextTable
{
    private const int Gap = 2, Least = 8;

    /// <param name="right">The columns that hold numbers.</param>
    public static void Write(
        TextWriter to, IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string?>> rows, IReadOnlySet<int> right,
        string indent = "", int width = Wide.Standard)
    {
        var cells = rows.Select(row => row.Select(cell => (cell ?? "").ReplaceLineEndings("⏎")).ToList()).ToList();
        var widths = header.Select((name, i) => Math.Max(Wide.Of(name), cells.Select(row => Wide.Of(row[i])).DefaultIfEmpty(0).Max()))
            .ToArray();
        Narrow(widths, right, header, width - indent.Length);
        Line(to, header, widths, right, indent);
        to.WriteLine(indent + string.Join(new string(' ', Gap), widths.Select(w => new string('─', w))));
        foreach (var row in cells) Line(to, row, widths, right, indent);
    }

    /// <summary>Takes room from the widest text column until the row fits or nothing more can be taken.</summary>
    private static void Narrow(int[] widths, IReadOnlySet<int> right, IReadOnlyList<string> header, int width)
    {
        int Least(int i) => Math.Max(Wide.Of(header[i]), TextTable.Least);
        while (widths.Sum() + Gap * (widths.Length - 1) > width)
        {
            var widest = Enumerable.Range(1, widths.Length - 1).Where(i => !right.Contains(i) && widths[i] > Least(i))
                .OrderByDescending(i => widths[i]).Cast<int?>().FirstOrDefault();
            if (widest is not { } column) return;
            widths[column]--;
        }
    }

    private static void Line(TextWriter to, IReadOnlyList<string> cells, int[] widths, IReadOnlySet<int> right, string indent)
    {
        var padded = cells.Select((cell, i) => Wide.Pad(Wide.Cut(cell, widths[i]), widths[i], right.Contains(i)));
        to.WriteLine((indent + string.Join(new string(' ', Gap), padded)).TrimEnd());
    }
}

/// <summary>
/// How wide text is on a terminal: letters of East Asian scripts and pictures take two cells, marks that combine take none.
/// </summary>
internal static class Wide
{
    public const int Standard = 120;

    public static int Of(string text) => text.EnumerateRunes().Sum(Of);

    public static string Pad(string text, int width, bool right = false)
    {
        var blanks = new string(' ', Math.Max(0, width - Of(text)));
        return right ? blanks + text : text + blanks;
    }

    public static string Cut(string text, int width)
    {
        if (Of(text) <= width) return text;
        var (kept, used) = (new System.Text.StringBuilder(), 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if ((used += Of(rune)) > width - 1) break;
            kept.Append(rune.ToString());
        }
        return kept.Append('…').ToString();
    }

    private static int Of(System.Text.Rune rune) => System.Text.Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.Control => 0,
        _ => rune.Value is >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3 or >= 0xF900 and <= 0xFAFF
            or >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFF60 or >= 0x1F300 and <= 0x1FAFF or >= 0x20000 and <= 0x3FFFD ? 2 : 1,
    };
}
