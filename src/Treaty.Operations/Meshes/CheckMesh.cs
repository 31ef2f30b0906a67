using Treaty.Core.Findings;
using Treaty.Core.Meshes;

namespace Treaty.Operations.Meshes;

/// <param name="Mesh">As far as the documents give one.</param>
public sealed record CheckReport(string Folder, Mesh Mesh, IReadOnlyList<MeshDocument> Documents, IReadOnlyList<Finding> Findings)
{
    public bool Succeeded => !Findings.HasErrors();
}

/// <summary>Reads and compiles the documents of a mesh and says everything that is wrong with them.</summary>
public static class CheckMesh
{
    public static CheckReport Run(string folder)
    {
        var (documents, unread) = MeshDirectory.Read(folder);
        var compilation = MeshCompiler.Compile([.. documents.AsParallel().AsOrdered().Select(ReadDocument.Read)]);
        return new(folder, compilation.Mesh, documents, compilation.Findings.Concat(unread).Sorted());
    }
}
