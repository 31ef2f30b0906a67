using Treaty.Operations.Doors;
using Treaty.Operations.Running;

namespace Treaty.Operations.Stores;

/// <summary>A reason why versions must stay: an open period, a certificate, or a hold that someone put on them.</summary>
/// <param name="Id">Names the pin, such as <c>hold:audit_2026</c> or <c>period:2026-01</c>; the newest record of an id is what
/// holds.</param>
/// <param name="Versions">What stays, as <c>sales.orders#3</c>.</param>
/// <param name="Released">True where it no longer holds.</param>
public sealed record PinManifest(string Id, IReadOnlyList<string> Versions, string Because, bool Released);

/// <summary>The pins that the ledger holds. Whoever closes a period, certifies or puts a hold appends the entry made here.</summary>
public static class Pins
{
    public static LedgerEntry Entry(PinManifest pin, RunIdentity run) =>
        new(RecordKind.Pin, pin.Id, run.Id, run.At, run.By, TreatyJson.Write(pin));

    /// <summary>The pins that hold now.</summary>
    public static async ValueTask<IReadOnlyList<PinManifest>> PinsAsync(this ILedger ledger, CancellationToken cancel) =>
        [.. (await ledger.ReadAsync(new(RecordKind.Pin, Last: true), cancel).ConfigureAwait(false))
            .Select(r => TreatyJson.Read<PinManifest>(r.Entry.Body)).Where(pin => !pin.Released).OrderBy(pin =>
                pin.Id, StringComparer.Ordinal)];
}
