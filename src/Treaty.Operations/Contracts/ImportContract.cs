using System.Text;
using System.Text.RegularExpressions;
using Treaty.Core.Contracts.Formats;
using Treaty.Core.Findings;
using Treaty.Operations.Doors;
using Treaty.Operations.Meshes;

namespace Treaty.Operations.Contracts;

/// <param name="Source">A file: CSV, NDJSON, Parquet, JSON Schema, Avro schema, dbt manifest or properties; or a table of a
/// PostgreSQL.</param>
/// <param name="Format">Null to see it from the source.</param>
/// <param name="Id">The contract's id; null to take the source's name.</param>
/// <param name="Only">The models to take, of a source that holds many.</param>
public sealed record ImportRequest(string Source, ContractFormat? Format, string? Id, IReadOnlyList<string> Only);

/// <param name="Contract">The drafted text; null where none could be drafted.</param>
/// <param name="Questions">What only a person can answer; each is a comment in the text.</param>
public sealed record ImportReport(string Source, string? Format, string? Contract, IReadOnlyList<string> Questions,
    IReadOnlyList<Finding> Findings)
{
    public bool Succeeded => Contract is not null && !Findings.HasErrors();
}

/// <summary>Drafts a contract that a person can finish from what describes the data already.</summary>
public sealed class ImportContract(IQueryEngine engine, ISourceFeed feed)
{
    public async ValueTask<ImportReport> RunAsync(ImportRequest request, CancellationToken cancel)
    {
        var findings = new List<Finding>();
        var text = "";
        if (!File.Exists(request.Source))
            return new(request.Source, null, null, [],
                [FormatFindings.NotReadable.At(null, $"`{request.Source}` is not there", "name a file that exists")]);
        var format = request.Format ?? ByEnding(request.Source);
        if (format is null or not (ContractFormat.Csv or ContractFormat.Parquet or ContractFormat.Ndjson))
        {
            if (DocumentText.Read(request.Source, request.Source, findings) is not { } read) return Report(request, format, null, findings);
            text = read;
            format ??= ContractFormats.Of(request.Source, text);
        }
        if (format is null or ContractFormat.Odcs or ContractFormat.PostgresDdl)
        {
            findings.Add(FormatFindings.UnknownSource.At(new(request.Source, 1, 1), "it is not clear what this is",
                "say it with --from csv, ndjson, parquet, json-schema, avro or dbt"));
            return Report(request, format, null, findings);
        }
        var id = request.Id ?? IdOf(request.Source);
        var contract = format is ContractFormat.Csv or ContractFormat.Parquet or ContractFormat.Ndjson
            ? await new SeeFile(engine, feed).AsContractAsync(request.Source, format.Value, id, findings, cancel).ConfigureAwait(false)
            : ContractFormats.Read(text, format.Value, request.Source, id, request.Only, findings);
        return Report(request, format, contract, findings);
    }

    private static ImportReport Report(ImportRequest request, ContractFormat? format, PortableContract? contract, List<Finding> findings) =>
        Report(request.Source, format, contract, findings);

    internal static ImportReport Report(string source, ContractFormat? format, PortableContract? contract, List<Finding> findings) =>
        new(source, format?.ToString(), contract is null ? null : ContractFormats.Draft(contract), contract is null ? []
            : [.. Questions(contract)],
            findings.Sorted());

    private static IEnumerable<string> Questions(PortableContract contract) =>
        contract.Tables.SelectMany(t => t.Questions.Select(q => $"{t.Name}: {q}").Concat(t.Fields.SelectMany(f => Of(t.Name, f))));

    private static IEnumerable<string> Of(string path, PortableField field)
    {
        var here = field.Name == "" ? path : $"{path}.{field.Name}";
        return field.Questions.Select(q => $"{here}: {q}").Concat(field.Fields.SelectMany(f => Of(here, f)))
            .Concat(field.Item is { } item ? Of(here, item) : []);
    }

    private static ContractFormat? ByEnding(string source) =>
        Path.GetFileName(source).ToLowerInvariant().Split('.').Skip(1).Where(e => e is not ("gz" or "zst")).LastOrDefault() switch
    {
        "csv" or "tsv" or "txt" => ContractFormat.Csv,
        "ndjson" or "jsonl" => ContractFormat.Ndjson,
        "parquet" => ContractFormat.Parquet,
        _ => null,
    };

    private static string IdOf(string source)
    {
        var id = new StringBuilder(Regex.Replace(Path.GetFileName(source).Split('.')[0].ToLowerInvariant(), "[^a-z0-9_]+", "_").Trim('_'));
        return id.Length == 0 ? "contract" : id.ToString();
    }
}
