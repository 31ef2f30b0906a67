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
        foreach (var mapping in mesh.Map.Terms)
            foreach (var name in new[] { mapping.From, mapping.To }.Where(n => n != ""))
            {
                var parts = name.Split('.');
                if (Lacks(mesh, parts[0])) yield return MeshRules.Unknown(mapping.Place, "context", parts[0], contexts);
                else if (mesh.Context(parts[0]) is { } context && (parts.Length != 2 || context.Terms.All(t => t.Id != parts[1])))
                    yield return MeshRules.Unknown(mapping.Place, "term", name, [.. context.Terms.Select(t => $"{context.Id}.{t.Id}")]);
            }
    }

    private static bool Lacks(Mesh mesh, string context) =>
        mesh.Context(context) is null && !mesh.Unread.Contains($"contexts/{context}/context.yaml");
}
