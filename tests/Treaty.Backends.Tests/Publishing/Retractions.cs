using CsCheck;
using Treaty.Core.Contracts;
using Treaty.Core.Products;
using Treaty.Operations.Reading;
using Treaty.Operations.Reports;

namespace Treaty.Backends.Tests.Publishing;

/// <summary>What leaves a product stays on record as a row, and what comes back is seen to come back.</summary>
public sealed class Retractions
{
    private const string Header = "order_id,amount,placed_at,status,at,op\n";
    private const string Full = "order_id,amount,placed_at,status\n";

    private static async Task<IReadOnlyList<string>> EventsAsync(SmallMesh mesh, string columns = "order_id, _row_version, _event, _reason")
    {
        await using var store = await mesh.OpenAsync();
        var report = await new RunQuery(store, mesh.Mesh).RunAsync(
            $"select {columns} from sales.orders__retractions order by _recorded_at, order_id", [], 1000, default);
        report.Findings.ShouldBeEmpty();
        return [.. report.Rows.Select(row => string.Join("|", row.Select(v => v ?? "-")))];
    }

    [Fact]
    public async Task Say_which_change_ended_a_row_when_and_that_it_is_back()
    {
        using var mesh = new SmallMesh
        {
            Mode = SourceMode.Upsert, Location = "in",
            Refine = s => s with { Changes = new(["order_id"], "at", "op", ["D"], "valid_from", "valid_to") },
        };
        mesh.Folder.Write("in/1.csv", Header + "a,1.00,,placed,2026-01-01T00:00:00Z,I\nb,1.00,,placed,2026-01-01T00:00:00Z,I\nc,1.00,,placed,2026-01-01T00:00:00Z,I\n");
        await mesh.RunAsync();
        (await EventsAsync(mesh)).ShouldBeEmpty();
        // One row is deleted, one that never was is deleted, one breaks its contract.
        mesh.Folder.Write("in/2.csv", Header + "b,,,,2026-01-05T12:00:00Z,D\nz,,,,2026-01-05T12:00:00Z,D\nc,much,,placed,2026-01-06T00:00:00Z,U\n");
        var step = (await mesh.RunAsync(1)).Steps[0];
        (step.Rows.Added, step.Rows.Changed, step.Rows.Removed).ShouldBe((0, 0, 2));
        (await EventsAsync(mesh, "order_id, _row_version, _event, _reason, _occurred_at, _recorded_at, _source, _record")).ShouldBe(
        [
            "b|1|retracted|deleted|2026-01-05T12:00:00.000Z|2026-01-31T09:01:00.000Z|in/2.csv|1",
            "c|1|retracted|held-back|-|2026-01-31T09:01:00.000Z|in/2.csv|3",
        ]);
        // The same changes again, and one that came late, retract nothing twice.
        mesh.Folder.Write("in/3.csv", Header + "b,,,,2026-01-05T12:00:00Z,D\nb,9.00,,placed,2026-01-02T00:00:00Z,U\n");
        await mesh.RunAsync(2);
        (await EventsAsync(mesh)).Count.ShouldBe(2);
        mesh.Folder.Write("in/4.csv", Header + "b,2.00,,placed,2026-01-07T00:00:00Z,I\nc,3.00,,placed,2026-01-07T00:00:00Z,U\n");
        var back = (await mesh.RunAsync(3)).Steps[0];
        (back.Rows.Added, back.Rows.Changed, back.Rows.Removed).ShouldBe((2, 0, 0));
        (await EventsAsync(mesh)).ShouldBe(["b|1|retracted|deleted", "c|1|retracted|held-back", "b|2|returned|-", "c|2|returned|-"]);
        (await mesh.RowsAsync("select order_id, amount, _row_version from sales.orders order by 1")).ShouldBe(["a|1.00|1", "b|2.00|2", "c|3.00|2"]);
        mesh.Folder.Write("in/5.csv", Header + "b,,,,2026-01-08T00:00:00Z,D\n");
        (await mesh.RunAsync(4)).Steps[0].Rows.Removed.ShouldBe(1);
        (await EventsAsync(mesh))[^1].ShouldBe("b|2|retracted|deleted");
    }

    [Fact]
    public async Task Are_made_of_what_a_whole_source_no_longer_holds_and_are_read_as_of_any_version()
    {
        using var mesh = new SmallMesh();
        mesh.Folder.Write("orders.csv", Full + "a,1.00,,placed\nb,1.00,,placed\n");
        await mesh.RunAsync();
        mesh.Folder.Write("orders.csv", Full + "b,1.00,,placed\nc,1.00,,placed\n");
        (await mesh.RunAsync(1)).Steps[0].Rows.Removed.ShouldBe(1);
        // As many leave as come back, so that the number of rows says nothing.
        mesh.Folder.Write("orders.csv", Full + "a,1.00,,placed\nc,1.00,,placed\n");
        var step = (await mesh.RunAsync(2)).Steps[0];
        (step.Rows.Added, step.Rows.Changed, step.Rows.Removed).ShouldBe((1, 0, 1));
        (await EventsAsync(mesh)).ShouldBe(["a|1|retracted|absent", "a|2|returned|-", "b|1|retracted|absent"]);
        (await mesh.RunAsync(3)).NothingDue.ShouldBeTrue();
        mesh.Folder.Write("orders.csv", Full + "a,1.00,,placed\nc,2.00,,placed\n");
        await mesh.RunAsync(4);
        (await EventsAsync(mesh)).Count.ShouldBe(3, "a publish in which nothing leaves keeps the table");
        await using var store = await mesh.OpenAsync();
        (await new RunQuery(store, mesh.Mesh).RunAsync("select order_id from sales.orders__order_placed__retractions", ["sales.orders#2"], 10, default))
            .Rows.ShouldHaveSingleItem()[0].ShouldBe("a");
    }

    [Fact]
    public async Task Leave_no_mark_on_the_table_that_is_read()
    {
        using var mesh = new SmallMesh();
        mesh.Folder.Write("orders.csv", Full + "a,1.00,,placed\nb,1.00,,placed\n");
        await mesh.RunAsync();
        mesh.Folder.Write("orders.csv", Full + "b,1.00,,placed\n");
        await mesh.RunAsync(1);
        await using var store = await mesh.OpenAsync();
        var product = (await new ReadProduct(store, mesh.Mesh).RunAsync("sales.orders", new(DateTimeOffset.UnixEpoch, 0), default))!;
        product.Versions[0].Rows.ShouldBe(1);
        product.Entry.Rows.ShouldBe(1);
        (await mesh.RowsAsync("select order_id from sales.orders")).ShouldBe(["b"]);
    }

    /// <summary>Whatever states a source goes through: those whose last event is that they left are those that were once there and are
    /// not.</summary>
    [Fact]
    public void Account_for_every_row_that_was_ever_there() => Gen.Int[0, 15].Array[2, 5].Sample(states =>
    {
        using var mesh = new SmallMesh();
        var ever = 0;
        for (var i = 0; i < states.Length; i++)
        {
            var state = states[i] | 16;
            ever |= state;
            mesh.Folder.Write("orders.csv", Full + string.Concat(Enumerable.Range(0, 5).Where(k => (state >> k & 1) == 1).Select(k => $"k{k},1.00,,placed\n")));
            mesh.RunAsync(i).GetAwaiter().GetResult();
            var gone = EventsAsync(mesh).GetAwaiter().GetResult().Select(e => e.Split('|')).GroupBy(e => e[0])
                .Where(e => e.Last()[2] == "retracted").Select(e => e.Key).Order();
            gone.ShouldBe(Enumerable.Range(0, 5).Where(k => ((ever & ~state) >> k & 1) == 1).Select(k => $"k{k}"));
        }
    }, iter: 4, threads: 1);
}
