using System.Globalization;
using System.Text;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Files;

/// <summary>The log of use as lines of one file: day, reader and product between tabs. Lines that are no such thing are passed over, so
/// that a line cut off by a crash spoils nothing.</summary>
/// <param name="path">Of the file; its folder is there.</param>
/// <param name="largest">The size in bytes beyond which lines that say the same are put together.</param>
public sealed class UseFile(string path, long largest = 1 << 20) : IUseLog
{
    private const string DayForm = "yyyy-MM-dd";

    public async ValueTask NoteAsync(IReadOnlyList<ProductUse> uses, CancellationToken cancel)
    {
        if (uses.Count == 0) return;
        // One write at the end of the file: lines of several processes do not mix.
        var bytes = Encoding.UTF8.GetBytes(string.Concat(uses.Distinct().Select(Line)));
        await using (var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            await file.WriteAsync(bytes, cancel).ConfigureAwait(false);
        if (new FileInfo(path).Length > largest) await PutTogetherAsync(cancel).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<ProductUse>> ReadAsync(CancellationToken cancel)
    {
        if (!File.Exists(path)) return [];
        return [.. (await File.ReadAllLinesAsync(path, cancel).ConfigureAwait(false)).Select(Read).OfType<ProductUse>().Distinct()
            .OrderBy(u => u.Day).ThenBy(u => u.Product, StringComparer.Ordinal).ThenBy(u => u.Who, StringComparer.Ordinal)];
    }

    /// <summary>A use that another process adds meanwhile may be lost, which makes a product that is read no unread one: it is read
    /// again.</summary>
    private async ValueTask PutTogetherAsync(CancellationToken cancel)
    {
        var draft = path + "." + Path.GetRandomFileName();
        var uses = await ReadAsync(cancel).ConfigureAwait(false);
        await File.WriteAllTextAsync(draft, string.Concat(uses.Select(Line)), cancel).ConfigureAwait(false);
        File.Move(draft, path, overwrite: true);
    }

    private static string Line(ProductUse use) =>
        $"{use.Day.ToString(DayForm, CultureInfo.InvariantCulture)}\t{One(use.Who)}\t{One(use.Product)}\n";

    /// <summary>A name as one field of a line.</summary>
    private static string One(string name) => string.Concat(name.Select(c => char.IsControl(c) ? ' ' : c));

    private static ProductUse? Read(string line) => line.Split('\t') is [var day, var who, var product]
        && DateOnly.TryParseExact(day, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) ? new(on, who, product)
            : null;
}
