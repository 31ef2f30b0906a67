using System.Security.Cryptography;
using System.Text;
using Treaty.Core;
using Treaty.Core.Ownership;
using Treaty.Core.Reconciliation.Closing;
using Treaty.Operations.Deciding;
using Treaty.Operations.Doors;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Closing;

/// <summary>Who put his name under a certificate.</summary>
/// <param name="Value">The signature; null for the local user of a mesh without principals.</param>
public sealed record CloseSignature(string By, DateTimeOffset At, string? Value)
{
    /// <summary>The text that is signed.</summary>
    public static string Text(string hash, string what, string by, DateTimeOffset at) => $"treaty close\n{hash}\n{what}\n{by}\n{Moment.InstantText(at)}";
}

/// <summary>A close as it was prepared.</summary>
/// <param name="Hash">SHA-256 of the certificate's canonical JSON.</param>
public sealed record PreparedClose(string Hash, Certificate Certificate, CloseSignature Prepared);

/// <summary>A close with both signatures.</summary>
public sealed record SignedClose(string Id, string Hash, Certificate Certificate, CloseSignature Prepared, CloseSignature Signed);

/// <summary>A certificate that no longer holds, by decision.</summary>
public sealed record ReopenedClose(string Id, string Reason, CloseSignature By);

/// <summary>A close as it stands.</summary>
/// <param name="Reopened">Null while it holds.</param>
public sealed record CloseState(long Record, SignedClose Close, ReopenedClose? Reopened)
{
    public ClosingPeriod Period => new(Close.Certificate.Period, Close.Certificate.From, Close.Certificate.To);
}

/// <summary>Closes of periods, as the ledger has them; the subject of each record is the product.</summary>
public static class CloseRecords
{
    public const string Prepared = "close-prepared";
    public const string Signed = "close";
    public const string Reopened = "close-reopened";

    private const int IdLength = 11;

    public static string HashOf(Certificate certificate) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TreatyJson.Write(certificate))));

    public static string IdOf(string hash) => "c" + hash[..IdLength];

    /// <summary>All closes, oldest first, also those that were reopened. A product of null asks for all products.</summary>
    public static async ValueTask<IReadOnlyList<CloseState>> ClosesAsync(this ILedger ledger, string? product, CancellationToken cancel)
    {
        var reopened = (await ledger.ReadAsync(new(Reopened, product), cancel).ConfigureAwait(false))
            .Select(r => TreatyJson.Read<ReopenedClose>(r.Entry.Body)).ToLookup(r => r.Id);
        return [.. (await ledger.ReadAsync(new(Signed, product), cancel).ConfigureAwait(false))
            .Select(r => (r.Number, Close: TreatyJson.Read<SignedClose>(r.Entry.Body)))
            .Select(c => new CloseState(c.Number, c.Close, reopened[c.Close.Id].LastOrDefault()))];
    }

    /// <summary>The closes that hold, oldest first.</summary>
    public static async ValueTask<IReadOnlyList<CloseState>> HoldingAsync(this ILedger ledger, string product, CancellationToken cancel) =>
        [.. (await ledger.ClosesAsync(product, cancel).ConfigureAwait(false)).Where(c => c.Reopened is null)];

    /// <summary>The last preparation of a period that was not signed yet.</summary>
    public static async ValueTask<PreparedClose?> PreparedAsync(this ILedger ledger, string product, string period,
        CancellationToken cancel)
    {
        var last = (await ledger.ReadAsync(new(Prepared, product), cancel).ConfigureAwait(false))
            .Select(r => (r.Number, Close: TreatyJson.Read<PreparedClose>(r.Entry.Body)))
            .LastOrDefault(p => p.Close.Certificate.Period == period);
        if (last.Close is null) return null;
        var signed = (await ledger.ClosesAsync(product, cancel).ConfigureAwait(false)).Any(c =>
            c.Record > last.Number && c.Period.Name == period);
        return signed ? null : last.Close;
    }

    /// <summary>
    /// The lake versions that certificates rest on, by table: no clean-up may remove them, also of those that were reopened, because they
    /// stay on record, and of those that wait for a signature, because signing computes them again.
    /// </summary>
    public static async ValueTask<IReadOnlyDictionary<LakeTable, IReadOnlySet<long>>> PinnedTablesAsync(this ILedger ledger,
        CancellationToken cancel)
    {
        var certificates = (await ledger.ClosesAsync(null, cancel).ConfigureAwait(false)).Select(c => c.Close.Certificate)
            .Concat((await ledger.ReadAsync(new(Prepared), cancel).ConfigureAwait(false))
                .Select(r => TreatyJson.Read<PreparedClose>(r.Entry.Body).Certificate));
        var pinned = new HashSet<(LakeTable Table, long Version)>();
        foreach (var certificate in certificates)
        {
            pinned.UnionWith(certificate.Tables.Select(t => (PlaceOf(t.Table), t.LakeVersion)));
            pinned.UnionWith((await ledger.TablesAsync(certificate, cancel).ConfigureAwait(false))
                .Select(t => t.Superseded).OfType<SupersededTable>().Select(by => (by.Table, by.LakeVersion)));
        }
        return pinned.GroupBy(p => p.Table).ToDictionary(g => g.Key, IReadOnlySet<long> (g) => g.Select(p => p.Version).ToHashSet());
    }

    /// <summary>
    /// The tables of a certificate whose content it states. Which of their groups were superseded stands in the record of the comparison;
    /// the tables of those groups' keys are not among them: they are read with each table that they belong to, and what another key in
    /// them changes, changes its content.
    /// </summary>
    public static async ValueTask<IReadOnlyList<TableManifest>> TablesAsync(this ILedger ledger, Certificate certificate,
        CancellationToken cancel)
    {
        var tables = certificate.Versions.SelectMany(v => v.Tables).Select(t => Manifest(t, null)).ToList();
        foreach (var comparison in certificate.Comparisons)
        {
            var made = (await ledger.ReadAsync(new(RecordKind.Comparison, comparison.Ref, comparison.Run), cancel).ConfigureAwait(false))
                .SelectMany(r => TreatyJson.Read<ComparisonManifest>(r.Entry.Body).Tables).Where(t => t.Superseded is not null)
                .ToDictionary(t => (t.Table, t.LakeVersion), t => t.Superseded!);
            var keys = made.Values.Select(by => by.Table).ToHashSet();
            tables.AddRange(comparison.Tables.Where(t => !keys.Contains(PlaceOf(t.Table)))
                .Select(t => Manifest(t, made.GetValueOrDefault((PlaceOf(t.Table), t.LakeVersion)))));
        }
        return tables;
    }

    private static TableManifest Manifest(PinnedTable table, SupersededTable? by) =>
        new(table.Object, PlaceOf(table.Table), table.LakeVersion, table.Rows, Corrected: false, table.Content) { Superseded = by };

    /// <summary>The place that a certificate's text names.</summary>
    public static LakeTable PlaceOf(string table)
    {
        var parts = table.Split('/');
        return new(parts[0], parts[1], int.Parse(parts[2].AsSpan(1), System.Globalization.CultureInfo.InvariantCulture), parts[3]);
    }

    /// <summary>Whether a signature is by him who it names, by the principals in force when the record was made.</summary>
    public static async ValueTask<bool> VerifiesAsync(this ILedger ledger, long record, string hash, string what, CloseSignature signature,
        CancellationToken cancel)
    {
        if (await new DecisionRecords(ledger).KeysAsync(record, cancel)
            .ConfigureAwait(false) is not { } keys) return signature.Value is null;
        return keys.TryGetValue(signature.By, out var key) && signature.Value is { } value
            && Signature.Verifies(key, CloseSignature.Text(hash, what, signature.By, signature.At), value);
    }
}
