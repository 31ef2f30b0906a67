using System.Collections.Concurrent;

namespace Treaty.Backends.Delta;

/// <summary>Keeps the actions of checkpoints that were read lately: one never changes, and one command reads the same table
/// often.</summary>
internal static class DeltaCheckpointCache
{
    private const int Most = 64;

    private static readonly ConcurrentDictionary<(string Path, long Bytes, long Ticks), IReadOnlyList<DeltaLine>> Kept = new();

    public static IReadOnlyList<DeltaLine>? Of(DeltaCheckpointFiles checkpoint, Func<IReadOnlyList<DeltaLine>?> read)
    {
        var file = new FileInfo(checkpoint.Paths[0]);
        if (checkpoint.Paths.Count > 1 || !file.Exists) return read();
        var key = (file.FullName, file.Length, file.LastWriteTimeUtc.Ticks);
        if (Kept.TryGetValue(key, out var known)) return known;
        if (read() is not { } lines) return null;
        if (Kept.Count >= Most) Kept.Clear();
        Kept[key] = lines;
        return lines;
    }
}
