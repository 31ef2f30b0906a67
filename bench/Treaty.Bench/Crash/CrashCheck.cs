using System.Globalization;
using Treaty.Core.Meshes;
using Treaty.Core.Sql;
using Treaty.Operations.Meshes;
using Treaty.Operations.Publishing;
using Treaty.Operations.Stores;

namespace Treaty.Bench.Crash;

/// <summary>Holds a store against what its versions say they were made from. Reads only, so that it sees what any reader would see.</summary>
internal sealed class CrashCheck(string folder, Random dice)
{
    private const int OldVersionsLookedAt = 4;

    /// <returns>Versions published and versions that can still be read.</returns>
    /// <exception cref="InvalidOperationException">Where a row is lost or doubled, or a version cannot be read.</exception>
    public async Task<(long Published, int Readable)> RunAsync()
    {
        await using var store = await CrashWork.OpenAsync(folder);
        if (await store.Ledger.VerifyAsync(CancellationToken.None) is { } broken) throw new InvalidOperationException($"the ledger is broken at record {broken}");
        var mesh = CheckMesh.Documents(folder).Mesh;
        var removed = await store.Ledger.RemovedVersionsAsync(CancellationToken.None);
        var (published, readable) = (0L, 0);
        foreach (var product in mesh.Products)
        {
            var versions = await store.Ledger.VersionsAsync(product.Ref, CancellationToken.None);
            if (!versions.Select(v => v.Version).SequenceEqual(Enumerable.Range(1, versions.Count).Select(n => (long)n)))
                throw new InvalidOperationException($"the versions of {product.Ref} are {string.Join(", ", versions.Select(v => v.Version))}");
            var there = versions.Where(v => !removed.ContainsKey($"{v.Ref}#{v.Version}")).ToList();
            if (versions.Count > 0 && there.LastOrDefault() != versions[^1]) throw new InvalidOperationException($"the newest version of {product.Ref} was removed");
            foreach (var version in there.SkipLast(1).OrderBy(_ => dice.Next()).Take(OldVersionsLookedAt).Concat(there.TakeLast(1)))
                await VersionAsync(store, mesh, product.Ref, version);
            (published, readable) = (published + versions.Count, readable + there.Count);
        }
        return (published, readable);
    }

    private static async Task VersionAsync(MeshStore store, Mesh mesh, Reference product, VersionManifest version)
    {
        await using var session = await store.OpenSessionAsync(mesh.Settings, [], writes: false, CancellationToken.None);
        await new InputViews(store, session).ShowAsync(mesh.Product(product)!, version, CancellationToken.None);
        var key = product.ToString() == CrashMesh.Orders ? "order_id" : "rate_id";
        var rows = await session.QueryAsync(new SqlText(
            $"SELECT count(*), count(DISTINCT {key}), coalesce(sum(amount), 0)::VARCHAR, count(DISTINCT amount) FROM {product}"), 1, CancellationToken.None);
        var (count, keys, sum, amounts) = ((long)rows.Rows[0][0]!, (long)rows.Rows[0][1]!,
            decimal.Parse((string)rows.Rows[0][2]!, CultureInfo.InvariantCulture), (long)rows.Rows[0][3]!);
        var files = version.Sources[0].Files.Count;
        var right = product.ToString() == CrashMesh.Orders
            ? count == keys && (count, sum) == CrashMesh.Expected(files)
            : count == keys && count == CrashMesh.RateRows && amounts == 1;
        if (!right)
            throw new InvalidOperationException($"{product}#{version.Version} of {files} files holds {count} rows, {keys} keys, {amounts} amounts, sum {sum}; expected {CrashMesh.Expected(files)}");
    }
}
