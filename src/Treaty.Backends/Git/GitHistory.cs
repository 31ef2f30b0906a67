using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Treaty.Core.Doctor;

namespace Treaty.Backends.Git;

/// <summary>Who changed which file when, as <c>git log</c> tells it.</summary>
internal static class GitHistory
{
    private const char Mark = '\u0001';

    /// <summary>All changes of files below a folder; null where there is no repository, no git, or the history cannot be read.</summary>
    public static async ValueTask<IReadOnlyList<Change>?> ReadAsync(string folder, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("git", ["-C", folder, "-c", "core.quotepath=false", "-c", "log.showSignature=false", "log", "--no-merges",
            "--no-renames", "--relative", "--name-only", "--date=short-local", $"--format={Mark}%aE{Mark}%ad"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        start.Environment["TZ"] = "UTC";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync(cancel);
            var changes = await ReadAsync(process.StandardOutput, cancel).ConfigureAwait(false);
            await process.WaitForExitAsync(cancel).ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            return process.ExitCode == 0 ? changes : null;
        }
        catch (Win32Exception)
        {
            return null; // git is not installed
        }
    }

    private static async Task<List<Change>> ReadAsync(StreamReader output, CancellationToken cancel)
    {
        var changes = new List<Change>();
        var (author, day) = ("", default(DateOnly));
        while (await output.ReadLineAsync(cancel).ConfigureAwait(false) is { } line)
            if (line.StartsWith(Mark) && line.Split(Mark) is [_, var mail, var date]
                && DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on))
                (author, day) = (mail.ToLowerInvariant(), on);
            else if (line != "" && author != "") changes.Add(new(line, author, day));
        return changes;
    }
}
