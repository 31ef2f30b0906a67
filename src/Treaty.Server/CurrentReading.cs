using Treaty.Operations.Reading;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Server;

/// <summary>The reading of the mesh in force, made anew when another mesh comes into force.</summary>
public sealed class CurrentReading(Func<CancellationToken, ValueTask<(string Hash, Func<CancellationToken,
    ValueTask<IMeshReading?>> Open)?>> newest)
    : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private (string Hash, IMeshReading Reading)? _held;

    /// <summary>Reads from a store.</summary>
    /// <param name="reader">By whom and when queries are remembered; null not to.</param>
    public static CurrentReading Of(MeshStore store, Reader? reader = null) => new(async cancel =>
        await EnterForce.NewestAsync(store.Ledger, cancel).ConfigureAwait(false) is { } force
            ? (force.Hash, async again => await MeshReading.OpenAsync(store, again, reader).ConfigureAwait(false)) : null);

    /// <summary>Null where nothing was ever run.</summary>
    public async ValueTask<IMeshReading?> GetAsync(CancellationToken cancel)
    {
        if (await newest(cancel).ConfigureAwait(false) is not var (hash, open)) return null;
        await _one.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (_held?.Hash != hash && await open(cancel).ConfigureAwait(false) is { } reading) _held = (hash, reading);
            return _held?.Reading;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
