using System.Globalization;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Reconciliation;
using Treaty.Operations.Doors;
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
                pairs.Add(new(c.A.Object.Bare.ToString(), c.B.Object.Bare.ToString(), Comparing.RefOf(c), [.. c.MeasureNames],
                    Currencies(c, made)));
        return pairs;
    }

    private static string[] Currencies(Comparison comparison, ComparisonManifest made) => comparison.Reporting is { } rule ? [rule.Currency]
        : [.. made.Totals.Select(t => t.Currency).Distinct().Order(StringComparer.Ordinal)];

    public async ValueTask<BridgeReport> RunAsync(BridgeRequest request, CancellationToken cancel)
    {
        BridgeReport Failed(string sentence, string help) => new(request.From, request.To, request.Measure ?? "", "", null, [], null,
            [NoBridge.At(null, sentence, help)]);
        var (comparison, from) = Find(request);
        if (comparison is null)
            return Failed($"no comparison stands between `{request.From}` and `{request.To}`", Pairs(request));
        var names = comparison.MeasureNames.ToList();
        var measure = request.Measure ?? (names is [var only] ? only : null);
        if (measure is null || !names.Contains(measure))
            return Failed(measure is null ? $"`{comparison.Id}` compares several measures"
                : $"`{comparison.Id}` compares no measure `{measure}`", Nearest.Help(measure ?? "", names));
        if (await store.Ledger.ComparisonAsync(Comparing.RefOf(comparison), cancel).ConfigureAwait(false) is not { } made)
            return Failed($"`{Comparing.RefOf(comparison)}` has not been made", "make it with `treaty run`");
        if (request.Currency is { } currency && Currencies(comparison, made) is var currencies && !currencies.Contains(currency))
            return Failed($"`{comparison.Id}` compares nothing in the currency `{currency}`", Nearest.Help(currency, currencies));
        return await DrawAsync(request, comparison, made, measure, from, cancel).ConfigureAwait(false);
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
        Side from, CancellationToken cancel)
    {
        var opened = await BridgeSession.OpenAsync(store, mesh, comparison, cancel).ConfigureAwait(false);
        await using var _ = opened.ConfigureAwait(false);
        await opened.ShowAsync(store, mesh, made, cancel).ConfigureAwait(false);
        var period = request is { PeriodFrom: { } start, PeriodTo: { } end } ? new BridgePeriod(start, end) : null;
        var empty = new BridgeReport(request.From, request.To, measure, Comparing.RefOf(comparison), period is null ? null
            : $"{Text(period.From)} to {Text(period.To.AddDays(-1))}", [], null, [])
        {
            TieOuts = TieOuts(made, measure, period, from, request.Currency),
        };
        var asked = new AskedBridge(request, empty, period, from, new BridgeWords(mesh, comparison));
        if (comparison.Counts.FirstOrDefault(c => c.Name == measure) is { } count)
            return await new ReadDistinctBridge(opened).RunAsync(asked, count, cancel).ConfigureAwait(false);
        if (comparison.Ratios.FirstOrDefault(r => r.Name == measure) is { } ratio)
            return await new ReadRatioBridge(opened).RunAsync(asked, ratio, cancel).ConfigureAwait(false);
        return await new ReadSumBridge(opened).RunAsync(asked, cancel).ConfigureAwait(false);
    }

    private static IReadOnlyList<TieOutLine> TieOuts(ComparisonManifest made, string measure, BridgePeriod? period, Side from,
        string? currency) =>
    [
        .. made.Controls.Where(c => c.Measure == measure && (currency is null || c.Currency == currency))
            .Where(c => period is null || c.Period is { } day && day >= period.From && day < period.To)
            .Select(c => new TieOutLine("control:" + c.Id, (c.Side == "a") == (from == Side.A) ? "a" : "b", c.Currency, c.Period,
                c.Stated ? BridgeWords.Plain(c.Control) : null, BridgeWords.Plain(c.Total), BridgeWords.Plain(c.Gap), c.Owner)),
    ];

    /// <summary>The comparison between two products, and the side that the first of them is.</summary>
    private (Comparison? Comparison, Side From) Find(BridgeRequest request)
    {
        bool Is(ComparisonSide side, string name) => side.Object.ToString() == name || side.Object.Bare.ToString() == name;
        var candidates = mesh.Comparisons.OrderByDescending(c => c.MeasureNames.Contains(request.Measure)).ToList();
        if (candidates.FirstOrDefault(c => Is(c.A, request.From) && Is(c.B, request.To)) is { } forward) return (forward, Side.A);
        return (candidates.FirstOrDefault(c => Is(c.B, request.From) && Is(c.A, request.To)), Side.B);
    }

    /// <summary>What was probably meant: an end that is spelled otherwise, else the pairs that there are, those with an end asked for
    /// first.</summary>
    private string Pairs(BridgeRequest request)
    {
        var pairs = mesh.Comparisons.Select(c => (A: c.A.Object.Bare.ToString(), B: c.B.Object.Bare.ToString())).Distinct().ToList();
        if (pairs.Count == 0) return "declare a comparison in reconciliation.yaml or feed.yaml";
        var ends = pairs.SelectMany(p => new[] { p.A, p.B }).Distinct().ToList();
        var meant = new[] { request.From, request.To }.Where(end => !ends.Contains(end))
            .Select(end => Nearest.Of(end, ends)).OfType<string>();
        return string.Concat(meant.Select(end => $"did you mean `{end}`? ")) + "there are " + string.Join("; ", pairs
            .OrderByDescending(p => new[] { request.From, request.To }.Count(end => end == p.A || end == p.B)).Take(10)
            .Select(p => $"`{p.A}` and `{p.B}`"));
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>A bridge that was asked for, with what its report has in any case.</summary>
internal sealed record AskedBridge(BridgeRequest Request, BridgeReport Empty, BridgePeriod? Period, Side From, BridgeWords Words)
{
    public IReadOnlyList<string> Currencies(Bridge bridge) =>
        [.. bridge.AllCurrencies.Where(c => Request.Currency is null || c == Request.Currency)];

    /// <summary>The line that is to be opened, and its currency; null where none is.</summary>
    public (BridgeLineKind Kind, string? Part, string Currency)? Opened(IReadOnlyList<BridgeWalk> walks)
    {
        if (Request.Rows is not { } line) return null;
        var parts = line.Split(':', 2);
        var kind = BridgeLineKinds.TryParse(parts[0]) ?? throw new BackendException(BackendFault.Refused,
            $"`{line}` is no line of this bridge",
            $"use one of {string.Join(", ", walks.SelectMany(w => w.Lines).Select(l => l.Name).Distinct())}");
        return (kind, parts.Length > 1 ? parts[1] : null,
            walks.FirstOrDefault(w => w.Lines.Any(l => l.Name == line))?.Currency ?? (walks.Count > 0 ? walks[0].Currency : ""));
    }
}
