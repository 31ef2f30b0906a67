using System.Collections.Immutable;
using Treaty.Core;
using Treaty.Core.Contexts;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Operations.Doors;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Backends.Tests.Publishing;

/// <summary>A mesh of one context with one product over one CSV source, made of model values, and the means to run it.</summary>
internal sealed class SmallMesh : IDisposable
{
    public static readonly SourcePlace Somewhere = new("contexts/sales/orders/contract.odcs.yaml", 1, 1);

    public TemporaryFolder Folder { get; } = new();

    public SourceMode Mode { get; init; } = SourceMode.Full;

    public SourceFormat Format { get; init; } = SourceFormat.Csv;

    public string Location { get; init; } = "orders.csv";

    public CsvDialect Dialect { get; init; } = CsvDialect.Default;

    public ImmutableArray<string> Columns { get; init; } = [];

    public QuarantineLimit Limit { get; init; } = QuarantineLimit.None;

    public ImmutableArray<QualityRule> Quality { get; init; } = [];

    public string? Select { get; init; }

    /// <summary>Gives the source what only some tests need.</summary>
    public Func<Source, Source> Refine { get; init; } = source => source;

    public ImmutableArray<Connection> Connections { get; init; } = [];

    public int RetentionDays { get; init; } = Retention.StandardDays;

    public ImmutableArray<Property> Properties { get; init; } =
    [
        Column("order_id", LogicalType.String) with { KeyPosition = 1, Required = true },
        Column("amount", LogicalType.Number) with { Precision = 18, Scale = 2, Required = true, Currency = "EUR" },
        Column("placed_at", LogicalType.Timestamp),
        Column("status", LogicalType.String) with { Limits = new(Pattern: "placed|shipped") },
    ];

    public static Property Column(string name, LogicalType type) => new(
        name, null, null, type, 18, 6, false, false, null, PropertyLimits.None, null, null, null, [], [], Severity.Error, Somewhere);

    public Product Product => new(
        new Reference("sales", "orders"), ProductClass.AuthoritativeFact, "orders", "1.0.0", "active", "team", new(null, null, null), [], [], ["orders"],
        ImmutableDictionary<string, string>.Empty,
        new Contract("c", "1.0.0", "active", null, [new SchemaObject("order_placed", "order_placed", null, "placed_at", null, Properties, Quality, Somewhere)], [], [], Limit, Somewhere),
        Select is null ? [] : [new ObjectSelect("order_placed", Select, Somewhere)], Somewhere);

    public Mesh Mesh => new(
        "hash", new MeshSettings("small", "Small", ".treaty", null, null, ImmutableSortedDictionary<string, string>.Empty) { Connections = Connections, RetentionDays = RetentionDays }, Constitution.Default,
        [new BoundedContext("sales", "Commerce", null, [], [], [], [], [],
            [Refine(new Source("orders", null, Format, Location, null, Mode, Dialect, Columns, Somewhere))], Somewhere)],
        ContextMap.Empty, [Product], [], [], ImmutableDictionary<string, ImmutableArray<Source>>.Empty, false);

    public ValueTask<MeshStore> OpenAsync() =>
        EmbeddedStore.OpenAsync(Folder.Path, ".treaty", ImmutableDictionary<string, string>.Empty, TestContext.Current.CancellationToken);

    /// <summary>How often a session of the engine was opened: any work on data needs one.</summary>
    public int Sessions { get; private set; }

    /// <summary>The mesh with documents that stand for it.</summary>
    public InForce InForce => new(Mesh, [new("treaty.yaml", "x"), new("contexts/sales/orders/contract.odcs.yaml", Product.ToString())]);

    public async Task<RunReport> RunAsync(int minute = 0, bool retry = false, params IReadOnlyList<string> only)
    {
        await using var opened = await OpenAsync();
        var store = opened with { Engine = new Counted(opened.Engine, () => Sessions++) };
        var moment = new Moment(new DateTimeOffset(2026, 1, 31, 9, minute, 0, TimeSpan.Zero), 1);
        return await new RunMesh(store, InForce, null).RunAsync(new RunRequest(only, "someone", Retry: retry), moment, TestContext.Current.CancellationToken);
    }

    /// <summary>The published rows, by a select over the view <c>orders</c>.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(string select)
    {
        await using var store = await OpenAsync();
        var version = (await store.Ledger.VersionAsync(Product.Ref, default))!;
        await using var session = await store.OpenSessionAsync(Mesh.Settings, [], writes: false, default);
        await new Operations.Publishing.InputViews(store, session).ShowAsync(Product, version, default);
        var rows = await session.QueryAsync(new Core.Sql.SqlText(select), 1000, default);
        return [.. rows.Rows.Select(row => string.Join("|", row.Select(v => v is DateTimeOffset at ? Moment.InstantText(at) : Convert.ToString(v, System.Globalization.CultureInfo.InvariantCulture))))];
    }

    public void Dispose() => Folder.Dispose();

    private sealed class Counted(IQueryEngine engine, Action count) : IQueryEngine
    {
        public ValueTask<IQuerySession> OpenAsync(SessionRequest request, CancellationToken cancel)
        {
            count();
            return engine.OpenAsync(request, cancel);
        }

        public ValueTask RemoveAbandonedAsync(string scratch, CancellationToken cancel) => engine.RemoveAbandonedAsync(scratch, cancel);
    }
}
