using System.Globalization;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>Lists the rows that the newest versions hold back.</summary>
public sealed class ReadQuarantine(MeshStore store, Mesh mesh)
{
    public static readonly FindingKind NoProduct = new("TRY1310", Severity.Error, "rows held back are asked for of a product that is not there");
    public static readonly FindingKind NoReason = new("TRY1311", Severity.Error, "there is no such reason to hold a row back");

    private const int MostCounts = 10_000;

    public async ValueTask<QuarantineReport> RunAsync(QuarantineFilter filter, CancellationToken cancel)
    {
        if (Unknown(filter) is { } unknown) return new(0, [], [unknown]);
        var versions = await store.Ledger.NewestVersionsAsync(cancel).ConfigureAwait(false);
        var held = versions.Values.Where(v => filter.Product is null || v.Ref == filter.Product)
            .Select(v => (v.Ref, v.Run, Table: v.Table(QuarantineTable.Name))).Where(v => v.Table is { Rows: > 0 })
            .OrderBy(v => v.Ref, StringComparer.Ordinal).ToList();
        if (held.Count == 0) return new(0, [], []);
        await using var session = await store.OpenSessionAsync(mesh.Settings, [], writes: false, cancel).ConfigureAwait(false);
        var views = new InputViews(store, session);
        var parts = new List<string>();
        foreach (var (product, run, table) in held)
        {
            var view = Quote.Name("_quarantine_" + parts.Count.ToString(CultureInfo.InvariantCulture));
            await views.ShowQuarantineAsync(view, table!, run, cancel).ConfigureAwait(false);
            parts.Add($"SELECT {Quote.Text(product)} AS product, * FROM {view}");
        }
        var every = $"FROM (\n{string.Join("\nUNION ALL\n", parts)})";
        var rows = $"{every}\nWHERE {Condition(filter)}";
        var total = await session.QueryAsync(new SqlText("SELECT count(*) " + rows), 1, cancel).ConfigureAwait(false);
        var page = await session.QueryAsync(new SqlText(
            "SELECT product, object, reason, \"column\", rule, value, source, record, row, state, opened_run, closed_run\n" + rows
            + "\nORDER BY product, reason, source, record, object, \"column\", row, state DESC"
            + $"\nLIMIT {Quote.Number(Math.Max(0, filter.Limit))} OFFSET {Quote.Number(Math.Max(0, filter.Offset))}"),
            Math.Max(1, filter.Limit), cancel).ConfigureAwait(false);
        return new(EngineValues.Count(total.Scalar), [.. page.Rows.Select(Entry)], [])
        {
            Counts = await CountsAsync(session, every, cancel).ConfigureAwait(false),
        };
    }

    private static async ValueTask<IReadOnlyList<QuarantineCount>> CountsAsync(IQuerySession session, string rows, CancellationToken cancel)
    {
        var counts = await session.QueryAsync(new SqlText(
            "SELECT product, object, reason, \"column\", count_if(state = 'open'), count_if(state <> 'open')\n" + rows
            + "\nGROUP BY ALL\nORDER BY 1, 2, 3, 4 NULLS FIRST"), MostCounts, cancel).ConfigureAwait(false);
        return [.. counts.Rows.Select(r => new QuarantineCount((string)r[0]!, (string)r[1]!, (string)r[2]!, (string?)r[3],
            EngineValues.Count(r[4]), EngineValues.Count(r[5])))];
    }

    private Finding? Unknown(QuarantineFilter filter)
    {
        var products = mesh.Products.Select(p => p.Ref.ToString()).ToList();
        if (filter.Product is { } product && !products.Contains(product))
            return NoProduct.At(null, $"`{product}` is no product of this mesh", Core.Meshes.Yaml.Nearest.Help(product, products));
        return filter.Reason is { } reason && !RowCheck.Reasons.Contains(reason)
            ? NoReason.At(null, $"`{reason}` is no reason", Core.Meshes.Yaml.Nearest.Help(reason, RowCheck.Reasons)) : null;
    }

    private static string Condition(QuarantineFilter filter)
    {
        var all = new List<string> { filter.Closed ? "true" : "state = 'open'" };
        if (filter.Column is { } column) all.Add($"\"column\" = {Quote.Text(column)}");
        if (filter.Reason is { } reason) all.Add($"reason = {Quote.Text(reason)}");
        if (filter.Place is { } place)
        {
            var file = $"source = {Quote.Text(place)}";
            var at = place.LastIndexOf(':');
            all.Add(at > 0 && long.TryParse(place.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var record)
                ? $"({file} OR (source = {Quote.Text(place[..at])} AND record = {Quote.Number(record)}))" : file);
        }
        return string.Join(" AND ", all);
    }

    private static QuarantineEntry Entry(IReadOnlyList<object?> row) => new(
        (string)row[0]!, (string)row[1]!, (string)row[2]!, (string?)row[3], (string?)row[4], (string?)row[5], (string?)row[6],
        row[7] is null ? null : EngineValues.Count(row[7]), (string?)row[8] ?? "", (string)row[9]!, (string?)row[10] ?? "",
        (string?)row[11]);
}
