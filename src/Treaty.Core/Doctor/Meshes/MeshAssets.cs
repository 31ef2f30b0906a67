using Treaty.Core.Contracts;
using Treaty.Core.Enforcement;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor.Meshes;

/// <summary>A Treaty mesh in the words that every estate is examined in.</summary>
public static class MeshAssets
{
    public static Estate Of(MeshFacts facts) => new(facts.Mesh.Settings.Name, EstateKind.TreatyMesh)
    {
        OfMesh = facts,
        Speaks = Topic.Owners | Topic.Descriptions | Topic.Columns | Topic.Contracts | Topic.Checks | Topic.Lineage | Topic.Sql
            | Topic.Rights | Topic.Ledger,
        Assets = [.. facts.Mesh.Products.Select(p => Asset(facts.Mesh, p))],
        Spaces = [.. facts.Mesh.Contexts.Select(c => new Space(c.Id, c.Place) { Description = c.Purpose ?? "",
            Owners = [.. c.Teams.Select(t => new Owner(t.Id, true))] })],
        Edges = [.. facts.Mesh.Products.SelectMany(p => facts.Mesh.Reads(p).Select(r => new Edge(p.Ref.ToString(), r.ToString(), p.Place)))
            .Concat(facts.Mesh.Comparisons.SelectMany(c => new[] { c.A, c.B }.Where(s => s.Object.Bare != c.Owner.Bare)
                .Select(s => new Edge(c.Owner.ToString(), s.Object.Bare.ToString(), c.Place))))],
        // A feed that is only held against a product is read, by the comparison.
        Consumers = [.. facts.Mesh.Comparisons.Select(c => new Consumer(c.Ref, "comparison", c.Place,
            [c.A.Object.Bare.ToString(), c.B.Object.Bare.ToString()]) { Owners = [new(c.Accountable, true)] })],
        FilesRead = facts.Mesh.Products.Length,
    };

    private static Asset Asset(Mesh mesh, Product product) => new(product.Ref.ToString(), product.IsFeed ? AssetKind.Source
        : AssetKind.Product,
        product.Ref.Context, product.Place)
    {
        Owners = product.Team is { } team ? [new(team, mesh.Principal(team) is null)] : [],
        Description = product.Meaning.Purpose ?? "",
        Columns = [.. product.Contract.Objects.SelectMany(o => o.Properties.Select(p => new AssetColumn(p.Name,
            p.Type.ToString().ToLowerInvariant(), p.Description ?? "") { Place = p.Place }))],
        Checks = [.. ContractClausesInForce.Of(product).Where(c => c.Mechanism == Mechanism.Publish).Select(c => new Check(c.Text, null,
            c.Place ?? product.Place) { Stops = c.Bypasses.Count == 0 })],
        Status = product.Status,
        Deprecated = product.Status is "deprecated" or "retired",
        Support = [.. product.Support.Select(s => s.Channel)],
        ContractEnforced = true,
        Objects = [.. product.Contract.Objects.Select(o => o.Name)],
        Version = product.Major,
        // What the zone reconciles is governed; in the selects of contexts it would be hidden.
        Sql = product.Ref.Context != Reference.ZoneContext && product.Selects is [var first, ..]
            ? ForeignSqlReader.Read(first.Place.File, string.Join(";\n", product.Selects.Select(s => s.Sql))) : null,
    };
}
