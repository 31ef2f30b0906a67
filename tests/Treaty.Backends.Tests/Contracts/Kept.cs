using System.Runtime.CompilerServices;

namespace Treaty.Backends.Tests.Contracts;

/// <summary>Texts kept beside the tests; <c>GOLDEN=accept</c> rewrites them for a person to read in the diff.</summary>
internal static class Kept
{
    public static void Matches(string actual, string name, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("GOLDEN") == "accept" && Environment.GetEnvironmentVariable("CI") is null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }
        actual.ShouldBe(File.Exists(path) ? File.ReadAllText(path) : "", "run the tests with GOLDEN=accept and review the text");
    }
}
