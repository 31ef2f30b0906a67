using Treaty.Core.Enforcement;
using Treaty.Core.Meshes;

namespace Treaty.Core.Doctor;

/// <summary>Which way an answer points.</summary>
public enum Leaning { Mesh, Hub, Unknown }

/// <summary>One reason for or against a mesh.</summary>
/// <param name="Question">What decides it, as a question that a person can answer with yes or no.</param>
/// <param name="Measured">What was measured of it; null where nothing could be.</param>
/// <param name="Key">Under which an answer is given.</param>
public sealed record ReadinessPoint(string Key, string Question, string? Measured, Leaning Leaning);

/// <summary>Whether an organisation is one that a mesh serves, or one that a hub and spoke serves better.</summary>
/// <param name="Verdict">In one sentence.</param>
public sealed record ReadinessReport(Leaning Leaning, string Verdict, IReadOnlyList<ReadinessPoint> Points);

/// <summary>Asks the five reasons not to use a mesh, measures of them what an estate shows, and says honestly what follows.</summary>
public static class Readiness
{
    /// <summary>Below this many assets, or this many owning teams, a central team serves well.</summary>
    private const int SmallEstate = 20, FewTeams = 3;

    /// <summary>The keys of the questions, in their order.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["autonomy", "size", "meaning", "governance", "rights"];

    /// <param name="answers">What people said to the questions, by key; an answer outweighs what was measured.</param>
    public static ReadinessReport Of(Estate estate, IReadOnlyDictionary<string, bool> answers)
    {
        List<ReadinessPoint> points = [Autonomy(estate), Size(estate), Meaning(estate), Governance(estate), Rights(estate)];
        points = [.. points.Select(p => answers.TryGetValue(p.Key, out var yes) ? p with { Leaning = yes ? Leaning.Mesh : Leaning.Hub }
            : p)];
        var (against, open) = (points.Count(p => p.Leaning == Leaning.Hub), points.Count(p => p.Leaning == Leaning.Unknown));
        var leaning = against >= 2 ? Leaning.Hub : against + open <= 1 ? Leaning.Mesh : Leaning.Unknown;
        return new(leaning, leaning switch
        {
            Leaning.Hub => $"a hub-and-spoke platform serves better for now: {against} of {points.Count} reasons speak against a mesh, and tooling does not change them",
            Leaning.Mesh => against == 0 ? "the ground for a mesh is there" : "the ground for a mesh is there, with one reason to mend first",
            _ => $"it cannot be told: {open} of {points.Count} questions are open; answer them, for no estate shows how an organisation decides",
        }, points);
    }

    private static ReadinessPoint Autonomy(Estate estate)
    {
        var domains = estate.OfMesh?.Promises.Domains.Where(d => d.Known > 0).ToList() ?? [];
        var (alone, known) = (domains.Sum(d => d.Alone), domains.Sum(d => d.Known));
        return new("autonomy", "can domains change and release their own systems without a central approval or a shared release window?",
            known == 0 ? null : $"{alone} of {known} recorded changes of domains had no hand of the platform's teams in them",
            known == 0 ? Leaning.Unknown : alone * 2 >= known ? Leaning.Mesh : Leaning.Hub);
    }

    private static ReadinessPoint Size(Estate estate)
    {
        var made = estate.Made.Count();
        var teams = estate.Assets.SelectMany(a => a.Owners).Select(o => o.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        return new("size", "is the estate too large or too fast-moving for one central team that knows it well?",
            $"{made} tables and products, {teams} named owners", made < SmallEstate && teams <= FewTeams ? Leaning.Hub
                : made >= SmallEstate && teams > FewTeams ? Leaning.Mesh : Leaning.Unknown);
    }

    private static ReadinessPoint Meaning(Estate estate)
    {
        const string Question = "do domains define their words themselves, instead of hoping that a catalog will?";
        if (estate.OfMesh is { } facts)
        {
            var silent = facts.Mesh.Contexts.Count(c => c.Id != Reference.ZoneContext && c.Terms.IsEmpty);
            var all = facts.Mesh.Contexts.Count(c => c.Id != Reference.ZoneContext);
            return new("meaning", Question, $"{all - silent} of {all} contexts define their words", all == 0 ? Leaning.Unknown
                : silent * 2 > all ? Leaning.Hub : Leaning.Mesh);
        }
        var made = estate.Made.ToList();
        var described = made.Count(a => a.Description != "");
        return new("meaning", Question, made.Count == 0 || !estate.Can(Topic.Descriptions) ? null : $"{described} of {made.Count} assets say what they mean",
            made.Count == 0 || !estate.Can(Topic.Descriptions) ? Leaning.Unknown : described * 2 < made.Count ? Leaning.Hub
                : Leaning.Unknown);
    }

    private static ReadinessPoint Governance(Estate estate)
    {
        var clauses = estate.OfMesh?.Clauses ?? [];
        var enforced = clauses.Count(c => c.State is ClauseState.Proved or ClauseState.Exercised);
        return new("governance", "will the enterprise pay for shared governance, identity and reconciliation, and not see the mesh as a way around them?",
            clauses.Count == 0 ? null : $"{enforced} of {clauses.Count} declared clauses were enforced at least once",
            clauses.Count == 0 ? Leaning.Unknown : enforced * 2 >= clauses.Count ? Leaning.Mesh : Leaning.Hub);
    }

    private static ReadinessPoint Rights(Estate estate)
    {
        const string Question = "will decision rights move to the domains, so that more changes than the name of the data team?";
        if (estate.OfMesh is not { } facts) return new("rights", Question, null, Leaning.Unknown);
        var contexts = facts.Mesh.Contexts.Where(c => c.Id != Reference.ZoneContext).ToList();
        var own = contexts.Count(c => !c.Rights.IsEmpty && c.Rights.All(h => c.Teams.Any(t => t.Id == h.Team)));
        return new("rights", Question, $"in {own} of {contexts.Count} contexts every right is held by the context's own teams",
            contexts.Count == 0 ? Leaning.Unknown : own * 2 > contexts.Count ? Leaning.Mesh : Leaning.Hub);
    }
}
