using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Rates;
using Treaty.Core.Reconciliation.Walks;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>A session that shows what a comparison made and the versions that it compared, for bridges to be drawn from.</summary>
internal sealed class BridgeSession : IAsyncDisposable
{
    private const string ViewA = "side_a", ViewB = "side_b";

    private ApartRelations? _apart;

    private BridgeSession(IQuerySession session, ComparisonPlan plan) => (Session, Compared) = (session, plan);

    public IQuerySession Session { get; }

    public ComparisonPlan Compared { get; }

    public static async ValueTask<BridgeSession> OpenAsync(MeshStore store, Mesh mesh, Comparison comparison, CancellationToken cancel) =>
        new(await store.OpenSessionAsync(mesh.Settings, [], writes: false, cancel).ConfigureAwait(false),
            CompareSides.Plan(mesh, comparison, "", ViewA, ViewB));

    /// <summary>Shows the tables of the comparison and both sides, as it was made.</summary>
    public async ValueTask ShowAsync(MeshStore store, Mesh mesh, ComparisonManifest made, CancellationToken cancel)
    {
        var views = new InputViews(store, Session);
        await new ComparisonViews(store, Session).ShowAsync("", made, cancel, Comparing.Members, Comparing.Groups, Comparing.Discrepancies)
            .ConfigureAwait(false);
        _apart = made.Tables.All(t => t.Object != Comparing.Agreed) ? null
            : new(Quote.Name(Comparing.Agreed), Quote.Name(Comparing.OtherMembers), ComparisonViews.Written("", Comparing.Groups));
        var comparison = Compared.Comparison;
        foreach (var (side, view, read) in new[] { (comparison.A, Compared.A.Raw, made.A), (comparison.B, Compared.B.Raw, made.B) })
        {
            var product = mesh.Product(side.Object)!;
            var version = await store.Ledger.VersionAsync(Reference.TryParse(read)!, cancel).ConfigureAwait(false);
            await views.ShowObjectAsync(Quote.Name(view), product, ComparisonRules.ObjectOf(product, side.Object)!, version!, cancel)
                .ConfigureAwait(false);
        }
        if (comparison.Reporting is null) return;
        await new ComparisonInputs(store, mesh, Session).ShowAsync(comparison, made, cancel).ConfigureAwait(false);
        await Session.ExecuteAllAsync(ConversionSql.Statements(Compared), cancel).ConfigureAwait(false);
    }

    public BridgePlan Plan(string measure, BridgePeriod? period, Side from)
    {
        var planned = Compared.Measures.First(m => m.Name == measure);
        var factors = Compared.Comparison.Measures.First(m => m.Name == measure).Factors;
        return new(Compared.Reference, measure, planned.Scale, new ComparisonRelations(Quote.Name(Comparing.Members),
            Quote.Name(Comparing.Groups), Quote.Name(Comparing.Discrepancies)) { Apart = _apart }, period, from)
        {
            Factors = factors is null ? null : new FactorPlan(factors, Compared.A.View, Compared.B.View, planned.A.Sign, planned.B.Sign),
        };
    }

    /// <summary>The bridge held against the measure as a reader of each product would sum it.</summary>
    public async ValueTask<BridgeProof> DrawAsync(BridgePlan plan, CancellationToken cancel)
    {
        var rows = await Session.QueryAsync(BridgeSql.Lines(plan), 100_000, cancel).ConfigureAwait(false);
        var totals = await Session.QueryAsync(BridgeSql.Totals(Compared, plan.Measure, plan.Period), 10_000, cancel).ConfigureAwait(false);
        return Bridge.Of(plan, rows.Rows).Verify(totals.Rows.Select(SideTotal.Read), Compared.Comparison.Place);
    }

    public DistinctSql Distinct(DistinctCount count, BridgePeriod? period, Side from) =>
        new(Plan(count.Of, period, from) with { Measure = count.Of, Factors = null }, count, Compared.A.View, Compared.B.View);

    public ValueTask DisposeAsync() => Session.DisposeAsync();
}
