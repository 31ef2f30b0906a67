using Treaty.Core;
using Treaty.Core.Contexts;
using Treaty.Core.Contracts;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>The catalog and the map, read from the mesh in force and the newest version of each product.</summary>
public sealed class ReadCatalog(MeshStore store, Mesh mesh)
{
    public async ValueTask<CatalogReport> ListAsync(string? search, Moment moment, CancellationToken cancel)
    {
        var words = (search ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var entries = await EntriesAsync(moment, cancel).ConfigureAwait(false);
        return new(mesh.Settings.Name, [.. entries.Where(e => words.All(word => SearchText(e)
            .Contains(word, StringComparison.OrdinalIgnoreCase)))]);
    }

    public async ValueTask<IReadOnlyList<CatalogEntry>> EntriesAsync(Moment moment, CancellationToken cancel)
    {
        var versions = await store.Ledger.NewestVersionsAsync(cancel).ConfigureAwait(false);
        var open = await OpenDiscrepancies.ByOwnerAsync(store, mesh, moment, cancel).ConfigureAwait(false);
        return
        [
            .. mesh.Products.OrderBy(p => p.Ref.ToString(), StringComparer.Ordinal)
                .Select(p => Entry(p, versions.GetValueOrDefault(p.Ref.ToString()), open.GetValueOrDefault(p.Ref.ToString()))),
        ];
    }

    public static CatalogEntry Entry(Product product, VersionManifest? version, int openDiscrepancies) => new(
        product.Ref.ToString(), product.Title, product.ClassText(), product.Ref.Context, product.Team, product.Meaning.Purpose,
            product.Contract.Version,
            product.Status,
        version?.Version, version?.At, version?.FreshAsOf,
        version?.Tables.Where(t => product.Contract.Object(t.Object) is not null).Sum(t => t.Rows), version?.Rows.Quarantined,
            version?.Verdict ?? "none",
            openDiscrepancies);

    public async ValueTask<MapReport> MapAsync(Moment moment, CancellationToken cancel)
    {
        var entries = await EntriesAsync(moment, cancel).ConfigureAwait(false);
        var territories = entries.GroupBy(e => e.Context).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Territory(g.Key, mesh.Context(g.Key), [.. g])).ToList();
        var flows = mesh.Products.SelectMany(p =>
                p.Sources.Select(s => new Flow($"source.{s}", p.Ref.ToString(), true))
                    .Concat(mesh.Reads(p).Select(r => new Flow(r.ToString(), p.Ref.ToString(), false))))
            .Concat(mesh.Comparisons.Where(c => c.Owner.Context == Reference.LegacyContext)
                .Select(c => c.A.Object.Bare == c.Owner.Bare ? c.B : c.A)
                    .Zip(mesh.Comparisons.Where(c => c.Owner.Context == Reference.LegacyContext))
                .Select(pair => new Flow(pair.First.Object.Bare.ToString(), pair.Second.Owner.ToString(), false)))
            .Distinct().OrderBy(f => f.To, StringComparer.Ordinal).ThenBy(f => f.From, StringComparer.Ordinal);
        return new(mesh.Settings.Name, mesh.Settings.Title, mesh.Hash, territories, [.. flows],
            [.. mesh.Map.Relations.Select(r => new MapRelation(r.Upstream, r.Downstream, Kebab(r.Kind)))]);
    }

    private static Territory Territory(string id, BoundedContext? context, IReadOnlyList<CatalogEntry> products) =>
        new(id, context?.Domain, context?.Purpose, products, [.. (context?.Teams ?? []).Select(t => t.Name)]);

    private string SearchText(CatalogEntry entry)
    {
        var product = mesh.Product(Reference.TryParse(entry.Ref)!)!;
        var columns = product.Contract.Objects.SelectMany(o => o.Properties.Select(p => p.Name + " " + p.Description)
            .Prepend(o.Name + " " + o.Description));
        var terms = mesh.Context(entry.Context)?.Terms.SelectMany(t => t.Synonyms.Prepend(t.Id)) ?? [];
        return string.Join(' ', [entry.Ref, entry.Title, entry.Purpose, entry.Team, entry.Class, .. columns, .. terms]);
    }

    private static string Kebab(ContextRelationKind kind) =>
        string.Concat(kind.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
