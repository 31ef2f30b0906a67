using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Products;

/// <summary>Reads <c>dialect</c> of a CSV source.</summary>
public static class DialectDocument
{
    public static readonly FindingKind BadDelimiter = new("TRY0807", Severity.Error, "a delimiter cannot be used");
    public static readonly FindingKind BadDialect = new("TRY1405", Severity.Error, "a dialect contradicts itself");

    private const int LongestDelimiter = 4;

    public static CsvDialect Read(Fields f)
    {
        var standard = CsvDialect.Default;
        var nulls = f.Texts("null");
        var dialect = new CsvDialect(
            f.Text("delimiter") is { Length: > 0 } delimiter ? delimiter.Replace("\\t", "\t", StringComparison.Ordinal) : standard.Delimiter,
            f.Text("quote") ?? standard.Quote, f.Flag("header", true),
            f.Word("encoding", "utf-8", "latin-1", "windows-1252", "utf-16", "utf-16-be") ?? standard.Encoding,
            nulls.Count > 0 ? nulls[0] : standard.Null)
        {
            Escape = f.Text("escape"),
            Comment = f.Text("comment") is { Length: > 0 } comment ? comment : null,
            SkipLines = f.Integer("skipLines") ?? 0,
            MoreNulls = [.. nulls.Skip(1)],
            QuotedNull = f.Flag("quotedNull", true),
            Decimal = f.Word("decimal", ".", ",") ?? standard.Decimal,
            Thousands = f.Word("thousands", ".", ",", " ", "'", "_"),
            Compression = f.Word("compression", "gzip", "zstd", "none"),
        };
        foreach (var (key, sentence, help) in Contradictions(dialect))
            f.Findings.Add((key == "delimiter" ? BadDelimiter : BadDialect).At(f.PlaceOf(key), sentence, help));
        f.End();
        return dialect;
    }

    private static IEnumerable<(string Key, string Sentence, string Help)> Contradictions(CsvDialect d)
    {
        if (d.Delimiter.Length > LongestDelimiter || d.Delimiter.AsSpan().ContainsAny('\n', '\r') || d.Delimiter == d.Quote)
            yield return ("delimiter", $"`{d.Delimiter}` cannot separate columns",
                "use one to four characters other than the quote and the line end");
        if (d.Quote.Length > 1) yield return ("quote", $"`{d.Quote}` is more than one character", "use one character, or \"\" for none");
        if (d.Escape is { Length: not 1 }) yield return ("escape", $"`{d.Escape}` is not one character", "use one character");
        if (d.Comment is { Length: > 1 }
            || (d.Comment is not null && (d.Comment == d.Quote || d.Delimiter.Contains(d.Comment, StringComparison.Ordinal))))
            yield return ("comment", $"`{d.Comment}` cannot begin comments", "use one character other than quote and delimiter");
        if (d.SkipLines < 0) yield return ("skipLines", "fewer than no lines cannot be skipped", "use 0 or more");
        if (d.Thousands == d.Decimal)
            yield return ("thousands", $"`{d.Thousands}` separates both groups of digits and decimals", "name two different characters");
        if (d is { Compression: "zstd", NeedsDecoding: true })
            yield return ("compression", "files in this encoding, with comments or lines to skip cannot be packed with zstd",
                "use gzip, or bring the files in utf-8 without comments and other lines");
    }
}
