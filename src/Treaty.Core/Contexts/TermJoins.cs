using Treaty.Core.Findings;
using Treaty.Core.Lineage;
using Treaty.Core.Meshes;
using Treaty.Core.Plans;
using Treaty.Core.Products;
using Treaty.Core.Sql;

namespace Treaty.Core.Contexts;

/// <summary>A place where data of two contexts meet in a product.</summary>
/// <param name="Column">The column of the product that is computed from both; null where they are only held equal.</param>
/// <param name="Mapping">The mapping that says how they relate; null where none does.</param>
public sealed record TermMeeting(
    Reference Product, string Object, string? Column, PublishedColumn A, PublishedColumn B, TermMapping? Mapping, SourcePlace Place);

/// <summary>Finds where the selects of a product put terms of two contexts side by side, and refuses joins that no mapping
/// covers.</summary>
public static class TermJoins
{
    public static readonly FindingKind NoMapping = new("TRY1120", Severity.Error, "a product joins on terms that are not mapped");

    /// <summary>The joins and mixtures of one select, in the order of its text.</summary>
    public static IEnumerable<TermMeeting> Of(Mesh mesh, Product product, ObjectSelect select, SelectTree tree)
    {
        var lineage = ColumnLineage.Of(tree, InputColumns.Of(mesh, product, new Dictionary<string, IReadOnlyList<string>>()));
        foreach (var join in lineage.Joins)
            foreach (var (a, b) in Pairs(mesh, product, [join.A], [join.B]))
                yield return new(product.Ref, select.Object, null, a, b, Mapped(mesh, a, b), SelectRules.At(select, join.Offset));
        foreach (var column in lineage.Columns.Where(c => c.How == Derivation.Expression))
            foreach (var (a, b) in Pairs(mesh, product, column.From, column.From).Where(p => string.CompareOrdinal(p.A.ToString(),
                p.B.ToString()) < 0)
                .Where(p => TermColumns.TermOf(mesh, p.A) is not null && TermColumns.TermOf(mesh, p.B) is not null))
                yield return new(product.Ref, select.Object, column.Name, a, b, Mapped(mesh, a, b), select.Place);
    }

    /// <summary>Joins of two contexts whose terms no mapping relates by these keys, each with the mapping it would need.</summary>
    public static IEnumerable<Finding> Judge(Mesh mesh, Product product, ObjectSelect select, SelectTree tree) => product.IsFeed ? [] :
        Of(mesh, product, select, tree).Where(m => m is { Mapping: null, Column: null }).DistinctBy(m => (m.A, m.B)).Select(m =>
            NoMapping.At(m.Place,
            $"`{product.Ref}` joins `{m.A}` to `{m.B}`, and no mapping says how these terms relate",
            $"add to context-map.yaml under `terms`: {{from: {Term(mesh, m.A)}, to: {Term(mesh, m.B)}, relation: …, key: {{from: {m.A.Column}, to: {m.B.Column}}}}}"));

    private static TermMapping? Mapped(Mesh mesh, PublishedColumn a, PublishedColumn b) =>
        mesh.Map.Terms.FirstOrDefault(m => TermColumns.Maps(mesh, m, a, b));

    private static string Term(Mesh mesh, PublishedColumn column) =>
        TermColumns.TermOf(mesh, column) ?? column.Product.Context + ".<term>";

    private static IEnumerable<(PublishedColumn A, PublishedColumn B)> Pairs(Mesh mesh, Product product, IEnumerable<TableColumn> left,
        IEnumerable<TableColumn> right)
    {
        var (a, b) = (Published(mesh, product, left), Published(mesh, product, right));
        return a.SelectMany(x => b.Where(y => y.Product.Context != x.Product.Context).Select(y => (x, y)));
    }

    /// <summary>The columns of contexts behind what a select reads; the zone and the old estate are none.</summary>
    private static List<PublishedColumn> Published(Mesh mesh, Product product, IEnumerable<TableColumn> columns) =>
        [.. columns.Where(c => !c.Table.StartsWith("groups.", StringComparison.Ordinal))
            .SelectMany(c => ColumnReach.Behind(mesh, product, c.ToString()))
            .Where(c => c.Product.Context is not (Reference.ZoneContext or Reference.LegacyContext))];
}
