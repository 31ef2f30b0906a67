using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>
/// Models that should only rename and type raw data decide by business values or join: meaning moves into the pipeline.
/// </summary>
public sealed class LogicInEntry() : Sign(Found, FailureMode.PlatformOverreach, Basis.Sql, Topic.Sql)
{
    public static readonly FindingKind Found = new("TRY1040", Severity.Warning, "business rules in the entry layer");

    private const int LeastDecisions = 5;

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var entry = estate.Made.Where(a => Layers.IsEntry(a) && a.Sql is { Tokens.Count: > 0 }).ToList();
        if (entry.Count == 0) return null;
        var deciding = entry.Select(a => (Asset: a, Rules: Decisions.In(a.Sql!))).Where(x => x.Rules.Count >= LeastDecisions).ToList();
        return Seen(entry.Count, deciding.Select(x => new Evidence(x.Asset.Name, x.Asset.Sql!.At(x.Rules[0]),
                $"decides {x.Rules.Count} times by a literal value")),
            $"{deciding.Count} of {entry.Count} entry models decide by business values",
            "move the rule to the context that owns the word, or to reference data");
    }
}
