using Treaty.Backends.DuckDb;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Tests.Sources;

/// <summary>The rows of a table as the engine holds them, each value as its text.</summary>
internal static class TablesRead
{
    public static async Task<IReadOnlyList<string>> RowsAsync(ITableSnapshot snapshot, SourceTable table)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var session = await new DuckDbEngine().OpenAsync(new SessionRequest([], [], Path.Combine(folder.Path, "scratch")), cancel);
        await session.LoadAsync("t", [.. table.Columns.Select(c => (c.Name, c.EngineType)), ("_record", "BIGINT")], rows => snapshot.Read(table, rows, cancel), cancel);
        var rows = await session.QueryAsync(new SqlText("SELECT coalesce(COLUMNS(*)::VARCHAR, 'NULL') FROM t"), 1000, cancel);
        return [.. rows.Rows.Select(row => string.Join("|", row))];
    }
}
