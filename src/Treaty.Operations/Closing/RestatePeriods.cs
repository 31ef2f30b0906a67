using System.Collections.Immutable;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation.Closing;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reading;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Closing;

/// <summary>Works out what came to closed periods since they were last stated: each close states all closed periods before it
/// anew.</summary>
public sealed class RestatePeriods(MeshStore store, Mesh mesh)
{
    /// <summary>
    /// The lines that restate each closed period, from the version that a period was last stated by to a version; periods without any are
    /// left out.
    /// </summary>
    /// <param name="closes">The closes of the product that hold and were made before, oldest first.</param>
    /// <param name="now">The version to state by.</param>
    public async ValueTask<ImmutableArray<RestatedPeriod>> RunAsync(
        Reference product, IReadOnlyList<CloseState> closes, VersionManifest now, CancellationToken cancel)
    {
        if (closes.Count == 0) return [];
        var stated = Reference.TryParse(closes[^1].Close.Certificate.Own.Ref)!;
        if (stated.ProductVersion == now.Version) return [];
        var before = await store.Ledger.VersionAsync(stated, cancel).ConfigureAwait(false)
            ?? throw new BackendException(BackendFault.Corrupt, $"the ledger does not hold {stated}, which a certificate names", "restore the store from a backup");
        await using var session = await store.OpenSessionAsync(mesh.Settings, [], writes: false, cancel).ConfigureAwait(false);
        var periods = ImmutableArray.CreateBuilder<RestatedPeriod>();
        foreach (var close in closes.OrderBy(c => c.Period.From))
        {
            var lines = await LinesAsync(session, product, close.Period, before, now, cancel).ConfigureAwait(false);
            if (lines.Length > 0) periods.Add(new(close.Period.Name, close.Close.Id, lines));
        }
        return periods.ToImmutable();
    }

    private async ValueTask<ImmutableArray<RestatementLine>> LinesAsync(IQuerySession session, Reference reference, ClosingPeriod period,
        VersionManifest before, VersionManifest now, CancellationToken cancel)
    {
        var product = mesh.Product(reference)!;
        var lines = ImmutableArray.CreateBuilder<RestatementLine>();
        foreach (var measure in product.Contract.Measures)
        {
            var table = product.Contract.Object(measure.Object)!;
            if (table.Key.IsEmpty) continue;
            var (was, becomes) = (Quote.Name($"was_{period.Name}_{measure.Name}"), Quote.Name($"now_{period.Name}_{measure.Name}"));
            var views = new InputViews(store, session);
            await views.ShowObjectAsync(was, product, table.Name, before, cancel).ConfigureAwait(false);
            await views.ShowObjectAsync(becomes, product, table.Name, now, cancel).ConfigureAwait(false);
            var sql = new RestatementSql(measure, table, was, becomes, mesh.Reconciliation(reference)?.TimeZone ?? "UTC", period);
            var rows = await session.QueryAsync(sql.Lines(), 10_000, cancel).ConfigureAwait(false);
            lines.AddRange(rows.Rows.Select(r => new RestatementLine(measure.Name, (string)r[1]!, (string)r[0]!, EngineValues.Count(r[2]),
                ReadDiscrepancies.Trim(r[3]), ReadDiscrepancies.Trim(r[4]))));
        }
        return lines.ToImmutable();
    }
}
