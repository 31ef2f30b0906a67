using Treaty.Core.Findings;
using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor;

/// <summary>What an asset is to those who read it.</summary>
public enum AssetKind { Table, View, Source, Seed, Snapshot, Contract, Product, Topic, Function }

/// <summary>A table, view, source, topic or declared product of an estate, with what is said about it and where.</summary>
/// <param name="Name">Unique in the estate: <c>project.dataset.table</c>, <c>source.table</c> or the model's name.</param>
/// <param name="Space">The dataset, schema or folder it lies in; empty where unknown.</param>
public sealed record Asset(string Name, AssetKind Kind, string Space, SourcePlace Place)
{
    /// <summary>The last part of the name.</summary>
    public string ShortName => Name[(Name.LastIndexOf('.') + 1)..];

    /// <summary>The folders or the dataset's kind, as the estate calls them, outermost first: <c>staging/shop</c>.</summary>
    public string Layer { get; init; } = "";

    public IReadOnlyList<Owner> Owners { get; init; } = [];

    public string Description { get; init; } = "";

    /// <summary>Columns as declared; null where no schema is declared at all.</summary>
    public IReadOnlyList<AssetColumn>? Columns { get; init; }

    public IReadOnlyList<Check> Checks { get; init; } = [];

    public IReadOnlyList<Grant> Grants { get; init; } = [];

    /// <summary>Who may build on it, as written: private (its group alone), protected, public; empty where nothing is said.</summary>
    public string Access { get; init; } = "";

    /// <summary>The group it belongs to; empty for none.</summary>
    public string Group { get; init; } = "";

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public bool Enabled { get; init; } = true;

    public bool Deprecated { get; init; }

    /// <summary>The day on which it should be gone.</summary>
    public DateOnly? GoneBy { get; init; }

    /// <summary>True where it is split by time, so that old parts could be dropped.</summary>
    public bool Partitioned { get; init; }

    /// <summary>Days its data are kept; null where nothing limits them.</summary>
    public int? RetentionDays { get; init; }

    /// <summary>True where volume or freshness is watched, or an age is declared at which somebody is told.</summary>
    public bool Monitored { get; init; }

    /// <summary>True where the shape is promised and a build that breaks it fails.</summary>
    public bool ContractEnforced { get; init; }

    /// <summary>Its version where one is declared; else the number at the end of its name counts.</summary>
    public int? Version { get; init; }

    /// <summary>The schema objects of a contract or the output ports of a product.</summary>
    public IReadOnlyList<string> Objects { get; init; } = [];

    /// <summary>The lifecycle word as written: active, draft, deprecated …</summary>
    public string Status { get; init; } = "";

    /// <summary>The words under which its support can be reached.</summary>
    public IReadOnlyList<string> Support { get; init; } = [];

    /// <summary>How it is made, where that is SQL the estate holds.</summary>
    public ForeignSql? Sql { get; init; }
}

/// <summary>Who answers for an asset, as written, and whether that is a team or one person; null where it cannot be told.</summary>
public sealed record Owner(string Name, bool? IsTeam);

/// <summary>A declared column.</summary>
public sealed record AssetColumn(string Name, string Type, string Description)
{
    public SourcePlace? Place { get; init; }
}

/// <summary>Something that is tested of an asset or of one of its columns.</summary>
/// <param name="Kind">The rule's name as written, without its package: <c>unique</c>, <c>not_null</c>.</param>
public sealed record Check(string Kind, string? Column, SourcePlace Place)
{
    /// <summary>The arguments, nested ones joined by dots, lists by commas.</summary>
    public IReadOnlyDictionary<string, string> Arguments { get; init; } = new Dictionary<string, string>();

    public bool Enabled { get; init; } = true;

    /// <summary>True where a breach stops something; false where it only warns.</summary>
    public bool Stops { get; init; } = true;

    /// <summary>Why it can never fail; null where it can.</summary>
    public string? CannotFail { get; init; }
}

/// <summary>A right given to somebody.</summary>
public sealed record Grant(string Role, string Member);
