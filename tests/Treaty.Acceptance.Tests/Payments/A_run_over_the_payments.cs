using System.Text.Json;
using DuckDB.NET.Data;

namespace Treaty.Acceptance.Tests.Payments;

/// <summary>
/// 45,326 payments sent and as many received, without a common reference: amounts changed by fees and rates, lags of up to three weeks, memos
/// cut and changed. The truth is known and used for scoring alone; the rules are those of tests/meshes/payments.
/// </summary>
public sealed class A_run_over_the_payments : IDisposable
{
    private const decimal Precision = 0.995m, Recall = 0.40m, TopThree = 0.90m;

    private static readonly string Project = Ancestors(new DirectoryInfo(AppContext.BaseDirectory))
        .First(folder => File.Exists(Path.Combine(folder.FullName, "Treaty.slnx"))).FullName;

    private static readonly string? Data = Ancestors(new DirectoryInfo(Project).Parent)
        .Select(folder => Path.Combine(folder.FullName, "shared", "data", "payments")).FirstOrDefault(Directory.Exists);

    private readonly TemporaryFolder _mesh = new();

    public void Dispose() => _mesh.Dispose();

    [Fact]
    public void Confirms_what_is_right_and_proposes_the_rest()
    {
        Assert.SkipWhen(Data is null, "the folder shared/data/payments is not beside the project");
        CopyMesh();
        Treaty("run", "--root", "payments=" + Data);
        var truth = Truth();
        var confirmed = Treaty("query", "select sent_id, received_id from zone.settled_payments", "--limit", "100000").GetProperty("rows")
            .EnumerateArray().Select(row => (Sent: row[0].GetString()!, Received: row[1].GetString()!)).ToList();
        var right = confirmed.Where(pair => truth[pair.Sent] == pair.Received).Select(pair => pair.Sent).ToHashSet();
        (right.Count / (decimal)confirmed.Count).ShouldBeGreaterThanOrEqualTo(Precision);
        (right.Count / (decimal)truth.Count).ShouldBeGreaterThanOrEqualTo(Recall);

        var page = Treaty("proposals", "--limit", "1000000").GetProperty("page");
        // Whoever decides sees the texts that were likened.
        page.EnumerateArray().ShouldAllBe(p => p.GetProperty("textA").GetString() != null && p.GetProperty("textB").GetString() != null);
        var proposed = page.EnumerateArray()
            .Where(p => p.GetProperty("rankA").GetInt32() <= 3)
            .Where(p => truth[Id(p, "keyA")] == Id(p, "keyB")).Select(p => Id(p, "keyA"));
        (right.Union(proposed).Count() / (decimal)truth.Count).ShouldBeGreaterThanOrEqualTo(TopThree);
    }

    private static string Id(JsonElement proposal, string side) => proposal.GetProperty(side).GetString()![2..];

    private static Dictionary<string, string> Truth()
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT CAST(s.unique_id AS VARCHAR), CAST(r.unique_id AS VARCHAR) FROM '{Data}/transactions_origin.parquet' AS s "
            + $"JOIN '{Data}/transactions_destination.parquet' AS r USING (ground_truth)";
        using var reader = command.ExecuteReader();
        var truth = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read()) truth.Add(reader.GetString(0), reader.GetString(1));
        return truth;
    }

    private void CopyMesh()
    {
        var mesh = Path.Combine(Project, "tests", "meshes", "payments");
        foreach (var file in Directory.EnumerateFiles(mesh, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(mesh, file);
            if (relative.StartsWith(".treaty", StringComparison.Ordinal)) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(_mesh[relative])!);
            File.Copy(file, _mesh[relative]);
        }
    }

    private JsonElement Treaty(string verb, params string[] arguments) =>
        JsonDocument.Parse(TreatyProgram.Run([verb, .. arguments, "--mesh", _mesh.Path, "--format", "json"]).Succeeded().Out).RootElement;

    private static IEnumerable<DirectoryInfo> Ancestors(DirectoryInfo? folder)
    {
        for (; folder is not null; folder = folder.Parent) yield return folder;
    }
}
