using Treaty.Core.Contexts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Plans;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Contexts;

/// <summary>How far a mapping carried when it was last measured.</summary>
/// <param name="Versions">The product versions that were measured.</param>
public sealed record MappingManifest(
    string From, string To, string Run, DateTimeOffset At, MappingCoverage Coverage, IReadOnlyList<string> Versions);

/// <summary>Measures, after a run, how many keys of each side the mappings of the context map translate.</summary>
public sealed class MeasureMappings(MeshStore store, Mesh mesh, RunIdentity run)
{
    public static readonly FindingKind NotMeasured = new("TRY1121", Severity.Warning, "a mapping could not be measured");
    public static readonly FindingKind CarriesNothing = new("TRY1122", Severity.Warning, "a mapping translates nothing");

    /// <summary>Measures what the steps of a run give reason to measure.</summary>
    /// <param name="findings">Where what translates nothing, or could not be measured, is said.</param>
    public async ValueTask<IReadOnlyList<MappingLine>> AfterAsync(IReadOnlyList<StepReport> steps, List<Finding> findings,
        CancellationToken cancel)
    {
        var published = steps.Where(s => s.Outcome == StepOutcome.Published).Select(s => s.Ref).ToHashSet(StringComparer.Ordinal);
        if (published.Count == 0 || mesh.Map.Terms.IsEmpty) return [];
        var versions = await store.Ledger.NewestVersionsAsync(cancel).ConfigureAwait(false);
        var (lines, found) = await RunAsync(versions, published, cancel).ConfigureAwait(false);
        findings.AddRange(found);
        return lines;
    }

    /// <param name="versions">The newest version of each product.</param>
    /// <param name="published">The products that this run published: mappings of others stay as they were measured.</param>
    /// <returns>What was measured; findings for what translates nothing or could not be measured.</returns>
    private async ValueTask<(IReadOnlyList<MappingLine> Lines, IReadOnlyList<Finding> Findings)> RunAsync(
        IReadOnlyDictionary<string, VersionManifest> versions, HashSet<string> published, CancellationToken cancel)
    {
        var due = mesh.Map.Terms.Select(m => (Mapping: m, From: Columns(m.From, m.FromKey), To: Columns(m.To, m.ToKey)))
            .Where(x => x.From.Count > 0 && x.To.Count > 0 && x.From.Concat(x.To).All(c => versions.ContainsKey(c.Product.ToString()))
                && x.From.Concat(x.To).Any(c => published.Contains(c.Product.ToString()))).ToList();
        var (lines, findings) = (new List<MappingLine>(), new List<Finding>());
        if (due.Count == 0) return (lines, findings);
        await using var session = await store.OpenSessionAsync(mesh.Settings, [], writes: false, cancel).ConfigureAwait(false);
        var views = new InputViews(store, session);
        foreach (var product in due.SelectMany(x => x.From.Concat(x.To)).Select(c => c.Product).Distinct())
            await views.ShowAsync(mesh.Product(product)!, versions[product.ToString()], cancel).ConfigureAwait(false);
        foreach (var (mapping, from, to) in due)
        {
            try
            {
                var row = (await session.QueryAsync(MappingSql.Coverage(mapping, from, to, View), 1, cancel).ConfigureAwait(false)).Rows[0];
                var coverage = new MappingCoverage(EngineValues.Count(row[0]), EngineValues.Count(row[1]), EngineValues.Count(row[2]));
                lines.Add(await RecordAsync(mapping, coverage, [.. from.Concat(to).Select(c => versions[c.Product.ToString()])
                    .Select(v => $"{v.Ref}#{v.Version}").Distinct().Order(StringComparer.Ordinal)], cancel).ConfigureAwait(false));
                if (coverage is { Both: 0, FromKeys: > 0, ToKeys: > 0 } && mapping.Kind != TermRelationKind.Overlaps)
                    findings.Add(CarriesNothing.At(mapping.Place,
                        $"none of the {coverage.FromKeys} keys of `{mapping.From}` is one of the {coverage.ToKeys} of `{mapping.To}`",
                        "correct `key` or `when`, or remove the mapping"));
            }
            catch (BackendException e) when (e.Fault == BackendFault.Refused)
            {
                findings.Add(NotMeasured.At(mapping.Place,
                    $"`{mapping.From}` to `{mapping.To}` could not be measured: {e.Message}", "correct `key` or `when`"));
            }
        }
        return (lines, findings);
    }

    private async ValueTask<MappingLine> RecordAsync(TermMapping mapping, MappingCoverage coverage, IReadOnlyList<string> versions,
        CancellationToken cancel)
    {
        var manifest = new MappingManifest(mapping.From, mapping.To, run.Id, run.At, coverage, versions);
        await store.Ledger.AppendAsync([new LedgerEntry(RecordKind.Mapping, mapping.Name, run.Id, run.At, run.By,
            TreatyJson.Write(manifest))],
            cancel).ConfigureAwait(false);
        return new(mapping.From, mapping.To, ContextMapDocument.Text(mapping.Kind), coverage.FromKeys, coverage.ToKeys, coverage.Both,
            coverage.FromShare, coverage.ToShare);
    }

    private IReadOnlyList<PublishedColumn> Columns(string term, string? key) => TermColumns.Of(mesh, term, key);

    private static string View(PublishedColumn column) => Quote.Name(column.Product.Context, $"{column.Product.Product}__{column.Object}");
}
