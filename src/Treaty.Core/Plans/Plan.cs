using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Ownership;

namespace Treaty.Core.Plans;

/// <summary>What would change if other documents came into force, and whose decisions that needs.</summary>
/// <param name="Base">The hash of the mesh in force that the plan was made against; empty where none is.</param>
/// <param name="Target">The hash of the documents that would come into force.</param>
public sealed record Plan(
    string Base,
    string Target,
    ImmutableArray<DocumentChange> Documents,
    ImmutableArray<PlannedChange> Changes,
    ImmutableArray<Decision> Decisions,
    ImmutableArray<Acknowledgement> Acknowledgements)
{
    public bool IsEmpty => Documents.IsEmpty;
}

/// <summary>A document that is added, removed or has another text; hashes are SHA-256 in lower-case hex, null where there is no
/// document.</summary>
public sealed record DocumentChange(string Path, string? Before, string? After);

/// <summary>One change of content.</summary>
/// <param name="Needs">The decisions it needs, as indexes into the plan's list.</param>
/// <param name="Touches">The products that rest on what is changed, directly or through others, in order of name.</param>
public sealed record PlannedChange(
    string Document, string Path, ChangeKind Kind, string Before, string After, Compatibility Compatibility, SourcePlace Place,
    ImmutableArray<int> Needs, ImmutableArray<string> Touches)
{
    /// <summary>The columns downstream that are computed from what is changed, as <c>context.product/object.column</c>, as far as the
    /// newest published versions tell; sorted.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];
}

/// <summary>A decision that must be taken before a plan may be carried out.</summary>
/// <param name="FourEyes">True where a person other than the one who planned must take it.</param>
/// <param name="Receiver">The team that an accord gives the right to, where the decision is to receive it; else null.</param>
/// <param name="Signer">The principal who must take it himself, where the change names him as the one who answers for it; else
/// null.</param>
public sealed record Decision(
    DecisionRight Right, RightScope Scope, bool FourEyes, string? Receiver = null, string? Signer = null);

/// <summary>The say of a consumer: a product that reads what a breaking change touches, and the team that answers for it.</summary>
/// <param name="Product">What the consumer reads: the product that breaks, or one that passes a broken column on.</param>
/// <param name="Origin">The product whose broken column <paramref name="Product"/> passes on; null where that breaks itself.</param>
public sealed record Acknowledgement(string Consumer, string Team, string Product, string? Origin = null);
