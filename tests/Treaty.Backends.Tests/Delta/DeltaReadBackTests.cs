using System.Globalization;
using DuckDB.NET.Data;
using Treaty.Backends.Delta;
using Treaty.Backends.Tests.Disk;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Tests.Delta;

public sealed class DeltaReadBackTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task What_the_engine_wrote_is_read_back_from_a_snapshot()
    {
        var cancel = TestContext.Current.CancellationToken;
        var (lake, table) = (new DeltaLake(_folder.Path), new LakeTable("sales", "orders", 1, "order_placed"));
        using var engine = new DuckDBConnection("DataSource=:memory:");
        engine.Open();
        for (var part = 0; part < 2; part++)
        {
            var name = $"part {part}.parquet";
            var path = Path.Combine(lake.DataFolder(table), name);
            Run(engine, $"COPY (SELECT i AS id, 'ü' || i AS name, (i / 4)::DECIMAL(18,2) AS amount FROM range({part * 100}, {(part + 1) * 100}) t(i)) TO '{path}'");
            LakeColumn[] columns = [new("id", "long", true), new("name", "string", true), new("amount", "decimal(18,2)", true)];
            var file = new LakeFile(name, new FileInfo(path).Length, 100, []);
            await lake.CommitAsync(table, new LakeCommit($"r{part}", DateTimeOffset.UnixEpoch, columns, [file], false, part == 0 ? null : part - 1), cancel);
        }

        var snapshot = (await lake.ReadAsync(table, null, cancel)).ShouldNotBeNull();
        var files = string.Join(", ", snapshot.Files.Select(f => $"'{f.Path}'"));
        Run(engine, $"SELECT concat_ws('|', count(*), sum(id), sum(amount), min(name), max(id)) FROM read_parquet([{files}])")
            .ShouldBe("200|19900|4975.00|ü0|199");
    }

    public void Dispose() => _folder.Dispose();

    private static string? Run(DuckDBConnection engine, string sql)
    {
        using var command = engine.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
