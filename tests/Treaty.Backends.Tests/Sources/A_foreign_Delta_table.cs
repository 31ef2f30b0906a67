using DuckDB.NET.Data;
using Treaty.Backends.Tests.Publishing;
using Treaty.Core.Products;
using Treaty.Operations.Reports;

namespace Treaty.Backends.Tests.Sources;

/// <summary>A table as another program keeps it: log written by hand here, files by the engine.</summary>
public sealed class A_foreign_Delta_table : IDisposable
{
    private const string Schema =
        """{\"type\":\"struct\",\"fields\":[{\"name\":\"order_id\",\"type\":\"string\",\"nullable\":true,\"metadata\":{}},{\"name\":\"amount\",\"type\":\"decimal(18,2)\",\"nullable\":true,\"metadata\":{}},{\"name\":\"placed_at\",\"type\":\"timestamp\",\"nullable\":true,\"metadata\":{}},{\"name\":\"status\",\"type\":\"string\",\"nullable\":true,\"metadata\":{}}]}""";

    private readonly SmallMesh _mesh = new() { Format = SourceFormat.Delta, Location = "lake/orders" };

    public void Dispose() => _mesh.Dispose();

    private void Parquet(string name, string select)
    {
        var path = _mesh.Folder["lake/orders/" + name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var engine = new DuckDBConnection("DataSource=:memory:");
        engine.Open();
        using var command = engine.CreateCommand();
        command.CommandText = $"COPY ({select}) TO '{path}' (FORMAT parquet)";
        command.ExecuteNonQuery();
    }

    private void Commit(int version, params string[] actions) =>
        _mesh.Folder.Write($"lake/orders/_delta_log/{version:D20}.json", string.Join('\n', actions) + "\n");

    private static string Protocol(int reader = 1, string more = "") => $$$"""{"protocol":{"minReaderVersion":{{{reader}}},"minWriterVersion":2{{{more}}}}}""";

    private static string MetaData(string partition = "", string configuration = "") =>
        $$$"""{"metaData":{"id":"x","format":{"provider":"parquet","options":{}},"schemaString":"{{{Schema}}}","partitionColumns":[{{{partition}}}],"configuration":{{{{configuration}}}},"createdTime":0}}""";

    private static string Add(string path, string partition = "", string more = "") =>
        $$$"""{"add":{"path":"{{{path}}}","partitionValues":{{{{partition}}}},"size":1,"modificationTime":0,"dataChange":true{{{more}}}}}""";

    [Fact]
    public async Task Is_read_by_its_log_with_partitions_and_columns_that_came_later()
    {
        Parquet("status=placed/a b.parquet", "SELECT 'a' AS order_id");
        Parquet("status=%3F/b.parquet", "SELECT 'b' AS order_id, 2.5::DECIMAL(18,2) AS amount, TIMESTAMPTZ '2026-01-01 10:00:00+02' AS placed_at");
        Parquet("gone.parquet", "SELECT 'z' AS order_id");
        Parquet("never committed.parquet", "SELECT 'y' AS order_id");
        Commit(0, Protocol(), MetaData("\"status\""), Add("status=placed/a%20b.parquet", "\"status\":\"placed\""), Add("gone.parquet", "\"status\":\"placed\""));
        Commit(1, """{"remove":{"path":"gone.parquet","deletionTimestamp":1,"dataChange":true}}""", Add("status=%253F/b.parquet", "\"status\":\"shipped\""));
        var step = (await _mesh.RunAsync()).Steps[0];
        step.Findings.Select(f => f.Sentence).ShouldBeEmpty();
        step.Outcome.ShouldBe(StepOutcome.Published, string.Join("; ", step.Quarantine));
        (await _mesh.RowsAsync("select order_id, amount, placed_at, status, _source, _record from sales.orders order by 1")).ShouldBe(
            ["b|2.50|2026-01-01T08:00:00.000Z|shipped|lake/orders/status=%3F/b.parquet|1"]);
        step.Quarantine.ShouldHaveSingleItem().Examples[0].Source.ShouldBe("lake/orders/status=placed/a b.parquet");
        (await _mesh.RunAsync(1)).NothingDue.ShouldBeTrue();
    }

    [Fact]
    public async Task That_has_no_files_left_is_empty()
    {
        Parquet("a.parquet", "SELECT 'a' AS order_id, 1::DECIMAL(18,2) AS amount, NULL::TIMESTAMPTZ AS placed_at, 'placed' AS status");
        Commit(0, Protocol(), MetaData(), Add("a.parquet"));
        (await _mesh.RunAsync()).Steps[0].Rows.Published.ShouldBe(1);
        Commit(1, """{"remove":{"path":"a.parquet","deletionTimestamp":1,"dataChange":true}}""");
        (await _mesh.RunAsync(1)).Steps[0].Findings.ShouldHaveSingleItem().Code.ShouldBe("TRY0704");
    }

    [Theory]
    [InlineData(3, """,\"readerFeatures\":[\"deletionVectors\"]""", "", """,\"deletionVector\":{\"storageType\":\"u\",\"pathOrInlineDv\":\"x\"}""", "deletion vectors")]
    [InlineData(2, "", "\"delta.columnMapping.mode\":\"name\"", "", "column mapping by name")]
    [InlineData(3, """,\"readerFeatures\":[\"v2Checkpoint\"]""", "", "", "the feature v2Checkpoint")]
    [InlineData(4, "", "", "", "Delta reader version 4")]
    public async Task That_uses_what_cannot_be_read_is_refused_by_name(int reader, string features, string configuration, string more, string says)
    {
        Parquet("a.parquet", "SELECT 'a' AS order_id");
        Commit(0, Protocol(reader, features.Replace("\\", "", StringComparison.Ordinal)), MetaData("", configuration), Add("a.parquet", "", more.Replace("\\", "", StringComparison.Ordinal)));
        (await _mesh.RunAsync()).Steps[0].Findings.ShouldHaveSingleItem().Sentence.ShouldContain(says);
    }

    [Theory]
    [InlineData("../../../secret.parquet")]
    [InlineData("/etc/passwd")]
    [InlineData("file:///etc/passwd")]
    [InlineData("s3://bucket/a.parquet")]
    public async Task That_names_a_file_outside_of_it_is_refused(string path)
    {
        Commit(0, Protocol(), MetaData(), Add(path));
        (await _mesh.RunAsync()).Steps[0].Findings.ShouldHaveSingleItem().Sentence.ShouldContain("lies outside of it");
    }

    [Fact]
    public async Task That_is_none_is_refused()
    {
        (await _mesh.RunAsync()).Steps[0].Findings.ShouldHaveSingleItem().Sentence.ShouldContain("holds no Delta table");
    }
}
