using Treaty.Core;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation.Closing;
using Treaty.Operations.Doors;
using Treaty.Operations.Planning;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Closing;

/// <summary>
/// Closes a period of a reconciled product in two steps by two people: one prepares the certificate, the other signs it as it was prepared.
/// A local user of a mesh without principals does both at once.
/// </summary>
public sealed class ClosePeriod(MeshStore store, InForce inForce, Actor actor)
{
    public static readonly FindingKind NoSuch = new("TRY1625", Severity.Error, "there is no such period, product or certificate to close");
    public static readonly FindingKind Changed = new("TRY1626", Severity.Error, "what was prepared is no longer what is there");

    private ILedger Ledger => store.Ledger;

    public async ValueTask<CloseReport> RunAsync(string period, string product, Moment moment, CancellationToken cancel)
    {
        CloseReport Refuse(params IReadOnlyList<Finding> findings) => new(product, period, "", "", null, null, null, findings);
        if (ClosingPeriod.TryParse(period) is not { } span)
            return Refuse(NoSuch.At(null, $"`{period}` is no period", "name a month or a day, such as 2026-01 or 2026-01-31"));
        if (Find(product) is not { } reconciled)
            return Refuse(NoSuch.At(null, $"`{product}` is no reconciled product", Nearest.Help(product, Reconciled(inForce.Mesh))));
        await using var held = await Ledger.HoldAsync($"close {period} by {actor.Id} since {moment.Text}", cancel).ConfigureAwait(false);
        var prepared = await Ledger.PreparedAsync(reconciled.Ref.ToString(), span.Name, cancel).ConfigureAwait(false);
        var again = prepared is not null && actor.Principal is not null && prepared.Prepared.By == actor.Id;
        var before = again ? null : prepared?.Prepared.By;
        if (ClosingRules.MayNot(inForce.Mesh, actor.Principal, reconciled.Ref, before, moment.Day) is { } refusal) return Refuse(refusal);
        var (certificate, findings) = await new MakeCertificate(store, inForce).RunAsync(reconciled, span, moment, cancel)
            .ConfigureAwait(false);
        if (certificate is null) return Refuse(findings);
        var hash = CloseRecords.HashOf(certificate);
        if (actor.Principal is null) return await BothAsync(certificate, hash, moment).ConfigureAwait(false);
        if (before is null) return await PrepareAsync(certificate, hash, moment).ConfigureAwait(false);
        return prepared!.Hash == hash ? await SignAsync(prepared, moment).ConfigureAwait(false)
            : Refuse(Changed.At(null, $"`{before}` prepared {CloseRecords.IdOf(prepared.Hash)}, and what is there now is {CloseRecords.IdOf(hash)}: versions, "
                + "rules or decisions have changed since", $"have `{before}` prepare it again: treaty close {span.Name}"));
    }

    /// <summary>Takes a certificate back, by a decision with its reason; the next close of the period makes another.</summary>
    public async ValueTask<CloseReport> ReopenAsync(string id, string reason, Moment moment, CancellationToken cancel)
    {
        await using var held = await Ledger.HoldAsync($"reopen {id} by {actor.Id} since {moment.Text}", cancel).ConfigureAwait(false);
        var all = await Ledger.ClosesAsync(null, cancel).ConfigureAwait(false);
        CloseReport Refuse(Finding finding) => new("", "", id, "", null, null, null, [finding]);
        if (all.FirstOrDefault(c => c.Close.Id == id) is not { Reopened: null } close)
            return Refuse(NoSuch.At(null, $"there is no certificate `{id}` that holds", "see `treaty close --list`"));
        if (reason.Trim().Length == 0) return Refuse(NoSuch.At(null, "no reason is given to reopen it", "say why with --reason"));
        var product = close.Close.Certificate.Product;
        if (ClosingRules.MayNot(inForce.Mesh, actor.Principal, Reference.TryParse(product)!, "", moment.Day) is { } refusal) return Refuse(
            refusal);
        if (all.LastOrDefault(c => c.Reopened is null && c.Close.Certificate.Product == product) is { } last && last.Close.Id != id)
            return Refuse(ClosingRules.NotYet.At(null, $"`{last.Close.Id}` closed `{last.Period.Name}` after it", "reopen that one first"));
        var by = Signature(close.Close.Hash, "reopened: " + reason.Trim(), moment);
        await AppendAsync(CloseRecords.Reopened, product, TreatyJson.Write(new ReopenedClose(id, reason.Trim(), by)), moment)
            .ConfigureAwait(false);
        return new(product, close.Period.Name, id, close.Close.Hash, close.Close.Prepared.By, null, close.Close.Certificate, []);
    }

    /// <summary>The names of the products that can be closed.</summary>
    public static IReadOnlyList<string> Reconciled(Mesh mesh) =>
        [.. mesh.Products.Where(p => p.Class == ProductClass.Reconciled).Select(p => p.Ref.ToString()).Order(StringComparer.Ordinal)];

    private Product? Find(string product) => Reference.TryParse(product) is { } reference
        && inForce.Mesh.Product(reference) is { Class: ProductClass.Reconciled } found ? found : null;

    private async ValueTask<CloseReport> PrepareAsync(Certificate certificate, string hash, Moment moment)
    {
        var prepared = new PreparedClose(hash, certificate, Signature(hash, "prepared", moment));
        await AppendAsync(CloseRecords.Prepared, certificate.Product, TreatyJson.Write(prepared), moment).ConfigureAwait(false);
        return new(certificate.Product, certificate.Period, CloseRecords.IdOf(hash), hash, actor.Id, null, certificate, []);
    }

    private async ValueTask<CloseReport> SignAsync(PreparedClose prepared, Moment moment)
    {
        var signed = new SignedClose(CloseRecords.IdOf(prepared.Hash), prepared.Hash, prepared.Certificate, prepared.Prepared,
            Signature(prepared.Hash, "signed", moment));
        await AppendAsync(CloseRecords.Signed, prepared.Certificate.Product, TreatyJson.Write(signed), moment).ConfigureAwait(false);
        return new(prepared.Certificate.Product, prepared.Certificate.Period, signed.Id, signed.Hash, prepared.Prepared.By, actor.Id,
            prepared.Certificate, []);
    }

    private async ValueTask<CloseReport> BothAsync(Certificate certificate, string hash, Moment moment)
    {
        await PrepareAsync(certificate, hash, moment).ConfigureAwait(false);
        return await SignAsync(new(hash, certificate, Signature(hash, "prepared", moment)), moment).ConfigureAwait(false);
    }

    private CloseSignature Signature(string hash, string what, Moment moment) =>
        new(actor.Id, moment.Now, actor.Sign(CloseSignature.Text(hash, what, actor.Id, moment.Now)));

    private async ValueTask AppendAsync(string kind, string product, string body, Moment moment) =>
        await Ledger.AppendAsync([new LedgerEntry(kind, product, "", moment.Now, actor.Id, body)], CancellationToken.None)
            .ConfigureAwait(false);
}
