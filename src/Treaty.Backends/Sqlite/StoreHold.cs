using System.Globalization;
using Treaty.Backends.Disk;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Sqlite;

/// <summary>
/// The sole right to write to a store. The system itself keeps it, as a lock on an open file beside the database, so it ends with
/// the process however that ends. Who holds it stands in a second file, because a locked one cannot be read everywhere; that file
/// is only words, its being there means nothing. Neither is deleted: a rival could be opening the old one at that moment.
/// </summary>
internal sealed class StoreHold : IAsyncDisposable
{
    private readonly FileStream _lock;
    private readonly string _words;

    private StoreHold(FileStream file, string words) => (_lock, _words) = (file, words);

    public static StoreHold Take(string database, string holder)
    {
        var (file, words) = (database + ".hold", database + ".holder");
        var hold = new StoreHold(Lock(file, words), words);
        hold.Say($"{holder}, process {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}");
        return hold;
    }

    public ValueTask DisposeAsync()
    {
        if (_lock.CanRead) Say("");
        return _lock.DisposeAsync();
    }

    private static FileStream Lock(string file, string words) => DiskFailure.Guard(file, () =>
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (DiskFailure.IsHeldByAnother(failure))
        {
            var who = File.Exists(words) ? File.ReadAllText(words).Trim() : "";
            throw new BackendException(BackendFault.Conflict,
                $"another run is at work on this store: {(who.Length > 0 ? $"`{who}`" : "it has not said who it is")}",
                "wait until it has ended, then run the same command again", failure);
        }
    });

    private void Say(string who) => DiskFailure.Guard(_words, () => File.WriteAllText(_words, who));
}
