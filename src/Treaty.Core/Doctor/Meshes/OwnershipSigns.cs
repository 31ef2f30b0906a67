using Treaty.Core.Enforcement;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;

namespace Treaty.Core.Doctor.Meshes;

/// <summary>Plans changed a product, and no one of the team that is named its owner planned or approved any of them.</summary>
public sealed class OwnersDidNotDecide() : MeshSign(Found, FailureMode.NamedOwnership, Basis.Ledger)
{
    public static readonly FindingKind Found = new("TRY1150", Severity.Error, "owners who decided nothing of what they own");

    protected override Observation? Look(MeshFacts facts, DateOnly day)
    {
        var changed = facts.Changes.Where(c => c.Day <= day && !c.Teams.IsEmpty).GroupBy(c => c.Product)
            .Select(g => (Product: facts.Mesh.Product(Reference.TryParse(g.Key)!), Changes: g.ToList())).Where(x =>
                x.Product?.Team is not null).ToList();
        if (changed.Count == 0) return null;
        var others = changed.Where(x => x.Changes.All(c => !c.Teams.Contains(x.Product!.Team!))).ToList();
        static string Teams(IEnumerable<ProductChange> changes) =>
            string.Join(", ", changes.SelectMany(c => c.Teams).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        return Seen(changed.Count, others.Select(x => new Evidence(x.Product!.Ref.ToString(), x.Product.Place,
                $"`{x.Product.Team}` owns it; {Count(x.Changes.Count, "change")}, all decided by {Teams(x.Changes)}")),
            $"{others.Count} of {changed.Count} changed products were changed without anyone of the team that owns them",
            "give the product to the team that decides, or the decision to the team that answers");
    }
}

/// <summary>Owners that lack rights their products demand, waived or not.</summary>
public sealed class OwnersLackRights() : MeshSign(Found, FailureMode.NamedOwnership, Basis.Owners)
{
    public static readonly FindingKind Found = new("TRY1151", Severity.Error, "owners without the rights their products demand");

    protected override Observation? Look(MeshFacts facts, DateOnly day)
    {
        var owned = facts.Mesh.Products.Count(p => p is { IsFeed: false, Team: not null });
        if (owned == 0) return null;
        var lacking = facts.Findings.Where(f => f.Code is "TRY0201" or "TRY0206" or "TRY0207" or "TRY0208").ToList();
        return Seen(owned, lacking.Select(f => new Evidence(f.Place?.File ?? "", f.Place, f.Sentence)),
            $"{Count(lacking.Count, "right")} that owners need lie elsewhere, with no one, or with a single person",
            "obtain the right, hand the product over, or sign an accord that delegates it");
    }
}

/// <summary>Rights that no one used in half a year, while the mesh was in use.</summary>
public sealed class RightsWithoutUse() : MeshSign(Found, FailureMode.NamedOwnership, Basis.Reads)
{
    public static readonly FindingKind Found = new("TRY1152", Severity.Info, "rights that no one ever used");

    private const int Months = 6;

    protected override Observation? Look(MeshFacts facts, DateOnly day)
    {
        var rights = facts.Clauses.Where(c => c.Clause is { Kind: "decision right" or "accord", Mechanism: not Mechanism.None }).ToList();
        if (rights.Count == 0 || facts.Since > day.AddMonths(-Months)) return null;
        var unused = rights.Where(c => c.Exercise is null || DateOnly.FromDateTime(c.Exercise.Last.UtcDateTime) < day.AddMonths(-Months))
            .ToList();
        return Seen(rights.Count, unused.Select(c => new Evidence($"{c.Clause.Subject}: {c.Clause.Text}", c.Clause.Place,
                c.Exercise is null ? "never used" : $"last used {c.Exercise.Last:yyyy-MM-dd}")),
            $"{unused.Count} of {rights.Count} rights were not used within {Months} months",
            "ask whether these decisions are taken elsewhere, without a record");
    }
}

/// <summary>The platform's teams hold rights of domains, or had a hand in most of what domains changed.</summary>
public sealed class PlatformDecides() : MeshSign(Found, FailureMode.PlatformOverreach, Basis.Ledger)
{
    public static readonly FindingKind Found = new("TRY1153", Severity.Error, "domains that change nothing without the platform's team");

    private const int LeastChanges = 3;

    protected override Observation? Look(MeshFacts facts, DateOnly day)
    {
        var domains = facts.Promises.Domains.Where(d => d.Known >= LeastChanges).ToList();
        if (domains.Count == 0) return null;
        var led = domains.Where(d => d.Alone * 2 < d.Known).ToList();
        return Seen(domains.Count, led.Select(d => new Evidence(d.Context, facts.Mesh.Context(d.Context)?.Place,
                $"{d.Alone} of {d.Known} changes without a team of the platform")),
            $"in {led.Count} of {domains.Count} domains the platform's teams had a hand in most changes",
            "move what they decide to the domain's team, and what they automate into the platform");
    }
}

/// <summary>Teams of the platform hold rights over the meaning of domains.</summary>
public sealed class PlatformHoldsRights() : MeshSign(Found, FailureMode.PlatformOverreach, Basis.Owners)
{
    public static readonly FindingKind Found = new("TRY1154", Severity.Warning, "rights of domains that the platform's teams hold");

    protected override Observation? Look(MeshFacts facts, DateOnly day)
    {
        var platform = facts.Mesh.Constitution.PlatformTeams;
        var rights = facts.Mesh.Contexts.Where(c => c.Id != Reference.ZoneContext).SelectMany(c => c.Rights.Select(h => (c.Id, h)))
            .ToList();
        if (rights.Count == 0) return null;
        var held = rights.Where(r => platform.Contains(r.h.Team)).ToList();
        return Seen(rights.Count, held.Select(r => new Evidence($"{r.Id}: {Ownership.DecisionRights.Text(r.h.Right)}",
            r.h.Place, $"held by `{r.h.Team}`")),
            $"{held.Count} of {rights.Count} rights of domains are held by the platform's teams",
            "give each to the team that can assert the facts it is about");
    }
}
