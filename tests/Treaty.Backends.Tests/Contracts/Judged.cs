using Treaty.Backends.DuckDb;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;

namespace Treaty.Backends.Tests.Contracts;

/// <summary>Rows judged by a contract as its document says it, in the real engine.</summary>
internal static class Judged
{
    /// <summary>The contract of one object <c>t</c>, with what the document is found to lack.</summary>
    public static (Contract Contract, List<Finding> Findings) Read(string properties, string rest = "", string more = "")
    {
        var findings = new List<Finding>();
        var text = $"apiVersion: v3.1.0\nkind: DataContract\nid: c\nversion: 1.0.0\nstatus: active\n{more}\nschema:\n  - name: t\n{Indent(rest, 4)}\n    properties:\n{Indent(properties, 6)}\n";
        var root = YamlReader.Read(new MeshDocument("contract.odcs.yaml", text), findings);
        return (ContractDocument.Read(root!, findings), findings);
    }

    private static string Indent(string text, int by) => string.Join("\n", text.Split('\n').Select(l => new string(' ', by) + l));

    public static ValueTask<IQuerySession> OpenAsync() => new DuckDbEngine().OpenAsync(
        new SessionRequest([], [], Path.Combine(Path.GetTempPath(), "treaty-judged-" + Guid.NewGuid().ToString("N"))), default);

    /// <summary>Runs the whole check of an object over rows given as a select.</summary>
    public static async Task<CheckedObject> CheckAsync(IQuerySession session, SchemaObject o, string select)
    {
        await session.ExecuteAsync(new SqlText($"CREATE TABLE mapped AS {select}"), default);
        var findings = new List<Finding>();
        var result = await new CheckObject(session, new Reference("sales", "orders"), _ => new("target", null)).RunAsync(o, new MappedRows("mapped", true, null), findings, default);
        return result ?? throw new InvalidOperationException(string.Join("; ", findings.Select(f => f.Sentence)));
    }

    /// <summary>The reasons for which one value of the column <c>v</c> is held back, in words; empty where it is good.</summary>
    public static async Task<IReadOnlyList<string>> BrokenAsync(string property, string literal)
    {
        var (contract, findings) = Read(property);
        findings.Where(f => f.Severity == Severity.Error).ShouldBeEmpty();
        await using var session = await OpenAsync();
        var result = await CheckAsync(session, contract.Objects[0], $"SELECT {literal} AS v");
        return [.. result.Results.Where(r => r.Verdict == Core.Quality.Verdict.Warn).Select(r => r.Check)];
    }
}
