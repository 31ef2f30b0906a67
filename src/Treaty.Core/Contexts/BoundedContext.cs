using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Ownership;
using Treaty.Core.Products;

namespace Treaty.Core.Contexts;

/// <summary>Where one vocabulary holds. Belongs to one business domain, asserts facts, and says who decides what. The treaty zone is one
/// too, named
/// <c>zone</c>.</summary>
public sealed record BoundedContext(
    string Id,
    string Domain,
    string? Purpose,
    ImmutableArray<Team> Teams,
    ImmutableArray<SystemOfRecord> Systems,
    ImmutableArray<Term> Terms,
    ImmutableArray<Fact> Facts,
    ImmutableArray<RightHolding> Rights,
    ImmutableArray<Source> Sources,
    SourcePlace Place)
{
    public Fact? Fact(string id) => Facts.FirstOrDefault(fact => fact.Id == id);

    public Source? Source(string name) => Sources.FirstOrDefault(source => source.Name == name);
}

/// <summary>A word with its meaning in one context.</summary>
public sealed record Term(string Id, string Meaning, ImmutableArray<string> Synonyms, SourcePlace Place);

/// <summary>A business statement the context can assert, the columns that identify one, and the system that knows it first.</summary>
public sealed record Fact(string Id, string? Term, ImmutableArray<string> Key, string? System, string? Meaning, SourcePlace Place);

/// <summary>A system in which business activity is recorded first, and the team that decides its semantics.</summary>
public sealed record SystemOfRecord(string Id, string Name, string? Owner, SourcePlace Place);

/// <summary>How two bounded contexts relate.</summary>
public enum ContextRelationKind { PublishedLanguage, Conformist, AntiCorruptionLayer, CustomerSupplier, Partnership, SharedKernel,
    SeparateWays }

/// <summary>How a term of one context relates to a term of another.</summary>
public enum TermRelationKind { Same, Overlaps, Broader, Narrower, Translated }

/// <summary>One relation of the context map: the downstream context depends on the upstream one.</summary>
public sealed record ContextRelation(string Upstream, string Downstream, ContextRelationKind Kind, SourcePlace Place);

/// <summary>A mapping of a term of one context to a term of another, by a pair of key columns where it is translated by a key. Terms are
/// <c>context.term</c>.</summary>
/// <param name="FromKey">The key column on the side of <paramref name="From"/>: a column's name, or
/// <c>product/object.column</c>.</param>
public sealed record TermMapping(string From, string To, TermRelationKind Kind, string? FromKey, string? ToKey, SourcePlace Place)
{
    /// <summary>The condition, over the rows that hold the key, under which the term of <see cref="From"/> translates; null for
    /// always.</summary>
    public string? FromWhen { get; init; }

    public string? ToWhen { get; init; }

    public string FromContext => From.Split('.')[0];

    public string ToContext => To.Split('.')[0];

    /// <summary>How the ledger names it.</summary>
    public string Name => $"{From} {To}";
}

/// <summary>How contexts and their terms relate.</summary>
public sealed record ContextMap(ImmutableArray<ContextRelation> Relations, ImmutableArray<TermMapping> Terms)
{
    public static ContextMap Empty { get; } = new([], []);
}
