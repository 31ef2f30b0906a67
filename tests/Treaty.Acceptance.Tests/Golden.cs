using System.Runtime.CompilerServices;

namespace Treaty.Acceptance.Tests;

/// <summary>
/// Compares a text with the file kept beside the test. <c>GOLDEN=accept</c> rewrites the file for a person to read in the diff;
/// where CI is set nothing is ever rewritten. Line ends are LF, everywhere.
/// </summary>
public static class Golden
{
    private const int ShownLines = 12;

    public static void Matches(string actual, string fileName, [CallerFilePath] string test = "") =>
        Matches(actual, Path.Combine(Path.GetDirectoryName(test)!, fileName), IsSet("GOLDEN", "accept"), IsSet("CI", null));

    private static void Matches(string actual, string path, bool accept, bool isCi)
    {
        actual.Contains('\r').ShouldBeFalse("a golden text has LF line ends only");
        if (accept && !isCi) File.WriteAllText(path, actual);
        else if (Difference(File.Exists(path) ? File.ReadAllText(path) : null, actual) is { } difference)
            Assert.Fail($"{Path.GetFileName(path)} {difference}\n" + (isCi ? "" : "GOLDEN=accept rewrites it; then read the diff"));
    }

    /// <summary>What differs, around the first difference, - for the file and + for the text at hand; null where nothing does.</summary>
    private static string? Difference(string? expected, string actual)
    {
        if (expected is null) return "does not exist";
        if (expected == actual) return null;
        string[] old = expected.Split('\n'), now = actual.Split('\n');
        var start = old.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        var end = old.Skip(start).Reverse().Zip(now.Skip(start).Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        var lines = old[start..^end].Select(line => "- " + line).Concat(now[start..^end].Select(line => "+ " + line)).ToList();
        var before = start > 0 ? $"  {old[start - 1]}\n" : "";
        var more = lines.Count > ShownLines ? $"\n  … {lines.Count - ShownLines} more lines" : "";
        return $"differs from line {start + 1}:\n{before}{string.Join('\n', lines.Take(ShownLines))}{more}";
    }

    private static bool IsSet(string variable, string? value) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } set && (value is null || set == value);
}
