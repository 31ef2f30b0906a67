using Treaty.Cli.Commands;
using Treaty.Operations.Reports;

namespace Treaty.Cli.Views;

/// <summary>Progress of a run: one line that is written over on a terminal, a plain line a step elsewhere. Goes to standard error, so
/// that reports stay
/// clean.</summary>
internal sealed class ProgressView(Terminal terminal) : IProgress<RunProgress>, IDisposable
{
    private readonly Lock _lock = new();
    private int _step;
    private int _width;

    public void Report(RunProgress value)
    {
        lock (_lock)
        {
            if (terminal.Interactive) Over($"[{value.Step}/{value.Steps}] {value.Ref}: {value.Stage}");
            else if (value.Step != _step) terminal.Error.WriteLine($"[{value.Step}/{value.Steps}] {value.Ref}");
            _step = value.Step;
        }
    }

    private void Over(string line)
    {
        terminal.Error.Write("\r" + line.PadRight(_width));
        terminal.Error.Flush();
        _width = line.Length;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (terminal.Interactive && _width > 0) terminal.Error.Write("\r" + new string(' ', _width) + "\r");
            _width = 0;
        }
    }
}
