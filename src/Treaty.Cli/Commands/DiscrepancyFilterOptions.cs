using System.CommandLine;
using System.Globalization;
using Treaty.Operations.Reports;

namespace Treaty.Cli.Commands;

/// <summary>The options that say which discrepancies are meant.</summary>
internal sealed class DiscrepancyFilterOptions
{
    private readonly Option<string?> _comparison = ReadCommands.Text("--comparison", "Only of this comparison, such as zone.revenue:order_payment", "REF");
    private readonly Option<string?> _class = ReadCommands.Text("--class", "Only of this class, such as missing-b", "CLASS");
    private readonly Option<string?> _team = ReadCommands.Text("--team", "Only what this team answers for", "TEAM");
    private readonly Option<string?> _currency = ReadCommands.Text("--currency", "Only in this currency", "CODE");
    private readonly Option<string?> _state = ReadCommands.Text("--state", "Only in this state, such as proposed or resolved; all that are open by default", "STATE");
    private readonly Option<string?> _text = ReadCommands.Text("--text", "Only with this in key or id", "TEXT");
    private readonly Option<string?> _before = ReadCommands.Text("--before", "Only with a business date before this day", "DAY");
    private readonly Option<string?> _decision = ReadCommands.Text("--decision", "Those on the frozen list of this decision", "DECISION");

    public void AddTo(Command command)
    {
        foreach (var option in All) command.Options.Add(option);
    }

    private Option<string?>[] All => [_comparison, _class, _team, _currency, _state, _text, _before, _decision];

    /// <summary>True where any of them was given.</summary>
    public bool Given(ParseResult parsed) => All.Any(option => parsed.GetValue(option) is not null);

    public DiscrepancyFilter Filter(ParseResult parsed, int offset, int limit) =>
        new(parsed.GetValue(_comparison), parsed.GetValue(_class), parsed.GetValue(_team), parsed.GetValue(_currency),
            parsed.GetValue(_text),
            offset, limit)
        {
            State = parsed.GetValue(_state),
            Before = Day("--before", parsed.GetValue(_before)),
            Decision = parsed.GetValue(_decision),
        };

    public static DateOnly? Day(string name, string? text) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new UsageException($"`{name} {text}` is no day such as 2026-01-31");
}
