using System.Globalization;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Decisions;

namespace Treaty.Core.Enforcement;

/// <summary>The rules by which sides are compared, discrepancies are decided and periods are closed.</summary>
public static class ReconciliationClauses
{
    public const string AcceptedKey = "acceptances";
    public const string EndedKey = "ends by two";
    public const string DecidedKey = "decisions";

    private static readonly DiscrepancyClass[] OfAmounts = [DiscrepancyClass.Amount, DiscrepancyClass.Currency];
    private static readonly DiscrepancyClass[] OfKeys = [DiscrepancyClass.MissingA, DiscrepancyClass.MissingB,
        DiscrepancyClass.UnmatchedKey];

    public static string ComparedKey(string comparison) => $"compared {comparison}";

    public static string ClassKey(string comparison, string @class) => $"compared {comparison}: {@class}";

    public static string ControlKey(string comparison, string control) => $"compared {comparison}: control {control}";

    public static string ClosedKey(string product) => $"closed {product}";

    public static string PreparedKey(string product) => $"close prepared {product}";

    public static IEnumerable<Clause> Of(Mesh mesh) => mesh.Comparisons.SelectMany(Compared).Concat(Deciding(mesh)).Concat(Closing(mesh));

    /// <summary>What the rows of two sides are held to, each under the classes of discrepancy that break it.</summary>
    private static IEnumerable<Clause> Compared(Comparison c)
    {
        yield return Rule(c, "every row has its partner", OfKeys) with
        {
            Bypasses = [.. c.Grace > TimeSpan.Zero
                ? new[] { $"a row younger than {c.Grace.TotalDays.ToString("0.##", CultureInfo.InvariantCulture)} days is late, not missing" } : [],
                .. Marked(c.A, "a"), .. Marked(c.B, "b")],
        };
        foreach (var measure in c.Measures)
            yield return Rule(c, $"{measure.A} of a is {measure.B} of b", OfAmounts) with
            {
                Bypasses = [.. c.Passes.Where(p => p.Tolerance is not null).Select(p => $"within a tolerance, at {p.Place}"),
                    .. c.Definitions.Where(d => d.Measure is null || d.Measure == measure.Name)
                        .Select(d => $"definition {d.Id} of {d.Owner}: {d.Reason}")],
            };
        if (c.Status is not null) yield return Rule(c, "both sides say the same status", [DiscrepancyClass.Status]);
        if (c.Period is { } grain) yield return Rule(c, $"both dates fall into one {grain.ToString().ToLowerInvariant()}", [DiscrepancyClass.Period]);
        foreach (var attribute in c.Attributes) yield return Rule(c, $"{attribute.Name} is the same", [DiscrepancyClass.Attribute]);
        foreach (var control in c.Controls)
            yield return new("control total", c.Ref, $"{control.Measure} of {control.Side} comes to {control.Id} of {control.Owner}", Mechanism.Run,
                "each comparison sums it", ControlKey(c.Ref, control.Id), control.Place)
            { After = ComparedKey(c.Ref), Bypasses = ["a warning: the run goes on with a gap"] };
    }

    private static IEnumerable<string> Marked(ComparisonSide side, string name)
    {
        if (side.Scope is { } scope) yield return $"rows of {name} are out of scope unless {scope}";
        if (side.Valid is { } valid) yield return $"rows of {name} are invalid unless {valid}";
    }

    private static Clause Rule(Comparison c, string text, DiscrepancyClass[] brokenBy) => new("comparison", c.Ref, text, Mechanism.Run,
        "what breaks it is a discrepancy that someone must decide", string.Join('|', brokenBy.Select(b => ClassKey(c.Ref, b.Text()))), c.Place)
    { After = ComparedKey(c.Ref) };

    /// <summary>Steps name discrepancies, not comparisons, so comparisons with the same rule are one clause.</summary>
    private static IEnumerable<Clause> Deciding(Mesh mesh)
    {
        foreach (var group in mesh.Comparisons.GroupBy(c => c.Decisions.FourEyesOver))
            yield return new("decision rule", Names(group), $"an end of more than {Number(group.Key)} needs a second person",
                mesh.HasPrincipals ? Mechanism.Run : Mechanism.None,
                mesh.HasPrincipals ? "the step of the one who proposed it is refused" : "there is no principals.yaml, so no one knows who acts", EndedKey, group.First().Place)
            { After = DecidedKey };
        foreach (var group in mesh.Comparisons.GroupBy(c => (c.Decisions.AcceptUpTo, c.Decisions.AcceptDays)))
            yield return new("decision rule", Names(group), $"what stands is accepted up to {(group.Key.AcceptUpTo is { } most ? Number(most) : "any amount")} "
                + $"and for at most {Number(group.Key.AcceptDays)} days", Mechanism.Run, "a step past it is refused", AcceptedKey, group.First().Place)
            { After = AcceptedKey };
    }

    private static IEnumerable<Clause> Closing(Mesh mesh)
    {
        foreach (var product in mesh.Products.Where(p => p.Class == ProductClass.Reconciled))
        {
            var rules = mesh.ComparisonsOf(product.Ref).Select(c => c.Decisions).ToList();
            if (rules.Count == 0) continue;
            yield return new("close", product.Ref.ToString(), "nothing undecided is closed", Mechanism.Run, "a period with open discrepancies is not closed",
                ClosedKey(product.Ref.ToString()), product.Place)
            {
                After = PreparedKey(product.Ref.ToString()),
                Bypasses = [.. Let("carried forward", rules.SelectMany(r => r.Carried)), .. Let("let stand", rules.SelectMany(r => r.Accepted))],
            };
            yield return new("close", product.Ref.ToString(), "two people sign it", mesh.HasPrincipals ? Mechanism.Run : Mechanism.None,
                mesh.HasPrincipals ? "who prepared it cannot sign it" : "there is no principals.yaml, so one person signs both", ClosedKey(product.Ref.ToString()), product.Place)
            { After = PreparedKey(product.Ref.ToString()) };
        }
    }

    private static IEnumerable<string> Let(string how, IEnumerable<DiscrepancyClass> classes)
    {
        var words = classes.Distinct().Order().Select(c => c.Text()).ToList();
        if (words.Count > 0) yield return $"{how} without a decision: {string.Join(", ", words)}";
    }

    private static string Names(IEnumerable<Comparison> comparisons) =>
        string.Join(", ", comparisons.Select(c => c.Ref).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static string Number(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
