using System.Globalization;
using Spectre.Console;
using Treaty.Operations.Reports;

namespace Treaty.Cli.Views;

/// <summary>
/// Progress of a run: on a terminal one line that is written over, elsewhere a plain line a step. Goes where errors go, so that reports
/// stay clean.
/// </summary>
internal sealed class RunProgressView : IProgress<RunProgress>, IDisposable
{
    private readonly TextWriter _to;
    private readonly IAnsiConsole? _console;
    private readonly Lock _lock = new();
    private int _step;

    /// <param name="terminal">True where a person watches; colour is then Spectre's choice, which obeys NO_COLOR.</param>
    public RunProgressView(TextWriter to, bool terminal)
    {
        _to = to;
        _console = terminal ? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(to) }) : null;
    }

    public void Report(RunProgress value)
    {
        lock (_lock)
        {
            if (_console is not null) Over(value);
            else if (value.Step != _step) _to.WriteLine($"[{value.Step}/{value.Steps}] {value.Ref}");
            _step = value.Step;
        }
    }

    private void Over(RunProgress value)
    {
        var share = value.Share is { } part ? $" {(part * 100).ToString("0", CultureInfo.InvariantCulture)} %" : "";
        _console!.Write(new ControlCode("\r\u001b[2K"));
        _console.Markup($"[grey]{value.Step}/{value.Steps}[/] {Markup.Escape(value.Ref)} [grey]{Markup.Escape(value.Stage)}{share}[/]");
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_step > 0) _console?.Write(new ControlCode("\r\u001b[2K"));
            _step = 0;
        }
    }
}
