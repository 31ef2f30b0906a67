using System.Text.Json;

namespace Treaty.Acceptance.Tests.Matching;

/// <summary>A certificate over a comparison that was made by its changes: it rests on rows that still hold, and is proved by them.</summary>
public sealed class A_close_of_changes
{
    private const string Comparison = "order_payment__";

    private static readonly (int, string, decimal, int, string)[] January =
        [.. Enumerable.Range(1, 60).Select(i => (i, $"o{i}", 10m + i, 1 + (i / 3), ""))];

    /// <summary>Everything; a row corrected; another that only comes, by which nothing is superseded.</summary>
    [Fact]
    public void Holds_until_a_file_is_touched()
    {
        using var mesh = new GrowingMesh();
        foreach (var side in Sides) mesh.File(side, "1", January);
        Run(mesh, changes: 0);
        foreach (var side in Sides) mesh.File(side, "2", [(7, "o7", 70m, 3, "")]);
        Run(mesh, changes: 1);
        foreach (var side in Sides) mesh.File(side, "3", [(8, "o8", 80m, 3, "")]);
        Run(mesh, changes: 2);
        foreach (var side in Sides) mesh.File(side, "4", [(61, "o61", 61m, 21, "")]);
        Run(mesh, changes: 3);
        var closed = mesh.Treaty("close", "2026-01");
        var id = closed.GetProperty("id").GetString()!;
        var tables = closed.GetProperty("certificate").GetProperty("comparisons")[0].GetProperty("tables").EnumerateArray().ToList();
        foreach (var table in tables)
            File.Exists(Path.Combine(Folder(mesh, table.GetProperty("object").GetString()!), "_delta_log", $"{table.GetProperty("lakeVersion").GetInt64():00000000000000000000}.json"))
                .ShouldBeTrue($"{table} is of a version of the lake");
        tables.ShouldContain(t => t.GetProperty("object").GetString() == "superseded");
        Broken(mesh, id).ShouldBeEmpty();

        // Compared whole and by changes again, which begins another table of superseded groups; a vacuum keeps what the certificate reads.
        mesh.Write("zone/paid/reconciliation.yaml", File.ReadAllText(Path.Combine(mesh.Path, "zone/paid/reconciliation.yaml")).Replace("grace: 5d", "grace: 6d", StringComparison.Ordinal));
        Run(mesh, changes: 0);
        foreach (var side in Sides) mesh.File(side, "5", [(9, "o9", 90m, 3, "")]);
        Run(mesh, changes: 1);
        File.WriteAllText(Path.Combine(mesh.Path, "treaty.yaml"), File.ReadAllText(Path.Combine(mesh.Path, "treaty.yaml")) + "lake: {retentionDays: 0}\n");
        mesh.Treaty("maintain", "vacuum");
        Broken(mesh, id).ShouldBeEmpty();

        File.Delete(Directory.GetFiles(Folder(mesh, "superseded"), "*.parquet").Order(StringComparer.Ordinal).First());
        Broken(mesh, id).ShouldNotBeEmpty();
    }

    private static readonly string[] Sides = ["shop", "bank"];

    private static string Folder(GrowingMesh mesh, string table) => Path.Combine(mesh.Path, ".treaty", "lake", "zone", "paid", "v1", Comparison + table);

    /// <summary>What of a certificate does not hold.</summary>
    private static List<string> Broken(GrowingMesh mesh, string id)
    {
        var outcome = TreatyProgram.Run("close", "show", id, "--verify", "--mesh", mesh.Path, "--format", "json");
        var checks = JsonDocument.Parse(outcome.Out).RootElement.GetProperty("checks").EnumerateArray().ToList();
        checks.Count.ShouldBeGreaterThan(8);
        List<string> broken = [.. checks.Where(c => !c.GetProperty("holds").GetBoolean()).Select(c => c.ToString())];
        outcome.ExitCode.ShouldBe(broken.Count == 0 ? 0 : 1);
        return broken;
    }

    private static void Run(GrowingMesh mesh, int changes) => mesh.Treaty("run").GetProperty("steps").EnumerateArray()
        .SelectMany(s => s.GetProperty("comparisons").EnumerateArray()).Single().GetProperty("changes").GetInt32().ShouldBe(changes);
}
