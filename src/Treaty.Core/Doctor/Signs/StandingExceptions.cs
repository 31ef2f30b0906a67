using System.Text.RegularExpressions;
using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>
/// A file lists known violations that a check lets pass: without an owner and an end each, exceptions become the rule.
/// </summary>
public sealed partial class StandingExceptions() : Sign(Found, FailureMode.GovernanceTheatre, Basis.Pages, Topic.Pages)
{
    public static readonly FindingKind Found = new("TRY1068", Severity.Warning, "standing lists of exceptions");

    private const int LeastEntries = 10;

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var lists = estate.Pages.Where(p => Name().IsMatch(p.Path)).Select(p => (Page: p, Entries: p.Text.Split('\n')
            .Count(l => l.Trim() is { Length: > 0 } line && line[0] is not ('#' or '/' or ';')))).Where(x => x.Entries > 0).ToList();
        if (lists.Count == 0) return null;
        var lengthy = lists.Where(x => x.Entries >= LeastEntries).ToList();
        return Seen(lists.Count, lengthy.Select(x => new Evidence(x.Page.Path, new(x.Page.Path, 1, 1), $"{x.Entries} exceptions stand in it")),
            $"{lengthy.Sum(x => x.Entries)} exceptions from rules stand in {lengthy.Count} lists",
            "give each exception an owner and a day on which it ends")
            .Graded(lengthy.Count > 0 ? Severity.Warning : Severity.Info);
    }

    [GeneratedRegex(@"(^|/)[^/]*(baseline|allow_?list|white_?list|exceptions?|violations|grandfather|known_issues|exempt)[^/]*\.(txt|csv|lst)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Name();
}
