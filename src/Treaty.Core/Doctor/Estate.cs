using Treaty.Core.Findings;
using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor;

/// <summary>What an estate was read from.</summary>
public enum EstateKind { DbtProject, Standards, Inventory, TreatyMesh }

/// <summary>What an estate can speak of at all. A sign that needs more than that is not examined, and the report says so.</summary>
[Flags]
public enum Topic
{
    Nothing = 0,
    Owners = 1 << 0,
    Descriptions = 1 << 1,
    Columns = 1 << 2,
    Checks = 1 << 3,
    Access = 1 << 4,
    Dates = 1 << 5,
    Retention = 1 << 6,
    Lineage = 1 << 7,
    Sql = 1 << 8,
    Contracts = 1 << 9,
    Monitoring = 1 << 10,
    Review = 1 << 11,
    Pages = 1 << 12,
    History = 1 << 13,
    QueryLog = 1 << 14,
    Rights = 1 << 15,
    Ledger = 1 << 16,
    Labels = 1 << 17,
}

/// <summary>
/// What the doctor examines: everything that was read of somebody's tables and products, in words that no tool owns. Made by a reader
/// for each kind of estate; the signs look at nothing else.
/// </summary>
/// <param name="Name">As the estate calls itself; else its folder.</param>
public sealed record Estate(string Name, EstateKind Kind)
{
    /// <summary>What the files of this estate could have said; absence of it in an asset is then a fact about the asset.</summary>
    public Topic Speaks { get; init; }

    /// <summary>What only a Treaty mesh can tell; null for every other estate.</summary>
    public Meshes.MeshFacts? OfMesh { get; init; }

    public IReadOnlyList<Asset> Assets { get; init; } = [];

    public IReadOnlyList<Space> Spaces { get; init; } = [];

    public IReadOnlyList<Edge> Edges { get; init; } = [];

    /// <summary>Declared users of assets: dashboards, exposures, semantic models.</summary>
    public IReadOnlyList<Consumer> Consumers { get; init; } = [];

    /// <summary>SQL that belongs to no single asset: macros, generic and singular tests, analyses.</summary>
    public IReadOnlyList<ForeignSql> OtherSql { get; init; } = [];

    public IReadOnlyList<ReviewRule> ReviewRules { get; init; } = [];

    public IReadOnlyList<Page> Pages { get; init; } = [];

    public IReadOnlyList<Change> Changes { get; init; } = [];

    public IReadOnlyList<LoggedRead> Reads { get; init; } = [];

    /// <summary>Files that could not be read, wholly or in part, and why.</summary>
    public IReadOnlyList<Unread> Unread { get; init; } = [];

    /// <summary>Files that were read.</summary>
    public int FilesRead { get; init; }

    /// <summary>The share of files that could be read, 0 to 1; 1 where there was none.</summary>
    public double ShareRead => FilesRead + Unread.Count == 0 ? 1 : (double)FilesRead / (FilesRead + Unread.Count);

    /// <summary>Assets somebody made for others to read: not raw sources, not switched off.</summary>
    public IEnumerable<Asset> Made => Assets.Where(a => a.Enabled && a.Kind
        is not (AssetKind.Source or AssetKind.Seed or AssetKind.Function));

    /// <summary>Everything that carries a name of its own making: assets made, and functions.</summary>
    public IEnumerable<Asset> Named => Assets.Where(a => a.Enabled && a.Kind is not (AssetKind.Source or AssetKind.Seed));

    public IEnumerable<Asset> Of(AssetKind kind) => Assets.Where(a => a.Kind == kind && a.Enabled);

    public bool Can(Topic topic) => (Speaks & topic) == topic;
}

/// <summary>A dataset, schema or folder in which assets lie; what is said of it holds for them.</summary>
public sealed record Space(string Name, SourcePlace Place)
{
    public string Description { get; init; } = "";

    public IReadOnlyList<Grant> Grants { get; init; } = [];

    public IReadOnlyList<Owner> Owners { get; init; } = [];
}

/// <summary>One asset is made from another. Names are those of assets, or of things outside the estate.</summary>
public readonly record struct Edge(string Downstream, string Upstream, SourcePlace? Place = null);

/// <summary>Something declared that reads assets and is none itself.</summary>
public sealed record Consumer(string Name, string Kind, SourcePlace Place, IReadOnlyList<string> Reads)
{
    public IReadOnlyList<Owner> Owners { get; init; } = [];
}

/// <summary>Who must review changes below a path (a line of CODEOWNERS); nobody where there are no owners.</summary>
public sealed record ReviewRule(string Pattern, IReadOnlyList<string> Owners, SourcePlace Place);

/// <summary>A text for people: a readme, a backlog, a plan.</summary>
public sealed record Page(string Path, string Text);

/// <summary>One file changed by one author on one day.</summary>
public readonly record struct Change(string File, string Author, DateOnly Day);

/// <summary>One read of an asset as a query log shows it.</summary>
public readonly record struct LoggedRead(DateOnly Day, string Who, string Asset);

/// <summary>What could not be read.</summary>
public sealed record Unread(SourcePlace Place, string Why);
