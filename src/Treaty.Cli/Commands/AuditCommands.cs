using System.CommandLine;
using System.Globalization;
using Treaty.Cli.Views;
using Treaty.Operations.Auditing;
using Treaty.Operations.Meshes;
using Treaty.Operations.Running;

namespace Treaty.Cli.Commands;

/// <summary>audit: what the ledger says.</summary>
internal static class AuditCommands
{
    private const int StandardLimit = 40;

    public static IEnumerable<Command> All(MeshCommand mesh) => [Audit(mesh)];

    private static Command Audit(MeshCommand mesh)
    {
        Option<string?> Filter(string name, string description, string help) => new(name) { Description = description, HelpName = help };
        var kind = Filter("--kind", "Only records of one kind: mesh, plan, approval, apply, plan-refusal, version, refusal, comparison, run …", "KIND");
        var by = Filter("--by", "Only what one principal did", "PRINCIPAL");
        var subject = Filter("--subject", "Only what was done to this; a name that ends in a dot or slash stands for all below it", "NAME");
        var since = Filter("--since", "Only from this day or instant on", "DAY");
        var until = Filter("--until", "Only to this day or instant", "DAY");
        var limit = new Option<int>("--limit") { Description = "The most records to show", DefaultValueFactory = _ => StandardLimit, HelpName = "N" };
        var command = new Command("audit", "Show what the ledger holds: who did and decided what, and when")
            { kind, by, subject, since, until, limit };
        command.SetAction((parsed, cancel) => WithStoreAsync(mesh, parsed, async (invocation, store) =>
        {
            var request = new AuditRequest(parsed.GetValue(kind), parsed.GetValue(by), parsed.GetValue(subject),
                Instant(parsed.GetValue(since), false),
                Instant(parsed.GetValue(until), true), parsed.GetValue(limit));
            mesh.Answer(invocation, await new ReadAudit(store.Ledger).RunAsync(request, cancel).ConfigureAwait(false), AuditView.Write);
            return MeshCommand.Done;
        }, cancel));
        command.Subcommands.Add(Verify(mesh));
        command.Subcommands.Add(Promises(mesh));
        command.Subcommands.Add(Clauses(mesh));
        return command;
    }

    private static Command Verify(MeshCommand mesh)
    {
        var expect = new Option<string?>("--expect") { Description = "A head that was kept elsewhere, which must still be in the ledger",
            HelpName = "NUMBER:HASH" };
        var command = new Command("verify", "Verify the chain of hashes, and that every change in force had the approvals it needed") { expect };
        command.SetAction((parsed, cancel) => WithStoreAsync(mesh, parsed, async (invocation, store) =>
        {
            var report = await new VerifyLedger(store.Ledger).RunAsync(parsed.GetValue(expect), cancel).ConfigureAwait(false);
            mesh.Answer(invocation, report, AuditView.WriteVerification);
            return report.Holds ? MeshCommand.Done : MeshCommand.Refused;
        }, cancel));
        return command;
    }

    private static Command Promises(MeshCommand mesh)
    {
        var command = new Command("promises", "Measure time from plan to first publish, and how often domains changed what is theirs alone");
        command.SetAction((parsed, cancel) => WithStoreAsync(mesh, parsed, async (invocation, store) =>
        {
            if (await LoadInForce.FromLedgerAsync(store, cancel).ConfigureAwait(false) is not { } inForce)
                return mesh.Refuse(invocation, [LoadInForce.Nothing.At(null, "nothing was ever in force here", "run it first: treaty run --mesh DIR")]);
            mesh.Answer(invocation, await new MeasurePromises(store.Ledger, inForce.Mesh).RunAsync(invocation.Moment, cancel)
                .ConfigureAwait(false),
                AuditView.WritePromises);
            return MeshCommand.Done;
        }, cancel));
        return command;
    }

    private static Command Clauses(MeshCommand mesh)
    {
        var all = new Option<bool>("--all") { Description = "Every clause, not only those that nothing was seen to enforce" };
        var subject = new Option<string?>("--subject") { Description = "Only clauses whose subject begins with this", HelpName = "NAME" };
        var command = new Command("clauses", "Hold every declared clause against the mechanism that enforces it and what it refused") { all, subject };
        command.SetAction((parsed, cancel) => WithStoreAsync(mesh, parsed, async (invocation, store) =>
        {
            if (await LoadInForce.FromLedgerAsync(store, cancel).ConfigureAwait(false) is not { } inForce)
                return mesh.Refuse(invocation, [LoadInForce.Nothing.At(null, "nothing was ever in force here", "run it first: treaty run --mesh DIR")]);
            var judged = await ReadEvidence.Of(store.Ledger, inForce).JudgeAsync(invocation.Moment.Day, cancel)
                .ConfigureAwait(false);
            var asked = judged.Where(s => parsed.GetValue(subject) is not { } of || s.Clause.Subject.StartsWith(of,
                StringComparison.Ordinal)).ToList();
            mesh.Answer(invocation, asked, (to, list) => ClausesView.Write(to, list, parsed.GetValue(all)));
            return MeshCommand.Done;
        }, cancel));
        return command;
    }

    /// <summary>Opens the store by the documents' settings alone, whatever else is wrong with them.</summary>
    private static async Task<int> WithStoreAsync(MeshCommand mesh, ParseResult parsed,
        Func<Invocation, Operations.Stores.MeshStore, Task<int>> work, CancellationToken cancel)
    {
        var invocation = mesh.Read(parsed);
        await using var store = await mesh.OpenAsync(invocation, CheckMesh.Documents(invocation.MeshFolder), cancel)
            .ConfigureAwait(false);
        return await work(invocation, store).ConfigureAwait(false);
    }

    private static DateTimeOffset? Instant(string? text, bool end)
    {
        if (text is null) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return new DateTimeOffset(end ? day.AddDays(1).ToDateTime(TimeOnly.MinValue).AddTicks(-1) : day.ToDateTime(TimeOnly.MinValue),
                TimeSpan.Zero);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
            : throw new UsageException($"`{text}` is no day such as 2026-01-31 and no instant such as 2026-01-31T09:30:00Z");
    }
}
