using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;

namespace Treaty.Operations.Meshes;

/// <param name="Mesh">As far as the documents give one.</param>
public sealed record CheckReport(string Folder, Mesh Mesh, IReadOnlyList<MeshDocument> Documents, IReadOnlyList<Finding> Findings)
{
    public bool Succeeded => !Findings.HasErrors();
}

/// <summary>Reads and compiles the documents of a mesh, parses its SQL, and says everything that is wrong with them.</summary>
public static class CheckMesh
{
    /// <summary>The documents alone, without parsing SQL.</summary>
    public static CheckReport Documents(string folder)
    {
        var (documents, unread) = MeshDirectory.Read(folder);
        var compilation = MeshCompiler.Compile([.. documents.AsParallel().AsOrdered().Select(ReadDocument.Read)]);
        return new(folder, compilation.Mesh, documents, compilation.Findings.Concat(unread).Sorted());
    }

    public static async ValueTask<CheckReport> RunAsync(string folder, IQueryEngine engine, CancellationToken cancel)
    {
        var report = Documents(folder);
        var selects = report.Mesh.Products.SelectMany(p => p.Selects.Select(s => (Product: p, Select: s))).ToList();
        var expressions = SelectRules.Expressions(report.Mesh).DistinctBy(e => e.Sql).ToList();
        if (selects.Count + expressions.Count == 0) return report;
        await using var session = await engine.OpenAsync(new SessionRequest([], [],
            Path.Combine(Path.GetTempPath(), "treaty-" + Path.GetRandomFileName())),
            cancel).ConfigureAwait(false);
        var parsed = await session.ParseAsync([.. selects.Select(s => s.Select.Sql), .. expressions.Select(SelectRules.Parsable)], cancel)
            .ConfigureAwait(false);
        var findings = selects.Zip(parsed).SelectMany(x => SelectRules.Judge(report.Mesh, x.First.Product, x.First.Select,
            x.Second.TreeJson, x.Second.Error,
            x.Second.Offset))
            .Concat(expressions.Zip(parsed.Skip(selects.Count)).SelectMany(x =>
                SelectRules.JudgeExpression(x.First, x.Second.TreeJson, x.Second.Error)));
        return report with { Findings = report.Findings.Concat(findings.Select(report.Mesh.Constitution.Judge)).Sorted() };
    }
}
