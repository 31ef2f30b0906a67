using System.Globalization;
using Treaty.Core;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Operations.Doors;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>Which version of each product a reader wants: one that is named, else the one of an instant, else the newest.</summary>
public sealed class AsOf
{
    private readonly ILedger _ledger;
    private readonly List<Reference> _named = [];
    private readonly List<string> _notUnderstood = [];
    private DateTimeOffset? _instant;
    private IReadOnlyDictionary<string, string>? _removed;

    private AsOf(ILedger ledger) => _ledger = ledger;

    /// <param name="words">Versions as <c>sales.orders#3</c>; instants as <c>2026-01-31T09:30:00Z</c>; days, which count to their end
    /// (UTC).</param>
    public static AsOf Read(ILedger ledger, IReadOnlyList<string> words)
    {
        var asOf = new AsOf(ledger);
        foreach (var word in words)
            if (Reference.TryParse(word) is { ProductVersion: not null } reference) asOf._named.Add(reference);
            else if (DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                asOf._instant = new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddTicks(-1);
            else if (DateTimeOffset.TryParse(word, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
                asOf._instant = instant.ToUniversalTime();
            else asOf._notUnderstood.Add(word);
        return asOf;
    }

    /// <summary>The version to read, or why there is none.</summary>
    public async ValueTask<(VersionManifest? Version, Finding? Refusal)> OfAsync(Reference product, CancellationToken cancel)
    {
        if (_notUnderstood.Count > 0)
            return (null, Refused($"`{_notUnderstood[0]}` is neither a version nor an instant", "write sales.orders#3, 2026-01-31 or 2026-01-31T09:30:00Z"));
        var named = _named.FirstOrDefault(r => r.Bare == product.Bare);
        var version = named is null && _instant is { } instant
            ? await _ledger.VersionAtAsync(product, instant, cancel).ConfigureAwait(false)
            : await _ledger.VersionAsync(named ?? product, cancel).ConfigureAwait(false);
        if (version is null)
            return (null, named is null && _instant is { } then
                ? Refused($"`{product}` had not been published at {Moment.InstantText(then)}", "name a later instant")
                : Refused($"`{named ?? product}` has not been published", named is null ? "publish it with `treaty run`"
                    : "name a version that its product page lists"));
        _removed ??= await _ledger.RemovedVersionsAsync(cancel).ConfigureAwait(false);
        var name = string.Create(CultureInfo.InvariantCulture, $"{version.Ref}#{version.Version}");
        return _removed.TryGetValue(name, out var run)
            ? (null, Refused($"`{name}` can no longer be read: run {run} removed it after its retention", "name a newer version; a hold keeps versions longer"))
            : (version, null);
    }

    private static Finding Refused(string sentence, string help) => RunQuery.Refused.At(null, sentence, help);
}
