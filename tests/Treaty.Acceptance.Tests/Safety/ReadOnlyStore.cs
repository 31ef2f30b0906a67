using System.Diagnostics;

namespace Treaty.Acceptance.Tests.Safety;

/// <summary>
/// Starts the program where it can read a store and not write it. Rights do not bind root, so for root the store is mounted over itself to
/// be read only, in a name space of mounts that ends with the program; others lose the right to write until this is disposed.
/// </summary>
internal sealed class ReadOnlyStore : IDisposable
{
    private const UnixFileMode Writing = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private readonly string _store;

    public ReadOnlyStore(string mesh)
    {
        _store = Path.Combine(mesh, ".treaty");
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs the mounts of Linux");
        if (IsRoot) Assert.SkipUnless(Run("true", []).ExitCode == 0, "needs the right to mount");
        else SetRights(mode => mode & ~Writing);
    }

    private static bool IsRoot => Environment.IsPrivilegedProcess;

    public TreatyProgram.Outcome Treaty(params IEnumerable<string> arguments) => Run("dotnet", [TreatyProgram.Path, .. arguments]);

    /// <summary>How to start the program with arguments.</summary>
    public ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments)
    {
        var start = IsRoot
            ? new ProcessStartInfo("unshare", ["--mount", "sh", "-c", "mount --bind -o ro \"$0\" \"$0\" && exec \"$@\"", _store, program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        (start.RedirectStandardOutput, start.RedirectStandardError, start.RedirectStandardInput) = (true, true, true);
        return start;
    }

    private TreatyProgram.Outcome Run(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(StartInfo(program, arguments))!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, errors.Result);
    }

    private void SetRights(Func<UnixFileMode, UnixFileMode> change)
    {
        if (!OperatingSystem.IsLinux()) return;
        foreach (var path in Directory.EnumerateFileSystemEntries(_store, "*", SearchOption.AllDirectories).Append(_store).ToList())
            File.SetUnixFileMode(path, change(File.GetUnixFileMode(path)));
    }

    public void Dispose()
    {
        if (!IsRoot) SetRights(mode => mode | UnixFileMode.UserWrite);
    }
}
