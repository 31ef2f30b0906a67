using System.CommandLine;
using System.Globalization;
using Treaty.Backends.Files;
using Treaty.Cli.Views;
using Treaty.Core.Doctor;
using Treaty.Core.Findings;
using Treaty.Operations.Doctor;
using Treaty.Operations.Stores;
using Treaty.Server.Doctor;

namespace Treaty.Cli.Commands;

/// <summary>doctor.</summary>
internal static class DoctorCommands
{
    public static IEnumerable<Command> All(MeshCommand mesh) => [new DoctorCommand(mesh).Command];
}

/// <summary>doctor: its options, and how it answers.</summary>
internal sealed class DoctorCommand
{
    private readonly MeshCommand _mesh;
    private readonly Argument<string> _path = new("path")
    {
        Description = "The estate: a Treaty mesh, a dbt project, ODCS or ODPS documents, or an inventory in CSV", DefaultValueFactory = _ => ".", HelpName = "PATH",
    };

    private readonly Option<string> _format = new("--format")
    {
        Description = "How to answer: text, json, sarif or html", DefaultValueFactory = _ => "text", HelpName = "text|json|sarif|html",
    };

    private readonly Option<string?> _asOf = Text("--as-of", "The day to judge on; by default today", "DAY");
    private readonly Option<string?> _out = Text("--out", "Write the report to this file instead", "FILE");
    private readonly Option<bool> _history = new("--history") { Description = "Also read who changed what from git" };
    private readonly Option<string?> _log = Text("--query-log", "Also read who read what from CSV: at, who, tables or query", "FILE");
    private readonly Option<string?> _baseline = Text("--baseline", "Compare with an earlier run that --save kept", "FILE");
    private readonly Option<string?> _save = Text("--save", "Keep this run's numbers for a later --baseline", "FILE");
    private readonly Option<string?> _budget = Text("--budget", "Fail only over this budget: YAML, a number a code, others: N", "FILE");
    private readonly Option<bool> _readiness = new("--readiness") { Description = "Say whether a mesh is the right thing here at all" };
    private readonly Option<string[]> _answers = new("--answer")
    {
        Description = "An answer to a question of --readiness, such as autonomy=yes", HelpName = "KEY=yes|no", AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<bool> _next = new("--next") { Description = "Rank where ownership is strongest: the flow to take up next" };
    private readonly Option<string> _failOn = new("--fail-on")
    {
        Description = "Fail on findings this grave: error, warning, or never", DefaultValueFactory = _ => "never", HelpName = "error|warning|never",
    };

    public DoctorCommand(MeshCommand mesh)
    {
        _mesh = mesh;
        _format.AcceptOnlyFromAmong("text", "json", "sarif", "html");
        _failOn.AcceptOnlyFromAmong("error", "warning", "never");
        Command = new("doctor", "Examine a data estate for the eight ways in which data meshes fail, with evidence")
        {
            _path, _format, _out, _asOf, _history, _log, _baseline, _save, _budget, _failOn, _readiness, _answers, _next,
        };
        Command.SetAction(RunAsync);
    }

    public Command Command { get; }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var invocation = _mesh.Read(parsed);
        var request = new DoctorRequest(Path.GetFullPath(parsed.GetValue(_path)!), Day(parsed.GetValue(_asOf)) ?? invocation.Moment.Day)
        {
            History = parsed.GetValue(_history),
            QueryLog = parsed.GetValue(_log),
            Baseline = parsed.GetValue(_baseline),
            Save = parsed.GetValue(_save),
            Budget = parsed.GetValue(_budget),
        };
        request = request with
        {
            Given = await MeshEstates.OfAsync(_mesh, invocation, request.Folder, request.AsOf, cancel).ConfigureAwait(false),
        };
        var progress = _mesh.Terminal.Interactive ? new Progress<string>(text => _mesh.Terminal.Error.WriteLine(text)) : null;
        if (parsed.GetValue(_readiness) || parsed.GetValue(_next))
        {
            var estate = new RunDoctor(new EstateFolder()).EstateOf(request, progress, cancel);
            if (parsed.GetValue(_next)) Say(parsed, NextFlow.Rank(estate), ReadinessView.WriteNext);
            else Say(parsed, Readiness.Of(estate, Answers(parsed.GetValue(_answers) ?? [])), ReadinessView.Write);
            return MeshCommand.Done;
        }
        var diagnosis = await new RunDoctor(new EstateFolder()).RunAsync(request, progress, cancel).ConfigureAwait(false);
        Answer(diagnosis, parsed.GetValue(_format)!, parsed.GetValue(_out));
        return Judge(diagnosis, parsed.GetValue(_failOn)!);
    }

    private void Say<T>(ParseResult parsed, T report, Action<TextWriter, T> view)
    {
        if (parsed.GetValue(_format) == "json") _mesh.Terminal.Out.WriteLine(TreatyJson.Write(report, indented: true));
        else view(_mesh.Terminal.Out, report);
    }

    private static Dictionary<string, bool> Answers(IEnumerable<string> texts)
    {
        var answers = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var text in texts)
            answers[text.Split('=')[0]] = text.Split('=') is [var key, "yes" or "no"] && Readiness.Keys.Contains(key)
                ? text.EndsWith("=yes", StringComparison.Ordinal) : throw new UsageException(
                    $"`--answer {text}` is no answer such as autonomy=yes; the questions are {string.Join(", ", Readiness.Keys)}");
        return answers;
    }

    private void Answer(Diagnosis diagnosis, string format, string? path)
    {
        using var text = new StringWriter();
        if (format == "json") text.WriteLine(TreatyJson.Write(diagnosis, indented: true));
        else if (format == "sarif") text.WriteLine(SarifReport.Write(diagnosis));
        else if (format == "html") text.Write(DiagnosisPage.Write(diagnosis));
        else DiagnosisView.Write(text, diagnosis);
        if (path is null)
        {
            _mesh.Terminal.Out.Write(text.ToString());
            return;
        }
        File.WriteAllText(path, text.ToString());
        _mesh.Terminal.Out.WriteLine($"wrote {path}");
    }

    /// <summary>
    /// A diagnosis is an answer, not a failure. It fails where a budget is given and exceeded, or where asked to fail on findings of a
    /// severity.
    /// </summary>
    private static int Judge(Diagnosis diagnosis, string failOn) =>
        diagnosis.OverBudget || failOn == "error" && diagnosis.Gravest == Severity.Error
            || failOn == "warning" && diagnosis.Gravest > Severity.Info ? MeshCommand.Refused : MeshCommand.Done;

    private static DateOnly? Day(string? text) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new UsageException($"`--as-of {text}` is no day such as 2026-01-31");

    private static Option<string?> Text(string name, string description, string help) => new(name) { Description = description,
        HelpName = help };
}
