using Treaty.Backends.Databases;
using Treaty.Backends.Tests.Publishing;
using Treaty.Core.Contracts;
using Treaty.Core.Products;
using Treaty.Operations.Doors;
using Treaty.Operations.Reports;

namespace Treaty.Backends.Tests.Sources;

public sealed class A_PostgreSQL_table(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SmallMesh Mesh(string table, SourceMode mode = SourceMode.Full) => new()
    {
        Format = SourceFormat.Postgres, Location = "", Mode = mode, Connections = [server.Connection],
        Refine = source => source with { Connection = "shop_db", Table = table },
    };

    [Fact]
    public async Task Is_published_typed_with_its_key_as_record_and_again_only_when_its_content_changed()
    {
        server.OrSkip();
        await server.SqlAsync("CREATE TABLE orders (nr int PRIMARY KEY, order_id text, amount numeric(18,2), placed_at timestamptz, status varchar(10));"
            + "INSERT INTO orders VALUES (7, 'a', 10.50, '2026-01-01 10:00+02', 'placed'), (3, 'ü''b', -0.01, null, 'shipped'), (9, 'c', 1, null, 'lost')");
        using var mesh = Mesh("orders");
        var step = (await mesh.RunAsync()).Steps[0];
        step.Outcome.ShouldBe(StepOutcome.Published, string.Join("; ", step.Findings.Select(f => f.Sentence)));
        step.Rows.Quarantined.ShouldBe(1);
        step.Quarantine[0].Examples[0].ShouldBe(new QuarantinedRow("shop_db:orders", 9, "lost", step.Quarantine[0].Examples[0].Row));
        (await mesh.RowsAsync("select order_id, amount, placed_at, _source, _record from sales.orders order by 1"))
            .ShouldBe(["a|10.50|2026-01-01T08:00:00.000Z|shop_db:orders|7", "ü'b|-0.01||shop_db:orders|3"]);
        (await mesh.RunAsync(1)).NothingDue.ShouldBeTrue();
        await server.SqlAsync("UPDATE orders SET amount = amount WHERE nr = 7");
        (await mesh.RunAsync(2)).NothingDue.ShouldBeTrue("the same content in another order is nothing new");
        await server.SqlAsync("UPDATE orders SET amount = 11 WHERE nr = 7; DELETE FROM orders WHERE nr = 3");
        var again = (await mesh.RunAsync(3)).Steps[0];
        (again.Rows.Changed, again.Rows.Removed).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Keeps_every_value_of_every_type_exactly()
    {
        server.OrSkip();
        await server.SqlAsync("CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE DOMAIN code AS varchar(3);"
            + """CREATE TABLE kinds ("Odd ""name" int2, big int8, wide numeric, long_decimal numeric(38,10), yes bool, day date, local timestamp, at timestamptz, half float8, id uuid, doc jsonb, bytes bytea, list int[], mood mood, code code, gone int);"""
            + "ALTER TABLE kinds DROP COLUMN gone;"
            + "INSERT INTO kinds VALUES (-32768, 9223372036854775807, 0.1234567890123456789012345678901, 1234567890123456789012345678.0123456789, true, '2024-02-29', "
            + "'2024-02-29 23:59:59.123456', '2024-02-29 23:59:59.123456+05:30', 0.1, '11111111-2222-3333-4444-555555555555', '{\"a\": [1, null]}', '\\x00ff', '{1,null}', 'glad', 'abc'),"
            + "(null, null, null, null, null, null, null, null, null, null, null, null, null, null, null)");
        await using var snapshot = await new DatabaseFeed().OpenAsync(new(null, server.Connection), Cancel);
        var table = await snapshot.DescribeAsync("public.kinds", Cancel);
        table.Columns.Select(c => $"{c.Name} {c.EngineType}").ShouldBe(["Odd \"name BIGINT", "big BIGINT", "wide VARCHAR", "long_decimal VARCHAR", "yes BOOLEAN", "day DATE",
            "local TIMESTAMP", "at TIMESTAMPTZ", "half DOUBLE", "id VARCHAR", "doc VARCHAR", "bytes VARCHAR", "list VARCHAR", "mood VARCHAR", "code VARCHAR"]);
        (await TablesRead.RowsAsync(snapshot, table)).ShouldBe(
        [
            "-32768|9223372036854775807|0.1234567890123456789012345678901|1234567890123456789012345678.0123456789|true|2024-02-29|2024-02-29 23:59:59.123456|"
            + "2024-02-29 18:29:59.123456+00|0.1|11111111-2222-3333-4444-555555555555|{\"a\": [1, null]}|\\x00ff|{1,NULL}|glad|abc|1",
            "NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|2",
        ]);
    }

    [Fact]
    public async Task Is_seen_together_with_the_others_as_of_one_moment()
    {
        server.OrSkip();
        await server.SqlAsync("CREATE TABLE heads (id int PRIMARY KEY); CREATE TABLE lines (id int, head int); INSERT INTO heads VALUES (1); INSERT INTO lines VALUES (1, 1)");
        await using var snapshot = await new DatabaseFeed().OpenAsync(new(null, server.Connection), Cancel);
        var heads = await snapshot.DescribeAsync("heads", Cancel);
        (await TablesRead.RowsAsync(snapshot, heads)).ShouldBe(["1|1"]);
        await server.SqlAsync("INSERT INTO heads VALUES (2); INSERT INTO lines VALUES (2, 2)");
        (await TablesRead.RowsAsync(snapshot, await snapshot.DescribeAsync("lines", Cancel))).ShouldBe(["1|1|1"]);
        (await snapshot.TablesAsync(Cancel)).ShouldContain("public.heads");
    }

    [Theory]
    [InlineData("DROP TABLE orders")]
    [InlineData("no such table")]
    [InlineData("public.orders; DROP TABLE x")]
    [InlineData("pg_catalog.\"x\"")]
    public async Task Of_a_wrong_or_hostile_name_is_refused(string name)
    {
        server.OrSkip();
        using var mesh = Mesh(name);
        (await mesh.RunAsync()).Steps[0].Findings.ShouldHaveSingleItem().Sentence.ShouldContain($"has no table `{name}`");
    }

    [Fact]
    public async Task Cannot_be_changed_through_the_connection()
    {
        server.OrSkip();
        await server.SqlAsync("CREATE FUNCTION evil() RETURNS int LANGUAGE plpgsql AS 'BEGIN CREATE TABLE evil_was_here (); RETURN 1; END'; CREATE VIEW evil_view AS SELECT evil() AS order_id");
        using var mesh = Mesh("evil_view");
        (await mesh.RunAsync()).Steps[0].Findings.ShouldHaveSingleItem().Sentence.ShouldContain("read-only transaction");
    }

    [Fact]
    public async Task Of_a_server_that_is_not_there_or_not_named_or_wants_a_password_is_a_clear_refusal()
    {
        server.OrSkip();
        var nowhere = server.Connection with { Port = 1 };
        using var gone = new SmallMesh { Format = SourceFormat.Postgres, Location = "", Connections = [nowhere], Refine = s => s with { Connection = "shop_db", Table = "orders" } };
        (await gone.RunAsync()).Steps[0].Findings.ShouldHaveSingleItem().Sentence.ShouldContain("cannot be reached");
        using var unnamed = new SmallMesh { Format = SourceFormat.Postgres, Location = "", Refine = s => s with { Connection = "other", Table = "orders" } };
        (await unnamed.RunAsync()).Steps[0].Findings.ShouldHaveSingleItem().Sentence.ShouldContain("treaty.yaml does not name");
        var stranger = server.Connection with { User = "stranger" };
        using var refused = new SmallMesh { Format = SourceFormat.Postgres, Location = "", Connections = [stranger], Refine = s => s with { Connection = "shop_db", Table = "orders" } };
        (await refused.RunAsync()).Steps[0].Findings.ShouldHaveSingleItem().Help.ShouldContain("TREATY_PASSWORD_SHOP_DB");
    }

    [Fact]
    public async Task With_values_that_are_none_is_published_without_their_rows()
    {
        server.OrSkip();
        await server.SqlAsync("CREATE TABLE odd (id int PRIMARY KEY, order_id text, amount numeric(10,2), placed_at timestamptz, status text); INSERT INTO odd VALUES "
            + "(1, 'a', 'NaN', NULL, 'placed'), (2, 'b', 1, 'infinity', 'placed'), (3, 'c', 1, '0044-03-15 BC', 'placed'), "
            + "(4, 'd', NULL, NULL, 'placed'), (5, 'e', 5, '9999-12-31 23:59:59Z', 'placed')");
        using var mesh = Mesh("odd");
        var step = (await mesh.RunAsync()).Steps[0];
        (step.Rows.Read, step.Rows.Published, step.Rows.Quarantined).ShouldBe((5, 1, 4), string.Join("; ", step.Findings.Select(f => f.Sentence)));
        var left = step.Quarantine.Single(q => q.Reason == "malformed").Examples;
        left.Select(e => (e.Source, e.Record)).ShouldBe([("shop_db:odd", 1L), ("shop_db:odd", 2L), ("shop_db:odd", 3L)]);
        left[0].Row.ShouldContain("\"NaN\"");
    }
}
