using Microsoft.Data.Sqlite;
using Treaty.Backends.Databases;
using Treaty.Backends.Tests.Publishing;
using Treaty.Core.Products;
using Treaty.Operations.Doors;
using Treaty.Operations.Reports;

namespace Treaty.Backends.Tests.Sources;

public sealed class A_SQLite_table
{
    private static SmallMesh Mesh(string location = "shop.db", string table = "orders") => new()
    {
        Format = SourceFormat.Sqlite, Location = location, Refine = source => source with { Table = table },
    };

    private static void Sql(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    [Fact]
    public async Task Is_published_by_value_not_by_declared_type_and_again_only_when_its_content_changed()
    {
        using var mesh = Mesh();
        var file = mesh.Folder.Write("shop.db", "");
        Sql(file, "CREATE TABLE orders (order_id INTEGER PRIMARY KEY, amount DECIMAL(10,2), placed_at TEXT, status TEXT);"
            + "INSERT INTO orders VALUES (7, 10.5, '2026-01-01T10:00:00Z', 'placed'), (3, 'twelve', NULL, 'placed'), (12, 1e15, NULL, 'shipped')");
        var step = (await mesh.RunAsync()).Steps[0];
        step.Outcome.ShouldBe(StepOutcome.Published, string.Join("; ", step.Findings.Select(f => f.Sentence)));
        step.Quarantine.ShouldHaveSingleItem().Examples[0].ShouldBe(new QuarantinedRow("shop.db:orders", 3, "twelve", step.Quarantine[0].Examples[0].Row));
        (await mesh.RowsAsync("select order_id, amount, placed_at, _record from sales.orders order by 1"))
            .ShouldBe(["12|1000000000000000.00||12", "7|10.50|2026-01-01T10:00:00.000Z|7"]);
        Sql(file, "CREATE TABLE other (x); INSERT INTO other VALUES (1)");
        (await mesh.RunAsync(1)).NothingDue.ShouldBeTrue("another table is nothing new");
        Sql(file, "UPDATE orders SET amount = 11 WHERE order_id = 7");
        (await mesh.RunAsync(2)).Steps[0].Rows.Changed.ShouldBe(1);
    }

    [Fact]
    public async Task In_write_ahead_mode_is_read_whole_and_nothing_is_written_beside_it()
    {
        using var mesh = Mesh("data/shop.db");
        var file = mesh.Folder.Write("data/shop.db", "");
        Sql(file, "PRAGMA journal_mode = WAL; CREATE TABLE orders (order_id TEXT, amount TEXT, placed_at TEXT, status TEXT) ; INSERT INTO orders VALUES ('a', '1.00', NULL, 'placed')");
        Directory.GetFiles(mesh.Folder["data"]).Length.ShouldBe(1);
        (await mesh.RunAsync()).Steps[0].Rows.Published.ShouldBe(1);
        Directory.GetFiles(mesh.Folder["data"]).Length.ShouldBe(1);
        using var writer = new SqliteConnection($"Data Source={file};Pooling=False");
        writer.Open();
        using var command = writer.CreateCommand();
        command.CommandText = "INSERT INTO orders VALUES ('b', '2.00', NULL, 'placed')";
        command.ExecuteNonQuery();
        (await mesh.RunAsync(1)).Steps[0].Rows.Published.ShouldBe(2, "what is in the log of an open database counts");
    }

    [Theory]
    [InlineData("none.db", "orders", "is not there")]
    [InlineData("shop.db", "no", "has no table `no`")]
    [InlineData("shop.db", "x'; DROP TABLE orders; --", "has no table")]
    [InlineData("text.db", "orders", "cannot be read")]
    public async Task That_cannot_be_read_is_refused_by_name(string location, string table, string says)
    {
        using var mesh = Mesh(location, table);
        Sql(mesh.Folder.Write("shop.db", ""), "CREATE TABLE orders (order_id)");
        mesh.Folder.Write("text.db", "this is no database, but long enough to be looked at as one, is it not? " + new string('x', 4096));
        (await mesh.RunAsync()).Steps[0].Findings.ShouldHaveSingleItem().Sentence.ShouldContain(says);
    }

    [Fact]
    public async Task Without_row_ids_with_blobs_and_a_view_is_read_in_order()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.db", "");
        Sql(file, "CREATE TABLE k (a TEXT, b BLOB, c REAL, PRIMARY KEY (a)) WITHOUT ROWID; INSERT INTO k VALUES ('x', x'00ff', 0.1), ('y', NULL, 1e300); CREATE VIEW v AS SELECT a FROM k");
        await using var snapshot = await new DatabaseFeed().OpenAsync(new(file, null), TestContext.Current.CancellationToken);
        (await snapshot.TablesAsync(TestContext.Current.CancellationToken)).ShouldBe(["k", "v"]);
        (await TablesRead.RowsAsync(snapshot, await snapshot.DescribeAsync("k", TestContext.Current.CancellationToken))).ShouldBe(["x|00ff|0.1|1", "y|NULL|1E+300|2"]);
        (await TablesRead.RowsAsync(snapshot, await snapshot.DescribeAsync("v", TestContext.Current.CancellationToken))).ShouldBe(["x|1", "y|2"]);
    }
}
