using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;

namespace Treaty.Operations.Meshes;

/// <param name="Mesh">As far as the documents give one.</param>
public sealed record CheckReport(string Folder, Mesh Mesh, IReadOnlyList<MeshDocument> Documents, IReadOnlyList<Finding> Findings)
{
    public bool Succeeded => !Findings.HasErrors();

    /// <summary>The documents as read.</summary>
    public IReadOnlyList<ReadDocument> Trees { get; init; } = [];
}

/// <summary>Reads and compiles the documents of a mesh, parses its SQL, and says everything that is wrong with them.</summary>
public static class CheckMesh
{
    /// <summary>The documents alone, without parsing SQL.</summary>
    public static CheckReport Documents(string folder, DateOnly? today = null)
    {
        var (report, assembled) = Assemble(folder);
        return report with { Findings = assembled.Judged(today).Findings };
    }

    /// <summary>The mesh that the documents give, before it is held against the rules.</summary>
    private static (CheckReport Report, AssembledMesh Assembled) Assemble(string folder)
    {
        var (documents, unread) = MeshDirectory.Read(folder);
        var cache = DocumentCache.Open(DocumentCache.PathIn(Store(folder, documents)));
        IReadOnlyList<ReadDocument> trees = [.. documents.AsParallel().AsOrdered().Select(cache.Read)];
        // What could not be read is there all the same, and not missing.
        var there = unread.Select(f => new ReadDocument(new(f.Place!.Value.File, ""), null, [f]));
        var assembled = MeshCompiler.Begin([.. trees, .. there]);
        // A folder without treaty.yaml is no mesh, and gets nothing written into it.
        if (documents.Any(d => d.Path == SettingsDocument.Path)) cache.Save();
        return (new(folder, assembled.Mesh, documents, []) { Trees = trees }, assembled);
    }

    /// <summary>The store as treaty.yaml names it, before anything is compiled.</summary>
    private static string Store(string folder, IReadOnlyList<MeshDocument> documents)
    {
        var root = documents.FirstOrDefault(d => d.Path == SettingsDocument.Path) is { } treaty ? ReadDocument.Read(treaty).Root : null;
        var named = root is YamlNode.Map map
            && map["store"] is YamlNode.Scalar { IsNull: false, Text: { Length: > 0 } text } && !text.Contains('\0')
                ? text : ".treaty";
        return Path.GetFullPath(Path.Combine(folder, named));
    }

    public static async ValueTask<CheckReport> RunAsync(string folder, IQueryEngine engine, DateOnly today,
        CancellationToken cancel)
    {
        var (report, assembled) = Assemble(folder);
        var mesh = report.Mesh;
        // The rules do not ask the engine, nor the engine's part the rules: on a large mesh either takes half of what is left.
        var judging = Task.Run(() => assembled.Judged(today).Findings, cancel);
        await using var session = await engine.OpenAsync(new SessionRequest([], [],
            Path.Combine(Path.GetTempPath(), "treaty-" + Path.GetRandomFileName())), cancel).ConfigureAwait(false);
        var selects = await SelectsAsync(session, mesh, cancel).ConfigureAwait(false);
        var zones = await ZonesAsync(session, [.. EngineWords.Zones(mesh)], cancel).ConfigureAwait(false);
        var judged = await judging.ConfigureAwait(false);
        var patterns = await PatternsAsync(session, EngineWords.Patterns(mesh, judged).DistinctBy(p => p.Pattern, StringComparer.Ordinal),
            cancel).ConfigureAwait(false);
        var asked = selects.Concat(patterns).Concat(zones).Select(f => MeshCompiler.Judge(mesh, f, today));
        return report with { Findings = judged.Concat(asked).Sorted() };
    }

    private static async ValueTask<List<Finding>> SelectsAsync(IQuerySession session, Mesh mesh, CancellationToken cancel)
    {
        var selects = mesh.Products.SelectMany(p => p.Selects.Select(s => (Product: p, Select: s))).ToList();
        var expressions = SelectRules.Expressions(mesh).DistinctBy(e => e.Sql).ToList();
        var parsed = await session.ParseAsync([.. selects.Select(s => s.Select.Sql), .. expressions.Select(SelectRules.Parsable)], cancel)
            .ConfigureAwait(false);
        return
        [
            .. selects.Zip(parsed).AsParallel().AsOrdered().SelectMany(x =>
                SelectRules.Judge(mesh, x.First.Product, x.First.Select, x.Second.TreeJson, x.Second.Error, x.Second.Offset)),
            .. expressions.Zip(parsed.Skip(selects.Count)).SelectMany(x =>
                SelectRules.JudgeExpression(x.First, x.Second.TreeJson, x.Second.Error)),
        ];
    }

    private static async ValueTask<List<Finding>> PatternsAsync(IQuerySession session,
        IEnumerable<(string Pattern, SourcePlace Place)> patterns, CancellationToken cancel)
    {
        var findings = new List<Finding>();
        foreach (var (pattern, place) in patterns)
            try
            {
                await session.QueryAsync(EngineWords.TryPattern(pattern), 1, cancel).ConfigureAwait(false);
            }
            catch (BackendException e) when (e.Fault == BackendFault.Refused)
            {
                findings.Add(EngineWords.NoPattern(pattern, place, e.Message));
            }
        return findings;
    }

    private static async ValueTask<List<Finding>> ZonesAsync(IQuerySession session, IReadOnlyList<(string Zone, SourcePlace Place)> zones,
        CancellationToken cancel)
    {
        if (zones.All(z => z.Zone == "UTC")) return [];
        var known = (await session.QueryAsync(EngineWords.KnownZones, 10_000, cancel).ConfigureAwait(false)).Rows
            .Select(row => (string)row[0]!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. zones.Where(z => !known.Contains(z.Zone)).Select(z => EngineWords.NoZone(z.Zone, z.Place, known))];
    }
}
