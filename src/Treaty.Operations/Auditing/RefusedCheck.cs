using Treaty.Core;
using Treaty.Core.Findings;
using Treaty.Operations.Doors;
using Treaty.Operations.Meshes;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Auditing;

/// <summary>Documents that were to be acted on and could not be, because of errors in them: one finding of each code, and how many there
/// were.</summary>
/// <param name="Command">What someone wanted to do.</param>
public sealed record RefusedCheck(string Command, int Errors, IReadOnlyList<Finding> Findings)
{
    /// <summary>Records that documents were refused, where there is a ledger already: a rule that refuses must be seen to.</summary>
    /// <param name="by">Who says to act; not proved, since no one can be proved by documents that do not hold.</param>
    public static async ValueTask RecordAsync(ILedger ledger, CheckReport check, string command, string by, Moment moment,
        CancellationToken cancel)
    {
        var errors = check.Findings.Where(f => f.Severity == Severity.Error).ToList();
        var body = TreatyJson.Write(new RefusedCheck(command, errors.Count, [.. errors.DistinctBy(f => f.Code)]));
        await using var held = await ledger.HoldAsync($"{command} by {by} since {moment.Text}", cancel).ConfigureAwait(false);
        await ledger.AppendAsync([new LedgerEntry(RecordKind.CheckRefusal, command, "", moment.Now, by, body)], cancel)
            .ConfigureAwait(false);
    }
}
