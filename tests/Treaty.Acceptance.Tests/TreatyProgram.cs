using System.Diagnostics;

namespace Treaty.Acceptance.Tests;

/// <summary>The real command line, as its users start it.</summary>
internal static class TreatyProgram
{
    public static string Path => System.IO.Path.Combine(AppContext.BaseDirectory, "treaty.dll");

    public sealed record Outcome(int ExitCode, string Out, string Error)
    {
        public Outcome Succeeded()
        {
            ExitCode.ShouldBe(0, Out + Error);
            return this;
        }
    }

    public static ProcessStartInfo StartInfo(params IEnumerable<string> arguments) => new("dotnet", [Path, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectStandardInput = true,
    };

    public static Outcome Run(params IEnumerable<string> arguments) => RunIn(Environment.CurrentDirectory, arguments);

    /// <summary>Runs with the private keys of a folder.</summary>
    public static Outcome RunWithKeys(string keys, IEnumerable<string> arguments) => RunIn(Environment.CurrentDirectory, arguments, keys);

    /// <summary>Runs in a working directory.</summary>
    public static Outcome RunIn(string folder, IEnumerable<string> arguments, string? keys = null)
    {
        var start = StartInfo(arguments);
        if (keys is not null) start.Environment["TREATY_KEYS"] = keys;
        start.WorkingDirectory = folder;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, errors.Result);
    }
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("treaty-acceptance-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
