using Treaty.Core;
using Treaty.Core.Contracts;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>Everything that is known of one product.</summary>
public sealed class ReadProduct(MeshStore store, Mesh mesh)
{
    private const int VersionsShown = 50;
    private const int VersionsInHistory = 30;

    public async ValueTask<ProductReport?> RunAsync(string reference, Moment moment, CancellationToken cancel)
    {
        if (Reference.TryParse(reference) is not { } parsed || mesh.Product(parsed) is not { } product) return null;
        var versions = await store.Ledger.VersionsAsync(product.Ref, cancel).ConfigureAwait(false);
        var newest = versions.Count > 0 ? versions[^1] : null;
        var comparisons = await ComparisonsAsync(product, cancel).ConfigureAwait(false);
        var open = (await OpenDiscrepancies.ByOwnerAsync(store, mesh, moment, cancel).ConfigureAwait(false))
            .GetValueOrDefault(product.Ref.ToString());
        var entry = ReadCatalog.Entry(product, newest, open);
        var team = product.Team is { } id ? mesh.Team(id) : null;
        return new(
            entry, product.Meaning.Usage, product.Meaning.Limitations, team is null ? null : new(team.Id, team.Name, team.Contact),
            [.. product.Support.Select(s => new SupportLine(s.Channel, s.Url))],
            new(product.Contract.Id, product.Contract.Version, product.Contract.Status,
                [.. product.Contract.Objectives.Select(o => $"{o.Property} {o.Value} {o.Unit}".Trim())]),
            [.. product.Contract.Objects.Select(o => Object(product, o, newest))],
            [.. product.Contract.Measures.Select(m => new MeasureLine(m.Name, m.Object, (m.Sign < 0 ? "−" : "") + m.Expression, m.Filter,
                m.Currency))],
            newest?.Checks ?? [], [.. versions.Reverse().Take(VersionsShown).Select(Version)],
            [.. product.Sources.Select(s => $"source.{s}").Concat(mesh.Reads(product).Select(r => r.ToString()))],
            [.. mesh.Products.Where(p => mesh.Reads(p).Any(r => r == product.Ref.Bare)).Select(p => p.Ref.ToString())
                .Order(StringComparer.Ordinal)],
            comparisons, newest?.Quarantine ?? [], QueryExample(product))
        {
            History = [.. CheckHistories.Of(versions, VersionsInHistory)],
        };
    }

    private static VersionLine Version(VersionManifest v) => new(
        v.Version, v.Run, v.At, v.ContractVersion, v.Tables.Where(t => t.Object != QuarantineTable.Name
                && !t.Object.EndsWith(RetractionSql.Suffix, StringComparison.Ordinal)).Sum(t => t.Rows),
            v.Rows.Quarantined, v.Rows.Added,
            v.Rows.Changed, v.Rows.Removed,
        [.. v.Inputs.Concat(v.Sources.SelectMany(s => s.Files.Select(f => f.Name)))]);

    private static ObjectLine Object(Product product, SchemaObject o, VersionManifest? newest) => new(
        o.Name, o.Fact, o.Description, QueryName(product, o),
        [.. o.Properties.Select(p => new ColumnLine(p.Name, p.ReaderType(), p.KeyPosition is not null, p.Required
            || p.KeyPosition is not null, p.Description,
            p.Classification,
            newest?.Lineage.FirstOrDefault(l => l.Object == o.Name && l.Column == p.Name)?.From ?? []))],
        newest?.Table(o.Name)?.Rows);

    /// <summary>The name by which a query reads an object.</summary>
    public static string QueryName(Product product, SchemaObject o) =>
        product.Contract.Objects.Length == 1 ? product.Ref.ToString() : $"{product.Ref}__{o.Name}";

    private static string QueryExample(Product product)
    {
        var o = product.Contract.Objects[0];
        var columns = string.Join(", ", o.Properties.Take(4).Select(p => p.Name));
        return $"select {columns} from {QueryName(product, o)} limit 10";
    }

    private async ValueTask<IReadOnlyList<ComparisonLine>> ComparisonsAsync(Product product, CancellationToken cancel)
    {
        var lines = new List<ComparisonLine>();
        foreach (var c in mesh.Comparisons.Where(c => Concerns(c, product.Ref)).OrderBy(Comparing.RefOf, StringComparer.Ordinal))
        {
            var made = await store.Ledger.ComparisonAsync(Comparing.RefOf(c), cancel).ConfigureAwait(false);
            lines.Add(new(Comparing.RefOf(c), c.A.Object.ToString(), c.B.Object.ToString(), made?.Classes ?? [], made?.Proofs ?? []));
        }
        return lines;
    }

    private static bool Concerns(Comparison c, Reference product) =>
        c.Owner.Bare == product.Bare || c.A.Object.Bare == product.Bare || c.B.Object.Bare == product.Bare;
}
