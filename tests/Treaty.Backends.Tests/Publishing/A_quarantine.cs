using System.Collections.Immutable;
using Treaty.Core.Contracts;
using Treaty.Core.Products;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reading;
using Treaty.Operations.Reports;

namespace Treaty.Backends.Tests.Publishing;

/// <summary>The life of rows that are held back: opened by a run, closed by the run that finds them mended.</summary>
public sealed class A_quarantine
{
    private const string Header = "order_id,amount,placed_at,status\n";

    private static async Task<IReadOnlyList<string>> ListAsync(SmallMesh mesh, bool closed = false)
    {
        await using var store = await mesh.OpenAsync();
        var report = await new ReadQuarantine(store, mesh.Mesh).RunAsync(new QuarantineFilter(null, null, null, closed, 100), default);
        report.Findings.ShouldBeEmpty();
        return [.. report.Rows.Select(r => $"{r.Reason} {r.Source}:{r.Record} {r.Value} {r.State} {r.OpenedRun} {r.ClosedRun}".TrimEnd())];
    }

    [Fact]
    public async Task closes_what_a_corrected_source_no_longer_holds_and_keeps_the_rest_open_since_it_began()
    {
        using var mesh = new SmallMesh();
        mesh.Folder.Write("orders.csv", Header + "a,x,,placed\nb,1.00,,lost\nc,1.00,,placed\nd\n");
        var first = (await mesh.RunAsync()).Run;
        (await ListAsync(mesh)).ShouldBe([$"malformed orders.csv:4  open {first}", $"pattern orders.csv:2 lost open {first}", $"type orders.csv:1 x open {first}"]);
        // The row of a is mended, the row of b moves down, a new bad row comes.
        mesh.Folder.Write("orders.csv", Header + "a,1.00,,placed\nc,1.00,,placed\nb,1.00,,lost\ne,y,,placed\n");
        var second = (await mesh.RunAsync(1)).Run;
        (await ListAsync(mesh)).ShouldBe([$"pattern orders.csv:3 lost open {first}", $"type orders.csv:4 y open {second}"]);
        (await ListAsync(mesh, closed: true)).ShouldBe(
        [
            $"malformed orders.csv:4  closed {first} {second}", $"pattern orders.csv:3 lost open {first}", $"type orders.csv:1 x closed {first} {second}",
            $"type orders.csv:4 y open {second}",
        ]);
        mesh.Folder.Write("orders.csv", Header + "a,1.00,,placed\n");
        await mesh.RunAsync(2);
        (await ListAsync(mesh)).ShouldBeEmpty();
        (await ListAsync(mesh, closed: true)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task tells_rows_apart_that_read_the_same()
    {
        using var mesh = new SmallMesh();
        mesh.Folder.Write("orders.csv", Header + "a,x,,placed\na,x,,placed\nb,1.00,,placed\n");
        await mesh.RunAsync();
        (await ListAsync(mesh)).Count.ShouldBe(2);
        mesh.Folder.Write("orders.csv", Header + "a,x,,placed\nb,1.00,,placed\n");
        await mesh.RunAsync(1);
        (await ListAsync(mesh)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task closes_a_row_of_files_taken_once_when_a_good_row_of_its_key_comes()
    {
        using var mesh = new SmallMesh { Mode = SourceMode.Append, Location = "in" };
        mesh.Folder.Write("in/1.csv", Header + "a,x,,placed\nb,y,,placed\nc,1.00,,placed\n");
        var first = (await mesh.RunAsync()).Run;
        mesh.Folder.Write("in/2.csv", Header + "a,2.00,,placed\nb,z,,placed\n");
        var second = (await mesh.RunAsync(1)).Run;
        (await ListAsync(mesh, closed: true)).ShouldBe(
            [$"type in/1.csv:1 x closed {first} {second}", $"type in/1.csv:2 y open {first}", $"type in/2.csv:2 z open {second}"]);
    }

    [Theory]
    [InlineData("restricted", "(restricted)")]
    [InlineData("PII", "(PII)")]
    [InlineData("public", "x1")]
    [InlineData("internal", "x1")]
    [InlineData(null, "x1")]
    public async Task shows_no_classified_value(string? classification, string shown)
    {
        using var mesh = new SmallMesh();
        using var classified = new SmallMesh
        {
            Properties = [.. mesh.Properties.Select(p => p.Name == "amount" ? p with { Classification = classification } : p)],
        };
        classified.Folder.Write("orders.csv", Header + "a,x1,,placed\nb,1.00,,lost\nc\nd,1.00,,placed\n");
        var step = (await classified.RunAsync()).Steps[0];
        var type = step.Quarantine.Single(q => q.Reason == "type").Examples[0];
        type.Value.ShouldBe(shown);
        type.Row.Contains("x1", StringComparison.Ordinal).ShouldBe(shown == "x1");
        step.Quarantine.Single(q => q.Reason == "pattern").Examples[0].Row.Contains("1.00", StringComparison.Ordinal).ShouldBe(shown == "x1");
        step.Quarantine.Single(q => q.Reason == "malformed").Examples[0].Row.ShouldBe(shown == "x1" ? "c" : "(withheld)");
        (await ListAsync(classified)).Any(r => r.Contains("x1", StringComparison.Ordinal)).ShouldBe(shown == "x1");
    }

    [Fact]
    public async Task shows_no_column_of_which_a_member_or_an_item_is_classified()
    {
        var inner = SmallMesh.Column("pan", LogicalType.Integer) with { Classification = "restricted" };
        using var plain = new SmallMesh();
        using var mesh = new SmallMesh
        {
            Properties =
            [
                .. plain.Properties.Take(1), SmallMesh.Column("card", LogicalType.Object) with { Members = [inner] },
                SmallMesh.Column("cards", LogicalType.Array) with { Items = SmallMesh.Column("", LogicalType.Object) with { Members = [inner] } },
            ],
        };
        mesh.Folder.Write("orders.csv", "order_id,card,cards\na,\"{\"\"pan\"\":\"\"4111\"\"}\",\nb,,\"[{\"\"pan\"\":\"\"4222\"\"}]\"\nc,,\n");
        var step = (await mesh.RunAsync()).Steps[0];
        step.Rows.Quarantined.ShouldBe(2);
        foreach (var row in step.Quarantine.SelectMany(q => q.Examples))
        {
            row.Value.ShouldBe("(restricted)");
            row.Row.ShouldNotContain("4111");
            row.Row.ShouldNotContain("4222");
        }
    }

    [Fact]
    public async Task is_listed_by_product_reason_and_place()
    {
        using var mesh = new SmallMesh();
        mesh.Folder.Write("orders.csv", Header + "a,x,,placed\nb,1.00,,lost\nc,1.00,,placed\n");
        await mesh.RunAsync();
        await using var store = await mesh.OpenAsync();
        var read = new ReadQuarantine(store, mesh.Mesh);
        (await read.RunAsync(new("sales.orders", "type", null, false, 10), default)).Rows.ShouldHaveSingleItem().Rule.ShouldBe("is decimal(18,2)");
        (await read.RunAsync(new(null, null, "orders.csv:2", false, 10), default)).Rows.ShouldHaveSingleItem().Reason.ShouldBe("pattern");
        (await read.RunAsync(new(null, null, "orders.csv", false, 1), default)).Total.ShouldBe(2);
        (await read.RunAsync(new("sales.nothing", null, null, false, 10), default)).Findings.ShouldHaveSingleItem().Code.ShouldBe("TRY1310");
        (await read.RunAsync(new(null, "typo", null, false, 10), default)).Findings.ShouldHaveSingleItem().Code.ShouldBe("TRY1311");
    }
}
