using System.Security.Cryptography;
using System.Text;
using Treaty.Core;
using Treaty.Core.Meshes;
using Treaty.Core.Ownership;
using Treaty.Core.Plans;
using Treaty.Operations.Doors;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Planning;

/// <summary>A plan as the ledger keeps it: what it would change, from which mesh, who saved it and when.</summary>
public sealed record SavedPlan(string Id, string Author, DateTimeOffset At, Plan Plan);

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

/// <summary>Plans and what was said to them, as the ledger has them.</summary>
public static class PlanRecords
{
    public const string Saved = "plan";
    public const string Said = "approval";
    public const string Applied = "apply";

    private const int IdLength = 12;

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

    /// <summary>All saved plans, oldest first; a plan that was saved again counts from its first time.</summary>
    public static async ValueTask<IReadOnlyList<SavedPlan>> PlansAsync(this ILedger ledger, CancellationToken cancel) =>
        [.. (await ledger.ReadAsync(new(Saved), cancel).ConfigureAwait(false)).DistinctBy(r => r.Entry.Subject)
            .Select(r => new SavedPlan(r.Entry.Subject, r.Entry.By, r.Entry.At, TreatyJson.Read<Plan>(r.Entry.Body)))];

    public static async ValueTask<SavedPlan?> PlanAsync(this ILedger ledger, string id, CancellationToken cancel) =>
        (await ledger.ReadAsync(new(Saved, id), cancel).ConfigureAwait(false)) is [var r, ..]
            ? new(r.Entry.Subject, r.Entry.By, r.Entry.At, TreatyJson.Read<Plan>(r.Entry.Body)) : null;

    /// <summary>What was said to a plan by principals whose signature holds; a record that was not signed by him who it names is not
    /// heard.</summary>
    public static async ValueTask<IReadOnlyList<Approval>> SaidAsync(this ILedger ledger, SavedPlan plan, Mesh? authority,
        CancellationToken cancel) =>
        [.. (await ledger.ReadAsync(new(Said, plan.Id), cancel).ConfigureAwait(false))
            .Select(r => TreatyJson.Read<SignedApproval>(r.Entry.Body))
            .Where(a => authority?.Principal(a.Said.Principal)?.PublicKey is { } key && a.Signature is { } signature
                && Signature.Verifies(key, SignedApproval.Text(HashOf(plan.Plan), a.Said), signature))
            .Select(a => a.Said)];

    /// <summary>The plans that were carried out, oldest first, with the instant of each.</summary>
    public static async ValueTask<IReadOnlyList<(DateTimeOffset At, string By, AppliedPlan Applied)>> AppliedAsync(this ILedger ledger,
        CancellationToken cancel) =>
        [.. (await ledger.ReadAsync(new(Applied), cancel).ConfigureAwait(false))
            .Select(r => (r.Entry.At, r.Entry.By, TreatyJson.Read<AppliedPlan>(r.Entry.Body)))];
}
