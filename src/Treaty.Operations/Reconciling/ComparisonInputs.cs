using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Rates;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reconciling;

/// <summary>Shows what a comparison reads besides its sides in the versions that a recorded one was made from, and judges rates.</summary>
internal sealed class ComparisonInputs(MeshStore store, Mesh mesh, IQuerySession session)
{
    private readonly InputViews _views = new(store, session);

    public static readonly FindingKind NoRate = new("TRY1440", Severity.Warning, "rows have no stated rate to the reporting currency");

    public async ValueTask ShowAsync(Comparison comparison, ComparisonManifest manifest, CancellationToken cancel)
    {
        foreach (var (input, version) in await VersionsAsync(comparison, manifest, cancel).ConfigureAwait(false))
            await ShowAsync(input, input.Name, version, cancel).ConfigureAwait(false);
    }

    /// <summary>An input in one version, under a name.</summary>
    public async ValueTask ShowAsync(ReadInput input, string name, VersionManifest version, CancellationToken cancel)
    {
        var product = mesh.Product(input.Object)!;
        await _views.ShowObjectAsync(Quote.Name(name), product, ComparisonRules.ObjectOf(product, input.Object)!, version, cancel)
            .ConfigureAwait(false);
    }

    /// <summary>The versions of its inputs that a comparison was made from.</summary>
    public async ValueTask<IReadOnlyList<(ReadInput Input, VersionManifest Version)>> VersionsAsync(
        Comparison comparison, ComparisonManifest manifest, CancellationToken cancel)
    {
        if (!comparison.Inputs.Any()) return [];
        var made = await store.Ledger.ReadAsync(new(RecordKind.Version, comparison.Owner.Bare.ToString(), manifest.Run), cancel)
            .ConfigureAwait(false);
        var read = made.SelectMany(r => TreatyJson.Read<VersionManifest>(r.Entry.Body).Inputs).Concat(manifest.Inputs).ToList();
        var versions = new List<(ReadInput, VersionManifest)>();
        foreach (var input in comparison.Inputs)
        {
            var version = read.First(i => i.StartsWith(input.Object.Bare + "#", StringComparison.Ordinal));
            versions.Add((input, (await store.Ledger.VersionAsync(Reference.TryParse(version)!, cancel).ConfigureAwait(false))!));
        }
        return versions;
    }

    /// <summary>The holidays that the calendar's input lists, in order, where ages of discrepancies go by them; empty otherwise.</summary>
    public static async ValueTask<IReadOnlyList<DateOnly>> HolidaysAsync(IQuerySession session, Comparison comparison,
        CancellationToken cancel)
    {
        if (!comparison.Decisions.InBusinessDays || comparison.Calendar is not { Read: { } read } calendar) return [];
        var day = $"CAST({Quote.Name(calendar.Column!)} AS DATE)";
        var rows = await session.QueryAsync(
            new SqlText($"SELECT DISTINCT {day} AS day FROM {Quote.Name(read.Name)} WHERE {day} IS NOT NULL ORDER BY day"), 100_000, cancel)
            .ConfigureAwait(false);
        return [.. rows.Rows.Select(r => (DateOnly)r[0]!)];
    }

    /// <summary>Says which rows could not be converted, after the comparison was made.</summary>
    public static async ValueTask JudgeAsync(IQuerySession session, ComparisonPlan plan, List<Finding> findings, CancellationToken cancel)
    {
        if (plan.Comparison.Reporting is not { } rule) return;
        var missing = await session.QueryAsync(ConversionSql.Missing(plan), 1000, cancel).ConfigureAwait(false);
        findings.AddRange(missing.Rows.Select(r => NoRate.At(plan.Comparison.Place,
            FormattableString.Invariant($"{EngineValues.Count(r[2])} rows of side {r[0]} in `{r[1]}` have no stated rate to `{rule.Currency}`")
                + (r[3] is DateOnly first && r[4] is DateOnly last
                    ? FormattableString.Invariant($", from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}") : ""),
            $"state one rate for each day in `{rule.Read.Object}`, or let rates be some days older with `older`; until then they stay in their currency as `no-rate`")));
    }
}
