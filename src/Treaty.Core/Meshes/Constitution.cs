using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Ownership;
using Treaty.Core.Products;

namespace Treaty.Core.Meshes;

/// <summary>The central rules: which rights an owner must hold for a class, what every product must say, how facts are named, how grave
/// findings are.</summary>
public sealed record Constitution(
    ImmutableDictionary<ProductClass, ImmutableArray<DecisionRight>> Rights,
    ImmutableArray<string> RequiredOfProducts,
    string? FactNaming,
    ImmutableDictionary<string, Severity> Severities)
{
    /// <summary>Who decides on the mesh as a whole: above all who may amend the constitution.</summary>
    public ImmutableArray<RightHolding> Holders { get; init; } = [];

    /// <summary>Teams that belong to no context, such as those that keep the constitution or run the platform.</summary>
    public ImmutableArray<Team> Teams { get; init; } = [];

    public ImmutableArray<Waiver> Waivers { get; init; } = [];

    /// <summary>The teams that run the platform: what they decide for a domain is counted as decided for it.</summary>
    public ImmutableArray<string> PlatformTeams { get; init; } = [];

    public ApprovalRules Approvals { get; init; } = ApprovalRules.Default;

    /// <summary>What holds where a mesh has no constitution of its own.</summary>
    public static Constitution Default { get; } = new(
        new Dictionary<ProductClass, ImmutableArray<DecisionRight>>
        {
            [ProductClass.AuthoritativeFact] = [DecisionRight.DefineTerm, DecisionRight.DefineSchema, DecisionRight.Release],
            [ProductClass.ContextView] = [DecisionRight.DefineSchema, DecisionRight.Release],
            [ProductClass.Derived] = [DecisionRight.DefineSchema, DecisionRight.Release],
            [ProductClass.Reconciled] = [DecisionRight.SetRule, DecisionRight.Release],
        }.ToImmutableDictionary(),
        ["purpose", "usage", "limitations", "support", "team"],
        null,
        ImmutableDictionary<string, Severity>.Empty);

    /// <summary>The severity that the constitution gives a finding.</summary>
    public Finding Judge(Finding finding) => Severities.TryGetValue(finding.Code, out var severity) ? finding with { Severity = severity }
        : finding;
}
