using Treaty.Core.Products;
using Treaty.Operations.Doors;

namespace Treaty.Operations.Publishing;

/// <summary>Decoded copies of source files, below one scratch folder that is gone with this.</summary>
public sealed class DecodedCopies(ISourceFeed feed, string folder) : IDisposable
{
    public string Folder { get; } = Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar;

    /// <summary>The sources, those that the engine cannot read as they lie from copies.</summary>
    /// <param name="all">True where every CSV file is to be copied, because the engine stumbled over one.</param>
    public async ValueTask<IReadOnlyList<SourceState>> MakeAsync(IReadOnlyList<SourceState> sources, bool all, CancellationToken cancel)
    {
        var ready = new List<SourceState>();
        foreach (var state in sources)
            ready.Add(state.Source.Format == SourceFormat.Csv && (all || state.Source.Dialect.NeedsDecoding)
                ? await MakeAsync(state, cancel).ConfigureAwait(false) : state);
        return ready;
    }

    /// <summary>The source, to be read from copies of the files it takes; each under its own name.</summary>
    private async ValueTask<SourceState> MakeAsync(SourceState state, CancellationToken cancel)
    {
        var below = Path.Combine(Folder, state.Source.Name) + Path.DirectorySeparatorChar;
        var dialect = state.Source.Dialect;
        var how = new SourceDecoding(dialect.Encoding, dialect.Quote, dialect.Escape, dialect.Comment, dialect.SkipLines,
            dialect.Compression is { } compression ? compression == "gzip" : null);
        foreach (var file in state.Take)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(below + file.Name)!);
            await feed.DecodeAsync(file.Path, how, below + file.Name, cancel).ConfigureAwait(false);
        }
        return state with { Decoded = below, Source = state.Source with { Dialect = dialect with { Compression = "none", SkipLines = 0 } } };
    }

    public void Dispose()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }
}
