using System.Security.Cryptography;
using System.Text;
using Treaty.Core;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Ownership;
using Treaty.Core.Plans;
using Treaty.Operations.Doors;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Planning;

/// <summary>A plan as the ledger keeps it: what it would change, from which mesh, who saved it and when.</summary>
/// <param name="Signature">Of the author, over <see cref="Text"/>; null where the mesh knew no principals.</param>
/// <param name="Number">Of its ledger record.</param>
/// <param name="Stale">True where the mesh in force changed since it was saved, even if it changed back.</param>
public sealed record SavedPlan(string Id, string Author, DateTimeOffset At, Plan Plan, string? Signature, long Number, bool Stale)
{
    /// <summary>The text that the author signs: that this plan is his, and when he saved it.</summary>
    public static string Text(string planHash, string author, DateTimeOffset at) =>
        $"treaty plan saved\n{planHash}\n{author}\n{Moment.InstantText(at)}";

    /// <summary>The author where his signature holds; empty where it is not known who planned.</summary>
    public string ProvedAuthor(Mesh? authority) => authority?.Principal(Author)?.PublicKey is { } key && Signature is not null
        && Core.Ownership.Signature.Verifies(key, Text(PlanRecords.HashOf(Plan), Author, At), Signature) ? Author : "";
}

/// <summary>The content of the record of a saved plan.</summary>
public sealed record PlanBody(Plan Plan, string? Signature);

/// <summary>What a principal said to a plan, signed by him.</summary>
public sealed record SignedApproval(string Plan, Approval Said, string? Signature)
{
    /// <summary>The text that is signed: everything that was said, about exactly this plan.</summary>
    public static string Text(string planHash, Approval said) =>
        $"treaty approval\n{planHash}\n{said.Principal}\n{(said.Approves ? "approves" : "refuses")}\n{said.Reason}\n{Moment.InstantText(said.At)}";
}

/// <summary>A plan that was carried out.</summary>
/// <param name="Approvals">Those who approved, with their teams at that time.</param>
public sealed record AppliedPlan(string Plan, string Base, string Target, IReadOnlyList<AppliedApproval> Approvals);

public sealed record AppliedApproval(string Principal, IReadOnlyList<string> Teams);

/// <summary>A plan that was not carried out, and why.</summary>
public sealed record RefusedPlan(string Plan, IReadOnlyList<Finding> Findings);

/// <summary>Plans and what was said to them, as the ledger has them.</summary>
public static class PlanRecords
{
    public const string Saved = "plan";
    public const string Said = "approval";
    public const string Applied = "apply";

    /// <summary>A plan was not carried out; the body says what it lacked.</summary>
    public const string Refused = "plan-refusal";

    private const int IdLength = 12;
    private const int ShortestId = 4;

    /// <summary>The hash that approvals sign: over the mesh it starts from, the mesh it leads to, and every document between.</summary>
    public static string HashOf(Plan plan)
    {
        var text = new StringBuilder($"treaty plan\n{plan.Base}\n{plan.Target}\n");
        foreach (var document in plan.Documents) text.Append(document.Path).Append('\n').Append(document.Before).Append('\n')
            .Append(document.After).Append('\n');
        foreach (var decision in plan.Decisions) text.Append(TreatyJson.Write(decision)).Append('\n');
        foreach (var say in plan.Acknowledgements) text.Append(TreatyJson.Write(say)).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    public static string IdOf(Plan plan) => HashOf(plan)[..IdLength];

    /// <summary>
    /// All saved plans, oldest first. A plan that was saved again counts from the first time since the mesh in force last changed, or
    /// else from its last time: what was said to it while another mesh was in force is not said now.
    /// </summary>
    public static async ValueTask<IReadOnlyList<SavedPlan>> PlansAsync(this ILedger ledger, CancellationToken cancel) =>
        Of(await ledger.ReadAsync(new(Saved), cancel).ConfigureAwait(false), await ForceSinceAsync(ledger, cancel).ConfigureAwait(false));

    public static async ValueTask<SavedPlan?> PlanAsync(this ILedger ledger, string id, CancellationToken cancel) =>
        Of(await ledger.ReadAsync(new(Saved, id), cancel).ConfigureAwait(false), await ForceSinceAsync(ledger, cancel)
            .ConfigureAwait(false))
            is [var only] ? only : null;

    /// <summary>A plan by its id, or by enough of its beginning; null where there is none, or several.</summary>
    public static async ValueTask<SavedPlan?> FindPlanAsync(this ILedger ledger, string id, CancellationToken cancel) =>
        id.Length == IdLength ? await ledger.PlanAsync(id, cancel).ConfigureAwait(false)
        : (await ledger.PlansAsync(cancel).ConfigureAwait(false)).Where(p => id.Length >= ShortestId && p.Id.StartsWith(id,
            StringComparison.Ordinal))
            .ToList() is [var only] ? only : null;

    private static IReadOnlyList<SavedPlan> Of(IReadOnlyList<LedgerRecord> records, long forceSince) =>
        [.. records.GroupBy(r => r.Entry.Subject).Select(g => g.FirstOrDefault(r => r.Number > forceSince) ?? g.Last())
            .OrderBy(r => r.Number).Select(r =>
            {
                var body = TreatyJson.Read<PlanBody>(r.Entry.Body);
                return new SavedPlan(r.Entry.Subject, r.Entry.By, r.Entry.At, body.Plan, body.Signature, r.Number, r.Number <= forceSince);
            })];

    /// <summary>The number of the record that brought the mesh in force; 0 where none is.</summary>
    private static async ValueTask<long> ForceSinceAsync(ILedger ledger, CancellationToken cancel) =>
        (await ledger.ReadAsync(new(RecordKind.Mesh, Last: true), cancel).ConfigureAwait(false)).Select(r => r.Number).DefaultIfEmpty()
            .Max();

    /// <summary>What was said to a plan by principals whose signature holds; a record that was not signed by him who it names is not
    /// heard.</summary>
    public static async ValueTask<IReadOnlyList<Approval>> SaidAsync(this ILedger ledger, SavedPlan plan, Mesh? authority,
        CancellationToken cancel) =>
        [.. (await ledger.ReadAsync(new(Said, plan.Id), cancel).ConfigureAwait(false)).Where(r => r.Number > plan.Number)
            .Select(r => TreatyJson.Read<SignedApproval>(r.Entry.Body))
            .Where(a => authority?.Principal(a.Said.Principal)?.PublicKey is { } key && a.Signature is { } signature
                && Signature.Verifies(key, SignedApproval.Text(HashOf(plan.Plan), a.Said), signature))
            .Select(a => a.Said)];

    /// <summary>The plans that were carried out, oldest first, with the instant of each.</summary>
    public static async ValueTask<IReadOnlyList<(DateTimeOffset At, string By, AppliedPlan Applied)>> AppliedAsync(this ILedger ledger,
        CancellationToken cancel) =>
        [.. (await ledger.ReadAsync(new(Applied), cancel).ConfigureAwait(false))
            .Select(r => (r.Entry.At, r.Entry.By, TreatyJson.Read<AppliedPlan>(r.Entry.Body)))];

    /// <summary>Records what someone decided, alone on the store for that moment.</summary>
    public static async ValueTask RecordAsync(this ILedger ledger, string kind, string subject, string by, Moment moment, string body,
        CancellationToken cancel)
    {
        await using var held = await ledger.HoldAsync($"{kind} by {by} since {moment.Text}", cancel).ConfigureAwait(false);
        await ledger.AppendAsync([new LedgerEntry(kind, subject, "", moment.Now, by, body)], cancel).ConfigureAwait(false);
    }
}
