using CsCheck;
using Treaty.Backends.DuckDb;
using Treaty.Backends.Tests.Publishing;
using Treaty.Core.Contracts;
using Treaty.Core.Products;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reports;

namespace Treaty.Backends.Tests.Sources;

public sealed class A_source_of_changes
{
    private const string Header = "order_id,amount,placed_at,status,at,op\n";

    private static readonly SourceChanges ById = new(["order_id"], "at", "op", ["D"], "valid_from", "valid_to");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static SmallMesh Mesh(SourceMode mode = SourceMode.Upsert, SourceChanges? changes = null) => new()
    {
        Mode = mode, Location = "in", Refine = s => s with { Changes = changes ?? ById },
        Properties = mode == SourceMode.Upsert ? new SmallMesh().Properties
            : [.. new SmallMesh().Properties, SmallMesh.Column("valid_from", LogicalType.Timestamp) with { KeyPosition = 2, Required = true }, SmallMesh.Column("valid_to", LogicalType.Timestamp)],
    };

    [Fact]
    public async Task Comes_to_the_newest_state_of_each_key_and_late_or_repeated_changes_change_nothing_twice()
    {
        using var mesh = Mesh();
        mesh.Folder.Write("in/1.csv", Header + "a,1.00,,placed,1,I\nb,1.00,,placed,1,I\nc,1.00,,placed,1,I\na,2.00,,placed,3,U\n");
        var first = (await mesh.RunAsync()).Steps[0];
        first.Outcome.ShouldBe(StepOutcome.Published, string.Join("; ", first.Findings.Select(f => f.Sentence)));
        first.Findings.ShouldHaveSingleItem().Sentence.ShouldBe("source `orders` holds 4 changes, 0 of them deletions; 3 states stand");
        mesh.Folder.Write("in/2.csv", Header + "a,9.00,,placed,2,U\nb,,,,2,D\nd,4.00,,placed,2,I\nc,1.00,,placed,1,I\n");
        var second = (await mesh.RunAsync(1)).Steps[0];
        (second.Rows.Added, second.Rows.Changed, second.Rows.Removed).ShouldBe((1, 0, 1));
        (await mesh.RowsAsync("select order_id, amount, _row_version, _source, _record from sales.orders order by 1"))
            .ShouldBe(["a|2.00|1|in/1.csv|4", "c|1.00|1|in/2.csv|4", "d|4.00|1|in/2.csv|3"]);
        mesh.Folder.Write("in/3.csv", Header + "b,7.00,,shipped,3,I\na,3.00,,shipped,4,U\n");
        (await mesh.RunAsync(2)).Steps[0].Rows.Changed.ShouldBe(1);
        (await mesh.RowsAsync("select order_id, amount, _row_version from sales.orders order by 1")).ShouldBe(["a|3.00|2", "b|7.00|2", "c|1.00|1", "d|4.00|1"]);
        (await mesh.RunAsync(3)).NothingDue.ShouldBeTrue();
    }

    [Fact]
    public async Task Keeps_a_history_with_validity_also_where_a_change_comes_late()
    {
        using var mesh = Mesh(SourceMode.History);
        mesh.Folder.Write("in/1.csv", Header + "a,1.00,,placed,2026-01-01T00:00:00Z,I\na,3.00,,placed,2026-01-03T00:00:00Z,U\nb,1.00,,placed,2026-01-01T00:00:00Z,I\n");
        var first = (await mesh.RunAsync()).Steps[0];
        first.Outcome.ShouldBe(StepOutcome.Published, string.Join("; ", first.Findings.Select(f => f.Sentence)));
        mesh.Folder.Write("in/2.csv", Header + "a,2.00,,placed,2026-01-02T00:00:00Z,U\nb,,,,2026-01-04T00:00:00Z,D\n");
        await mesh.RunAsync(1);
        (await mesh.RowsAsync("select order_id, amount, strftime(valid_from, '%d'), coalesce(strftime(valid_to, '%d'), '-'), _row_version from sales.orders order by 1, 3"))
            .ShouldBe(["a|1.00|01|02|2", "a|2.00|02|03|1", "a|3.00|03|-|1", "b|1.00|01|04|2"]);
    }

    [Fact]
    public async Task Quarantines_changes_that_cannot_be_placed_and_refuses_where_files_are_gone_or_changed()
    {
        using var mesh = Mesh();
        mesh.Folder.Write("in/1.csv", Header + "a,1.00,,placed,1,I\n,1.00,,placed,1,I\nb,1.00,,placed,soon,I\n");
        var step = (await mesh.RunAsync()).Steps[0];
        step.Quarantine.SelectMany(q => q.Examples).Select(e => $"{e.Source}:{e.Record}").ShouldBe(["in/1.csv:2", "in/1.csv:3"], ignoreOrder: true);
        (step.Rows.Published, step.Rows.Quarantined).ShouldBe((1, 2));
        mesh.Folder.Write("in/2.csv", Header + "a,2.00,,placed,2,U\n");
        await mesh.RunAsync(1);
        File.Delete(mesh.Folder["in/1.csv"]);
        (await mesh.RunAsync(2)).Steps[0].Findings.ShouldHaveSingleItem().Code.ShouldBe("TRY1409");
        mesh.Folder.Write("in/1.csv", Header + "a,5.00,,placed,9,U\n");
        (await mesh.RunAsync(3)).Steps[0].Findings.ShouldHaveSingleItem().Code.ShouldBe("TRY0801");
    }

    [Fact]
    public async Task Without_a_sequence_is_ordered_by_file_and_record()
    {
        using var mesh = Mesh(changes: new(["order_id"], null, null, [], "valid_from", "valid_to"));
        mesh.Folder.Write("in/2.csv", Header + "a,2.00,,placed,,\na,3.00,,placed,,\n");
        await mesh.RunAsync();
        mesh.Folder.Write("in/1.csv", Header + "a,1.00,,placed,,\n");
        await mesh.RunAsync(1);
        (await mesh.RowsAsync("select order_id, amount from sales.orders")).ShouldBe(["a|3.00"]);
    }

    public sealed record Change(int Key, int At, int Amount, bool Deletes);

    private static readonly Gen<Change[]> SomeChanges = Gen
        .Select(Gen.Int[0, 4], Gen.Int[0, 9], Gen.Bool, (key, at, deletes) => new Change(key, at, (key * 100) + at, deletes)).Array[1, 25]
        .Select(all => all.DistinctBy(c => (c.Key, c.At)).ToArray());

    [Theory]
    [InlineData(SourceMode.Upsert)]
    [InlineData(SourceMode.History)]
    public void Comes_to_the_same_whatever_files_its_changes_come_in_in_whatever_order_and_how_often(SourceMode mode) =>
        Gen.Select(SomeChanges, Gen.Int[1, 5], Gen.Int[0, 1000]).Sample((changes, files, seed) =>
        {
            var dice = new Random(seed);
            var whole = State(mode, [changes]);
            var again = changes.Concat(changes.Where(_ => dice.Next(3) == 0)).OrderBy(_ => dice.Next()).GroupBy(_ => dice.Next(files)).Select(g => g.ToArray()).ToArray();
            State(mode, again).ShouldBe(whole);
            whole.ShouldBe(Expected(mode, changes));
        }, iter: 12, threads: 1);

    /// <summary>The same in C#, from the definition.</summary>
    private static string Expected(SourceMode mode, Change[] changes) => string.Join(" ", changes.GroupBy(c => c.Key).SelectMany(key =>
    {
        var inOrder = key.OrderBy(c => c.At).ToList();
        return inOrder.Select((c, i) => (Change: c, Next: i + 1 < inOrder.Count ? FormattableString.Invariant($"{inOrder[i + 1].At}") : null))
            .Where(x => !x.Change.Deletes && (mode == SourceMode.History || x.Next is null)).Select(x => (x.Change.Key, x.Change.At,
                Text: $"{x.Change.Key}:{x.Change.Amount}" + (mode == SourceMode.History ? $"[{x.Change.At},{x.Next})" : "")));
    }).OrderBy(x => (x.Key, x.At)).Select(x => x.Text));

    private static string State(SourceMode mode, Change[][] files)
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < files.Length; i++)
            folder.Write($"{i}.csv", "k,amount,at,op\n"
                + string.Concat(files[i].Select(c => $"k{c.Key},{c.Amount},2026-01-01T00:00:0{c.At}Z,{(c.Deletes ? "D" : "U")}\n")));
        var source = new Source("s", null, SourceFormat.Csv, ".", null, mode, CsvDialect.Default, [], SmallMesh.Somewhere) { Changes = ById with { Key = ["k"] } };
        return StateAsync(folder.Path + Path.DirectorySeparatorChar, source, files.Length).GetAwaiter().GetResult();
    }

    private static async Task<string> StateAsync(string folder, Source source, int files)
    {
        await using var session = await new DuckDbEngine().OpenAsync(new SessionRequest([folder], [], Path.Combine(folder, "scratch")), Cancel);
        await session.ExecuteAsync(StageSql.Schemas, Cancel);
        SourceFile[] all = [.. Enumerable.Range(0, files).Select(i => new SourceFile($"{i}.csv", $"{folder}{i}.csv", 100, default, ""))];
        var findings = new List<Core.Findings.Finding>();
        await StageSources.StageAsync(session, new SourceState(source, folder, all, all), direct: false, findings, Cancel);
        findings.ShouldHaveSingleItem().Code.ShouldBe("TRY1414");
        var select = source.Mode == SourceMode.History
            ? "SELECT k[2:] || ':' || amount || '[' || date_part('second', valid_from) || ',' || coalesce(date_part('second', valid_to)::VARCHAR, '') || ')' FROM source.s ORDER BY k, valid_from"
            : "SELECT k[2:] || ':' || amount FROM source.s ORDER BY k";
        return string.Join(" ", (await session.QueryAsync(new SqlText(select), 1000, Cancel)).Rows.Select(r => r[0]));
    }
}
