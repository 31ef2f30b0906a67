using Treaty.Operations.Doors;
using Treaty.Operations.Reports;

namespace Treaty.Operations.Auditing;

/// <summary>Which records to show; null members do not filter.</summary>
/// <param name="Subject">The subject, or its beginning where it ends in a dot or a slash.</param>
public sealed record AuditRequest(string? Kind, string? By, string? Subject, DateTimeOffset? Since, DateTimeOffset? Until, int Limit);

/// <summary>Shows who did and decided what, and when.</summary>
public sealed class ReadAudit(ILedger ledger)
{
    /// <summary>Records of Treaty's own bookkeeping, shown only where they are asked for.</summary>
    private static readonly string[] Internal = ["intent"];

    public async ValueTask<AuditReport> RunAsync(AuditRequest request, CancellationToken cancel)
    {
        var records = (await ledger.ReadAsync(new(request.Kind), cancel).ConfigureAwait(false)).Where(r => Matches(request, r)).ToList();
        return new(records.Count, [.. records.OrderByDescending(r => r.Number).Take(request.Limit).Select(Line)]);
    }

    /// <summary>A record in words.</summary>
    internal static AuditLine Line(LedgerRecord record) =>
        new(record.Number, record.Entry.At, record.Entry.Kind, record.Entry.Subject, record.Entry.By, record.Entry.Run,
            RecordWords.Of(record));

    private static bool Matches(AuditRequest request, LedgerRecord record) =>
        (request.Kind is not null || !Internal.Contains(record.Entry.Kind))
        && (request.By is null || record.Entry.By == request.By)
        && (request.Subject is not { } subject || record.Entry.Subject == subject
            || (subject is [.., '.' or '/'] && record.Entry.Subject.StartsWith(subject, StringComparison.Ordinal)))
        && (request.Since is null || record.Entry.At >= request.Since) && (request.Until is null || record.Entry.At <= request.Until);
}
