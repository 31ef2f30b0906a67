using System.Globalization;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation.Matching;
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
            await StandingAsync(session, await PageAsync(session, filter, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false),
            searches, filter);
    }

    private async ValueTask<IReadOnlyList<ProposalLine>> StandingAsync(IQuerySession session, IReadOnlyList<ProposalLine> page,
        CancellationToken cancel)
    {
        var shown = page.Where(line => line.Subset is not null).Select(line => Quote.Text(line.Subset!)).Distinct(StringComparer.Ordinal)
            .ToList();
        var rows = shown.Count == 0 ? [] : (await session.QueryAsync(new SqlText(
            $"SELECT DISTINCT comparison, subset, CASE subset_total WHEN 'a' THEN group_key_b ELSE group_key_a END AS key FROM _all "
                + $"WHERE subset IN ({string.Join(", ", shown)}) ORDER BY ALL"), shown.Count * SubsetRule.MostCap, cancel).ConfigureAwait(false)).Rows;
        var members = rows.ToLookup(r => ((string)r[0]!, (string)r[1]!), r => (string)r[2]!);
        return await new ProposalTexts(store, mesh).OfAsync(await new ProposalStanding(store, mesh).OfAsync(page, members, cancel)
            .ConfigureAwait(false), cancel).ConfigureAwait(false);
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
        parts.Add($"SELECT {string.Join(", ", NoSubset)} WHERE false");
        await session.ExecuteAsync(new SqlText("CREATE VIEW _all AS\n" + string.Join("\nUNION ALL BY NAME\n", parts)), cancel)
            .ConfigureAwait(false);
        return true;
    }

    /// <summary>What tables without subsets lack.</summary>
    private static readonly string[] NoSubset =
    [
        "CAST(NULL AS VARCHAR) AS subset", "CAST(NULL AS VARCHAR) AS subset_total", "CAST(NULL AS BIGINT) AS subset_rows",
        "CAST(NULL AS BIGINT) AS subset_found",
    ];

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
              date_b - date_a AS days, chance, likeness, score, rank_a, rank_b, subset, subset_total, subset_rows, subset_found
            FROM _found
            ORDER BY rank_a + rank_b, abs(CASE WHEN subset_total = 'b' THEN amount_b ELSE amount_a END) DESC, comparison, subset, group_key_a,
              group_key_b
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
            chance, Number(15), Number(16), (int)Count(17), (int)Count(18),
            r[19] is null ? Why(reason, chance) : WhySubset((string)r[20]!, Count(21), Count(22), reason, chance))
        {
            Subset = (string?)r[19], SubsetTotal = (string?)r[20], SubsetRows = r[21] is null ? 0 : (int)Count(21),
        };
    }

    private static string Why(string reason, decimal chance) => reason == "chance"
        ? $"nothing else fits as well, but {ChanceWords.Alone(chance, "partner")}" : $"{Meaning(reason)}; {ChanceWords.Alone(chance, "partner")}";

    private static string WhySubset(string total, long rows, long found, string reason, decimal chance)
    {
        var sum = string.Create(CultureInfo.InvariantCulture, $"{rows} rows of {(total == "a" ? "b" : "a")} add up to this row of {total}");
        var alone = ChanceWords.Alone(chance, "subset");
        return sum + reason switch
        {
            "subset-unique" => $", and no others do; {alone}, and that they do is no proof that they belong together",
            "subset-several" => string.Create(CultureInfo.InvariantCulture, $", as do others: {found} ways in all; {alone}"),
            _ => $", and no others do, but {alone}",
        };
    }

    private static string Meaning(string reason) => reason switch
    {
        "chance" => "nothing else fits as well, but chance alone gives such partners too often",
        "subset-unique" => "these rows and no others add up to one row of the other side, which is no proof",
        "subset-several" => "these rows add up to one row of the other side, and others do too",
        _ => "other pairs of the same rows fit as well, so which is right cannot be known",
    };
}
