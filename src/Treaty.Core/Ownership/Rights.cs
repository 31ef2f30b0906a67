using System.Collections.Immutable;
using Treaty.Core.Findings;

namespace Treaty.Core.Ownership;

/// <summary>Who may decide what: one entry for each kind of decision that a mesh distinguishes.</summary>
public enum DecisionRight
{
    DefineTerm, MapTerms, DefineSchema, ChangeSourceSemantics, SetObjective, SetReferenceData, SetRule, DecideIdentity, SetPolicy,
    GrantAccess, Release, HaltPublication, Deprecate, ResolveDiscrepancy, AcceptDifference, Waive, Fund, AmendConstitution,
}

/// <summary>A group of people that can hold rights and be told of trouble.</summary>
/// <param name="Until">The last day on which the team exists; null for as long as anyone knows.</param>
public sealed record Team(string Id, string Name, string? Contact, SourcePlace Place, DateOnly? Until = null);

/// <summary>One team holds one right in one bounded context, or there for one product, one fact or some statuses only.</summary>
/// <param name="Until">The last day on which it holds the right.</param>
public sealed record RightHolding(
    DecisionRight Right, string Team, SourcePlace Place, string? Product = null, string? Fact = null, DateOnly? Until = null)
{
    /// <summary>The statuses of which alone it decides; empty where it decides of everything.</summary>
    public ImmutableArray<string> Statuses { get; init; } = [];
}

/// <summary>The names of rights as documents write them: <c>define-term</c>.</summary>
public static class DecisionRights
{
    private static readonly (DecisionRight Right, string Text)[] Names =
        [.. Enum.GetValues<DecisionRight>().Select(right => (right, Kebab(right.ToString())))];

    public static IEnumerable<string> Texts => Names.Select(name => name.Text);

    public static string Text(this DecisionRight right) => Names[(int)right].Text;

    public static DecisionRight? TryParse(string text)
    {
        foreach (var name in Names)
            if (name.Text == text) return name.Right;
        return null;
    }

    /// <summary>A name as documents write it.</summary>
    internal static string Kebab(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
