using System.Globalization;
using System.Text;
using Treaty.Core.Products;

namespace Treaty.Operations.Drafting;

/// <summary>What the beginning of a CSV file says of how it is written: encoding, delimiter, whether it has a header, its names.</summary>
/// <param name="Columns">Names for the columns; empty where those of the header can be taken as they are.</param>
internal sealed record CsvSample(CsvDialect Dialect, IReadOnlyList<string> Columns, bool HeaderInDoubt)
{
    private const int Bytes = 256 * 1024;
    private const int Records = 50;

    public static CsvSample Of(string file)
    {
        if (file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) return new(CsvDialect.Default, [], false);
        var (text, encoding, whole) = Read(file);
        var remarks = text.StartsWith('#');
        if (remarks) text = string.Join('\n', text.Split('\n').Where(line => !line.StartsWith('#')));
        var delimiter = new[] { ",", ";", "\t", "|" }.MaxBy(d => Score(Split(text, d[0], whole)))!;
        var records = Split(text, delimiter[0], whole);
        var dialect = CsvDialect.Default with { Delimiter = delimiter, Encoding = encoding, Comment = remarks ? "#" : null };
        if (records.Count == 0) return new(dialect, [], false);
        var width = records.Max(r => r.Count);
        if (records.Count > 1 && IsNumber(records[0][0]) && IsNumber(records[1][0]))
            return new(dialect with { Header = false }, Names([.. Enumerable.Repeat("", width)]), true);
        var header = records[0].Select(cell => cell.Trim()).ToList();
        var blank = Enumerable.Repeat("", Math.Max(0, (records.Count > 1 ? records[1].Count : 0) - header.Count));
        var names = Names([.. header, .. blank]);
        return new(dialect, names.SequenceEqual(header, StringComparer.Ordinal) ? [] : names, header.Any(IsNumber));
    }

    private static (string Text, string Encoding, bool Whole) Read(string file)
    {
        using var stream = File.OpenRead(file);
        var bytes = new byte[Bytes];
        var read = bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        var whole = stream.Length <= Bytes;
        if (read.StartsWith(Encoding.Unicode.Preamble)) return (Encoding.Unicode.GetString(read[2..]), "utf-16", whole);
        if (read.StartsWith(Encoding.BigEndianUnicode.Preamble)) return (Encoding.BigEndianUnicode.GetString(read[2..]), "utf-16-be", whole);
        if (read.StartsWith(Encoding.UTF8.Preamble)) read = read[3..];
        // A cut character at the end of the sample is no sign of another encoding.
        var cut = read;
        while (!whole && cut.Length > 0 && (cut[^1] & 0xC0) == 0x80) cut = cut[..^1];
        if (!whole && cut.Length > 0) cut = cut[..^1];
        return System.Text.Unicode.Utf8.IsValid(cut) ? (Encoding.UTF8.GetString(cut), "utf-8", whole)
            : (Encoding.Latin1.GetString(read), "latin-1", whole);
    }

    /// <summary>A delimiter is likely by how many records it divides alike, then by how many columns it makes.</summary>
    private static double Score(IReadOnlyList<IReadOnlyList<string>> records) => records.Count == 0 || records[0].Count == 1 ? 0
        : 1 + (10_000.0 * records.Count(r => r.Count == records[0].Count) / records.Count) + Math.Min(records[0].Count, 999);

    /// <summary>The first records, as RFC 4180 writes them; the last is left out where the sample may have cut it.</summary>
    internal static IReadOnlyList<IReadOnlyList<string>> Split(string text, char delimiter, bool whole)
    {
        var records = new List<IReadOnlyList<string>>();
        var (record, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length && records.Count < Records; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[++i]);
            else if (c == '"' && (quoted || cell.Length == 0)) quoted = !quoted;
            else if (!quoted && (c == delimiter || c is '\n' or '\r'))
            {
                record.Add(cell.ToString());
                cell.Clear();
                if (c == delimiter) continue;
                if (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n') i++;
                if (record is not [""]) records.Add(record);
                record = [];
            }
            else cell.Append(c);
        }
        if (whole && records.Count < Records && (cell.Length > 0 || record.Count > 0)) records.Add([.. record, cell.ToString()]);
        return records;
    }

    private static List<string> Names(IReadOnlyList<string> header)
    {
        var names = new List<string>();
        for (var i = 0; i < header.Count; i++)
        {
            var name = header[i] != "" ? header[i] : string.Create(CultureInfo.InvariantCulture, $"column{i + 1}");
            var unique = name;
            for (var n = 2; names.Contains(unique, StringComparer.OrdinalIgnoreCase) || (n > 2 && header.Contains(unique)); n++)
                unique = string.Create(CultureInfo.InvariantCulture, $"{name}_{n}");
            names.Add(unique);
        }
        return names;
    }

    private static bool IsNumber(string cell) =>
        decimal.TryParse(cell.Trim(), NumberStyles.Number, CultureInfo.InvariantCulture, out _);
}
