using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Reconciliation.Decisions;

/// <summary>How grave a discrepancy is, for those who work the queue.</summary>
public enum DiscrepancySeverity { Low, Medium, High, Critical }

/// <summary>What a comparison's document says about deciding on its discrepancies.</summary>
/// <param name="FourEyesOver">Amounts without sign above this need a second person.</param>
/// <param name="AcceptUpTo">The most that may be accepted or written off; null for any amount.</param>
/// <param name="AcceptDays">The longest time for which an acceptance may hold, in days.</param>
/// <param name="Carried">Classes that closing a period carries forward by rule.</param>
/// <param name="Accepted">Classes that closing a period lets stand by rule.</param>
/// <param name="Severities">From which amount on a discrepancy is medium, high, critical.</param>
/// <param name="RaiseDays">From how many days on it is one step graver.</param>
public sealed record DecisionRules(
    decimal FourEyesOver, decimal? AcceptUpTo, int AcceptDays, ImmutableArray<DiscrepancyClass> Carried,
    ImmutableArray<DiscrepancyClass> Accepted, ImmutableArray<decimal> Severities, int RaiseDays)
{
    private const int LongestAcceptance = 366;

    /// <summary>True where ages, <see cref="RaiseDays"/> and <see cref="AcceptDays"/> count business days of the comparison's
    /// calendar.</summary>
    public bool InBusinessDays { get; init; }

    /// <summary>Every amount needs a second person; what is late is carried forward, what a documented definition explains
    /// stands.</summary>
    public static DecisionRules Default { get; } = new(0, null, LongestAcceptance, [DiscrepancyClass.Late],
        [DiscrepancyClass.Definition, DiscrepancyClass.OutOfScope],
        [1_000, 10_000, 100_000], 30);

    /// <summary>The gravity of an amount of an age: by the amount, one step more where it is old.</summary>
    public DiscrepancySeverity SeverityOf(decimal gross, int ageDays)
    {
        var step = Severities.Count(from => gross >= from) + (ageDays >= RaiseDays ? 1 : 0);
        return (DiscrepancySeverity)Math.Min(step, (int)DiscrepancySeverity.Critical);
    }

    /// <summary>The word for a gravity: low, medium, high, critical.</summary>
    public static string Text(DiscrepancySeverity severity) => severity.ToString().ToLowerInvariant();

    /// <summary>Reads the key <c>decisions</c> of a comparison.</summary>
    public static DecisionRules Read(Fields f)
    {
        if (!f.Has("decisions")) return Default;
        var d = f.Map("decisions");
        var severities = d.Map("severity");
        var rules = new DecisionRules(
            d.Number("fourEyesOver") ?? Default.FourEyesOver, d.Number("acceptUpTo"), d.Integer("acceptDays") ?? Default.AcceptDays,
            Classes(d, "carry", Default.Carried), Classes(d, "accept", Default.Accepted),
            [
                severities.Number("medium") ?? Default.Severities[0], severities.Number("high") ?? Default.Severities[1],
                severities.Number("critical") ?? Default.Severities[2],
            ],
            severities.Integer("raiseAfterDays") ?? Default.RaiseDays)
        {
            InBusinessDays = d.Word("days", "all", "business") == "business",
        };
        severities.End();
        d.End();
        return rules;
    }

    private static ImmutableArray<DiscrepancyClass> Classes(Fields f, string key, ImmutableArray<DiscrepancyClass> otherwise)
    {
        if (!f.Has(key)) return otherwise;
        var classes = ImmutableArray.CreateBuilder<DiscrepancyClass>();
        foreach (var text in f.Texts(key))
            if (text == DiscrepancyClass.Control.Text())
                f.Findings.Add(ReconciliationDocument.BadComparison.At(f.PlaceOf(key), "a control total that does not tie out cannot be settled by rule",
                    "leave `control` out; a gap is settled by a decision on it"));
            else if (ReconciliationWords.TryParseClass(text) is { } found) classes.Add(found);
            else
                f.Findings.Add(Fields.UnknownWord.At(f.PlaceOf(key), $"`{text}` is no class of discrepancy",
                    Nearest.Help(text, [.. Enum.GetValues<DiscrepancyClass>().Select(c => c.Text())])));
        return classes.ToImmutable();
    }
}
