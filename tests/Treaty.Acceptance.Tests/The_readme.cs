using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Treaty.Acceptance.Tests;

/// <summary>Every command of the README's tours runs as it stands there.</summary>
public sealed partial class The_readme : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Its_commands_run()
    {
        var commands = Commands("README.md").Select(line => line.Split("  #")[0].Trim()).ToList();
        commands.Count.ShouldBeGreaterThan(10);
        File.WriteAllText(_folder["customers.csv"], "customer_id,name\nC1,Ada\nC2,Grace\n");
        File.WriteAllText(_folder["orders.csv"], "order_id,customer_id,amount\nO1,C1,10.00\nO2,C2,5.50\n");
        foreach (var command in commands)
        {
            var words = Word().Matches(command).Select(m => m.Value.Trim('"')).ToList();
            // The demo would serve until it is stopped, and the sample is made small.
            if (words[0] == "demo") words.AddRange([_folder["demo"], "--no-serve", "--scale", "0.05"]);
            if (words[0] == "sample") words.AddRange(["--scale", "0.1"]);
            var outcome = TreatyProgram.RunIn(_folder.Path, words);
            outcome.ExitCode.ShouldBe(0, $"{command}\n{outcome.Out}{outcome.Error}");
        }
    }

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    internal static partial Regex Word();

    /// <summary>The commands of a page, in its order, without the program's name.</summary>
    internal static IEnumerable<string> Commands(string page) => File.ReadLines(Path.Combine(Root(), page))
        .Where(line => line.StartsWith("./treaty ", StringComparison.Ordinal)).Select(line => line["./treaty ".Length..]);

    internal static string Root() => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));

    private static string Here([CallerFilePath] string here = "") => here;
}
