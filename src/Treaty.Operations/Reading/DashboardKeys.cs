using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Plans;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation.Dashboards;
using Treaty.Core.Sql;
using Treaty.Operations.Publishing;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>Says by which key two dashboards' rows belong together where no comparison does: as someone says, or as is declared.</summary>
internal sealed class DashboardKeys(MeshStore store, Mesh mesh)
{
    public static readonly FindingKind Several = new("TRY1455", Severity.Error, "rows of two products may belong together in several ways");
    public static readonly FindingKind Nothing = new("TRY1456", Severity.Warning, "no key of one product is one of the other");

    private readonly Dictionary<string, VersionManifest> _versions = new(StringComparer.Ordinal);

    /// <param name="said">Pairs of columns, <c>order_id=order_ref</c> or one name for both; none where they are to be found.</param>
    public async ValueTask<(SharedKey? Key, Finding? Refusal)> FindAsync(ReadDashboard a, ReadDashboard b, IReadOnlyList<string> said,
        CancellationToken cancel)
    {
        foreach (var (reference, version) in await store.Ledger.NewestVersionsAsync(cancel).ConfigureAwait(false))
            _versions[reference] = version;
        var ways = SharedKeys.Between(mesh, Keyed(a), Keyed(b));
        if (said.Count > 0)
        {
            var pairs = Pairs(said);
            // A way through another object can be said as it is named here.
            var meant = ways.Where(w => w.Text == string.Join(',', said) || (w.Through is null && w.Pairs.SequenceEqual(pairs))).ToList();
            return meant switch { [] => Said(a, b, pairs), [var way] => (way, null), _ => (null, Unclear(a, b, meant)) };
        }
        var certain = ways.Where(w => w.Certain).ToList();
        if (certain is [var only]) return (only, null);
        if (certain.Count > 1)
            return (null, Unclear(a, b, certain));
        return (null, DashboardBridge.NotDrawn.At(null,
            $"no comparison says which rows of `{a.Select.Table}` and `{b.Select.Table}` belong together, and no declared key relates them"
            + (ways.Count == 0 ? "" : $"; uncertain is {Ways(ways)}"),
            ways.Count == 0 ? "say it with --key A=B, or declare it: a reference in a contract, a key in context-map.yaml, or a comparison"
                : (Sayable(ways) is { } text ? $"take it all the same with --key \"{text}\", or declare" : "declare")
                    + " a comparison in reconciliation.yaml or feed.yaml"));
    }

    private static Finding Unclear(ReadDashboard a, ReadDashboard b, IReadOnlyList<SharedKey> ways) =>
        Several.At(null, $"rows of `{a.Select.Table}` and `{b.Select.Table}` may belong together by {Ways(ways)}",
            Sayable(ways) is { } text ? $"say which is meant, such as --key \"{text}\", or declare a comparison"
                : "declare a comparison: the conditions of a key cannot be said");

    /// <summary>What only one of several ways is called.</summary>
    private static string? Sayable(IReadOnlyList<SharedKey> ways) =>
        ways.GroupBy(w => w.Text).FirstOrDefault(same => same.Count() == 1)?.Key;

    private static string Ways(IReadOnlyList<SharedKey> ways) =>
        string.Join(", or by ", ways.Select(w => $"`{w.Text}`{w.Conditions}: {w.Because}"));

    private static List<(string A, string B)> Pairs(IReadOnlyList<string> said) => [.. said.SelectMany(s => s.Split(','))
        .Select(s => s.Split('=', 2, StringSplitOptions.TrimEntries)).Select(p => (A: p[0], B: p[^1]))];

    private static (SharedKey? Key, Finding? Refusal) Said(ReadDashboard a, ReadDashboard b, List<(string A, string B)> pairs)
    {
        var columns = pairs.SelectMany(p => new[] { (Of: a, Name: p.A), (Of: b, Name: p.B) }).ToList();
        foreach (var (of, name) in columns.Where(c => c.Of.Table.Property(c.Name) is null))
            return (null, DashboardBridge.NotDrawn.At(null, $"`{of.Select.Table}` has no column `{name}`",
                Core.Meshes.Yaml.Nearest.Help(name, [.. of.Table.Properties.Select(p => p.Name)])));
        foreach (var (of, name) in columns.Where(c => c.Of.Table.Property(c.Name)!.IsClassified()))
            return (null, DashboardBridge.NotDrawn.At(null, $"`{name}` of `{of.Select.Table}` is classified {of.Table.Property(name)!.Mask()}, "
                + "and rows are not put together by values that no one may see",
                "say a key of other columns, or declare it in context-map.yaml: then its values are masked"));
        return (new([.. pairs], "it was said so"), null);
    }

    private KeyedObject Keyed(ReadDashboard of) => new(of.Product, of.Table, column => Origins(new(of.Product.Ref, of.Table.Name, column)));

    /// <summary>A column with all those that it was carried over from unchanged.</summary>
    private HashSet<PublishedColumn> Origins(PublishedColumn column)
    {
        var found = new HashSet<PublishedColumn> { column };
        var open = new Stack<PublishedColumn>(found);
        while (open.TryPop(out var next))
            if (mesh.Product(next.Product) is { } product && _versions.GetValueOrDefault(next.Product.ToString()) is { } version)
                foreach (var origin in version.Lineage.Where(l => l.Object == next.Object && l.Column == next.Column
                    && l is { How: "direct", From.Count: 1 }).SelectMany(l => ColumnReach.Behind(mesh, product, l.From[0])))
                    if (found.Add(origin)) open.Push(origin);
        return found;
    }
}
