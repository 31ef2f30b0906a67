using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Products;
using Treaty.Operations.Reports;

namespace Treaty.Backends.Tests.Publishing;

public sealed class A_publish
{
    private const string Header = "order_id,amount,placed_at,status\n";

    [Fact]
    public async Task keeps_good_rows_and_quarantines_each_bad_one_with_reason_and_place()
    {
        using var mesh = new SmallMesh();
        mesh.Folder.Write("orders.csv", Header
            + "o1,10.50,2026-01-01 10:00:00,placed\n"
            + "o2,\"12,50\",2026-01-01 10:00:00,placed\n"
            + "o3,1.234,2026-01-01 10:00:00,placed\n"
            + "o4,5.00,yesterday,placed\n"
            + ",5.00,2026-01-01 10:00:00,placed\n"
            + "o6,5.00,2026-01-01 10:00:00,lost\n"
            + "o7,5.00\n"
            + "o8,7.00,,shipped\n");
        var report = await mesh.RunAsync();
        var step = report.Steps.ShouldHaveSingleItem();
        step.Outcome.ShouldBe(StepOutcome.Published, string.Join("; ", step.Findings.Select(f => f.Sentence)));
        step.Rows.ShouldBe(new RowFigures(8, 8, 2, 6, 0, 2, 0, 0));
        (await mesh.RowsAsync("select order_id, amount, placed_at, _source, _record, _row_version from sales.orders order by order_id"))
            .ShouldBe(["o1|10.50|2026-01-01T10:00:00.000Z|orders.csv|1|1", "o8|7.00||orders.csv|8|1"]);
        step.Quarantine.SelectMany(q => q.Examples.Select(e => $"{q.Reason} {q.Column} {e.Source}:{e.Record} {e.Value}")).ShouldBe(
        [
            "malformed  orders.csv:7 ", "pattern status orders.csv:6 lost", "required order_id orders.csv:5 ", "type amount orders.csv:2 12,50", "type amount orders.csv:3 1.234",
            "type placed_at orders.csv:4 yesterday",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task keeps_one_of_exact_copies_and_none_of_rows_that_share_a_key_and_differ()
    {
        using var mesh = new SmallMesh();
        mesh.Folder.Write("orders.csv", Header + "a,1.00,,placed\na,1.00,,placed\nb,1.00,,placed\nb,2.00,,placed\nc,3.00,,placed\n");
        var step = (await mesh.RunAsync()).Steps[0];
        step.Rows.Quarantined.ShouldBe(3);
        (await mesh.RowsAsync("select order_id from sales.orders order by 1")).ShouldBe(["a", "c"]);
    }

    [Fact]
    public async Task does_nothing_where_nothing_is_new_and_says_why_it_does_something()
    {
        using var mesh = new SmallMesh();
        mesh.Folder.Write("orders.csv", Header + "a,1.00,,placed\nb,1.00,,placed\n");
        (await mesh.RunAsync()).Steps[0].Because.ShouldBe("first publish");
        var second = await mesh.RunAsync(1);
        second.NothingDue.ShouldBeTrue();
        second.Run.ShouldBe("");
        mesh.Folder.Write("orders.csv", Header + "a,1.50,,placed\nc,1.00,,placed\n");
        var third = (await mesh.RunAsync(2)).Steps[0];
        third.Because.ShouldBe("source changed");
        third.Version.ShouldBe(2);
        third.Rows.ShouldBe(new RowFigures(2, 2, 2, 0, 0, 1, 1, 1));
        (await mesh.RowsAsync("select order_id, _row_version from sales.orders order by 1")).ShouldBe(["a|2", "c|1"]);
    }

    [Fact]
    public async Task takes_each_file_of_an_append_source_once_and_turns_a_changed_row_into_a_new_state()
    {
        using var mesh = new SmallMesh { Mode = SourceMode.Append, Location = "in" };
        mesh.Folder.Write("in/1.csv", Header + "a,1.00,,placed\nb,1.00,,placed\n");
        await mesh.RunAsync();
        mesh.Folder.Write("in/2.csv", Header + "b,1.00,,placed\nb2,2.00,,placed\na,9.00,,shipped\n");
        var step = (await mesh.RunAsync(1)).Steps[0];
        step.Rows.ShouldBe(new RowFigures(3, 3, 4, 0, 1, 1, 1, 0));
        (await mesh.RowsAsync("select order_id, amount, _row_version, _source, _record from sales.orders order by 1"))
            .ShouldBe(["a|9.00|2|in/2.csv|3", "b|1.00|1|in/1.csv|2", "b2|2.00|1|in/2.csv|2"]);
        mesh.Folder.Write("in/1.csv", Header + "a,5.00,,placed\n");
        (await mesh.RunAsync(2)).Steps[0].Findings.ShouldHaveSingleItem().Code.ShouldBe("TRY0801");
    }

    [Fact]
    public async Task fails_only_where_the_contract_says_so_and_then_leaves_the_version_before()
    {
        using var mesh = new SmallMesh { Limit = new(null, 10) };
        mesh.Folder.Write("orders.csv", Header + "a,1.00,,placed\n");
        await mesh.RunAsync();
        mesh.Folder.Write("orders.csv", Header + "a,2.00,,placed\nb,x,,placed\n");
        var report = await mesh.RunAsync(1);
        report.Refused.ShouldBeTrue();
        report.Steps[0].Findings.ShouldHaveSingleItem().Code.ShouldBe("TRY0702");
        (await mesh.RowsAsync("select order_id, amount from sales.orders")).ShouldBe(["a|1.00"]);
    }

    [Fact]
    public async Task refuses_where_an_assertion_of_the_contract_fails()
    {
        var rule = new QualityRule("no zero", QualityMetric.Sql, null, "select count(*) from {object} where amount = 0", [], [], null, [], QualityOperator.Be, 0, null, false, null, Severity.Error, SmallMesh.Somewhere);
        using var mesh = new SmallMesh { Quality = [rule] };
        mesh.Folder.Write("orders.csv", Header + "a,0.00,,placed\n");
        var finding = (await mesh.RunAsync()).Steps[0].Findings.ShouldHaveSingleItem();
        finding.Code.ShouldBe("TRY0703");
        finding.Sentence.ShouldContain("no zero must be 0, and is 1");
    }

    [Theory]
    [InlineData("", "TRY0804")]
    [InlineData("order_id,amount\na,1\n", "TRY0701")]
    [InlineData("order_id,amount,placed_at,status\na,x,,placed\n", "TRY0704")]
    public async Task refuses_a_source_that_cannot_be_published(string content, string code)
    {
        using var mesh = new SmallMesh();
        mesh.Folder.Write("orders.csv", content);
        (await mesh.RunAsync()).Steps[0].Findings.Select(f => f.Code).ShouldContain(code);
    }

    [Fact]
    public async Task refuses_a_source_that_is_not_there()
    {
        using var mesh = new SmallMesh();
        var finding = (await mesh.RunAsync()).Steps[0].Findings.ShouldHaveSingleItem();
        finding.Sentence.ShouldContain("`orders.csv` is not there");
    }

    [Fact]
    public async Task reads_ndjson_and_keeps_lines_that_are_no_json()
    {
        using var mesh = new SmallMesh { Format = SourceFormat.Ndjson, Location = "orders.ndjson" };
        mesh.Folder.Write("orders.ndjson",
            """
            {"order_id":"a","amount":1.5,"placed_at":"2026-01-01T00:00:00Z","status":"placed"}
            not json
            {"order_id":"b","amount":"2.00","status":"shipped","placed_at":null}

            """);
        var step = (await mesh.RunAsync()).Steps[0];
        step.Rows.Quarantined.ShouldBe(1, string.Join("; ", step.Findings.Select(f => f.Sentence)));
        step.Quarantine[0].Examples[0].Record.ShouldBe(2);
        (await mesh.RowsAsync("select order_id, amount, _record from sales.orders order by 1")).ShouldBe(["a|1.50|1", "b|2.00|3"]);
    }

    [Fact]
    public async Task reads_a_delimiter_of_two_characters_without_header_in_another_encoding()
    {
        using var mesh = new SmallMesh { Dialect = new("+|", "\"", false, "latin-1", ""), Columns = ["order_id", "amount", "placed_at", "status"] };
        var path = mesh.Folder.Write("orders.csv", "");
        File.WriteAllText(path, "ä1+|1.00+|+|placed\n", System.Text.Encoding.Latin1);
        (await mesh.RunAsync()).Steps[0].Outcome.ShouldBe(StepOutcome.Published);
        (await mesh.RowsAsync("select order_id from sales.orders")).ShouldBe(["ä1"]);
    }

    [Fact]
    public async Task rejects_records_in_the_wrong_encoding_and_cells_that_are_too_long_and_keeps_counting_records_right()
    {
        using var mesh = new SmallMesh();
        var path = mesh.Folder.Write("orders.csv", "");
        await using (var stream = File.Create(path))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(Header + "a,1.00,,placed\n"));
            stream.Write([(byte)'b', 0xff, 0xfe, (byte)',', (byte)'1', (byte)',', (byte)',', (byte)'p', (byte)'\n']);
            stream.Write(System.Text.Encoding.UTF8.GetBytes("c,1.00,,placed\n" + new string('x', 20_000_000) + ",1.00,,placed\nd,1.00,,placed\n"));
        }
        var step = (await mesh.RunAsync()).Steps[0];
        step.Outcome.ShouldBe(StepOutcome.Published, string.Join("; ", step.Findings.Select(f => f.Sentence)));
        step.Rows.Quarantined.ShouldBe(2);
        (await mesh.RowsAsync("select order_id, _record from sales.orders order by 1")).ShouldBe(["a|1", "c|3", "d|5"]);
    }

    [Fact]
    public async Task maps_by_the_select_of_the_product()
    {
        using var mesh = new SmallMesh { Select = "select upper(nr) as order_id, total as amount, null::varchar as placed_at, 'placed' as status, _source, _record from source.orders where total <> '0'" };
        mesh.Folder.Write("orders.csv", "nr,total\na,1.00\nb,0\n");
        var step = (await mesh.RunAsync()).Steps[0];
        step.Outcome.ShouldBe(StepOutcome.Published, string.Join("; ", step.Findings.Select(f => f.Sentence)));
        (await mesh.RowsAsync("select order_id, _record from sales.orders")).ShouldBe(["A|1"]);
    }
}
