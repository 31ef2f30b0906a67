using Treaty.Core;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation.Closing;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Closing;

/// <summary>Lists and shows closes, proves them again, and says what closed periods mean for the one that is looked at.</summary>
public sealed class ReadCloses(MeshStore store, InForce inForce)
{
    public static readonly FindingKind DoesNotHold = new("TRY1627", Severity.Error, "a certificate cannot be proved again");

    public async ValueTask<IReadOnlyList<CloseLine>> ListAsync(CancellationToken cancel) =>
        [.. (await store.Ledger.ClosesAsync(null, cancel).ConfigureAwait(false)).Select(Line)];

    /// <summary>Null where there is no certificate of this id.</summary>
    /// <param name="verify">Compute everything again that the certificate says.</param>
    public async ValueTask<CloseDetailReport?> ShowAsync(string id, bool verify, CancellationToken cancel)
    {
        if ((await store.Ledger.ClosesAsync(null, cancel).ConfigureAwait(false)).FirstOrDefault(c =>
            c.Close.Id == id) is not { } close) return null;
        var checks = verify ? await ChecksAsync(close, cancel).ConfigureAwait(false) : [];
        return new(Line(close), close.Close.Hash, close.Close.Certificate, checks,
            [.. checks.Where(c => !c.Holds).Select(c => DoesNotHold.At(null, $"{c.What} of `{id}`: {c.Found}",
                "find out who changed the store; restore it from a backup"))]);
    }

    /// <summary>What closed periods of a product mean for a period; null where the product was never closed.</summary>
    public async ValueTask<PeriodReport?> PeriodAsync(Reference product, DateOnly from, DateOnly to, CancellationToken cancel)
    {
        var closes = await store.Ledger.HoldingAsync(product.Bare.ToString(), cancel).ConfigureAwait(false);
        if (closes.Count == 0 || await store.Ledger.VersionAsync(product.Bare, cancel).ConfigureAwait(false) is not { } now) return null;
        var name = from.AddDays(1) == to ? from.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
            : from.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);
        if (closes.FirstOrDefault(c => (c.Period.From, c.Period.To) == (from, to)) is { } own)
            return new(product.Bare.ToString(), name, own.Close.Id, own.Close.Certificate.Totals, own.Close.Certificate.Restatements);
        // Only the first period after the last closed one reports what came to those before it.
        if (closes.Max(c => c.Period.To) != from) return null;
        return new(product.Bare.ToString(), name, null, [],
            await new RestatePeriods(store, inForce.Mesh).RunAsync(product.Bare, closes, now, cancel).ConfigureAwait(false));
    }

    private static CloseLine Line(CloseState close) => new(close.Close.Id, close.Close.Certificate.Product, close.Close.Certificate.Period,
        close.Close.Prepared.By, close.Close.Signed.By, close.Close.Signed.At, close.Close.Certificate.Totals,
        close.Reopened is { } r ? $"reopened by {r.By.By}: {r.Reason}" : null);

    private async ValueTask<IReadOnlyList<CloseCheck>> ChecksAsync(CloseState close, CancellationToken cancel)
    {
        var (certificate, hash) = (close.Close.Certificate, close.Close.Hash);
        var again = CloseRecords.HashOf(certificate);
        var checks = new List<CloseCheck> { new("the hash", again == hash, again == hash ? "computes again" : $"computes to {again}") };
        foreach (var (what, signature) in new[] { ("prepared", close.Close.Prepared), ("signed", close.Close.Signed) })
        {
            var holds = await store.Ledger.VerifiesAsync(close.Record, hash, what, signature, cancel).ConfigureAwait(false);
            checks.Add(new($"the signature of {signature.By}", holds, !holds ? "is not his" : signature.Value is null ? "no principals were known" : "verifies"));
        }
        var broken = await store.Ledger.VerifyAsync(cancel).ConfigureAwait(false);
        checks.Add(new("the ledger", broken is null, broken is { } number ? $"is broken at record {number}" : "is whole"));
        checks.Add(await TotalsAsync(certificate, cancel).ConfigureAwait(false));
        await using var session = await store.OpenSessionAsync(inForce.Mesh.Settings, [], writes: false, cancel).ConfigureAwait(false);
        var stored = new StoredContent(store, session);
        foreach (var table in (await store.Ledger.TablesAsync(certificate, cancel).ConfigureAwait(false))
            .DistinctBy(t => (t.Table, t.LakeVersion)))
            checks.Add(await TableAsync(stored, table, cancel).ConfigureAwait(false));
        return checks;
    }

    private async ValueTask<CloseCheck> TotalsAsync(Certificate certificate, CancellationToken cancel)
    {
        var reference = Reference.TryParse(certificate.Own.Ref)!;
        if (inForce.Mesh.Product(reference) is not { } product
            || await store.Ledger.VersionAsync(reference, cancel).ConfigureAwait(false) is not { } version)
            return new("the totals", false, $"`{certificate.Own.Ref}` is not in the mesh any more");
        try
        {
            var found = await new MakeCertificate(store, inForce).TotalsAsync(product, version,
                new(certificate.Period, certificate.From, certificate.To), cancel).ConfigureAwait(false);
            return new("the totals", found.SequenceEqual(certificate.Totals),
                string.Join(", ", found.Select(t =>
                    $"{t.Measure} {t.Amount.ToString(System.Globalization.CultureInfo.InvariantCulture)} {t.Currency}".Trim())));
        }
        catch (BackendException e) when (e.Fault is BackendFault.Refused or BackendFault.Corrupt or BackendFault.Unreachable)
        {
            return new("the totals", false, e.Message);
        }
    }

    private static async ValueTask<CloseCheck> TableAsync(StoredContent stored, TableManifest table, CancellationToken cancel)
    {
        var what = $"{table.Table} version {table.LakeVersion}";
        try
        {
            var content = await stored.OfAsync(table, cancel).ConfigureAwait(false);
            return new(what, content == table.Content, content == table.Content ? $"{table.Rows} rows, content {content}"
                : $"has the content {content}, not {table.Content}");
        }
        catch (BackendException e) when (e.Fault is BackendFault.Refused or BackendFault.Corrupt or BackendFault.Unreachable)
        {
            return new(what, false, e.Message);
        }
    }
}
