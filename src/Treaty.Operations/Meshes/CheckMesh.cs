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
        var (documents, unread) = MeshDirectory.Read(folder);
        var cache = DocumentCache.Open(DocumentCache.PathIn(Store(folder, documents)));
        IReadOnlyList<ReadDocument> trees = [.. documents.AsParallel().AsOrdered().Select(cache.Read)];
        // What could not be read is there all the same, and not missing.
        var there = unread.Select(f => new ReadDocument(new(f.Place!.Value.File, ""), null, [f]));
        var compilation = MeshCompiler.Compile([.. trees, .. there], today);
        // A folder without treaty.yaml is no mesh, and gets nothing written into it.
        if (documents.Any(d => d.Path == SettingsDocument.Path)) cache.Save();
        return new(folder, compilation.Mesh, documents, compilation.Findings) { Trees = trees };
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
        var report = Documents(folder, today);
        var selects = report.Mesh.Products.SelectMany(p => p.Selects.Select(s => (Product: p, Select: s))).ToList();
        var expressions = SelectRules.Expressions(report.Mesh).DistinctBy(e => e.Sql).ToList();
        var patterns = EngineWords.Patterns(report.Mesh, report.Findings).DistinctBy(p => p.Pattern, StringComparer.Ordinal).ToList();
        var zones = EngineWords.Zones(report.Mesh).ToList();
        if (selects.Count + expressions.Count + patterns.Count + zones.Count == 0) return report;
        await using var session = await engine.OpenAsync(new SessionRequest([], [],
            Path.Combine(Path.GetTempPath(), "treaty-" + Path.GetRandomFileName())),
            cancel).ConfigureAwait(false);
        var parsed = await session.ParseAsync([.. selects.Select(s => s.Select.Sql), .. expressions.Select(SelectRules.Parsable)], cancel)
            .ConfigureAwait(false);
        var findings = selects.Zip(parsed).AsParallel().AsOrdered()
            .SelectMany(x => SelectRules.Judge(report.Mesh, x.First.Product, x.First.Select, x.Second.TreeJson, x.Second.Error,
                x.Second.Offset)).AsEnumerable()
            .Concat(expressions.Zip(parsed.Skip(selects.Count)).SelectMany(x =>
                SelectRules.JudgeExpression(x.First, x.Second.TreeJson, x.Second.Error)))
            .Concat(await PatternsAsync(session, patterns, cancel).ConfigureAwait(false))
            .Concat(await ZonesAsync(session, zones, cancel).ConfigureAwait(false));
        return report with { Findings = report.Findings.Concat(findings.Select(f => MeshCompiler.Judge(report.Mesh, f, today))).Sorted() };
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
