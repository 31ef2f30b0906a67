using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Treaty.Core.Ownership;

namespace Treaty.Core.Plans;

/// <summary>Whose decision it is: one row of the table that assigns each part of each document to a decision right.</summary>
/// <param name="Path">A pattern over the path of a difference; the first row of a kind that matches decides.</param>
/// <param name="OfTheMesh">True where the decision is the mesh's as a whole, though the document is a context's.</param>
public sealed record ChangeRule(DocumentKind Kind, string Path, DecisionRight Right, bool OfTheMesh = false);

/// <summary>
/// The table that says which right each change needs. Every kind of document ends with a row that matches anything, so no difference
/// between documents goes without someone's decision.
/// </summary>
public static class ChangeRules
{
    public static ImmutableArray<ChangeRule> All { get; } =
    [
        new(DocumentKind.Settings, "", DecisionRight.AmendConstitution),
        new(DocumentKind.Constitution, "^waivers", DecisionRight.Waive),
        new(DocumentKind.Constitution, "", DecisionRight.AmendConstitution),
        new(DocumentKind.Principals, "", DecisionRight.AmendConstitution),
        new(DocumentKind.ContextMap, "", DecisionRight.MapTerms),
        new(DocumentKind.Accord, "", DecisionRight.AmendConstitution),
        new(DocumentKind.Policy, "", DecisionRight.SetPolicy),
        new(DocumentKind.Cutover, "", DecisionRight.Deprecate),
        new(DocumentKind.ReferenceData, "", DecisionRight.SetReferenceData),
        new(DocumentKind.Parties, "", DecisionRight.DecideIdentity),

        // A context decides its own language; who is in it and who holds its rights is the constitution's matter.
        new(DocumentKind.Context, @"^$|^context$|^domain$|^rights", DecisionRight.AmendConstitution, OfTheMesh: true),
        new(DocumentKind.Context, @"^teams\[[^\]]*\]\.(name|contact)$", DecisionRight.DefineTerm),
        new(DocumentKind.Context, "^teams", DecisionRight.AmendConstitution, OfTheMesh: true),
        new(DocumentKind.Context, @"^systems|^facts\[[^\]]*\]\.system$", DecisionRight.ChangeSourceSemantics),
        new(DocumentKind.Context, "", DecisionRight.DefineTerm),
        new(DocumentKind.Sources, "", DecisionRight.ChangeSourceSemantics),

        new(DocumentKind.Product, @"^customProperties\[treatyClass\]|^team", DecisionRight.AmendConstitution, OfTheMesh: true),
        new(DocumentKind.Product, "^description|^name|^tags", DecisionRight.DefineTerm),
        new(DocumentKind.Product, @"^inputPorts|^customProperties\[treaty(Sources|SourceOf)\]", DecisionRight.DefineSchema),
        new(DocumentKind.Product, "", DecisionRight.Release),

        new(DocumentKind.Contract, "^(version|status|support|team)", DecisionRight.Release),
        new(DocumentKind.Contract, "^(roles|price)", DecisionRight.GrantAccess),
        new(DocumentKind.Contract, @"\.classification$|\.criticalDataElement$", DecisionRight.SetPolicy),
        new(DocumentKind.Contract, @"^slaProperties|(^|\.)quality(\[|$)", DecisionRight.SetObjective),
        new(DocumentKind.Contract, @"(^|\.)(description|businessName|tags|authoritativeDefinitions)(\.|\[|$)", DecisionRight.DefineTerm),
        new(DocumentKind.Contract, "", DecisionRight.DefineSchema),
        new(DocumentKind.Select, "", DecisionRight.DefineSchema),

        new(DocumentKind.Reconciliation, @"\.definitions(\[|$)", DecisionRight.AcceptDifference),
        new(DocumentKind.Reconciliation, @"^accountable$|\.routes(\.|$)", DecisionRight.ResolveDiscrepancy),
        new(DocumentKind.Reconciliation, "", DecisionRight.SetRule),
        new(DocumentKind.Feed, @"\.definitions(\[|$)", DecisionRight.AcceptDifference),
        new(DocumentKind.Feed, "", DecisionRight.SetRule),
        new(DocumentKind.Unknown, "", DecisionRight.AmendConstitution),
    ];

    private static readonly ILookup<DocumentKind, (ChangeRule Rule, Regex Path)> ByKind =
        All.ToLookup(r => r.Kind, r => (r, new Regex(r.Path, RegexOptions.CultureInvariant)));

    /// <summary>The rule for a difference. A product that goes, or is marked as going, is a deprecation, whatever its documents
    /// say.</summary>
    public static ChangeRule For(DocumentScope document, TreeDifference difference)
    {
        if (IsDeprecation(document, difference)) return new(document.Kind, difference.Path, DecisionRight.Deprecate);
        var rule = ByKind[document.Kind].First(r => r.Path.IsMatch(difference.Path)).Rule;
        return rule.Right == DecisionRight.DefineSchema && document.Scope.Context == Meshes.Reference.ZoneContext
            ? rule with { Right = DecisionRight.SetRule } : rule;
    }

    private static bool IsDeprecation(DocumentScope document, TreeDifference difference) =>
        document.Kind is DocumentKind.Product or DocumentKind.Contract or DocumentKind.Feed && (
            (difference.Path == "" && difference.Kind == ChangeKind.Removed)
            || (difference.Path == "status" && NodeText.Of(difference.After) is "deprecated" or "retired"));
}
