using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Products;

namespace Treaty.Core.Doctor.Meshes;

/// <summary>One word is used in several contexts, and nothing says how its meanings relate.</summary>
public sealed class WordsWithoutMapping() : MeshSign(Found, FailureMode.SharedEntities, Basis.Names)
{
    public static readonly FindingKind Found = new("TRY1155", Severity.Warning, "words of several contexts without a mapping");

    protected override Observation? Look(MeshFacts facts, DateOnly day)
    {
        var words = facts.Mesh.Contexts.SelectMany(c => c.Terms.Select(t => (Context: c.Id, Term: t))).GroupBy(x => x.Term.Id).ToList();
        if (words.Count == 0) return null;
        var shared = words.Where(g => g.Count() > 1).Where(g => g.Any(x => !facts.Mesh.Map.Terms.Any(m =>
            m.From == $"{x.Context}.{g.Key}" || m.To == $"{x.Context}.{g.Key}"))).ToList();
        return Seen(words.Count, shared.Select(g => new Evidence(g.Key, g.First()
            .Term.Place, $"means something in {string.Join(", ", g.Select(x => x.Context))}")),
            $"{shared.Count} of {words.Count} words have several meanings, of which one at least is mapped to none of the others",
            "say in context-map.yaml how the meanings relate, and by which key they translate");
    }
}

/// <summary>A product outside the treaty zone puts facts of two contexts together: reconciliation that no one governs.</summary>
public sealed class ReconciledOutsideTheZone() : MeshSign(Found, FailureMode.HiddenReconciliation, Basis.Lineage)
{
    public static readonly FindingKind Found = new("TRY1156", Severity.Error, "reconciliation outside the treaty zone");

    protected override Observation? Look(MeshFacts facts, DateOnly day)
    {
        var products = facts.Mesh.Products.Where(p => !p.IsFeed && p.Ref.Context != Reference.ZoneContext).ToList();
        if (products.Count == 0) return null;
        var mixing = facts.Meetings.Where(m => m.Product.Context != Reference.ZoneContext).GroupBy(m => m.Product.ToString()).ToList();
        return Seen(products.Count, mixing.Select(g => new Evidence(g.Key, g.First().Place,
                g.FirstOrDefault(m => m.Column is not null) is { } merged ? $"computes {merged.Column} from {merged.A} and {merged.B}"
                    : $"joins {g.First().A} to {g.First().B}")),
            $"{mixing.Count} of {products.Count} products of contexts put facts of several contexts together in their selects",
            "make it a reconciled product in the zone: with rules, proofs and a queue for what does not align");
    }
}

/// <summary>What did not align has lain open for months, and no one ever decided anything about it.</summary>
public sealed class DiscrepanciesNobodyDecides() : MeshSign(Found, FailureMode.HiddenReconciliation, Basis.Ledger)
{
    public static readonly FindingKind Found = new("TRY1157", Severity.Warning, "discrepancies that no one decides");

    private const int Days = 30;

    protected override Observation? Look(MeshFacts facts, DateOnly day)
    {
        if (facts.Compared.Count == 0) return null;
        var left = facts.Compared.Where(c => c.Open > 0 && c.Decided == 0 && c.First <= day.AddDays(-Days)).ToList();
        return Seen(facts.Compared.Count, left.Select(c => new Evidence(c.Comparison, c.Place, $"{c.Open} open since {c.First:yyyy-MM-dd}, none decided")),
            $"in {left.Count} of {facts.Compared.Count} comparisons discrepancies lie open for more than {Days} days and no one decided any",
            "work the queue: treaty discrepancies; someone answers for each");
    }
}

/// <summary>Products that came into force and were never published.</summary>
public sealed class NeverPublished() : MeshSign(Found, FailureMode.TablesAsProducts, Basis.Ledger)
{
    public static readonly FindingKind Found = new("TRY1158", Severity.Warning, "products that exist on paper");

    private const int Days = 30;

    protected override Observation? Look(MeshFacts facts, DateOnly day)
    {
        var promised = facts.Promises.Products.Where(p => p.InForce is { } at
            && DateOnly.FromDateTime(at.UtcDateTime) <= day.AddDays(-Days)).ToList();
        if (promised.Count == 0) return null;
        var paper = promised.Where(p => !facts.Published.ContainsKey(p.Ref)).ToList();
        return Seen(promised.Count, paper.Select(p => new Evidence(p.Ref, facts.Mesh.Product(Reference.TryParse(p.Ref)!)?.Place,
                $"in force since {p.InForce:yyyy-MM-dd}, never published")),
            $"{paper.Count} of {promised.Count} products in force for {Days} days were never published", "publish it, or take it back");
    }
}

/// <summary>Products that nothing in the mesh builds on and no one queried.</summary>
public sealed class ProductsNobodyReads() : MeshSign(Found, FailureMode.Sprawl, Basis.Lineage)
{
    public static readonly FindingKind Found = new("TRY1159", Severity.Warning, "published products that no one reads");

    private const int Days = 90;

    protected override Observation? Look(MeshFacts facts, DateOnly day)
    {
        var old = facts.Mesh.Products.Where(p => !p.IsFeed && facts.Published.TryGetValue(p.Ref.ToString(), out var first)
            && first <= day.AddDays(-Days)).ToList();
        if (old.Count == 0) return null;
        var built = facts.Mesh.Products.SelectMany(facts.Mesh.Reads).Concat(facts.Mesh.Comparisons.SelectMany(c =>
            new[] { c.A.Object.Bare, c.B.Object.Bare }))
            .Select(r => r.ToString()).Concat(facts.Read).ToHashSet(StringComparer.Ordinal);
        var unread = old.Where(p => !built.Contains(p.Ref.ToString())).ToList();
        return Seen(old.Count, unread.Select(p => new Evidence(p.Ref.ToString(), p.Place, $"published for {Days} days, {p.ClassText()}, no reader")),
            $"{unread.Count} of {old.Count} products published for {Days} days have no reader", "ask for its readers once more, then deprecate it");
    }
}
