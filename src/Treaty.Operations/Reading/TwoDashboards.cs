using System.Text.Json.Nodes;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Dashboards;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>A dashboard's select with the object it reads.</summary>
internal sealed record ReadDashboard(DashboardSelect Select, string Sql, Product Product, SchemaObject Table);

/// <summary>
/// Says why two dashboards over two products differ, from the groups into which a comparison has put the rows of both, by mappings, party
/// keys and passes as it declares. Both are read in the versions that were compared.
/// </summary>
internal sealed class TwoDashboards(MeshStore store, Mesh mesh, IQuerySession session, string one)
{
    /// <summary>The comparison of the two objects, and the side that the first is; null where there is none.</summary>
    public (Comparison Comparison, Side From)? Between(ReadDashboard a, ReadDashboard b)
    {
        bool Is(ComparisonSide side, ReadDashboard of) => side.Object.Bare == of.Product.Ref
            && ComparisonRules.ObjectOf(of.Product, side.Object) == of.Table.Name;
        foreach (var comparison in mesh.Comparisons)
        {
            if (Is(comparison.A, a) && Is(comparison.B, b)) return (comparison, Side.A);
            if (Is(comparison.B, a) && Is(comparison.A, b)) return (comparison, Side.B);
        }
        return null;
    }

    public async ValueTask<BridgeReport> RunAsync(ReadDashboard a, ReadDashboard b, (Comparison Comparison, Side From) between,
        ComparisonManifest made, (string? Line, int Limit) open, CancellationToken cancel)
    {
        var (comparison, from) = between;
        var views = new InputViews(store, session);
        var versions = from == Side.A ? (made.A, made.B) : (made.B, made.A);
        foreach (var (end, version) in new[] { (a, versions.Item1), (b, versions.Item2) })
            await views.ShowAsync(end.Product, (await store.Ledger.VersionAsync(Reference.TryParse(version)!, cancel)
                .ConfigureAwait(false))!, cancel).ConfigureAwait(false);
        await new ComparisonViews(store, session).ShowAsync("", made, cancel, Comparing.Members, Comparing.Groups).ConfigureAwait(false);
        var join = new DashboardJoin(await EndAsync(a, "dashboard_a", from, cancel).ConfigureAwait(false),
            await EndAsync(b, "dashboard_b", from == Side.A ? Side.B : Side.A, cancel).ConfigureAwait(false), Quote.Name(Comparing.Members));
        await session.ExecuteAsync(join.Make(), cancel).ConfigureAwait(false);
        var found = (await session.QueryAsync(DashboardJoin.Amounts, 10_000, cancel).ConfigureAwait(false)).Rows
            .ToDictionary(r => (string)r[0]!, StringComparer.Ordinal);
        decimal Number(string line, int column) => ReadDiscrepancies.Trim(found[line][column]);
        var lines = join.Lines.Where(l => found.ContainsKey(l.Name)).Select(l => new BridgeLineReport(l.Name, l.Title,
            EngineValues.Count(found[l.Name][1]), Number(l.Name, 2), Number(l.Name, 3), Owner(l.Name, a, b, comparison), null)).ToList();
        var walk = new BridgeWalk("", Number("a", 2), Number("b", 2), lines, lines.Sum(l => l.Groups), lines.Sum(l => l.Gross));
        var findings = await DashboardBridge.TieAsync(session, [("a", a.Sql, walk.TotalA), ("b", b.Sql, walk.TotalB)], cancel)
            .ConfigureAwait(false);
        var rows = open.Line is null ? null : await RowsAsync(open.Line, open.Limit, join, findings, cancel).ConfigureAwait(false);
        return new("a", "b", "the number", Comparing.RefOf(comparison), null, [walk], rows, findings)
        {
            Method = $"Rows of `{versions.Item1}` and `{versions.Item2}` belong together as `{Comparing.RefOf(comparison)}` has put them into groups; each group is "
                + "on the line of the first reason for which the two do not count it alike.",
        };
    }

    /// <summary>Who answers: the team of the product that lacks rows; for what a dashboard asks, that of the product it reads.</summary>
    private static string? Owner(string line, ReadDashboard a, ReadDashboard b, Comparison comparison) => line switch
    {
        "missing-a" => a.Product.Team, "missing-b" => b.Product.Team,
        _ when line.StartsWith("only-a", StringComparison.Ordinal) => a.Product.Team,
        _ when line.StartsWith("only-b", StringComparison.Ordinal) => b.Product.Team,
        _ => comparison.Accountable,
    };

    private async ValueTask<DashboardEnd> EndAsync(ReadDashboard end, string table, Side side, CancellationToken cancel)
    {
        var id = await session.WholeTreeAsync("SELECT \"_row_id\"", cancel).ConfigureAwait(false);
        var (texts, dated) = (new List<string>(), new HashSet<int>());
        foreach (var (condition, i) in end.Select.Conditions.Select((c, i) => (c, i)))
        {
            texts.Add(await DashboardBridge.TextAsync(session, one, condition, cancel).ConfigureAwait(false));
            if (DashboardSelect.ColumnsOf(condition)
                .Any(c => end.Table.Property(c)?.Type is LogicalType.Date or LogicalType.Timestamp)) dated.Add(i);
        }
        IEnumerable<(string, JsonNode)> columns = [("row_id", DashboardSelect.Column(id!)), ("v", end.Select.Value),
            .. end.Select.Conditions.Select((c, i) => ("p" + Quote.Number((long)i), c))];
        var select = (await session.RenderAsync(end.Select.Over(columns), cancel).ConfigureAwait(false)).TrimEnd(';', ' ');
        var all = texts.Select((_, i) => $"COALESCE(p{Quote.Number((long)i)}, false) AS c{Quote.Number((long)i)}")
            .Prepend("COALESCE(CAST(v AS DECIMAL(38, 6)), 0) AS v").Prepend("row_id");
        await session.ExecuteAsync(new SqlText($"CREATE TEMP TABLE {table} AS SELECT {string.Join(", ", all)} FROM ({select})"), cancel)
            .ConfigureAwait(false);
        return new(table, texts, dated, side);
    }

    private async ValueTask<BridgeRowsReport?> RowsAsync(string line, int limit, DashboardJoin join, List<Finding> findings,
        CancellationToken cancel)
    {
        if (join.Lines.All(l => l.Name != line))
        {
            findings.Add(DashboardBridge.NotDrawn.At(null, $"`{line}` is no line of this walk",
                $"use one of {string.Join(", ", join.Lines.Select(l => l.Name))}"));
            return null;
        }
        var found = await session.QueryAsync(DashboardJoin.Behind(line, Quote.Name(Comparing.Groups), limit + 1), limit, cancel)
            .ConfigureAwait(false);
        return new(line, "", [.. found.Rows.Select(r => new BridgeRow((string)r[0]!, (string)r[1]!, ReadDiscrepancies.Trim(r[2]),
            ReadDiscrepancies.Trim(r[3]), ReadDiscrepancies.Trim(r[4]), null, null, null, null))], found.Truncated);
    }
}
