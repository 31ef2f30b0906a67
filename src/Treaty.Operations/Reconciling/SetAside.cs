using System.Runtime.InteropServices;

namespace Treaty.Operations.Reconciling;

/// <summary>Pairs of row ids, one a side, in any number: kept in memory up to a megabyte, beyond that in a scratch file.</summary>
/// <param name="file">Where the file is made when it is needed; it is gone with this.</param>
public sealed class SetAside(string file) : IDisposable
{
    /// <summary>Numbers in memory: two a pair.</summary>
    private const int Held = 1 << 17;

    private readonly long[] _pairs = new long[Held];
    private FileStream? _file;
    private int _used;

    /// <param name="pair">The ids of A and B; <see cref="long.MinValue"/> where there is none.</param>
    /// <exception cref="IOException">The scratch file cannot be written.</exception>
    public void Add(ReadOnlySpan<long> pair)
    {
        if (_used == Held) Spill();
        pair[..2].CopyTo(_pairs.AsSpan(_used));
        _used += 2;
    }

    /// <summary>The ids of one side in the order in which they came. The array is the same for all, since they are taken one by
    /// one.</summary>
    /// <param name="side">0 for A, 1 for B.</param>
    public IEnumerable<long[]> Ids(int side)
    {
        var row = new long[1];
        foreach (var (pairs, used) in Parts())
            for (var i = side; i < used; i += 2)
                if (pairs[i] != long.MinValue)
                {
                    row[0] = pairs[i];
                    yield return row;
                }
    }

    public void Dispose() => _file?.Dispose();

    private IEnumerable<(long[] Pairs, int Used)> Parts()
    {
        if (_file is not null)
        {
            var part = new long[Held];
            _file.Position = 0;
            for (var left = _file.Length / (Held * sizeof(long)); left > 0; left--)
            {
                _file.ReadExactly(MemoryMarshal.AsBytes(part.AsSpan()));
                yield return (part, Held);
            }
        }
        yield return (_pairs, _used);
    }

    private void Spill()
    {
        if (_file is null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            _file = new(file, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, bufferSize: 0, FileOptions.DeleteOnClose);
        }
        _file.Write(MemoryMarshal.AsBytes(_pairs.AsSpan()));
        _used = 0;
    }
}
