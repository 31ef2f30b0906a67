using System.Text.RegularExpressions;

namespace Treaty.Acceptance.Tests;

/// <summary>Every command of docs/guide.md runs as it stands there, in its order, with the edits that it asks for between them.</summary>
public sealed partial class The_guide : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _printed = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Its_commands_run()
    {
        var (commands, edits) = (The_readme.Commands("docs/guide.md").ToList(), Edits());
        commands.Count.ShouldBeGreaterThan(25);
        foreach (var command in commands)
        {
            if (command.StartsWith("check", StringComparison.Ordinal)) GivePeopleRights(edits[0]);
            if (command.StartsWith("plan", StringComparison.Ordinal) && _printed.ContainsKey("PLAN")) Promise(edits[1]);
            var words = The_readme.Word().Matches(command.Split("  #")[0]).Select(m => _printed.GetValueOrDefault(m.Value, m.Value.Trim('"'))).ToList();
            // A tenth of the sample holds one fault of every kind in the month that is closed.
            if (words[0] == "sample") words.AddRange(["--scale", "0.1", "--seed", "7"]);
            var outcome = TreatyProgram.RunIn(_folder.Path, words, _folder["keys"]);
            outcome.ExitCode.ShouldBe(command.Contains("# refused", StringComparison.Ordinal) ? 1 : 0, $"{command}\n{outcome.Out}{outcome.Error}");
            Keep(outcome.Out);
        }
    }

    /// <summary>Keeps the ids that were printed, as a person would copy them.</summary>
    private void Keep(string output)
    {
        foreach (Match id in Ids().Matches(output))
            foreach (var name in new[] { "PLAN", "DECISION", "CERT" })
                if (id.Groups[name].Success) _printed[name] = id.Groups[name].Value;
        foreach (Match line in Principal().Matches(output)) _printed["principals"] = _printed.GetValueOrDefault("principals", "") + line.Value + "\n";
    }

    private void GivePeopleRights(string holders)
    {
        File.WriteAllText(_folder["company/principals.yaml"], "principals:\n" + _printed["principals"].Replace("{id: bot,", "{id: bot, kind: service,", StringComparison.Ordinal));
        File.AppendAllText(_folder["company/constitution.yaml"], holders);
    }

    private void Promise(string column)
    {
        var contract = _folder["company/contexts/sales/orders/contract.odcs.yaml"];
        File.WriteAllText(contract, File.ReadAllText(contract).Replace("      - {name: reason, logicalType: string}\n", column, StringComparison.Ordinal));
    }

    /// <summary>The pieces of documents that the page says to write.</summary>
    private static List<string> Edits() => [.. Yaml().Matches(File.ReadAllText(Path.Combine(The_readme.Root(), "docs", "guide.md"))).Select(m => m.Groups[1].Value)];

    [GeneratedRegex("^plan (?<PLAN>[0-9a-f]{12})|^propose (?<DECISION>[0-9a-f]{12})|^(?<CERT>[0-9a-f]{12})  2025-03", RegexOptions.Multiline)]
    private static partial Regex Ids();

    [GeneratedRegex("^  - \\{id: .*\\}$", RegexOptions.Multiline)]
    private static partial Regex Principal();

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Yaml();
}
