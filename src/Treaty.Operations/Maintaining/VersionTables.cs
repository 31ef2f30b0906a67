using Treaty.Core.Products;
using Treaty.Operations.Doors;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Maintaining;

/// <summary>A recorded version or comparison with the tables it reads.</summary>
internal sealed record VersionTables(KeptVersion Version, IReadOnlyList<TableManifest> Tables)
{
    /// <summary>Every record that names tables of the lake, each with the instant at which the next of its subject took its
    /// place.</summary>
    public static async ValueTask<IReadOnlyList<VersionTables>> AllAsync(ILedger ledger, CancellationToken cancel)
    {
        var versions = (await ledger.ReadAsync(new(RecordKind.Version), cancel).ConfigureAwait(false))
            .Select(r => (r.Entry, Body: TreatyJson.Read<VersionManifest>(r.Entry.Body)))
            .Select(v => (v.Entry.Subject, v.Entry.At, v.Body.Version, v.Body.Inputs, v.Body.Tables));
        var comparisons = (await ledger.ReadAsync(new(RecordKind.Comparison), cancel).ConfigureAwait(false))
            .Select(r => (r.Entry, Body: TreatyJson.Read<ComparisonManifest>(r.Entry.Body)))
            .Select(c => (c.Entry.Subject, c.Entry.At, Version: 0L, Inputs: (IReadOnlyList<string>)[c.Body.A, c.Body.B], c.Body.Tables));
        return [.. versions.Concat(comparisons).GroupBy(v => v.Subject, StringComparer.Ordinal).SelectMany(subject =>
        {
            var inOrder = subject.ToList();
            return inOrder.Select((v, i) => new VersionTables(new(v.Subject, v.Version, v.At,
                i + 1 < inOrder.Count ? inOrder[i + 1].At : null, v.Inputs), v.Tables));
        })];
    }
}
