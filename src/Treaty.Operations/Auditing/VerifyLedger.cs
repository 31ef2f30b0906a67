using System.Globalization;
using Treaty.Core;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Plans;
using Treaty.Operations.Doors;
using Treaty.Operations.Planning;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Auditing;

/// <summary>
/// Verifies the ledger: that each record's hash follows from its content and its predecessor, that time does not run backwards, that the
/// documents in force are the kept ones, and that every change of the mesh in force since principals exist had the signed approvals that
/// its documents needed on that day. Whoever could write the file could make a whole new history; only a head kept elsewhere shows that.
/// </summary>
public sealed class VerifyLedger(ILedger ledger)
{
    public static readonly FindingKind Broken = new("TRY1110", Severity.Error, "a ledger record is not what was written");
    public static readonly FindingKind NotApproved = new("TRY1111", Severity.Error, "the mesh in force was changed without the approvals it needed");
    public static readonly FindingKind Backwards = new("TRY1112", Severity.Warning, "the ledger's time runs backwards");
    public static readonly FindingKind OtherHead = new("TRY1113", Severity.Error, "the ledger is not the one whose head was kept");
    public static readonly FindingKind Lost = new("TRY1114", Severity.Error, "a document in force is not what it was");

    private readonly List<Finding> _findings = [];
    private int _free;

    /// <param name="expected">A head that was kept elsewhere: number and the beginning of its hash, as <c>17:ab34</c>; null for
    /// none.</param>
    public async ValueTask<VerificationReport> RunAsync(string? expected, CancellationToken cancel)
    {
        if (await ledger.VerifyAsync(cancel).ConfigureAwait(false) is { } broken)
            _findings.Add(Broken.At(null, Invariant($"record {broken} does not follow from its content and the record before it"),
                "the store was changed by hand or damaged: restore it from a backup"));
        var records = await ledger.ReadAsync(new(), cancel).ConfigureAwait(false);
        Time(records);
        if (expected is not null) Head(records, expected);
        var changes = records.Where(r => r.Entry.Kind == RecordKind.Mesh).ToList();
        for (var i = 0; i < changes.Count; i++)
            await ChangeAsync(records, i == 0 ? null : changes[i - 1], changes[i], cancel).ConfigureAwait(false);
        return new(records.Count, records is [.., var last] ? Invariant($"{last.Number}:{last.Hash}") : "", changes.Count, _free,
            _findings.Sorted());
    }

    private void Time(IReadOnlyList<LedgerRecord> records)
    {
        foreach (var (before, after) in records.Zip(records.Skip(1)).Where(p => p.Second.Entry.At < p.First.Entry.At).Take(1))
            _findings.Add(Backwards.At(null,
                Invariant($"record {after.Number} is dated {Moment.InstantText(after.Entry.At)}, before record {before.Number} of ")
                    + Moment.InstantText(before.Entry.At),
                "see who wrote it: treaty audit"));
    }

    private void Head(IReadOnlyList<LedgerRecord> records, string expected)
    {
        var parts = expected.Split(':', 2);
        if (!(parts is [var number, { Length: > 0 } hash] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture,
            out var n)
            && records.FirstOrDefault(r => r.Number == n)?.Hash.StartsWith(hash, StringComparison.OrdinalIgnoreCase) == true))
            _findings.Add(OtherHead.At(null, $"no record is {expected}", "the history before it was exchanged: restore the store from a backup"));
    }

    private async ValueTask ChangeAsync(IReadOnlyList<LedgerRecord> records, LedgerRecord? before, LedgerRecord change,
        CancellationToken cancel)
    {
        var now = TreatyJson.Read<ForceManifest>(change.Entry.Body);
        var was = before is null ? null : TreatyJson.Read<ForceManifest>(before.Entry.Body);
        foreach (var document in now.Documents.Except(was?.Documents ?? []))
            if (await ledger.KeptAsync(document.Sha256, cancel).ConfigureAwait(false) is not { } text
                || PlanSides.Sha256(text) != document.Sha256)
                _findings.Add(Lost.At(new(document.Path, 1, 1), Invariant($"what record {change.Number} put in force is not kept as it was"),
                    "restore the store from a backup"));
        if (!now.Governed && was is not { Governed: true })
        {
            _free++;
            return;
        }
        if (_findings.Any(f => f.Code == Lost.Code)) return;
        if (await WhyNotAsync(records, before, change, was, cancel).ConfigureAwait(false) is { } why)
            _findings.Add(NotApproved.At(null, Invariant($"record {change.Number} of {change.Entry.By} changed the mesh in force: {why}"),
                "see what it changed with `treaty audit`, and plan a change back"));
    }

    /// <summary>Why a change should not have come into force; null where everything was in order.</summary>
    private async ValueTask<string?> WhyNotAsync(IReadOnlyList<LedgerRecord> records, LedgerRecord? before, LedgerRecord change,
        ForceManifest? was, CancellationToken cancel)
    {
        var apply = records.FirstOrDefault(r => r.Number == change.Number - 1 && r.Entry.Kind == PlanRecords.Applied);
        if (apply is null) return "no plan was carried out";
        var since = before?.Number ?? 0;
        var saved = records.FirstOrDefault(r => r.Entry.Kind == PlanRecords.Saved && r.Entry.Subject == apply.Entry.Subject
            && r.Number > since && r.Number < apply.Number);
        if (saved is null) return $"plan {apply.Entry.Subject} was not saved while that mesh was in force";
        var body = TreatyJson.Read<PlanBody>(saved.Entry.Body);
        var plan = new SavedPlan(saved.Entry.Subject, saved.Entry.By, saved.Entry.At, body.Plan, body.Signature, saved.Number, false);
        var side = was is null ? null : await SideAsync(was, cancel).ConfigureAwait(false);
        var after = await SideAsync(TreatyJson.Read<ForceManifest>(change.Entry.Body), cancel).ConfigureAwait(false);
        var needed = await new PlanReach(ledger, side?.Mesh, after.Mesh, plan.Number)
            .WithLineageAsync(MakePlan.Between(side, after), cancel).ConfigureAwait(false);
        if (PlanRecords.HashOf(needed) != PlanRecords.HashOf(plan.Plan)) return $"plan {plan.Id} asked for other decisions than its documents need";
        var approvals = new Approvals(side?.Mesh, after.Mesh);
        var said = await ledger.SaidAsync(plan, approvals.Authority, cancel).ConfigureAwait(false);
        var state = approvals.Judge(plan.Plan, plan.ProvedAuthor(approvals.Authority), Day(plan.At), [.. said.Where(s =>
            s.At <= apply.Entry.At)], Day(apply.Entry.At));
        return state.Ready ? null
            : state.Decisions.Select(d => d.Missing).Concat(state.Acknowledgements.Select(a => a.Missing)).Concat(state.Refusals)
                .OfType<string>().FirstOrDefault() ?? "it was refused";
    }

    private async ValueTask<PlanSide> SideAsync(ForceManifest force, CancellationToken cancel)
    {
        var documents = new List<ReadDocument>();
        foreach (var document in force.Documents)
            documents.Add(ReadDocument.Read(new(document.Path, await ledger.KeptAsync(document.Sha256, cancel).ConfigureAwait(false)
                ?? "")));
        return new(MeshCompiler.Assemble(documents), documents);
    }

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
