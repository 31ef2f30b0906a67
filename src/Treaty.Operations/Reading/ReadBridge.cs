using System.Globalization;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Rates;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>Draws the bridge between two totals from the groups of the comparison that stands between them, and ties it to totals read
/// from the products
/// themselves.</summary>
public sealed class ReadBridge(MeshStore store, Mesh mesh)
{
    public static readonly FindingKind NoBridge = new("TRY0903", Severity.Error, "there is no bridge to draw");

    public async ValueTask<IReadOnlyList<BridgePair>> PairsAsync(CancellationToken cancel)
    {
        var pairs = new List<BridgePair>();
        foreach (var c in mesh.Comparisons.OrderBy(Comparing.RefOf, StringComparer.Ordinal))
            if (await store.Ledger.ComparisonAsync(Comparing.RefOf(c), cancel).ConfigureAwait(false) is { } made)
                pairs.Add(new(c.A.Object.Bare.ToString(), c.B.Object.Bare.ToString(), Comparing.RefOf(c),
                    [.. c.Measures.Select(m => m.Name)],
                    c.Reporting is { } rule ? [rule.Currency]
                        : [.. made.Totals.Select(t => t.Currency).Distinct().Order(StringComparer.Ordinal)]));
        return pairs;
    }

    public async ValueTask<BridgeReport> RunAsync(BridgeRequest request, CancellationToken cancel)
    {
        BridgeReport Failed(string sentence, string help) => new(request.From, request.To, request.Measure ?? "", "", null, [], null,
            [NoBridge.At(null, sentence, help)]);
        var (comparison, from) = Find(request);
        if (comparison is null)
            return Failed($"no comparison stands between `{request.From}` and `{request.To}`", Pairs());
        var measure = request.Measure ?? (comparison.Measures.Length == 1 ? comparison.Measures[0].Name : null);
        if (comparison.Measures.All(m => m.Name != measure))
            return Failed(measure is null ? $"`{comparison.Id}` compares several measures"
                : $"`{comparison.Id}` compares no measure `{measure}`",
                Nearest.Help(measure ?? "", [.. comparison.Measures.Select(m => m.Name)]));
        if (await store.Ledger.ComparisonAsync(Comparing.RefOf(comparison), cancel).ConfigureAwait(false) is not { } made)
            return Failed($"`{Comparing.RefOf(comparison)}` has not been made", "make it with `treaty run`");
        return await DrawAsync(request, comparison, made, measure!, from, cancel).ConfigureAwait(false);
    }

    /// <summary>The walk of one comparison from A to B.</summary>
    public async ValueTask<BridgeReport> OfComparisonAsync(Comparison comparison, string measure, BridgePeriod? period,
        CancellationToken cancel)
    {
        var request = new BridgeRequest(comparison.A.Object.ToString(), comparison.B.Object.ToString(), measure, period?.From, period?.To,
            null, null);
        return await store.Ledger.ComparisonAsync(Comparing.RefOf(comparison), cancel).ConfigureAwait(false) is { } made
            ? await DrawAsync(request, comparison, made, measure, Side.A, cancel).ConfigureAwait(false)
            : new(request.From, request.To, measure, "", null, [], null,
                [NoBridge.At(null, $"`{Comparing.RefOf(comparison)}` has not been made", "make it with `treaty run`")]);
    }

    private async ValueTask<BridgeReport> DrawAsync(BridgeRequest request, Comparison comparison, ComparisonManifest made, string measure,
        Side from,
        CancellationToken cancel)
    {
        await using var session = await store.OpenSessionAsync(mesh.Settings, [], writes: false, cancel).ConfigureAwait(false);
        var views = new InputViews(store, session);
        await new ComparisonViews(store, session).ShowAsync("", made, cancel, Comparing.Members, Comparing.Groups, Comparing.Discrepancies)
            .ConfigureAwait(false);
        var period = request is { PeriodFrom: { } start, PeriodTo: { } end } ? new BridgePeriod(start, end) : null;
        var compared = CompareSides.Plan(mesh, comparison, "", "side_a", "side_b");
        var scale = compared.Measures.First(m => m.Name == measure).Scale;
        var plan = new BridgePlan(Comparing.RefOf(comparison), measure, scale,
            new ComparisonRelations(Quote.Name(Comparing.Members), Quote.Name(Comparing.Groups), Quote.Name(Comparing.Discrepancies)),
                period, from);
        var rows = await session.QueryAsync(BridgeSql.Lines(plan), 100_000, cancel).ConfigureAwait(false);
        var proof = Bridge.Of(plan, rows.Rows).Verify(await TotalsAsync(session, views, compared, made, measure, period, cancel)
            .ConfigureAwait(false),
            comparison.Place);
        var walks = proof.Bridge.AllCurrencies.Where(c => request.Currency is null || c == request.Currency)
            .Select(c => Walk(proof.Bridge, c, comparison))
            .ToList();
        var opened = request.Rows is { } line ? await RowsAsync(session, plan, line, walks, request.Limit, cancel).ConfigureAwait(false)
            : null;
        return new(request.From, request.To, measure, Comparing.RefOf(comparison), period is null ? null
            : $"{Text(period.From)} to {Text(period.To.AddDays(-1))}", walks, opened,
                proof.Findings) { TieOuts = TieOuts(made, measure, period, from, request.Currency) };
    }

    private static IReadOnlyList<TieOutLine> TieOuts(ComparisonManifest made, string measure, BridgePeriod? period, Side from,
        string? currency) =>
    [
        .. made.Controls.Where(c => c.Measure == measure && (currency is null || c.Currency == currency))
            .Where(c => period is null || c.Period is { } day && day >= period.From && day < period.To)
            .Select(c => new TieOutLine("control:" + c.Id, (c.Side == "a") == (from == Side.A) ? "a" : "b", c.Currency, c.Period,
                c.Stated ? Plain(c.Control) : null, Plain(c.Total), Plain(c.Gap), c.Owner)),
    ];

    /// <summary>The measure as a reader of each product would sum it, from the versions that were compared.</summary>
    private async ValueTask<IReadOnlyList<SideTotal>> TotalsAsync(
        IQuerySession session, InputViews views, ComparisonPlan plan, ComparisonManifest made, string measure, BridgePeriod? period,
            CancellationToken cancel)
    {
        foreach (var (side, name, read) in new[] { (plan.Comparison.A, plan.A.Raw, made.A), (plan.Comparison.B, plan.B.Raw, made.B) })
        {
            var product = mesh.Product(side.Object)!;
            var version = await store.Ledger.VersionAsync(Reference.TryParse(read)!, cancel).ConfigureAwait(false);
            await views.ShowObjectAsync(Quote.Name(name), product, ComparisonRules.ObjectOf(product, side.Object)!, version!, cancel)
                .ConfigureAwait(false);
        }
        if (plan.Comparison.Reporting is not null)
        {
            await new ComparisonInputs(store, mesh, session).ShowAsync(plan.Comparison, made, cancel).ConfigureAwait(false);
            foreach (var statement in ConversionSql.Statements(plan)) await session.ExecuteAsync(statement, cancel).ConfigureAwait(false);
        }
        var totals = await session.QueryAsync(BridgeSql.Totals(plan, measure, period), 10_000, cancel).ConfigureAwait(false);
        return [.. totals.Rows.Select(SideTotal.Read)];
    }

    private BridgeWalk Walk(Bridge bridge, string currency, Comparison comparison) => new(
        currency, Plain(bridge.Amount(currency, BridgeLineKind.TotalA)), Plain(bridge.Amount(currency, BridgeLineKind.TotalB)),
        [.. bridge.In(currency).Where(l => !l.Kind.IsTotal()).Where(l => l.Gross != 0 || l.Kind == BridgeLineKind.Unclassified)
            .Select(l => Line(l, bridge, comparison))],
        bridge.In(currency).Where(l => !l.Kind.IsTotal()).Sum(l => l.Groups), Plain(bridge.Gross(currency)));

    private BridgeLineReport Line(BridgeLine line, Bridge bridge, Comparison comparison)
    {
        var definition = comparison.Definitions.FirstOrDefault(d => d.Id == line.Definition);
        var (a, b) = bridge.From == Side.A ? (comparison.A, comparison.B) : (comparison.B, comparison.A);
        return new(line.Definition == "" ? line.Kind.Text() : $"{line.Kind.Text()}:{line.Definition}",
            Title(line.Kind, a.Object.Bare.ToString(), b.Object.Bare.ToString()),
            line.Groups, Plain(line.Amount), Plain(line.Gross), definition?.Owner ?? Owner(line.Kind, comparison, a, b),
                definition?.Reason);
    }

    /// <summary>Who answers for a line: the comparison's route of its class, else the team of the side at fault, else the accountable
    /// team.</summary>
    private string Owner(BridgeLineKind kind, Comparison comparison, ComparisonSide a, ComparisonSide b)
    {
        var forward = a == comparison.A ? kind : kind.Swapped();
        var route = forward switch
        {
            BridgeLineKind.DuplicatesA or BridgeLineKind.DuplicatesB => DiscrepancyClass.Duplicate, BridgeLineKind.Timing =>
                DiscrepancyClass.Period,
            _ => ReconciliationWords.TryParseClass(forward.Text()),
        };
        var fault = kind switch { BridgeLineKind.DuplicatesA or BridgeLineKind.MissingA => a,
            BridgeLineKind.DuplicatesB or BridgeLineKind.MissingB or BridgeLineKind.Late => b, _ => null };
        return route is { } found && comparison.Routes.TryGetValue(found, out var team) ? team
            : (fault is null ? null : mesh.Product(fault.Object)?.Team)
            ?? comparison.Accountable;
    }

    private static string Title(BridgeLineKind kind, string a, string b) => kind switch
    {
        BridgeLineKind.Definition => "counted differently by definition",
        BridgeLineKind.Timing => "in another period",
        BridgeLineKind.DuplicatesA => $"copies in {a}",
        BridgeLineKind.DuplicatesB => $"copies in {b}",
        BridgeLineKind.OutOfScope => "out of scope",
        BridgeLineKind.Invalid => "invalid rows",
        BridgeLineKind.Ambiguous => "with several possible partners",
        BridgeLineKind.UnmatchedKey => "without a partner for their key",
        BridgeLineKind.MissingB => $"missing in {b}",
        BridgeLineKind.MissingA => $"missing in {a}",
        BridgeLineKind.Late => "not arrived yet",
        BridgeLineKind.Status => "status differs",
        BridgeLineKind.Currency => "currency differs",
        BridgeLineKind.Amount => "amount differs",
        BridgeLineKind.WithinTolerance => "within tolerance",
        BridgeLineKind.Rate => "converted at different rates",
        BridgeLineKind.NoRate => "without a stated rate",
        BridgeLineKind.Rounding => "rounding",
        BridgeLineKind.TieOutGap => "not in the compared rows",
        _ => "unclassified",
    };

    private static async ValueTask<BridgeRowsReport> RowsAsync(IQuerySession session, BridgePlan plan, string line, List<BridgeWalk> walks,
        int limit,
        CancellationToken cancel)
    {
        var parts = line.Split(':', 2);
        var kind = BridgeLineKinds.TryParse(parts[0]) ?? throw new BackendException(BackendFault.Refused,
            $"`{line}` is no line of this bridge",
            $"use one of {string.Join(", ", walks.SelectMany(w => w.Lines).Select(l => l.Name).Distinct())}");
        var currency = walks.FirstOrDefault(w => w.Lines.Any(l => l.Name == line))?.Currency ?? "";
        var rows = await session.QueryAsync(BridgeSql.Rows(plan, kind, currency, parts.Length > 1 ? parts[1] : null, limit + 1), limit,
            cancel)
            .ConfigureAwait(false);
        return new(line, currency, [.. rows.Rows.Select(r => Row(rows, r))], rows.Truncated);
    }

    private static BridgeRow Row(RowSet set, IReadOnlyList<object?> r)
    {
        object? Of(string column) => r[set.Column(column)];
        return new((string)Of("group_key")!, (string)Of("class")!, Plain(EngineValues.Number(Of("amount")) ?? 0),
            Plain(EngineValues.Number(Of("value_a")) ?? 0),
            Plain(EngineValues.Number(Of("value_b")) ?? 0),
            Of("date_a") as DateOnly?, Of("date_b") as DateOnly?, Of("status_a") as string, Of("status_b") as string);
    }

    /// <summary>The comparison between two products, and the side that the first of them is.</summary>
    private (Comparison? Comparison, Side From) Find(BridgeRequest request)
    {
        bool Is(ComparisonSide side, string name) => side.Object.ToString() == name || side.Object.Bare.ToString() == name;
        var candidates = mesh.Comparisons.OrderByDescending(c => c.Measures.Any(m => m.Name == request.Measure)).ToList();
        if (candidates.FirstOrDefault(c => Is(c.A, request.From) && Is(c.B, request.To)) is { } forward) return (forward, Side.A);
        return (candidates.FirstOrDefault(c => Is(c.B, request.From) && Is(c.A, request.To)), Side.B);
    }

    private string Pairs() => mesh.Comparisons.Length == 0 ? "declare a comparison in reconciliation.yaml or feed.yaml"
        : "there are " + string.Join("; ", mesh.Comparisons.Take(10).Select(c => $"`{c.A.Object.Bare}` and `{c.B.Object.Bare}`"));

    private static decimal Plain(decimal value) => value / 1.000000000000000000000000000m;

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
