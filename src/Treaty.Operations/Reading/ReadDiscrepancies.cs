using System.Globalization;
using Treaty.Core;
using Treaty.Core.Meshes;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>Lists what did not align, over all comparisons, largest amount first.</summary>
public sealed class ReadDiscrepancies(MeshStore store, Mesh mesh)
{
    public async ValueTask<DiscrepanciesReport> RunAsync(DiscrepancyFilter filter, Moment moment, CancellationToken cancel)
    {
        await using var session = await store.OpenSessionAsync(mesh.Settings, [], writes: false, cancel).ConfigureAwait(false);
        if (!await ShowAsync(session, filter.Comparison, cancel).ConfigureAwait(false)) return new(0, [], [], [], filter);
        var today = Quote.Text(moment.Now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await session.ExecuteAsync(new SqlText(
            $"CREATE VIEW _found AS SELECT *, coalesce(greatest(0, date_diff('day', business_date, DATE {today})), 0) AS age FROM _all{Where(filter)}"), cancel)
                .ConfigureAwait(false);
        var total = EngineValues.Count((await session.QueryAsync(new SqlText("SELECT count(*) FROM _found"), 1, cancel)
            .ConfigureAwait(false)).Scalar);
        return new(total, await TotalsAsync(session, "class", cancel).ConfigureAwait(false), await TotalsAsync(session, "team", cancel)
            .ConfigureAwait(false),
            await PageAsync(session, filter, cancel).ConfigureAwait(false), filter);
    }

    /// <summary>The open discrepancies of one key, in whatever comparison.</summary>
    public async ValueTask<IReadOnlyList<DiscrepancyLine>> OfKeyAsync(IQuerySession session, string key, Moment moment,
        CancellationToken cancel)
    {
        if (!await ShowAsync(session, null, cancel).ConfigureAwait(false)) return [];
        await session.ExecuteAsync(new SqlText($"CREATE VIEW _found AS SELECT *, 0 AS age FROM _all WHERE group_key = {Quote.Text(key)}"),
            cancel)
            .ConfigureAwait(false);
        return await PageAsync(session, new DiscrepancyFilter(), cancel).ConfigureAwait(false);
    }

    private async ValueTask<bool> ShowAsync(IQuerySession session, string? comparison, CancellationToken cancel)
    {
        var views = new InputViews(store, session);
        var parts = new List<string>();
        foreach (var name in mesh.Comparisons.Select(Comparing.RefOf).Where(name => comparison is null || name == comparison)
            .Order(StringComparer.Ordinal))
        {
            if (await store.Ledger.ComparisonAsync(name, cancel).ConfigureAwait(false) is not { } manifest) continue;
            var view = Quote.Name("_d" + parts.Count.ToString(CultureInfo.InvariantCulture));
            if (await views.ShowTableAsync(view, manifest.Table(Comparing.Discrepancies), cancel).ConfigureAwait(false))
                parts.Add($"SELECT {Quote.Text(name)} AS comparison, discrepancy_id, group_key, class, subject, side, value_a, value_b, CAST(amount AS DECIMAL(38,6)) AS amount, currency, business_date, definition, team FROM {view}");
        }
        if (parts.Count == 0) return false;
        await session.ExecuteAsync(new SqlText("CREATE VIEW _all AS\n" + string.Join("\nUNION ALL\n", parts)), cancel)
            .ConfigureAwait(false);
        return true;
    }

    private static string Where(DiscrepancyFilter filter)
    {
        var conditions = new[]
        {
            filter.Class is { } c ? $"class = {Quote.Text(c)}" : null, filter.Team is { } t ? $"team = {Quote.Text(t)}" : null,
                filter.Currency is { } code
                ? $"currency = {Quote.Text(code)}" : null,
            filter.Text is { Length: > 0 } text
                ? $"contains(lower(concat_ws(' ', group_key, subject, value_a, value_b, discrepancy_id)), lower({Quote.Text(text)}))"
                    : null,
        }.OfType<string>().ToList();
        return conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions);
    }

    private static async ValueTask<IReadOnlyList<DiscrepancyGroupLine>> TotalsAsync(IQuerySession session, string by,
        CancellationToken cancel)
    {
        var rows = await session.QueryAsync(new SqlText(
            $"SELECT {by}, coalesce(currency, ''), count(*), coalesce(sum(amount), 0), coalesce(sum(abs(amount)), 0), max(age) FROM _found GROUP BY 1, 2 ORDER BY 1, 2"), 10_000, cancel).ConfigureAwait(false);
        return
        [
            .. rows.Rows.GroupBy(r => (string?)r[0] ?? "").Select(g => new DiscrepancyGroupLine(g.Key, g.Sum(r => EngineValues.Count(r[2])),
                [.. g.Select(r => new AmountLine((string)r[1]!, Trim(r[3]), Trim(r[4])))], (int)g.Max(r => EngineValues.Count(r[5]))))
                    .OrderByDescending(l => l.Count).ThenBy(l => l.Name, StringComparer.Ordinal),
        ];
    }

    private static async ValueTask<IReadOnlyList<DiscrepancyLine>> PageAsync(IQuerySession session, DiscrepancyFilter filter,
        CancellationToken cancel)
    {
        var rows = await session.QueryAsync(new SqlText(
            $"""
            SELECT discrepancy_id, comparison, group_key, class, subject, side, value_a, value_b, amount, currency, business_date, age, definition, team
            FROM _found
            ORDER BY abs(amount) DESC NULLS LAST, comparison, class, group_key, subject
            LIMIT {Quote.Number(filter.Limit)} OFFSET {Quote.Number(filter.Offset)}
            """), filter.Limit, cancel).ConfigureAwait(false);
        return
        [
            .. rows.Rows.Select(r => new DiscrepancyLine((string)r[0]!, (string)r[1]!, (string)r[2]!, (string)r[3]!, (string?)r[4] ?? "",
                (string?)r[5] ?? "",
                (string?)r[6], (string?)r[7],
                r[8] is null ? null : Trim(r[8]), (string?)r[9], r[10] as DateOnly?, (int)EngineValues.Count(r[11]), (string?)r[12],
                    (string?)r[13] ?? "")),
        ];
    }

    /// <summary>Without the zeros that the widest scale adds.</summary>
    public static decimal Trim(object? value) => (EngineValues.Number(value) ?? 0) / 1.000000000000000000000000000m;
}
