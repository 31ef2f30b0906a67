using Treaty.Core.Enforcement;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;

namespace Treaty.Core.Doctor.Meshes;

/// <summary>Clauses that are said to be enforced and never ran.</summary>
public sealed class ClausesNeverRan() : MeshSign(Found, FailureMode.GovernanceTheatre, Basis.Ledger)
{
    public static readonly FindingKind Found = new("TRY1160", Severity.Error, "clauses that never ran");

    protected override Observation? Look(MeshFacts facts, DateOnly day)
    {
        var enforced = facts.Clauses.Where(c => c.State is not (ClauseState.NotEnforced or ClauseState.Pending)).ToList();
        if (enforced.Count == 0) return null;
        // Who holds a right need not have used it; that is a sign of its own.
        var never = enforced.Where(c => c.State == ClauseState.Theatre && c.Clause.Kind is not ("decision right" or "four eyes" or "accord")).ToList();
        return Seen(enforced.Count, never.Select(c => new Evidence(c.Clause.Subject, c.Clause.Place, c.Clause.Text)),
            $"{never.Count} of {enforced.Count} clauses that something should enforce never ran", "publish again, or say that the clause is not enforced")
            .With(new Count("clauses declared", facts.Clauses.Count),
                new("that nothing enforces", facts.Clauses.Count(c => c.State == ClauseState.NotEnforced)),
                new("that refused something", facts.Clauses.Count(c => c.State == ClauseState.Proved)));
    }
}

/// <summary>Checks of data that ran many times and never refused a row.</summary>
public sealed class RulesNeverRefused() : MeshSign(Found, FailureMode.GovernanceTheatre, Basis.Checks)
{
    public static readonly FindingKind Found = new("TRY1161", Severity.Info, "rules that never refused anything");

    private const int Often = 30;

    protected override Observation? Look(MeshFacts facts, DateOnly day)
    {
        var often = facts.Clauses.Where(c => c.Clause.Mechanism == Mechanism.Publish && c.Exercise is { Times: >= Often }).ToList();
        if (often.Count == 0) return null;
        var never = often.Where(c => c.Exercise!.Refusals == 0).ToList();
        return Seen(often.Count, never.Select(c => new Evidence(c.Clause.Subject, c.Clause.Place,
                $"{c.Clause.Text}: ran {c.Exercise!.Times} times")),
            $"{never.Count} of {often.Count} rules that ran {Often} times never refused anything",
            "plant a row that breaks it and see; a rule that cannot fail promises nothing");
    }
}

/// <summary>Leave to break rules that is over, or that lies in the constitution itself.</summary>
public sealed class StandingLeave() : MeshSign(Found, FailureMode.GovernanceTheatre, Basis.Dates)
{
    public static readonly FindingKind Found = new("TRY1162", Severity.Warning, "rules that are waived, lowered or agreed away past their day");

    protected override Observation? Look(MeshFacts facts, DateOnly day)
    {
        var constitution = facts.Mesh.Constitution;
        var whole = constitution.Waivers.Length + facts.Mesh.Accords.Length + constitution.Severities.Count;
        if (whole == 0) return null;
        var over = constitution.Waivers.Where(w => !w.HoldsOn(day)).Select(w => new Evidence($"waiver of {w.Code} for {w.Where}", w.Place,
                $"ended {(w.Expires is { } end ? RightRules.Day(end) : "never was")}, approved by {w.Approver}"))
            .Concat(facts.Mesh.Accords.Where(a => !a.HoldsOn(day)).Select(a => new Evidence($"accord {a.Id}", a.Place, $"ended {a.Until:yyyy-MM-dd}")))
            .Concat(constitution.Waivers.Where(w => w.HoldsOn(day) && !facts.Findings.Any(w.Covers))
                .Select(w => new Evidence($"waiver of {w.Code} for {w.Where}",
                w.Place, "it covers nothing that is there")))
            .Concat(facts.Clauses.Where(c => c.Clause.Bypasses.Any(b => b.StartsWith("lowered", StringComparison.Ordinal)))
                .Select(c => new Evidence(c.Clause.Key, c.Clause.Place, $"{c.Clause.Text}: {c.Clause.Bypasses[0]}")).DistinctBy(e =>
                    e.Subject)).ToList();
        return Seen(Math.Max(whole, over.Count), over, $"{over.Count} waivers, accords and lowered rules stand past their day, without one, or over nothing",
            "mend what was waived and remove it, or have it renewed by whoever answers for it");
    }
}

/// <summary>Feeds of the old estate that have been compared with products for half a year and are still there.</summary>
public sealed class FeedsHalfCutOver() : MeshSign(Found, FailureMode.MigrationFatigue, Basis.Dates)
{
    public static readonly FindingKind Found = new("TRY1163", Severity.Warning, "feeds that stay half cut over");

    private const int Months = 6;

    protected override Observation? Look(MeshFacts facts, DateOnly day)
    {
        var feeds = facts.Mesh.Products.Where(p => p.IsFeed).ToList();
        if (feeds.Count == 0) return null;
        var stalled = feeds.Select(f => (Feed: f, First: facts.Compared.Where(c => c.Owner == f.Ref.ToString()).Select(c =>
            (DateOnly?)c.First).Min()))
            .Where(x => x.Feed.Status is not ("deprecated" or "retired") && x.First <= day.AddMonths(-Months)).ToList();
        return Seen(feeds.Count, stalled.Select(x => new Evidence(x.Feed.Ref.ToString(), x.Feed.Place,
                $"compared since {x.First:yyyy-MM-dd}, status {x.Feed.Status}")),
            $"{stalled.Count} of {feeds.Count} feeds are compared with products for more than {Months} months and not on their way out",
            "accept what is explained, move the readers, and deprecate the feed with a day");
    }
}
