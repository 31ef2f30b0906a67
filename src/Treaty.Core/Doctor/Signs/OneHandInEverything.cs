using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>
/// In the year before the day one author made most changes in nearly all contexts: the domains do not change what they are said to
/// own.
/// </summary>
public sealed class OneHandInEverything() : Sign(Found, FailureMode.PlatformOverreach, Basis.History, Topic.History)
{
    public static readonly FindingKind Found = new("TRY1044", Severity.Warning, "one hand changes everything");

    private const int LeastChanges = 100, LeastContexts = 4;

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var contexts = estate.Made.Where(a => Layers.Context(a) != "").GroupBy(a => a.Sql?.File ?? a.Place.File)
            .ToDictionary(g => g.Key, g => Layers.Context(g.First()), StringComparer.Ordinal);
        var changes = estate.Changes.Where(c => c.Day <= day && c.Day > day.AddYears(-1) && contexts.ContainsKey(c.File)).ToList();
        var all = changes.Select(c => contexts[c.File]).Distinct().Count();
        if (changes.Count < LeastChanges || all < LeastContexts) return null;
        var hands = changes.GroupBy(c => c.Author).Select(g => (Author: g.Key, Changes: g.Count(),
            Contexts: g.Select(c => contexts[c.File]).Distinct().Count())).ToList();
        var everywhere = hands.Where(h => h.Contexts >= all * 0.7 && h.Changes >= changes.Count * 0.3).ToList();
        return Seen(hands.Count, everywhere.Select(h => new Evidence(h.Author, null,
                $"{h.Changes} of {changes.Count} changes, in {h.Contexts} of {all} contexts")),
            $"{everywhere.Count} of {hands.Count} authors made a third of all changes across most contexts",
            "let each domain change its own; the platform changes what is common").Graded(everywhere.Count > 0 ? Severity.Warning : Severity.Info);
    }
}
