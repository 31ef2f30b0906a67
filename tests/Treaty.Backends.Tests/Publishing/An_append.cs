using System.Globalization;
using CsCheck;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Products;
using Treaty.Operations.Reports;

namespace Treaty.Backends.Tests.Publishing;

/// <summary>What a publish that only adds checks against the rows that stay.</summary>
public sealed class An_append
{
    private const string Header = "order_id,amount,tracking\n";

    private static SmallMesh Mesh(params QualityRule[] quality) => new()
    {
        Mode = SourceMode.Append, Location = "in", Quality = [.. quality],
        Properties =
        [
            SmallMesh.Column("order_id", LogicalType.String) with { KeyPosition = 1, Required = true },
            SmallMesh.Column("amount", LogicalType.Integer),
            SmallMesh.Column("tracking", LogicalType.String) with { Unique = true },
        ],
    };

    private static QualityRule Rule(QualityMetric metric, string? column, decimal atMost, string? query = null) => new(
        metric.ToString(), metric, column, query, [], [], null, [], QualityOperator.LessOrEqualTo, atMost, null, false, null, Severity.Error,
        SmallMesh.Somewhere);

    private static async Task<StepReport> AddAsync(SmallMesh mesh, int number, string rows)
    {
        mesh.Folder.Write($"in/{number.ToString("D2", CultureInfo.InvariantCulture)}.csv", Header + rows);
        var step = (await mesh.RunAsync(number)).Steps[0];
        return step;
    }

    private static Task<IReadOnlyList<string>> Standing(SmallMesh mesh) =>
        mesh.RowsAsync("select order_id, amount, tracking from sales.orders order by 1");

    [Fact]
    public async Task holds_back_a_row_whose_unique_value_another_row_has()
    {
        using var mesh = Mesh();
        await AddAsync(mesh, 1, "a,1,t1\nb,1,t2\n");
        var step = await AddAsync(mesh, 2, "c,1,t1\nd,1,t3\ne,1,\n");
        step.Rows.Quarantined.ShouldBe(1);
        step.Quarantine.ShouldHaveSingleItem().Reason.ShouldBe("unique");
        (await Standing(mesh)).ShouldBe(["a|1|t1", "b|1|t2", "d|1|t3", "e|1|"]);
    }

    [Fact]
    public async Task lets_a_row_keep_its_value_and_another_take_what_it_gives_up()
    {
        using var mesh = Mesh();
        await AddAsync(mesh, 1, "a,1,t1\nb,1,t2\n");
        var step = await AddAsync(mesh, 2, "a,5,t9\nb,7,t2\nc,1,t1\n");
        step.Rows.ShouldBe(new RowFigures(3, 3, 5, 0, 0, 1, 2, 0));
        (await Standing(mesh)).ShouldBe(["a|5|t9", "b|7|t2", "c|1|t1"]);
    }

    [Fact]
    public async Task frees_no_value_by_a_row_that_is_itself_held_back()
    {
        using var mesh = Mesh();
        await AddAsync(mesh, 1, "a,1,t1\nz,1,t9\n");
        // The new state of a would take t9 from z, so it is held back; then t1 is not free for c either.
        var step = await AddAsync(mesh, 2, "a,5,t9\nc,1,t1\n");
        step.Rows.Quarantined.ShouldBe(2);
        (await Standing(mesh)).ShouldBe(["a|1|t1", "z|1|t9"]);
    }

    [Fact]
    public async Task measures_the_whole_object_as_it_will_stand()
    {
        using var mesh = Mesh(Rule(QualityMetric.RowCount, null, 3), Rule(QualityMetric.NullValues, "amount", 1),
            Rule(QualityMetric.DuplicateValues, "amount", 1), Rule(QualityMetric.Sql, null, 20, "select sum(amount) from {object}"));
        (await AddAsync(mesh, 1, "a,5,t1\nb,,t2\n")).Outcome.ShouldBe(StepOutcome.Published);
        var second = await AddAsync(mesh, 2, "a,6,t1\nc,6,t3\n");
        second.Outcome.ShouldBe(StepOutcome.Published, string.Join("; ", second.Findings.Select(f => f.Sentence)));
        second.Checks.Where(c => c.Clause.StartsWith("quality/", StringComparison.Ordinal)).Select(c => c.Measured).ShouldBe(["3", "1", "1", "12"]);
        var third = await AddAsync(mesh, 3, "d,9,t4\n");
        third.Outcome.ShouldBe(StepOutcome.Refused);
        third.Findings.Select(f => f.Sentence[(f.Sentence.LastIndexOf("is ", StringComparison.Ordinal) + 3)..]).ShouldBe(["4", "21"], ignoreOrder: true);
    }

    [Fact]
    public async Task finds_a_key_again_in_whichever_file_it_stands()
    {
        using var mesh = Mesh();
        await AddAsync(mesh, 1, "a,1,t1\nb,1,t2\n");
        await AddAsync(mesh, 2, "m,1,t3\nn,1,t4\n");
        (await AddAsync(mesh, 3, "x,1,t5\n")).Rows.Added.ShouldBe(1);
        (await AddAsync(mesh, 4, "b,2,t2\nz,1,t6\n")).Rows.ShouldBe(new RowFigures(2, 2, 7, 0, 0, 1, 1, 0));
        (await AddAsync(mesh, 5, "b,3,t2\n")).Rows.Changed.ShouldBe(1);
        (await Standing(mesh)).ShouldBe(["a|1|t1", "b|3|t2", "m|1|t3", "n|1|t4", "x|1|t5", "z|1|t6"]);
    }

    /// <summary>Whatever comes in whatever order: ids and unique values stay unique, and every row is accounted for.</summary>
    [Fact]
    public async Task keeps_every_key_unique_over_any_files()
    {
        var row = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 2], Gen.Int[0, 6], (id, amount, tracking) => $"k{id},{amount},{(tracking == 6 ? "" : $"t{tracking}")}\n");
        var files = Gen.Select(row.Array[1, 8].Array[1, 3], Gen.Int, (f, _) => f);
        await files.SampleAsync(async batches =>
        {
            using var mesh = Mesh(Rule(QualityMetric.RowCount, null, 1000), Rule(QualityMetric.NullValues, "tracking", 1000));
            var number = 0;
            foreach (var batch in batches)
            {
                var step = await AddAsync(mesh, ++number, string.Concat(batch));
                step.Outcome.ShouldBe(StepOutcome.Published, string.Join("; ", step.Findings.Select(f => f.Sentence)));
                step.Checks.Where(c => c.Clause.StartsWith("quality/", StringComparison.Ordinal)).Select(c => c.Measured)
                    .ShouldBe((await mesh.RowsAsync("select count(*), count(*) - count(tracking) from sales.orders")).Single().Split('|'));
                step.Rows.Mapped.ShouldBe(step.Rows.Added + step.Rows.Changed + step.Rows.Unchanged + step.Rows.Quarantined);
            }
            var rows = (await Standing(mesh)).Select(r => r.Split('|')).ToList();
            rows.Select(r => r[0]).ShouldBeUnique();
            rows.Where(r => r[2] != "").Select(r => r[2]).ShouldBeUnique();
        }, iter: 8, seed: "0N0XIzNsQ0O2");
    }
}
