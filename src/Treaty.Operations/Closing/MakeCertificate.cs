using System.Collections.Immutable;
using Treaty.Core;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Closing;
using Treaty.Core.Reconciliation.Decisions;
using Treaty.Core.Sql;
using Treaty.Operations.Deciding;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reading;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Closing;

/// <summary>Puts together what closing a period of a product would certify, and everything that stands in the way.</summary>
public sealed class MakeCertificate(MeshStore store, InForce inForce)
{
    public static readonly FindingKind OutOfDate = new("TRY1624", Severity.Error, "a comparison is not of the versions that are closed");

    /// <summary>What feeds' comparisons read besides their sides.</summary>
    private readonly List<string> _read = [];

    private Mesh Mesh => inForce.Mesh;

    public async ValueTask<(Certificate? Certificate, IReadOnlyList<Finding> Findings)> RunAsync(
        Product product, ClosingPeriod period, Moment moment, CancellationToken cancel)
    {
        var closes = await store.Ledger.HoldingAsync(product.Ref.ToString(), cancel).ConfigureAwait(false);
        if (ClosingRules.Refusal(period, [.. closes.Select(c => c.Period)], moment.Day) is { } refusal) return (null, [refusal]);
        if (await store.Ledger.VersionAsync(product.Ref, cancel).ConfigureAwait(false) is not { } version)
            return (null, [RunMesh.NoInput.At(product.Place, $"`{product.Ref}` has never been published", "publish it with `treaty run`")]);
        var findings = new List<Finding>();
        var comparisons = ImmutableArray.CreateBuilder<CertifiedComparison>();
        foreach (var comparison in OfProduct(product.Ref))
            if (await ComparedAsync(comparison, product.Ref, version, period, moment, findings, cancel)
                .ConfigureAwait(false) is { } certified)
                comparisons.Add(certified);
        if (findings.HasErrors()) return (null, findings.Sorted());
        var certificate = new Certificate(product.Ref.ToString(), period.Name, period.From, period.To, TimeZone(product.Ref),
            inForce.ShapeOf(product), closes.Count == 0 ? null : closes[^1].Close.Id,
                await VersionsAsync(version, comparisons, cancel).ConfigureAwait(false),
            comparisons.ToImmutable(), await TotalsAsync(product, version, period, cancel).ConfigureAwait(false),
            await new RestatePeriods(store, Mesh).RunAsync(product.Ref, closes, version, cancel).ConfigureAwait(false));
        return (certificate, findings);
    }

    /// <summary>The comparisons the product is made of, and those of feeds that it is held against.</summary>
    private IEnumerable<Comparison> OfProduct(Reference product) => Mesh.Comparisons
        .Where(c => c.Owner.Bare == product.Bare || c.A.Object.Bare == product.Bare || c.B.Object.Bare == product.Bare)
        .OrderBy(Comparing.RefOf, StringComparer.Ordinal);

    private string TimeZone(Reference product) => Mesh.Reconciliation(product)?.TimeZone ?? "UTC";

    private async ValueTask<CertifiedComparison?> ComparedAsync(Comparison comparison, Reference product, VersionManifest version,
        ClosingPeriod period, Moment moment, List<Finding> findings, CancellationToken cancel)
    {
        var reference = Comparing.RefOf(comparison);
        if (await store.Ledger.ComparisonAsync(reference, cancel).ConfigureAwait(false) is not { } made)
        {
            findings.Add(OutOfDate.At(comparison.Place, $"`{reference}` has not been made", "make it with `treaty run`"));
            return null;
        }
        var wanted = version.Inputs.Append($"{version.Ref}#{version.Version}").ToList();
        foreach (var side in new[] { made.A, made.B }.Where(side =>
            !wanted.Contains(side) && Reference.TryParse(side)?.Context != Reference.LegacyContext))
            findings.Add(OutOfDate.At(comparison.Place, $"`{reference}` compared `{side}`, and `{product}#{version.Version}` is not made of it",
                "run it again: treaty run"));
        var lines = ImmutableArray.CreateBuilder<CertifiedLine>();
        foreach (var measure in comparison.Measures)
        {
            var bridge = await new ReadBridge(store, Mesh).OfComparisonAsync(comparison, measure.Name,
                new BridgePeriod(period.From, period.To), cancel)
                .ConfigureAwait(false);
            findings.AddRange(bridge.Findings);
            foreach (var walk in bridge.Walks) lines.AddRange(Lines(measure.Name, walk));
        }
        var settled = await SettledAsync(comparison, reference, period, moment, findings, cancel).ConfigureAwait(false);
        IReadOnlyList<CertifiedControl> controls = [.. made.Controls.Where(c => c.Period is not { } from
            || (from >= period.From && from < period.To))
            .Select(c => new CertifiedControl(c.Id, c.Side, c.Measure, c.Currency, c.Period, c.Stated
                ? ReadDiscrepancies.Trim(c.Control) : null,
                ReadDiscrepancies.Trim(c.Total)))];
        _read.AddRange(made.Inputs);
        return new(reference, made.Run, made.A, made.B, [.. made.Tables.Select(Pinned)], lines.ToImmutable(), settled)
        {
            Controls = controls.Count == 0 ? null : controls,
        };
    }

    private static IEnumerable<CertifiedLine> Lines(string measure, BridgeWalk walk) =>
    [
        new(measure, walk.Currency, BridgeLineKind.TotalA.Text(), 0, walk.TotalA, Math.Abs(walk.TotalA)),
        .. walk.Lines.Select(l => new CertifiedLine(measure, walk.Currency, l.Name, l.Groups, l.Amount, l.Gross)),
        new(measure, walk.Currency, BridgeLineKind.TotalB.Text(), 0, walk.TotalB, Math.Abs(walk.TotalB)),
    ];

    private async ValueTask<ImmutableArray<SettledCount>> SettledAsync(Comparison comparison, string reference, ClosingPeriod period,
        Moment moment, List<Finding> findings, CancellationToken cancel)
    {
        await new FollowQueue(store, Mesh).RunAsync(moment, cancel).ConfigureAwait(false);
        var found = await store.Queue.PageAsync(
            new((facet, _) => facet.Comparison == reference, QueueOrder.Amount, 0, int.MaxValue, null), cancel)
                .ConfigureAwait(false);
        // What has no date belongs to no later period, so it stands in the way of every close.
        found = [.. found.Where(e => e.Item.Found.BusinessDate is not { } date || date < period.To)];
        string? How(TrackedDiscrepancy item) => ClosingRules.HowSettled(comparison.Decisions, item.Found.Class, item.Standing.State,
            item.Standing.Proposal?.Kind);
        findings.AddRange(found.Where(e => How(e.Item) is null).GroupBy(e => (e.Item.Found.Class, e.Team))
            .OrderBy(g => g.Key.Class, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Team, StringComparer.Ordinal)
            .Select(g => ClosingRules.InTheWay(reference, g.Key.Class, g.Key.Team, g.Count(), period,
                g.All(e => e.Item.Found.BusinessDate is not null))));
        return [.. found.Select(e => (e.Item.Found, How: How(e.Item))).Where(e => e.How is not null)
            .GroupBy(e => (e.Found.Class, How: e.How!, e.Found.Currency))
            .OrderBy(g => g.Key.Class, StringComparer.Ordinal).ThenBy(g => g.Key.How, StringComparer.Ordinal).ThenBy(g => g.Key.Currency,
                StringComparer.Ordinal)
            .Select(g => new SettledCount(g.Key.Class, g.Key.How, g.Key.Currency, g.Count(),
                ReadDiscrepancies.Trim(g.Sum(e => e.Found.Gross))))];
    }

    /// <summary>The product's version and all that it and its comparisons were made of, by reference.</summary>
    private async ValueTask<ImmutableArray<PinnedVersion>> VersionsAsync(VersionManifest version,
        IEnumerable<CertifiedComparison> comparisons,
        CancellationToken cancel)
    {
        var pinned = new SortedDictionary<string, PinnedVersion>(StringComparer.Ordinal);
        var waiting = new Queue<string>([$"{version.Ref}#{version.Version}", .. comparisons.SelectMany(c => new[] { c.A, c.B }), .. _read]);
        while (waiting.TryDequeue(out var reference))
        {
            if (pinned.ContainsKey(reference)) continue;
            var read = await store.Ledger.VersionAsync(Reference.TryParse(reference)!, cancel).ConfigureAwait(false)
                ?? throw new BackendException(BackendFault.Corrupt, $"the ledger does not hold {reference}", "restore the store from a backup");
            pinned[reference] = new(reference, read.ContractVersion, [.. read.Tables.Select(Pinned)]);
            foreach (var input in read.Inputs) waiting.Enqueue(input);
        }
        return [.. pinned.Values];
    }

    private static PinnedTable Pinned(TableManifest table) =>
        new(table.Object, table.Table.ToString(), table.LakeVersion, table.Rows, table.Content);

    /// <summary>What each measure of a product comes to in a period by one version, read from its rows.</summary>
    public async ValueTask<ImmutableArray<CertifiedTotal>> TotalsAsync(Product product, VersionManifest version, ClosingPeriod period,
        CancellationToken cancel)
    {
        await using var session = await store.OpenSessionAsync(Mesh.Settings, [], writes: false, cancel).ConfigureAwait(false);
        var totals = ImmutableArray.CreateBuilder<CertifiedTotal>();
        foreach (var measure in product.Contract.Measures)
        {
            var view = Quote.Name("own_" + measure.Name);
            var table = product.Contract.Object(measure.Object)!;
            await new InputViews(store, session).ShowObjectAsync(view, product, table.Name, version, cancel).ConfigureAwait(false);
            var rows = await session.QueryAsync(MeasureSql.Totals(measure, table, view, TimeZone(product.Ref), period.From, period.To),
                1000, cancel)
                .ConfigureAwait(false);
            totals.AddRange(rows.Rows.Select(r => new CertifiedTotal(measure.Name, (string)r[0]!, ReadDiscrepancies.Trim(r[1]))));
        }
        return totals.ToImmutable();
    }
}
