using System.Globalization;
using System.Text;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;

namespace Treaty.Operations.Drafting;

/// <param name="Files">The person's own files: CSV, NDJSON or Parquet.</param>
/// <param name="Folder">Where the mesh is drafted; the files are read from where they lie.</param>
public sealed record DraftRequest(IReadOnlyList<string> Files, string Folder, string Name);

public sealed record DraftReport(string Folder, IReadOnlyList<string> Products, IReadOnlyList<string> Questions,
    IReadOnlyList<Finding> Findings);

/// <summary>
/// Drafts a mesh around files: one context, a product a file, contracts with the types and keys that can be seen, and the questions that
/// data cannot answer
/// as comments.
/// What it writes passes `check` and can be run.
/// </summary>
public sealed class DraftMesh(IQueryEngine engine)
{
    public static readonly FindingKind Unusable = new("TRY0730", Severity.Error, "a mesh cannot be drafted around a file");

    public async ValueTask<DraftReport> RunAsync(DraftRequest request, CancellationToken cancel)
    {
        var findings = Refusals(request).ToList();
        if (findings.HasErrors()) return new(request.Folder, [], [], findings);
        var tables = new List<DraftTable>();
        foreach (var file in request.Files.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal))
            if (await SeeAsync(file, tables, findings, cancel).ConfigureAwait(false) is { } table) tables.Add(table);
        if (findings.HasErrors()) return new(request.Folder, [], [], findings);
        foreach (var (path, text) in DraftDocuments.Of(request.Name, request.Folder, tables))
        {
            var full = Path.Combine(request.Folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            await File.WriteAllTextAsync(full, text, new UTF8Encoding(false), cancel).ConfigureAwait(false);
        }
        return new(request.Folder, [.. tables.Select(t => $"{DraftDocuments.Context}.{t.Product}")],
            [.. tables.SelectMany(DraftDocuments.Questions)],
            findings);
    }

    private static IEnumerable<Finding> Refusals(DraftRequest request)
    {
        if (request.Files.Count == 0) yield return Unusable.At(null, "no file was named", "name at least one: treaty init FILE…");
        foreach (var file in request.Files.Where(f => !File.Exists(f))) yield return Unusable.At(null, $"`{file}` is not there",
            "name files that exist");
        if (File.Exists(Path.Combine(request.Folder, SettingsDocument.Path))) yield return Unusable.At(null,
            $"there is a mesh in {request.Folder} already",
            "name another folder with --mesh DIR");
    }

    private async ValueTask<DraftTable?> SeeAsync(string file, List<DraftTable> before, List<Finding> findings, CancellationToken cancel)
    {
        var name = Unique(Id(Path.GetFileName(file).Split('.')[0]), before);
        var folder = Path.GetDirectoryName(file)! + Path.DirectorySeparatorChar;
        var source = new Source(name, null, FormatOf(file), Path.GetFileName(file), null, SourceMode.Full, Sniff(file), [], default);
        await using var session = await engine.OpenAsync(new SessionRequest([folder], [],
            Path.Combine(Path.GetTempPath(), "treaty-" + Path.GetRandomFileName())), cancel).ConfigureAwait(false);
        await session.ExecuteAsync(StageSql.Schemas, cancel).ConfigureAwait(false);
        var read = new SourceFile(source.Location, file, new FileInfo(file).Length, default, "");
        var staged = await StageSources.StageAsync(session, new SourceState(source, folder, [read], [read]), direct: false,
            findings, cancel).ConfigureAwait(false);
        if (findings.HasErrors()) return null;
        if (staged.Rows == 0)
        {
            findings.Add(Unusable.At(null, $"`{file}` has no records", "name a file with data, so that types and keys can be seen"));
            return null;
        }
        var columns = new List<DraftColumn>();
        foreach (var column in staged.Columns.Where(c => c != "")) columns.Add(await ColumnAsync(session, source, column, staged.Rows,
            columns, cancel)
            .ConfigureAwait(false));
        return new(name, source, folder, staged.Rows, staged.Rejected, columns);
    }

    private static async ValueTask<DraftColumn> ColumnAsync(IQuerySession session, Source source, string column, long rows,
        List<DraftColumn> before,
        CancellationToken cancel)
    {
        var (raw, view) = (Quote.Name(column), StageSql.View(source));
        var seen = (await session.QueryAsync(new SqlText($"SELECT count({raw}), count(DISTINCT {raw}), any_value(typeof({raw})) FROM {view}"), 1, cancel)
            .ConfigureAwait(false)).Rows[0];
        var (present, distinct, type) = (EngineValues.Count(seen[0]), EngineValues.Count(seen[1]), (string)seen[2]!);
        var name = Id(column);
        while (before.Any(b => b.Name == name)) name += "_";
        var property = new Property(name, column, null, LogicalType.String, 18, 6, false, false, null, PropertyLimits.None, null, null,
            null, [], [],
            Severity.Error, default);
        foreach (var candidate in Candidates(property, type))
        {
            var typed = TypedColumn.Of(candidate, raw, type);
            if (present > 0 && EngineValues.Count((await session.QueryAsync(new SqlText($"SELECT count_if({typed.Broken}) FROM {view}"), 1,
                cancel)
                .ConfigureAwait(false)).Scalar) == 0)
                return new(name, column, candidate, present == rows, distinct == rows && present == rows);
        }
        return new(name, column, property, present == rows, distinct == rows && present == rows);
    }

    /// <summary>The narrowest type first; a leading zero is kept by staying text.</summary>
    private static IEnumerable<Property> Candidates(Property p, string engineType)
    {
        if (engineType is "VARCHAR" or "JSON" && IsCode(p.Name)) yield break;
        yield return p with { Type = LogicalType.Integer };
        foreach (var scale in new[] { 2, 4, 8 }) yield return p with { Type = LogicalType.Number, Precision = 18 + scale, Scale = scale };
        yield return p with { Type = LogicalType.Date };
        yield return p with { Type = LogicalType.Timestamp };
        yield return p with { Type = LogicalType.Boolean };
    }

    /// <summary>What is called an id, a number or a code is a name, not a quantity.</summary>
    private static bool IsCode(string name) => name.Split('_') is var parts
        && (parts.Contains("id") || parts.Contains("no") || parts.Contains("code") || parts.Contains("key") || parts.Contains("zip")
            || parts.Contains("phone")
        || name.EndsWith("id", StringComparison.Ordinal));

    private static SourceFormat FormatOf(string file) =>
        file.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) ? SourceFormat.Parquet
        : Path.GetFileName(file).Split('.').Skip(1).Any(part => part.Equals("ndjson", StringComparison.OrdinalIgnoreCase)
            || part.Equals("jsonl", StringComparison.OrdinalIgnoreCase)) ? SourceFormat.Ndjson
        : SourceFormat.Csv;

    /// <summary>The delimiter that divides the first line most often, and an encoding that its bytes allow.</summary>
    private static CsvDialect Sniff(string file)
    {
        if (FormatOf(file) != SourceFormat.Csv || file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) return CsvDialect.Default;
        using var stream = File.OpenRead(file);
        var bytes = new byte[64 * 1024];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var line = Encoding.Latin1.GetString(bytes, 0, read).Split('\n')[0];
        var delimiter = new[] { ",", ";", "\t", "|" }.MaxBy(d => line.Split(d).Length)!;
        // A cut character at the end of the sample is no sign of another encoding.
        var whole = bytes.AsSpan(0, Math.Max(0, read - 4));
        return CsvDialect.Default with { Delimiter = delimiter, Encoding =
            System.Text.Unicode.Utf8.IsValid(whole.Length > 0 ? TrimToRune(whole) : whole)
            ? "utf-8" : "latin-1" };
    }

    private static Span<byte> TrimToRune(Span<byte> bytes)
    {
        var end = bytes.Length;
        while (end > 0 && (bytes[end - 1] & 0xC0) == 0x80) end--;
        return bytes[..Math.Max(0, end - 1)];
    }

    private static string Id(string name)
    {
        var id = new StringBuilder();
        foreach (var c in name.Normalize(NormalizationForm.FormD))
            if (char.IsAsciiLetterUpper(c) && id.Length > 0 && char.IsAsciiLetterLower(id[^1])) id.Append('_')
                .Append(char.ToLowerInvariant(c));
            else if (char.IsAsciiLetterOrDigit(c)) id.Append(char.ToLowerInvariant(c));
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && id.Length > 0
                && id[^1] != '_') id.Append('_');
        var text = id.ToString().Trim('_');
        return text.Length == 0 ? "column" : char.IsAsciiDigit(text[0]) ? "n" + text : text;
    }

    private static string Unique(string name, List<DraftTable> before)
    {
        var (unique, n) = (name == "quarantine" ? "quarantine_table" : name, 2);
        while (before.Any(t => t.Product == unique)) unique = string.Create(CultureInfo.InvariantCulture, $"{name}{n++}");
        return unique;
    }
}

/// <summary>A file as it was seen.</summary>
internal sealed record DraftTable(string Product, Source Source, string Folder, long Rows, long Rejected,
    IReadOnlyList<DraftColumn> Columns)
{
    /// <summary>The column that could be the key: unique and always there, by preference one that is called so; null where none
    /// is.</summary>
    public DraftColumn? Key => Columns.Where(c => c.Unique && c.Property.Type is LogicalType.String or LogicalType.Integer)
        .OrderByDescending(c => c.Name.EndsWith("id", StringComparison.Ordinal) || c.Name.EndsWith("_no", StringComparison.Ordinal)
            || c.Name.EndsWith("key", StringComparison.Ordinal)).FirstOrDefault();
}

/// <param name="Present">Never absent in the file.</param>
internal sealed record DraftColumn(string Name, string SourceName, Property Property, bool Present, bool Unique);
