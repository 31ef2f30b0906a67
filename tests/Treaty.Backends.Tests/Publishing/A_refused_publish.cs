using Treaty.Core.Products;
using Treaty.Operations.Doors;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Backends.Tests.Publishing;

/// <summary>What was refused is not tried again on the same input, and says so each time.</summary>
public sealed class A_refused_publish
{
    private const string Header = "order_id,amount,placed_at,status\n";

    private static async Task<SmallMesh> RefusedAsync()
    {
        var mesh = new SmallMesh { Limit = new(0, null) };
        mesh.Folder.Write("orders.csv", Header + "a,1.00,,placed\nb,x,,placed\n");
        var report = await mesh.RunAsync();
        report.Steps[0].Outcome.ShouldBe(StepOutcome.Refused);
        report.Run.ShouldNotBeEmpty();
        return mesh;
    }

    private static async Task<long> RecordsAsync(SmallMesh mesh)
    {
        await using var store = await mesh.OpenAsync();
        return (await store.Ledger.ReadAsync(new(), TestContext.Current.CancellationToken))[^1].Number;
    }

    [Fact]
    public async Task is_said_again_without_work_and_without_a_record()
    {
        using var mesh = await RefusedAsync();
        var (records, sessions) = (await RecordsAsync(mesh), mesh.Sessions);
        var again = await mesh.RunAsync(1);
        mesh.Sessions.ShouldBe(sessions);
        (await RecordsAsync(mesh)).ShouldBe(records);
        (again.Run, again.NothingNew, again.NothingDue, again.Refused).ShouldBe(("", true, false, true));
        var step = again.Steps.ShouldHaveSingleItem();
        step.Outcome.ShouldBe(StepOutcome.StillRefused);
        step.Because.ShouldBe("as in run r000001: nothing it reads has changed");
        step.Findings.ShouldHaveSingleItem().Code.ShouldBe("TRY0702");
        step.Quarantine.ShouldHaveSingleItem().Examples[0].Record.ShouldBe(2);
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task is_tried_again_when_asked(bool byRetry)
    {
        using var mesh = await RefusedAsync();
        var sessions = mesh.Sessions;
        var again = byRetry ? await mesh.RunAsync(1, retry: true) : await mesh.RunAsync(1, false, "sales.orders");
        mesh.Sessions.ShouldBeGreaterThan(sessions);
        again.Steps[0].Outcome.ShouldBe(StepOutcome.Refused);
    }

    [Fact]
    public async Task is_tried_again_when_its_source_has_changed_and_then_again_when_it_has_changed_back()
    {
        using var mesh = await RefusedAsync();
        mesh.Folder.Write("orders.csv", Header + "a,1.00,,placed\n");
        (await mesh.RunAsync(1)).Steps[0].Outcome.ShouldBe(StepOutcome.Published);
        mesh.Folder.Write("orders.csv", Header + "a,1.00,,placed\nb,x,,placed\n");
        var back = (await mesh.RunAsync(2)).Steps[0];
        (back.Outcome, back.Version).ShouldBe((StepOutcome.Refused, 1));
        (await mesh.RunAsync(3)).Steps[0].Outcome.ShouldBe(StepOutcome.StillRefused);
        mesh.Folder.Write("orders.csv", Header + "a,1.00,,placed\n");
        (await mesh.RunAsync(4)).NothingDue.ShouldBeTrue();
    }

    [Fact]
    public async Task is_tried_again_where_the_world_was_at_fault()
    {
        using var mesh = new SmallMesh();
        (await mesh.RunAsync()).Steps[0].Findings.ShouldHaveSingleItem().Code.ShouldBe("TRY0707");
        (await mesh.RunAsync(1)).Steps[0].Outcome.ShouldBe(StepOutcome.Refused);
        mesh.Folder.Write("orders.csv", Header + "a,1.00,,placed\n");
        (await mesh.RunAsync(2)).Steps[0].Outcome.ShouldBe(StepOutcome.Published);
    }

    [Fact]
    public async Task of_an_append_source_takes_the_files_once_they_pass()
    {
        using var mesh = new SmallMesh { Mode = SourceMode.Append, Location = "in", Limit = new(0, null) };
        mesh.Folder.Write("in/1.csv", Header + "a,1.00,,placed\n");
        await mesh.RunAsync();
        mesh.Folder.Write("in/2.csv", Header + "b,x,,placed\n");
        (await mesh.RunAsync(1)).Steps[0].Outcome.ShouldBe(StepOutcome.Refused);
        (await mesh.RunAsync(2)).Steps[0].Outcome.ShouldBe(StepOutcome.StillRefused);
        mesh.Folder.Write("in/2.csv", Header + "b,2.00,,placed\n");
        (await mesh.RunAsync(3)).Steps[0].Rows.Published.ShouldBe(2);
        (await mesh.RowsAsync("select order_id, _source from sales.orders order by 1")).ShouldBe(["a|in/1.csv", "b|in/2.csv"]);
    }

    [Fact]
    public async Task does_not_keep_a_file_of_an_append_source_from_being_said_to_have_changed()
    {
        using var mesh = new SmallMesh { Mode = SourceMode.Append, Location = "in" };
        mesh.Folder.Write("in/1.csv", Header + "a,1.00,,placed\n");
        await mesh.RunAsync();
        mesh.Folder.Write("in/1.csv", Header + "a,9.00,,placed\n");
        (await mesh.RunAsync(1)).Steps[0].Outcome.ShouldBe(StepOutcome.Refused);
        var again = (await mesh.RunAsync(2)).Steps[0];
        (again.Outcome, again.Findings.ShouldHaveSingleItem().Code).ShouldBe((StepOutcome.StillRefused, "TRY0801"));
    }
}
