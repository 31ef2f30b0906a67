using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Stores;

namespace Treaty.Backends.Tests.Publishing;

/// <summary>What a table holds by what the lake holds: its rows without those that later changes superseded.</summary>
public sealed class Stored_content : IAsyncDisposable
{
    private static readonly LakeTable Groups = new("zone", "paid", 1, "order_payment__groups");
    private static readonly LakeTable Keys = new("zone", "paid", 1, "order_payment__superseded");

    private readonly SmallMesh _mesh = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _mesh.Dispose();
        return default;
    }

    [Fact]
    public async Task Is_another_where_other_groups_are_superseded_though_the_table_is_the_same()
    {
        await using var store = await _mesh.OpenAsync();
        await CommitAsync(store, Groups, "r000001", "'a'", "'b'", "'c'");
        await CommitAsync(store, Keys, "r000002", "'a'");
        await CommitAsync(store, Keys, "r000003", "'b'");
        await using var session = await store.OpenSessionAsync(_mesh.Mesh.Settings, [], writes: false, Cancel);
        var stored = new StoredContent(store, session);
        var table = new TableManifest("groups", Groups, 0, 3, false, "");
        async Task<string> Rows(long? by) => (await stored.OfAsync(table with { Superseded = by is { } v ? new(Keys, v) : null }, Cancel)).Split(':')[0];
        (await Rows(null)).ShouldBe("3");
        (await Rows(0)).ShouldBe("2");
        (await Rows(1)).ShouldBe("1");
        (await Rows(0)).ShouldBe("2");
    }

    [Fact]
    public async Task Of_one_table_is_read_although_another_is_damaged()
    {
        await using var store = await _mesh.OpenAsync();
        await CommitAsync(store, Groups, "r000001", "'a'", "'b'");
        await CommitAsync(store, Groups, "r000002", "'c'");
        await CommitAsync(store, Keys, "r000003", "'a'");
        await using var session = await store.OpenSessionAsync(_mesh.Mesh.Settings, [], writes: false, Cancel);
        var (stored, by) = (new StoredContent(store, session), new SupersededTable(Keys, 0));
        var damaged = Path.Combine(store.Lake.DataFolder(Groups), "part-r000002.parquet");
        // The second file is opened only when rows are read.
        await File.WriteAllBytesAsync(damaged, new byte[new FileInfo(damaged).Length], Cancel);
        await Should.ThrowAsync<BackendException>(async () => await stored.OfAsync(new("groups", Groups, 1, 3, false, "") { Superseded = by }, Cancel));
        (await stored.OfAsync(new("groups", Groups, 0, 2, false, "") { Superseded = by }, Cancel)).ShouldStartWith("1:");
    }

    private async Task CommitAsync(MeshStore store, LakeTable table, string run, params string[] keys)
    {
        await using var session = await store.OpenSessionAsync(_mesh.Mesh.Settings, [], writes: true, Cancel);
        IReadOnlyList<TableColumn> columns = [new("group_key", "VARCHAR", "string", true)];
        var written = await new WriteTable(store, session, run, DateTimeOffset.UnixEpoch).RunAsync(table, table.Object, columns,
            path => new SqlText($"COPY (SELECT unnest([{string.Join(", ", keys)}]) AS group_key) TO {Quote.Text(path)} (FORMAT parquet)"),
            null, replace: false, null, Cancel);
        await store.Lake.CommitAsync(table, written.Commit.Commit, Cancel);
    }
}
