using System.CommandLine;
using System.Globalization;
using Treaty.Cli.Views;
using Treaty.Core.Reconciliation.Decisions;
using Treaty.Operations.Deciding;

namespace Treaty.Cli.Commands;

/// <summary>The steps that people take with discrepancies: each with one, with several, or with a frozen list.</summary>
internal sealed class StepCommands(MeshCommand mesh)
{
    private readonly Argument<string[]> _ids = new("id")
    {
        Description = "The discrepancies, or a decision that stands for all on its list", Arity = ArgumentArity.ZeroOrMore, HelpName = "ID",
    };

    private readonly Option<string?> _file = ReadCommands.Text("--ids", "A file that begins each line with an id; - reads standard input", "FILE");
    private readonly Option<string?> _reason = ReadCommands.Text("--reason", "Why; it stays on record", "TEXT");
    private readonly Option<string?> _until = ReadCommands.Text("--until", "The last day on which it holds, such as 2026-12-31", "DAY");
    private readonly Option<string?> _upTo = ReadCommands.Text("--up-to", "The most that the amount of each may be; what it is now by default", "AMOUNT");
    private readonly Option<string?> _to = ReadCommands.Text("--to", "The class it has in truth, or the period it belongs to", "WHAT");
    private readonly DiscrepancyFilterOptions _filter = new();

    public static IEnumerable<Command> All(MeshCommand mesh) =>
    [
        new StepCommands(mesh).Assign(),
        new StepCommands(mesh).Plain(StepKind.Investigate, "Say that you look into them"),
        new StepCommands(mesh).Ending("propose", StepKind.Propose, "Propose how they end; someone else approves"),
        new StepCommands(mesh).Plain(StepKind.Approve, "Approve what was proposed: sign it as a second person"),
        new StepCommands(mesh).Plain(StepKind.Reject, "Reject what was proposed, with a reason"),
        new StepCommands(mesh).Ending("resolve", StepKind.Resolve, "Say how they end, where no second person is needed"),
        new StepCommands(mesh).Accept(),
        new StepCommands(mesh).Plain(StepKind.Reopen, "Open again what was closed"),
        new StepCommands(mesh).Undo(),
    ];

    private Command Assign()
    {
        var person = ReadCommands.Text("--person", "The person who gets them", "PRINCIPAL");
        var team = ReadCommands.Text("--to", "The team that gets them", "TEAM");
        return Step("assign", "Give them to a team or a person", [team, person], parsed => new(StepKind.Assign, About(parsed), Reason(parsed))
        {
            Team = parsed.GetValue(team),
            Person = parsed.GetValue(person),
        });
    }

    private Command Plain(StepKind kind, string description) =>
        Step(kind.Text(), description, [], parsed => new(kind, About(parsed), Reason(parsed)));

    private Command Ending(string name, StepKind kind, string description)
    {
        var words = Enum.GetValues<ResolutionKind>().Select(k => k.Text()).ToArray();
        var how = new Option<string?>("--resolution") { Description = "How: " + string.Join(", ", words), HelpName = "KIND" };
        how.AcceptOnlyFromAmong(words);
        return Step(name, description, [how, _until, _upTo, _to],
            parsed => Resolution(parsed, kind, parsed.GetValue(how) is { } word ? DecisionWords.TryParseResolution(word) : null));
    }

    private Command Accept()
    {
        var propose = new Option<bool>("--propose") { Description = "Propose it, for a second person to approve" };
        return Step("accept", "Let the differences stand up to an amount and until a day", [_until, _upTo, propose],
            parsed => Resolution(parsed, parsed.GetValue(propose) ? StepKind.Propose : StepKind.Resolve, ResolutionKind.Accept));
    }

    private Command Undo()
    {
        var decision = new Argument<string>("decision") { Description = "The decision to take back", HelpName = "DECISION" };
        var command = new Command("undo", "Take a decision back, for all discrepancies on its list, as far as it is the last about each") { decision };
        return Acting(command, parsed => new(StepKind.Undo, new([], null), Reason(parsed)) { Undoes = parsed.GetValue(decision) });
    }

    private DecideRequest Resolution(ParseResult parsed, StepKind kind, ResolutionKind? how) => new(kind, About(parsed), Reason(parsed))
    {
        Resolution = how,
        Limit = Amount(parsed.GetValue(_upTo)),
        Until = DiscrepancyFilterOptions.Day("--until", parsed.GetValue(_until)),
        To = parsed.GetValue(_to),
    };

    private Command Step(string name, string description, IEnumerable<Option> more, Func<ParseResult, DecideRequest> request)
    {
        var command = new Command(name, description) { _ids, _file };
        foreach (var option in more) command.Options.Add(option);
        _filter.AddTo(command);
        return Acting(command, request);
    }

    private Command Acting(Command command, Func<ParseResult, DecideRequest> request)
    {
        command.Options.Add(_reason);
        command.SetAction((parsed, cancel) => mesh.ReadAsync(parsed, async (invocation, reading) =>
        {
            if (mesh.Prove(invocation, reading.Mesh, out var refusal) is not { } actor) return mesh.Refuse(invocation, [refusal!]);
            var report = await new DecideDiscrepancies(reading.Store, reading.Mesh, actor).RunAsync(request(parsed), invocation.Moment,
                cancel).ConfigureAwait(false);
            mesh.Answer(invocation, report, StepView.Write);
            if (!invocation.Json && !reading.Mesh.HasPrincipals && !report.Refused)
                mesh.Terminal.Error.WriteLine("note: there is no principals.yaml, so the local user held every right");
            return report.Refused ? MeshCommand.Refused : MeshCommand.Done;
        }, cancel));
        return command;
    }

    private DecideSelection About(ParseResult parsed)
    {
        var ids = (parsed.GetValue(_ids) ?? []).Concat(Listed(parsed.GetValue(_file))).ToList();
        if (ids.Count > 0 && _filter.Given(parsed)) throw new UsageException("name discrepancies by id or by a filter, not by both");
        return new(ids, ids.Count == 0 && _filter.Given(parsed) ? _filter.Filter(parsed, 0, int.MaxValue) : null);
    }

    private string Reason(ParseResult parsed) => parsed.GetValue(_reason) ?? "";

    private static IEnumerable<string> Listed(string? file)
    {
        if (file is null) return [];
        if (file != "-" && !File.Exists(file)) throw new UsageException($"there is no file {file}");
        var text = file == "-" ? Console.In.ReadToEnd() : File.ReadAllText(file);
        return text.Split('\n').Select(line => line.Split([' ', '\t', ',', ';', '\r'], 2)[0].Trim('"')).Where(id => id.Length > 0);
    }

    private static decimal? Amount(string? text) => text is null ? null
        : decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) ? amount
        : throw new UsageException($"`--up-to {text}` is no amount such as 12.50");
}
