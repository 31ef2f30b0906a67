using Treaty.Core.Meshes;
using Treaty.Core.Ownership;
using Treaty.Core.Products;

namespace Treaty.Core.Enforcement;

/// <summary>What people agreed upon: accords, waivers, the say of consumers, what they rely on, and who may act.</summary>
public static class AgreementClauses
{
    private const string Unknown = "there is no principals.yaml, so whoever runs Treaty holds every right";

    public const string AcknowledgementKey = "acknowledgement";
    public const string AskedKey = "plan acknowledgement";

    public static string AccordKey(Accord accord, AccordedRight given) =>
        $"accord {accord.Id}: {given.Right.Text()} of {ScopeOf(given)} to {given.To}";

    public static string WaiverKey(string approver) => $"waiver by {approver}";

    public static string PrincipalKey(string principal) => $"acts of {principal}";

    /// <summary>What an accorded right is about.</summary>
    public static RightScope ScopeOf(AccordedRight given) => new(given.Of, given.Product, given.Fact);

    public static IEnumerable<Clause> Of(Mesh mesh, DateOnly today) => Accords(mesh, today).Concat(Waivers(mesh, today))
        .Concat(Acknowledging(mesh)).Concat(Reliances(mesh, today)).Concat(Principals(mesh)).Concat(Relations(mesh));

    /// <summary>A right that was used by others since the accord gave it, and never by whom it was given to, is given on paper.</summary>
    private static IEnumerable<Clause> Accords(Mesh mesh, DateOnly today) => mesh.Accords.SelectMany(accord => accord.Rights.Select(given =>
    {
        var over = !accord.HoldsOn(today);
        return new Clause("accord", accord.Id, $"{given.Right.Text()} of {ScopeOf(given)} is {(given.Delegated ? "given to" : "shared with")} {given.To}"
            + (accord.Until is { } until ? $" until {RightRules.Day(until)}" : ""),
            over || !mesh.HasPrincipals ? Mechanism.None : Mechanism.Plan,
            over ? "it has ended, and gives nothing since" : mesh.HasPrincipals ? "a decision that needs the right takes it from this team" : Unknown,
            AccordKey(accord, given), given.Place)
        {
            After = ConstitutionClauses.RightKey(given.Right, given.Of),
            Bypasses = accord.Until is null ? ["it has no end"] : [],
        };
    }));

    private static IEnumerable<Clause> Waivers(Mesh mesh, DateOnly today) => mesh.Constitution.Waivers.Select(w =>
    {
        var (mechanism, by) = !w.HoldsOn(today) ? (Mechanism.Check, "it is over: what it covered is refused again")
            : mesh.HasPrincipals ? (Mechanism.Plan, "granted by the approver's own signature alone, and over after its day")
            : (Mechanism.Check, "over after its day; there is no principals.yaml, so no one knows who granted it");
        return new Clause("waiver", $"{w.Code} in {w.Where}", $"{w.Approver} lets it pass until {(w.Expires is { } end ? RightRules.Day(end) : "never")}: {w.Reason}",
            mechanism, by, mechanism == Mechanism.Plan ? WaiverKey(w.Approver) : ConstitutionClauses.CodeKey(w.Code), w.Place)
        {
            After = mechanism == Mechanism.Plan ? ConstitutionClauses.GovernedKey : ConstitutionClauses.InForceKey,
            Bypasses = w.HoldsOn(today) ? [$"what breaks {w.Code} there passes"] : [],
        };
    });

    private static IEnumerable<Clause> Acknowledging(Mesh mesh)
    {
        var rules = mesh.Constitution.Approvals;
        var silence = rules.Silence == Silence.Consents ? "consents" : "refuses";
        yield return new("say of consumers", "the mesh", $"consumers have {rules.AcknowledgementDays} days to acknowledge a breaking change; silence {silence}",
            mesh.HasPrincipals ? Mechanism.Plan : Mechanism.None,
            mesh.HasPrincipals ? "apply refuses a plan that a consumer has not acknowledged in time" : Unknown, AcknowledgementKey,
            ConstitutionClauses.Place)
        { After = AskedKey, Bypasses = rules.Silence == Silence.Consents ? ["whoever says nothing consents"] : [] };
    }

    private static IEnumerable<Clause> Reliances(Mesh mesh, DateOnly today) =>
        mesh.Products.SelectMany(p => p.Inputs.SelectMany(i => i.ReliesOn.SelectMany(r => Relied(mesh, today, p, i.Product, r))));

    private static IEnumerable<Clause> Relied(Mesh mesh, DateOnly today, Product consumer, Reference producer, Reliance reliance)
    {
        var of = producer + (reliance.Object is null ? "" : "/" + reliance.Object);
        var columns = reliance.Columns.Concat(reliance.Meaning).Distinct(StringComparer.Ordinal).ToList();
        if (columns.Count > 0)
            yield return ConstitutionClauses.ByCode(mesh, today, "reliance", consumer.Ref.ToString(),
                $"{of} keeps {string.Join(", ", columns)}", RelianceRules.NotPromised) with { Place = reliance.Place };
        foreach (var objective in reliance.Objectives)
            yield return ConstitutionClauses.ByCode(mesh, today, "reliance", consumer.Ref.ToString(),
                $"{of} promises {objective.Property} {objective.Value} {objective.Unit}".TrimEnd(),
                    RelianceRules.WorseObjective) with { Place = objective.Place };
    }

    private static IEnumerable<Clause> Principals(Mesh mesh) => mesh.Principals.Select(p => new Clause("principal", p.Id,
        $"acts for {string.Join(", ", p.Teams)}" + (p.Until is { } until ? $" until {RightRules.Day(until)}" : ""),
        p.PublicKey is null ? Mechanism.None : Mechanism.Run,
        p.PublicKey is null ? "it has no key, so it cannot act" : "nothing is done in this name without the key", PrincipalKey(p.Id), p.Place)
    { After = PrincipalKey(p.Id) });

    /// <summary>How contexts relate is said to people. What really joins them needs a mapping, which is a clause of its own.</summary>
    private static IEnumerable<Clause> Relations(Mesh mesh) => mesh.Map.Relations.Select(r => new Clause("relation of contexts",
        $"{r.Upstream} to {r.Downstream}", DecisionRights.Kebab(r.Kind.ToString()), Mechanism.None,
        "it says how the two deal with each other, and refuses nothing; joins need a mapping", "", r.Place));
}
