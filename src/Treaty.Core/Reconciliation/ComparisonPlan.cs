using System.Collections.Immutable;
using Treaty.Core.Contracts;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation.Matching;
using Treaty.Core.Reconciliation.Rates;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>A comparison with all that its SQL needs resolved: measures of both contracts, the views that hold the sides,
/// and who answers for them.</summary>
/// <param name="Prefix">What the names of all views and tables of this comparison begin with in the session.</param>
public sealed record ComparisonPlan(
    Comparison Comparison, PlannedSide A, PlannedSide B, ImmutableArray<PlannedMeasure> Measures, string Prefix)
{
    /// <summary>Names of measures that would give two result columns one name.</summary>
    public static ImmutableArray<string> ReservedMeasures { get; } =
        ["currencies", "currency", "date", "first_row", "fx_origin", "fx_rate", "rows", "status", "surplus"];

    /// <summary>The measure that decides matching and stands for the whole row in discrepancies that are about rows.</summary>
    public PlannedMeasure First => Measures[0];

    /// <summary>Digits after the point of amounts in the table of discrepancies, which holds all measures.</summary>
    public int Scale => Measures.Max(measure => measure.Scale);

    /// <summary>How messages, tables and SQL name the comparison: <c>zone.revenue/order_payment</c>.</summary>
    public string Reference => ReferenceTo(Comparison);

    /// <summary>Currencies are compared only where both measures name one; otherwise every row has the empty currency.</summary>
    public bool HasCurrency => First.A.Currency is not null && First.B.Currency is not null;

    /// <summary>What people decided of rows of the two sides.</summary>
    public MatchLocks Locks { get; init; } = MatchLocks.None;

    /// <summary>What the comparison before obeyed of that, where only changes since are compared.</summary>
    public MatchLocks FormerLocks { get; init; } = MatchLocks.None;

    /// <summary>True where a pass may leave proposals.</summary>
    public bool Proposes => Comparison.Passes.Any(pass => pass.Kind is PassKind.Unique or PassKind.Subset);

    public PlannedSide On(Side side) => side == Side.A ? A : B;

    public static string ReferenceTo(Comparison comparison) => comparison.Owner.Bare.WithObject(comparison.Id).ToString();

    /// <summary>The quoted name of one of this comparison's views or tables.</summary>
    public string Table(string name) => Quote.Name(Prefix + name);

    /// <summary>Resolves a comparison that `check` found sound against the two products it compares.</summary>
    public static ComparisonPlan For(Comparison comparison, Product a, Product b,
        string prefix = "", string viewA = "side_a", string viewB = "side_b")
    {
        var measures = comparison.Measures
            .Select(m => new PlannedMeasure(m.Name, MeasureOf(a, m.A), MeasureOf(b, m.B))).ToImmutableArray();
        return Conversion.Apply(new ComparisonPlan(
            comparison,
            PlannedSide.For(comparison.A, a, measures[0].A, viewA),
            PlannedSide.For(comparison.B, b, measures[0].B, viewB),
            measures,
            prefix));
    }

    private static Measure MeasureOf(Product product, string name) =>
        product.Contract.Measure(name) ?? throw new ArgumentException($"{product.Ref} has no measure {name}", nameof(name));
}

/// <summary>A measure of the comparison with what it is on each side; both are compared at the finer of the two scales.</summary>
public sealed record PlannedMeasure(string Name, Measure A, Measure B)
{
    public int Scale => Math.Max(A.Scale, B.Scale);

    /// <summary>The rule by which its amounts are converted; null where they are not.</summary>
    public ReportingRule? Reporting { get; init; }

    public Measure On(Side side) => side == Side.A ? A : B;
}

/// <summary>One side as it stands in the session.</summary>
/// <param name="View">The view that holds the product's columns and <c>_row_id</c>.</param>
/// <param name="Team">The team that answers for the product.</param>
/// <param name="NoCopies">True where the contract's own key already forbids two rows of one identity, so that none need be looked
/// for.</param>
/// <param name="DateIsInstant">True where the date column is an instant, whose day depends on the comparison's time zone.</param>
public sealed record PlannedSide(string View, string? Team, bool NoCopies, bool DateIsInstant)
{
    /// <summary>The view of the product's rows, where <see cref="View"/> shows them with rates.</summary>
    public string Raw { get; init; } = View;

    /// <summary>The view of all rows of the side, where <see cref="View"/> holds only those that are compared anew.</summary>
    public string Whole { get; init; } = View;

    /// <summary>Where rows were only added since the side was last compared: those rows.</summary>
    public AddedRows? Added { get; init; }

    public static PlannedSide For(ComparisonSide side, Product product, Measure first, string view)
    {
        var table = product.Contract.Object(side.Object.Object ?? first.Object);
        var date = first.Date is null ? null : table?.Property(first.Date);
        return new PlannedSide(view, product.Team, table is not null && Forbids(table, side), date?.Type != LogicalType.Date);
    }

    private static bool Forbids(SchemaObject table, ComparisonSide side)
    {
        if (side.Identity is not { } identity) return true;
        var expressions = identity.IsEmpty ? side.Key : identity;
        bool Enforced(Property p) => p.Severity == Findings.Severity.Error && expressions.Contains(p.Name);
        return (table.Key is { IsEmpty: false } key && key.All(Enforced)) || table.Properties.Any(p => p.Unique && Enforced(p));
    }
}

/// <summary>Rows that came to a side of which no row has changed or left.</summary>
/// <param name="View">The view that holds them, not quoted.</param>
/// <param name="Newest">The newest business date of the rows before; null where there was none.</param>
public sealed record AddedRows(string View, DateOnly? Newest);

/// <summary>
/// Who gets a discrepancy: the owner of the definition, else whom the comparison routes its class to, else the team of the side at fault,
/// else the accountable team.
/// </summary>
public static class DiscrepancyRouting
{
    /// <param name="fault">The side at fault; null where the rules do not say.</param>
    public static string Team(this ComparisonPlan plan, DiscrepancyClass kind, Side? fault, DefinitionDifference? definition = null) =>
        definition?.Owner
        ?? plan.Comparison.Routes.GetValueOrDefault(kind)
        ?? (fault is { } side ? plan.On(side).Team : null)
        ?? plan.Comparison.Accountable;
}
