using System.Collections.Immutable;
using Treaty.Core.Contexts;
using Treaty.Core.Enforcement;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Ownership;

namespace Treaty.Core.Doctor.Meshes;

/// <summary>What only a Treaty mesh can tell of itself: its compiled documents, and what its ledger shows that really happened.</summary>
/// <param name="Findings">What check says of the documents in force, as the constitution and its waivers judge it.</param>
/// <param name="Since">The day of the first record.</param>
public sealed record MeshFacts(Mesh Mesh, IReadOnlyList<Finding> Findings, DateOnly Since)
{
    public IReadOnlyList<JudgedClause> Clauses { get; init; } = [];

    public IReadOnlyList<TermMeeting> Meetings { get; init; } = [];

    public IReadOnlyList<ProductChange> Changes { get; init; } = [];

    public Promises Promises { get; init; } = new([], []);

    /// <summary>The day of the first version of each product that has one.</summary>
    public IReadOnlyDictionary<string, DateOnly> Published { get; init; } = new Dictionary<string, DateOnly>();

    /// <summary>Products that someone queried, by the log of use.</summary>
    public IReadOnlySet<string> Read { get; init; } = new HashSet<string>();

    public IReadOnlyList<ComparedFor> Compared { get; init; } = [];
}

/// <summary>Documents of a product were changed by a plan.</summary>
/// <param name="Teams">Of those who planned and approved it.</param>
public sealed record ProductChange(string Product, DateOnly Day, ImmutableArray<string> Teams);

/// <summary>A comparison over time.</summary>
/// <param name="Open">Discrepancies of its newest outcome that neither a definition nor a period of grace explains.</param>
/// <param name="Decided">Steps that people took with discrepancies of it, ever.</param>
public sealed record ComparedFor(string Comparison, string Owner, DateOnly First, long Open, int Decided, SourcePlace Place);
