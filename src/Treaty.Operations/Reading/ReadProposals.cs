using System.Globalization;
using Treaty.Core.Meshes;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>Lists pairs of rows that may belong together, over all comparisons, the likeliest of each row first.</summary>
public sealed class ReadProposals(MeshStore store, Mesh mesh)
{
    public async ValueTask<ProposalsReport> RunAsync(ProposalFilter filter, CancellationToken cancel)
    {
        await using var session = await store.OpenSessionAsync(mesh.Settings, [], writes: false, cancel).ConfigureAwait(false);
        var searches = new List<ProposalSearch>();
        if (!await ShowAsync(session, filter.Comparison, searches, cancel).ConfigureAwait(false))
            return new(0, 0, 0, [], [], searches, filter);
        await session.ExecuteAsync(new SqlText($"CREATE VIEW _found AS SELECT * FROM _all{Where(filter)}"), cancel).ConfigureAwait(false);
        var totals = (await session.QueryAsync(new SqlText(
            "SELECT count(*), count(DISTINCT (comparison, row_a)), count(DISTINCT (comparison, row_b)) FROM _found"), 1, cancel)
            .ConfigureAwait(false)).Rows[0];
        var reasons = await session.QueryAsync(
            new SqlText("SELECT reason, count(*) FROM _found GROUP BY reason ORDER BY reason"), 10, cancel).ConfigureAwait(false);
        return new(EngineValues.Count(totals[0]), EngineValues.Count(totals[1]), EngineValues.Count(totals[2]),
            [.. reasons.Rows.Select(r => new ProposalReasonLine((string)r[0]!, Meaning((string)r[0]!), EngineValues.Count(r[1])))],
            await new ProposalStanding(store, mesh).OfAsync(await PageAsync(session, filter, cancel).ConfigureAwait(false), cancel)
                .ConfigureAwait(false), searches, filter);
    }

    private async ValueTask<bool> ShowAsync(IQuerySession session, string? comparison, List<ProposalSearch> searches,
        CancellationToken cancel)
    {
        var views = new InputViews(store, session);
        var parts = new List<string>();
        foreach (var name in mesh.Comparisons.Select(Comparing.RefOf).Where(name => comparison is null || name == comparison)
            .Order(StringComparer.Ordinal))
        {
            if (await store.Ledger.ComparisonAsync(name, cancel).ConfigureAwait(false) is not { } manifest) continue;
            if (manifest.Searches.Count > 0) searches.Add(new(name, manifest.Searches));
            if (manifest.Tables.FirstOrDefault(t => t.Object == Comparing.Proposals) is not { } table) continue;
            var view = Quote.Name("_p" + parts.Count.ToString(CultureInfo.InvariantCulture));
            if (await views.ShowTableAsync(view, table, cancel).ConfigureAwait(false))
                parts.Add($"SELECT {Quote.Text(name)} AS comparison, * EXCLUDE (comparison, amount_a, amount_b), "
                    + $"CAST(amount_a AS DECIMAL(38,6)) AS amount_a, CAST(amount_b AS DECIMAL(38,6)) AS amount_b FROM {view}");
        }
        if (parts.Count == 0) return false;
        await session.ExecuteAsync(new SqlText("CREATE VIEW _all AS\n" + string.Join("\nUNION ALL BY NAME\n", parts)), cancel)
            .ConfigureAwait(false);
        return true;
    }

    private static string Where(ProposalFilter filter)
    {
        var conditions = new[]
        {
            filter.Key is { } key
                ? $"({string.Join(" OR ", new[] { "a", "b" }.Select(s => $"group_key_{s} IN ({Quote.Text(key)}, {Quote.Text($"{s}:{key}")})"))})"
                : null,
            filter.Reason is { } reason ? $"reason = {Quote.Text(reason)}" : null,
            filter.Rank is { } rank ? $"least(rank_a, rank_b) <= {Quote.Number(rank)}" : null,
        }.OfType<string>().ToList();
        return conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions);
    }

    private static async ValueTask<IReadOnlyList<ProposalLine>> PageAsync(IQuerySession session, ProposalFilter filter,
        CancellationToken cancel)
    {
        var rows = await session.QueryAsync(new SqlText(
            $"""
            SELECT proposal_id, comparison, pass, reason, group_key_a, group_key_b, row_a, row_b, amount_a, amount_b, currency, date_a, date_b,
              date_b - date_a AS days, chance, likeness, score, rank_a, rank_b
            FROM _found
            ORDER BY rank_a + rank_b, abs(amount_a) DESC, comparison, group_key_a, group_key_b
            LIMIT {Quote.Number(filter.Limit)} OFFSET {Quote.Number(filter.Offset)}
            """), filter.Limit, cancel).ConfigureAwait(false);
        return [.. rows.Rows.Select(Line)];
    }

    private static ProposalLine Line(IReadOnlyList<object?> r)
    {
        var (reason, chance) = ((string)r[3]!, ReadDiscrepancies.Trim(r[14]));
        decimal Number(int column) => ReadDiscrepancies.Trim(r[column]);
        long Count(int column) => EngineValues.Count(r[column]);
        return new((string)r[0]!, (string)r[1]!, (int)Count(2), reason, (string)r[4]!, (string)r[5]!, Count(6), Count(7),
            Number(8), Number(9), (string?)r[10] ?? "", r[11] as DateOnly?, r[12] as DateOnly?, r[13] is null ? null : (int)Count(13),
            chance, Number(15), Number(16), (int)Count(17), (int)Count(18), Why(reason, chance));
    }

    private static string Why(string reason, decimal chance) => reason == "chance"
        ? string.Create(CultureInfo.InvariantCulture, $"nothing else fits as well, but chance alone would give {chance:0.######} such partners")
        : Meaning(reason);

    private static string Meaning(string reason) => reason switch
    {
        "chance" => "nothing else fits as well, but chance alone gives such partners too often",
        _ => "other pairs of the same rows fit as well, so which is right cannot be known",
    };
}
