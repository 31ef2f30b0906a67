using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Ownership;
using Treaty.Core.Plans;
using Treaty.Core.Products;

namespace Treaty.Core.Enforcement;

/// <summary>The rules of the constitution, of classes and of decision rights, each with what holds the mesh to it.</summary>
public static class ConstitutionClauses
{
    internal static readonly SourcePlace Place = new("constitution.yaml", 1, 1);

    /// <summary>Rights that no part of Treaty asks for, and why.</summary>
    private static readonly Dictionary<DecisionRight, string> Unasked = new()
    {
        [DecisionRight.Fund] = "money is decided outside; the right only says by whom",
        [DecisionRight.HaltPublication] = "no command halts a publication but release itself",
    };

    public static string CodeKey(string code) => $"code {code}";

    /// <param name="context">The context whose right it is; empty for the mesh as a whole.</param>
    public static string RightKey(DecisionRight right, string context) => $"right {right.Text()} of {context}";

    public const string InForceKey = "in force";
    public const string GovernedKey = "governed";
    public const string RetentionKey = "vacuum";

    public static IEnumerable<Clause> Of(Mesh mesh, DateOnly today) => Demanded(mesh, today).Concat(Required(mesh, today))
        .Concat(Rules(mesh, today))
        .Concat(Rights(mesh)).Concat(Approving(mesh)).Concat(Mappings(mesh));

    private static IEnumerable<Clause> Demanded(Mesh mesh, DateOnly today) => mesh.Constitution.Rights.OrderBy(r => r.Key)
        .SelectMany(entry => entry.Value.Select(right => ByCode(mesh, today, "demanded right", entry.Key.Text(),
            $"the owner holds {right.Text()}", RightRules.LacksRight)));

    private static IEnumerable<Clause> Required(Mesh mesh, DateOnly today) => mesh.Constitution.RequiredOfProducts.Select(what =>
        ByCode(mesh, today, "required of products", what, $"every product says its {what}", ClassRules.SaysTooLittle));

    private static IEnumerable<Clause> Rules(Mesh mesh, DateOnly today)
    {
        if (mesh.Constitution.FactNaming is { } naming)
            yield return ByCode(mesh, today, "naming", "facts", $"facts are named {naming}", OwnershipRules.FactName);
        yield return ByCode(mesh, today, "class", "authoritative-fact", "only authoritative products state facts", ClassRules.ClaimsAuthority);
        yield return ByCode(mesh, today, "class", "authoritative-fact", "no product of another context is read", ClassRules.ReadsWrong);
        yield return ByCode(mesh, today, "class", "reconciled", "reconciled products lie in the treaty zone, and only they", ClassRules.WrongZone);
        yield return ByCode(mesh, today, "fact", "every fact", "one context asserts it", OwnershipRules.TwoAssert);
        foreach (var (code, severity) in mesh.Constitution.Severities.OrderBy(s => s.Key, StringComparer.Ordinal))
            yield return Judged(code, severity);
        yield return new("retention", "the lake", $"a version stays readable for {mesh.Settings.RetentionDays} days after a newer one", Mechanism.Run,
            "vacuum deletes nothing younger, and nothing that a hold or a certificate rests on", RetentionKey, new("treaty.yaml", 1, 1))
        { After = RetentionKey };
    }

    private static Clause Judged(string code, Severity severity)
    {
        var word = severity.ToString().ToLowerInvariant();
        return new("severity", code, $"what it finds is judged as {word}", severity == Severity.Error ? Mechanism.Check : Mechanism.None,
            severity == Severity.Error ? "documents that break it cannot come into force" : $"as {word} it refuses nothing", CodeKey(code), Place)
        { After = InForceKey };
    }

    /// <summary>A rule of check: what breaks it as an error never comes into force; as less, it only is said.</summary>
    internal static Clause ByCode(Mesh mesh, DateOnly today, string kind, string subject, string text, FindingKind rule)
    {
        var severity = mesh.Constitution.Severities.GetValueOrDefault(rule.Code, rule.Severity);
        return new(kind, subject, text, severity == Severity.Error ? Mechanism.Check : Mechanism.None,
            severity == Severity.Error ? $"{rule.Code}: documents that break it cannot come into force"
                : $"{rule.Code} only says so: as {(severity == Severity.Warning ? "a warning" : "a note")} it refuses nothing",
            CodeKey(rule.Code), Place) { After = InForceKey, Bypasses = [.. Bypasses(mesh, today, rule)] };
    }

    private static IEnumerable<string> Bypasses(Mesh mesh, DateOnly today, FindingKind rule)
    {
        if (mesh.Constitution.Severities.TryGetValue(rule.Code, out var severity) && severity < rule.Severity)
            yield return $"lowered to {severity.ToString().ToLowerInvariant()} by the constitution";
        foreach (var waiver in mesh.Constitution.Waivers.Where(w => w.Code == rule.Code))
            yield return $"waived for {waiver.Where} by {waiver.Approver} until {(waiver.Expires is { } day ? RightRules.Day(day) : "never")}"
                + (waiver.HoldsOn(today) ? "" : ", which is over");
    }

    private static IEnumerable<Clause> Rights(Mesh mesh) => mesh.Contexts.SelectMany(c => c.Rights.Select(h => (Context: c.Id, Holding: h)))
        .Concat(mesh.Constitution.Holders.Select(h => (Context: "", Holding: h))).GroupBy(x => (x.Context, x.Holding.Right)).Select(g =>
    {
        var right = g.Key.Right;
        var who = string.Join(", ", g.Select(x => x.Holding.Team).Distinct(StringComparer.Ordinal));
        var (mechanism, by) = !mesh.HasPrincipals ? (Mechanism.None, "there is no principals.yaml, so whoever runs Treaty holds every right")
            : Unasked.TryGetValue(right, out var why) ? (Mechanism.None, why)
            : right is DecisionRight.Release ? (Mechanism.Run, "whoever publishes must hold it")
            : right is DecisionRight.ResolveDiscrepancy ? (Mechanism.Run, "a step on a discrepancy is refused to others")
            : ChangeRules.All.Any(r => r.Right == right) ? (Mechanism.Plan, "a plan that needs it waits for its holder")
            : (Mechanism.None, "nothing in Treaty asks for it");
        return new Clause("decision right", g.Key.Context == "" ? "the mesh" : g.Key.Context, $"{right.Text()} is decided by {who}", mechanism, by,
            RightKey(right, g.Key.Context), g.First().Holding.Place) { After = GovernedKey };
    });

    private static IEnumerable<Clause> Approving(Mesh mesh)
    {
        var rules = mesh.Constitution.Approvals;
        foreach (var right in rules.FourEyes.Select(r => r.Text()).Concat(rules.BreakingNeedsFourEyes ? ["breaking"] : []))
            yield return new("four eyes", right, "a second person takes the decision too",
                mesh.HasPrincipals ? Mechanism.Plan : Mechanism.None,
                mesh.HasPrincipals ? "apply refuses a plan that one person planned and approved alone" : "there is no principals.yaml, so no one knows who acts",
                "four eyes", Place) { After = "plan four eyes" };
    }

    private static IEnumerable<Clause> Mappings(Mesh mesh) => mesh.Map.Terms.Select(m => new Clause("mapping", $"{m.From} to {m.To}",
        m is { FromKey: { } from, ToKey: { } to } ? $"translated by {from} = {to}" : "related without a key",
        m is { FromKey: not null, ToKey: not null } ? Mechanism.Run : Mechanism.None,
        m is { FromKey: not null, ToKey: not null } ? "each run measures how far it carries; a join of these contexts without a mapping is refused"
            : "without keys nothing can be measured", $"mapping {m.Name}", m.Place) { After = $"mapping possible {m.Name}" });
}
