using System.Text.RegularExpressions;
using Treaty.Core.Contexts;
using Treaty.Core.Findings;

namespace Treaty.Core.Meshes;

/// <summary>Who answers for what: teams, systems, and the facts each context asserts.</summary>
public static class OwnershipRules
{
    public static readonly FindingKind TwoAssert = new("TRY0203", Severity.Error, "two contexts assert one fact");
    public static readonly FindingKind ForeignSystem = new("TRY0204", Severity.Warning, "a fact rests on a system that another team owns");
    public static readonly FindingKind FactName = new("TRY0205", Severity.Warning, "a fact's name does not follow the constitution");

    public static IEnumerable<Finding> Judge(Mesh mesh) => Teams(mesh).Concat(Facts(mesh));

    private static IEnumerable<Finding> Teams(Mesh mesh)
    {
        var teams = mesh.Teams.Select(t => t.Id).ToList();
        foreach (var product in mesh.Products)
            if (product.Team is { } team && mesh.LacksTeam(team)) yield return MeshRules.Unknown(product.Place, "team", team, teams);
        foreach (var rules in mesh.Reconciliations.Where(r => r.Accountable != "" && mesh.LacksTeam(r.Accountable)))
            yield return MeshRules.Unknown(rules.Place, "team", rules.Accountable, teams);
        foreach (var comparison in mesh.Comparisons)
        {
            foreach (var definition in comparison.Definitions.Where(d => d.Owner != ""
                && mesh.LacksTeam(d.Owner))) yield return MeshRules.Unknown(definition.Place, "team", definition.Owner, teams);
            foreach (var control in comparison.Controls.Where(c => c.Owner != "" && mesh.LacksTeam(c.Owner)))
                yield return MeshRules.Unknown(control.Place, "team", control.Owner, teams);
            foreach (var route in comparison.Routes.Values.Where(mesh.LacksTeam)
                .Order(StringComparer.Ordinal)) yield return MeshRules.Unknown(comparison.Place, "team", route, teams);
        }
    }

    private static IEnumerable<Finding> Facts(Mesh mesh)
    {
        foreach (var shared in mesh.Contexts.SelectMany(c => c.Facts.Select(f => (Context: c, Fact: f))).GroupBy(x => x.Fact.Id)
            .Where(g => g.DistinctBy(x => x.Context.Id).Count() > 1))
            yield return TwoAssert.At(shared.Last().Fact.Place,
                $"the fact `{shared.Key}` is asserted by {string.Join(" and ", shared.Select(x => $"`{x.Context.Id}`"))}",
                $"one context answers for a fact: leave it with one (see {shared.First().Fact.Place}), or give what the other asserts a name of its own");
        foreach (var context in mesh.Contexts)
            foreach (var fact in context.Facts)
            {
                if (fact.Term is { } term && context.Terms.All(t => t.Id != term)) yield return MeshRules.Unknown(fact.Place, "term", term,
                    [.. context.Terms.Select(t => t.Id)]);
                if (fact.System is { } name && context.Systems.FirstOrDefault(s =>
                    s.Id == name) is not { } system) yield return MeshRules.Unknown(fact.Place,
                    "system", name, [.. context.Systems.Select(s => s.Id)]);
                else if (fact.System is { } own && context.Systems.First(s => s.Id == own).Owner is { } owner
                    && context.Teams.All(t => t.Id != owner))
                    yield return ForeignSystem.At(fact.Place,
                        $"`{fact.Id}` rests on `{own}`, which the team `{owner}` of another context owns",
                        "let the context of that system assert the fact, or agree who decides its semantics");
                if (mesh.Constitution.FactNaming is { } naming && !Regex.IsMatch(fact.Id, $"^(?:{naming})\\z", RegexOptions.NonBacktracking))
                    yield return FactName.At(fact.Place, $"`{fact.Id}` is not named as the constitution asks",
                        $"name a business fact by what happened; the pattern is {naming}");
            }
        foreach (var context in mesh.Contexts)
            foreach (var source in context.Sources.Where(s => s.System is { } system && context.Systems.All(x => x.Id != system)))
                yield return MeshRules.Unknown(source.Place, "system", source.System!, [.. context.Systems.Select(s => s.Id)]);
    }
}
