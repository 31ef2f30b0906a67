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
public sealed class DraftMesh(IQueryEngine engine, ISourceFeed feed)
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

    /// <summary>One file as data; null where it cannot be used, and the findings say why.</summary>
    internal ValueTask<DraftTable?> SeeAsync(string file, List<Finding> findings, CancellationToken cancel) =>
        SeeAsync(file, [], findings, cancel);

    private async ValueTask<DraftTable?> SeeAsync(string file, List<DraftTable> before, List<Finding> findings, CancellationToken cancel)
    {
        var name = Unique(DraftId.Of(Path.GetFileName(file).Split('.')[0]), before);
        var format = FormatOf(file);
        var sample = format == SourceFormat.Csv ? CsvSample.Of(file) : new(CsvDialect.Default, [], false);
        var source = new Source(name, null, format, Path.GetFileName(file), null, SourceMode.Full, sample.Dialect, [.. sample.Columns],
            default);
        var table = await SeeAsync(source, file, sample.HeaderInDoubt, findings, cancel).ConfigureAwait(false);
        // Numbers of another country are numbers once the dialect says how they are written.
        if (format != SourceFormat.Csv || table?.Columns.Select(c => c.Look).FirstOrDefault(l => l?.Decimal is not null) is not { } look)
            return table;
        return await SeeAsync(source with
        {
            Dialect = sample.Dialect with { Decimal = look.Decimal!, Thousands = look.Thousands },
            Numbers = [.. table!.Columns.Where(c => c.Look == look).Select(c => c.SourceName)],
        }, file, sample.HeaderInDoubt, findings, cancel).ConfigureAwait(false);
    }

    private async ValueTask<DraftTable?> SeeAsync(Source source, string file, bool doubt, List<Finding> findings, CancellationToken cancel)
    {
        var folder = Path.GetDirectoryName(file)! + Path.DirectorySeparatorChar;
        var scratch = Path.Combine(Path.GetTempPath(), "treaty-" + Path.GetRandomFileName());
        var read = new SourceFile(source.Location, file, new FileInfo(file).Length, default, "");
        using var copies = new DecodedCopies(feed, scratch + "-copies");
        var state = (await copies.MakeAsync([new SourceState(source, folder, [read], [read])], all: false, cancel)
            .ConfigureAwait(false))[0];
        await using var session = await engine.OpenAsync(new SessionRequest([state.ReadFolder], [], scratch), cancel).ConfigureAwait(false);
        await session.ExecuteAsync(StageSql.Schemas, cancel).ConfigureAwait(false);
        var said = new List<Finding>();
        var staged = await StageSources.StageAsync(session, state, direct: false, said, cancel).ConfigureAwait(false);
        findings.AddRange(said.Select(f => f with { Place = null }));
        if (said.HasErrors()) return null;
        if (staged.Rows == 0)
        {
            findings.Add(staged.Rejected == 0
                ? Unusable.At(null, $"`{file}` has no records", "name a file with data, so that types and keys can be seen")
                : Unusable.At(null, $"none of the {staged.Rejected} records of `{file}` has the {staged.Columns.Count} columns of its first line",
                    "remove what stands above the header, or correct the file"));
            return null;
        }
        var columns = new List<DraftColumn>();
        var look = await DraftLook.OpenAsync(session, source, staged.Rows, cancel).ConfigureAwait(false);
        foreach (var column in staged.Columns.Where(c => c != ""))
            columns.Add(await look.AtAsync(column, columns, cancel).ConfigureAwait(false));
        return new(source.Name, source, folder, staged.Rows, staged.Rejected, columns, doubt);
    }

    private static SourceFormat FormatOf(string file)
    {
        var endings = Path.GetFileName(file).Split('.').Skip(1).Select(part => part.ToLowerInvariant()).ToList();
        if (endings.Contains("parquet")) return SourceFormat.Parquet;
        if (!endings.Any(e => e is "ndjson" or "jsonl" or "json")) return SourceFormat.Csv;
        return First(file) == '[' ? SourceFormat.Json : SourceFormat.Ndjson;
    }

    /// <summary>The first character that is no blank; null where there is none, or it cannot be seen.</summary>
    private static char? First(string file)
    {
        if (file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) return null;
        using var reader = new StreamReader(file);
        int c;
        while ((c = reader.Read()) >= 0)
            if (!char.IsWhiteSpace((char)c)) return (char)c;
        return null;
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
    IReadOnlyList<DraftColumn> Columns, bool HeaderInDoubt)
{
    /// <summary>The column that could be the key: unique and always there, by preference one that is called so; null where none
    /// is.</summary>
    public DraftColumn? Key => Columns.Where(c => c.Unique && c.Property.Type is LogicalType.String or LogicalType.Integer)
        .OrderByDescending(c => c.Name.EndsWith("id", StringComparison.Ordinal) || c.Name.EndsWith("_no", StringComparison.Ordinal)
            || c.Name.EndsWith("key", StringComparison.Ordinal)).FirstOrDefault();
}

/// <param name="Present">Never absent in the file.</param>
/// <param name="Look">What a text that is of no type looks like; null where like nothing known.</param>
internal sealed record DraftColumn(string Name, string SourceName, Property Property, bool Present, bool Unique, ColumnLook? Look);
