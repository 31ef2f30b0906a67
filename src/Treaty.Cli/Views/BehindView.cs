using Treaty.Core;
using Treaty.Operations.Reports;

namespace Treaty.Cli.Views;

/// <summary>What stands behind the open line of a bridge, as text: the rule, the people, the decisions.</summary>
internal static class BehindView
{
    public static void Write(TextWriter to, BridgeRowsReport rows, BehindLine behind)
    {
        to.WriteLine($"\nthe rule, at {behind.Rule.Place}");
        Rule(to, behind.Rule, "  ");
        People(to, behind.People);
        if (behind.Queue is { } queue) Decisions(to, rows, behind, queue);
        to.WriteLine();
    }

    /// <summary>The lines of a rule, set apart from what is around them.</summary>
    public static void Rule(TextWriter to, RuleText rule, string indent)
    {
        foreach (var line in rule.Text.Split('\n').Where(line => line.Length > 0)) to.WriteLine($"{indent}| {line}");
    }

    private static void People(TextWriter to, PeopleLine people)
    {
        var known = string.Join(", ", new[] { people.Name == people.Team ? null : people.Name, people.Contact }.OfType<string>());
        var members = people.Members.Count == 0 ? "" : ": " + string.Join(", ", people.Members);
        to.WriteLine($"answered for by {people.Team ?? "nobody"}{(known == "" ? "" : $" ({known})")}{members}");
        to.WriteLine($"  may say how it ends: {Teams(people.Resolve)}; may let it stand: {Teams(people.Accept)}");
    }

    private static string Teams(IReadOnlyList<string> teams) => teams.Count == 0 ? "nobody" : string.Join(", ", teams);

    private static void Decisions(TextWriter to, BridgeRowsReport rows, BehindLine behind, DiscrepancyFilter queue)
    {
        var currency = rows.Currency == "" ? "" : " in " + rows.Currency;
        to.WriteLine($"of class {queue.Class}{currency} {Figures.Count(behind.Open)} are open and {Figures.Count(behind.Settled)} settled: "
            + $"treaty discrepancies --comparison {queue.Comparison} --class {queue.Class}{(queue.Currency is { } code ? $" --currency {code}" : "")}");
        if (behind.Decisions.Count == 0)
        {
            to.WriteLine(behind.MoreDecisions ? "no decision is known about the largest of them; all are listed by treaty audit --kind decision"
                : "nothing was decided about them");
            return;
        }
        foreach (var d in behind.Decisions) to.WriteLine($"  {Moment.InstantText(d.At)[..16]}  {d.By}: {d.What} ({d.Subject})");
        if (behind.MoreDecisions) to.WriteLine("  and more: treaty audit --kind decision");
        to.WriteLine("  what one was about: treaty discrepancies --decision DECISION");
    }
}
