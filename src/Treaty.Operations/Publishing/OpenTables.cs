using Treaty.Operations.Doors;

namespace Treaty.Operations.Publishing;

/// <summary>
/// The databases that one product's publish reads, each opened once: all its tables are read as of one moment, also where one is only
/// looked at for changes first and read later.
/// </summary>
public sealed class OpenTables(ITableFeed feed) : IAsyncDisposable
{
    private readonly Dictionary<TablePlace, ITableSnapshot> _open = [];

    public async ValueTask<ITableSnapshot> OfAsync(TablePlace place, CancellationToken cancel) =>
        _open.TryGetValue(place, out var snapshot) ? snapshot : _open[place] = await feed.OpenAsync(place, cancel).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        foreach (var snapshot in _open.Values) await snapshot.DisposeAsync().ConfigureAwait(false);
        _open.Clear();
    }
}
