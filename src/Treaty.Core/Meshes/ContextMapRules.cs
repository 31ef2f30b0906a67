using Treaty.Core.Contexts;
using Treaty.Core.Findings;

namespace Treaty.Core.Meshes;

/// <summary>The context map is about contexts and terms that exist.</summary>
internal static class ContextMapRules
{
    public static IEnumerable<Finding> Judge(Mesh mesh)
    {
        var contexts = mesh.Contexts.Select(c => c.Id).ToList();
        foreach (var relation in mesh.Map.Relations)
            foreach (var name in new[] { relation.Upstream, relation.Downstream }.Where(n => n != "" && Lacks(mesh, n)))
                yield return MeshRules.Unknown(relation.Place, "context", name, contexts);
        foreach (var finding in mesh.Map.Terms.SelectMany(m => Key(mesh, m, m.From, m.FromKey).Concat(Key(mesh, m, m.To, m.ToKey))))
            yield return finding;
        foreach (var mapping in mesh.Map.Terms)
            foreach (var name in new[] { mapping.From, mapping.To }.Where(n => n != ""))
            {
                var parts = name.Split('.');
                if (Lacks(mesh, parts[0])) yield return MeshRules.Unknown(mapping.Place, "context", parts[0], contexts);
                else if (mesh.Context(parts[0]) is { } context && (parts.Length != 2 || context.Terms.All(t => t.Id != parts[1])))
                    yield return MeshRules.Unknown(mapping.Place, "term", name, [.. context.Terms.Select(t => $"{context.Id}.{t.Id}")]);
            }
    }

    /// <summary>A key column that no product of the context has, where all of them could be read.</summary>
    private static IEnumerable<Finding> Key(Mesh mesh, TermMapping mapping, string term, string? key)
    {
        var context = term.Split('.')[0];
        var products = mesh.Products.Where(p => p.Ref.Context == context).ToList();
        if (key is null || products.Count == 0 || mesh.Unread.Any(p => p.StartsWith($"contexts/{context}/", StringComparison.Ordinal))) yield break;
        if (TermColumns.Of(mesh, term, key).Count == 0)
            yield return MeshRules.Unknown(mapping.Place, $"published column of `{context}`", key, [.. products.SelectMany(p => p.Contract.Objects)
                .SelectMany(o => o.Properties).Select(p => p.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    private static bool Lacks(Mesh mesh, string context) =>
        mesh.Context(context) is null && !mesh.Unread.Contains($"contexts/{context}/context.yaml");
}
