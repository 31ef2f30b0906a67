using Treaty.Core.Contexts;
using Treaty.Core.Findings;

namespace Treaty.Core.Meshes.Rules;

/// <summary>Ids are unique: teams and systems in the mesh, contract ids in the mesh, others in the document that declares them.</summary>
internal static class UniqueIds
{
    public static IEnumerable<Finding> Check(MeshScope scope)
    {
        var contexts = scope.Mesh.Contexts;
        return
        [
            .. Twice("team", contexts.SelectMany(c => c.Teams).Select(t => (t.Id, t.Place))),
            .. Systems(contexts.SelectMany(c => c.Systems).Concat(scope.Drafts.FeedSystems)),
            .. Twice("contract", scope.Mesh.Products.Select(p => (p.Contract.Id, scope.Places.In(p.Contract.Place, "id")))),
            .. contexts.SelectMany(c => Twice("term", c.Terms.Select(t => (t.Id, t.Place)))),
            .. contexts.SelectMany(c => Twice("fact", c.Facts.Select(f => (f.Id, f.Place)))),
            .. contexts.SelectMany(c => Twice("source", c.Sources.Select(s => (s.Name.ToLowerInvariant(), s.Place)))),
            .. scope.Mesh.FeedSources.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => f.Value).SelectMany(sources =>
                Twice("source", sources.Select(s => (s.Name.ToLowerInvariant(), s.Place)))),
            .. scope.Mesh.Products.SelectMany(p => OfContract(p.Contract)),
            .. scope.Mesh.Comparisons.GroupBy(c => c.Owner).SelectMany(own => Twice("comparison", own.Select(c => (c.Id, c.Place)))),
            .. scope.Mesh.Comparisons.SelectMany(c => Twice("definition", c.Definitions.Select(d => (d.Id, d.Place)))),
        ];
    }

    private static IEnumerable<Finding> OfContract(Contracts.Contract contract) =>
    [
        .. Twice("object", contract.Objects.Select(o => (o.Name, o.Place))),
        .. Twice("measure", contract.Measures.Select(m => (m.Name, m.Place))),
        .. contract.Objects.SelectMany(o => Twice("column", o.Properties.Select(p => (p.Name.ToLowerInvariant(), p.Place)))),
    ];

    // Contexts may name a system of another owner, but they have to agree on whose it is.
    private static IEnumerable<Finding> Systems(IEnumerable<SystemOfRecord> systems) =>
        Twice("system", systems.DistinctBy(s => (s.Id, s.Owner)).Select(s => (s.Id, s.Place)));

    private static IEnumerable<Finding> Twice(string what, IEnumerable<(string Id, SourcePlace Place)> items) =>
        Twice(what, items.Select(item => (item.Id, (Spot)item.Place)));

    private static IEnumerable<Finding> Twice(string what, IEnumerable<(string Id, Spot Spot)> items)
    {
        var first = new Dictionary<string, Spot>(StringComparer.Ordinal);
        foreach (var (id, spot) in items.Where(item => item.Id.Length > 0).OrderBy(item => item.Spot.Record))
            if (!first.TryAdd(id, spot))
                yield return DocumentFindings.Duplicate.At(spot.Place, $"the {what} `{id}` is also declared at {first[id].Place}",
                    "rename or remove one of the two");
    }
}
