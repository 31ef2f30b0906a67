using System.CommandLine;
using Treaty.Backends.DuckDb;
using Treaty.Cli.Views;
using Treaty.Core.Meshes;
using Treaty.Core.Plans;
using Treaty.Operations.Meshes;
using Treaty.Operations.Planning;
using Treaty.Operations.Running;

namespace Treaty.Cli.Commands;

/// <summary>plan, approve, apply, key.</summary>
internal static class PlanCommands
{
    public static IEnumerable<Command> All(MeshCommand mesh) => [Plan(mesh), Approve(mesh), Apply(mesh), Key(mesh)];

    private static Command Plan(MeshCommand mesh)
    {
        var id = new Argument<string?>("plan")
        {
            Description = "A saved plan to show; the directory against what is in force where none is named",
            Arity = ArgumentArity.ZeroOrOne, HelpName = "PLAN",
        };
        var save = new Option<bool>("--save") { Description = "Keep the plan, so that it can be approved and carried out as it is" };
        var list = new Option<bool>("--list") { Description = "List the plans that were saved" };
        var command = new Command("plan", "Say what would change, whose decision each change is, and whom it touches") { id, save, list };
        command.SetAction(async (parsed, cancel) =>
        {
            var invocation = mesh.Read(parsed);
            var check = await CheckAsync(invocation, cancel).ConfigureAwait(false);
            var named = parsed.GetValue(id);
            if (named is null && !parsed.GetValue(list) && !check.Succeeded) return mesh.Refuse(invocation, check.Findings);
            await using var store = await mesh.OpenAsync(invocation, check, cancel).ConfigureAwait(false);
            var plans = new PlanMesh(store, check);
            if (parsed.GetValue(list))
            {
                mesh.Answer(invocation, await plans.ListAsync(invocation.Moment, cancel).ConfigureAwait(false), PlanView.WriteList);
                return MeshCommand.Done;
            }
            if (named is not null) return Answer(mesh, invocation, await plans.ShowOrMissingAsync(named, invocation.Moment, cancel)
                .ConfigureAwait(false));
            if (!parsed.GetValue(save))
                return Answer(mesh, invocation, await plans.PreviewAsync(check, invocation.Moment, cancel).ConfigureAwait(false));
            var authority = await plans.AuthorityAsync(check, cancel).ConfigureAwait(false);
            if (mesh.Prove(invocation, authority, out var refusal) is not { } actor) return mesh.Refuse(invocation, [refusal!]);
            return Answer(mesh, invocation, await plans.SaveAsync(check, actor, invocation.Moment, cancel).ConfigureAwait(false));
        });
        return command;
    }

    private static Command Approve(MeshCommand mesh)
    {
        var id = new Argument<string>("plan") { Description = "The plan, as `treaty plan --save` named it", HelpName = "PLAN" };
        var refuse = new Option<string?>("--refuse") { Description = "Refuse the plan instead, with the reason", HelpName = "REASON" };
        var command = new Command("approve", "Sign a plan with every right you hold that it needs, or refuse it") { id, refuse };
        command.SetAction(async (parsed, cancel) =>
        {
            var invocation = mesh.Read(parsed);
            var check = CheckMesh.Documents(invocation.MeshFolder);
            await using var store = await mesh.OpenAsync(invocation, check, cancel).ConfigureAwait(false);
            var authority = await new PlanMesh(store, check).AuthorityOfAsync(parsed.GetValue(id)!, invocation.Moment, cancel)
                .ConfigureAwait(false);
            if (mesh.Prove(invocation, authority, out var refusal) is not { } actor) return mesh.Refuse(invocation, [refusal!]);
            var reason = parsed.GetValue(refuse);
            return Answer(mesh, invocation, await new DecidePlan(store, check).ApproveAsync(parsed.GetValue(id)!, actor, reason is null,
                reason, invocation.Moment, cancel)
                .ConfigureAwait(false));
        });
        return command;
    }

    private static Command Apply(MeshCommand mesh)
    {
        var id = new Argument<string?>("plan")
        {
            Description = "The saved plan to carry out; where none is named, the directory is planned, signed by you and carried out at once",
            Arity = ArgumentArity.ZeroOrOne, HelpName = "PLAN",
        };
        var command = new Command("apply", "Bring a plan into force, exactly as it was saved") { id };
        command.SetAction(async (parsed, cancel) =>
        {
            var invocation = mesh.Read(parsed);
            var check = await CheckAsync(invocation, cancel).ConfigureAwait(false);
            var named = parsed.GetValue(id);
            if (named is null && !check.Succeeded) return await mesh.RefuseAsync(invocation, check, "apply", cancel).ConfigureAwait(false);
            await using var store = await mesh.OpenAsync(invocation, check, cancel).ConfigureAwait(false);
            var (plans, decide) = (new PlanMesh(store, check), new DecidePlan(store, check));
            var authority = named is null ? await plans.AuthorityAsync(check, cancel).ConfigureAwait(false)
                : await plans.AuthorityOfAsync(named, invocation.Moment, cancel).ConfigureAwait(false);
            if (mesh.Prove(invocation, authority, out var refusal) is not { } actor) return mesh.Refuse(invocation, [refusal!]);
            if (named is null)
            {
                var saved = await plans.SaveAsync(check, actor, invocation.Moment, cancel).ConfigureAwait(false);
                if (saved.Plan.IsEmpty || saved.Refused) return Answer(mesh, invocation, saved);
                if (authority is not null) await decide.ApproveAsync(saved.Id, actor, true, null, invocation.Moment, cancel)
                    .ConfigureAwait(false);
                named = saved.Id;
            }
            return Answer(mesh, invocation, await decide.ApplyAsync(named, actor, invocation.Moment, cancel).ConfigureAwait(false));
        });
        return command;
    }

    private static Command Key(MeshCommand mesh)
    {
        var id = new Argument<string>("principal") { Description = "The id that principals.yaml gives the person or service", HelpName = "PRINCIPAL" };
        var teams = new Option<string[]>("--team") { Description = "A team it acts for; may be given several times", HelpName = "TEAM", DefaultValueFactory = _ => [] };
        var command = new Command("key", "Make a key pair to sign with, and print the public half for principals.yaml") { id, teams };
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(id)!;
            if (!Reference.IsId(name)) throw new UsageException($"`{name}` is no id: lower-case letters, digits and _, beginning with a letter");
            if (parsed.GetValue(teams)!.FirstOrDefault(t => !Reference.IsId(t)) is { } odd) throw new UsageException($"`{odd}` is no id of a team");
            var (key, file) = mesh.Keys.Create(name);
            mesh.Answer(mesh.Read(parsed), new KeyAnswer(name, [.. parsed.GetValue(teams)!], key, file), (to, answer) =>
            {
                to.WriteLine($"the private key is in {answer.File}; keep it to yourself");
                to.WriteLine("put this into principals.yaml:");
                to.WriteLine($"  - {{id: {answer.Principal}, teams: [{string.Join(", ", answer.Teams)}], publicKey: {answer.PublicKey}}}");
            });
            return MeshCommand.Done;
        });
        return command;
    }

    private sealed record KeyAnswer(string Principal, IReadOnlyList<string> Teams, string PublicKey, string File);

    private static ValueTask<CheckReport> CheckAsync(Invocation invocation, CancellationToken cancel) =>
        CheckMesh.RunAsync(invocation.MeshFolder, new DuckDbEngine(), invocation.Moment.Day, cancel);

    private static int Answer(MeshCommand mesh, Invocation invocation, PlanReport report)
    {
        mesh.Answer(invocation, report, PlanView.Write);
        return report.Refused ? MeshCommand.Refused : MeshCommand.Done;
    }
}
