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
    /// <summary>The comparisons of the two objects, each with the side that the first is.</summary>
    public IReadOnlyList<(Comparison Comparison, Side From)> Between(ReadDashboard a, ReadDashboard b)
    {
        bool Is(ComparisonSide side, ReadDashboard of) => side.Object.Bare == of.Product.Ref
            && ComparisonRules.ObjectOf(of.Product, side.Object) == of.Table.Name;
        return [.. mesh.Comparisons.Where(c => Is(c.A, a) && Is(c.B, b)).Select(c => (c, Side.A))
            .Concat(mesh.Comparisons.Where(c => Is(c.B, a) && Is(c.A, b)).Select(c => (c, Side.B)))];
    }

    /// <summary>By a key that two products share, for this answer alone: of the newest versions, and nothing is recorded.</summary>
    public async ValueTask<BridgeReport> ByKeyAsync(ReadDashboard a, ReadDashboard b, SharedKey key, (string? Line, int Limit) open,
        CancellationToken cancel)
    {
        var views = new InputViews(store, session);
        var versions = new Dictionary<Reference, string>();
        foreach (var product in new[] { a.Product.Ref, b.Product.Ref, key.Through?.Object.Bare }.OfType<Reference>().Distinct())
        {
            if (await store.Ledger.VersionAsync(product, cancel).ConfigureAwait(false) is not { } version)
                return new("a", "b", "", "", null, [], null,
                    [DashboardBridge.NotDrawn.At(null, $"`{product}` has not been published", "publish it with `treaty run`")]);
            versions[product] = $"{version.Ref}#{version.Version}";
            await views.ShowAsync(mesh.Product(product)!, version, cancel).ConfigureAwait(false);
        }
        static string View(Reference product, string o) => Quote.Name(product.Context, $"{product.Product}__{o}");
        var (members, groups) = (Quote.Name(Comparing.Members), Quote.Name(Comparing.Groups));
        foreach (var statement in key.Put(View(a.Product.Ref, a.Table.Name), View(b.Product.Ref, b.Table.Name),
            key.Through is { } t ? View(t.Object.Bare, t.Object.Object!) : null, members, groups))
            await session.ExecuteAsync(statement, cancel).ConfigureAwait(false);
        var counts = (await session.QueryAsync(SharedKey.Count(members, groups), 1, cancel).ConfigureAwait(false)).Rows[0];
        var (ofA, ofB, both) = (EngineValues.Count(counts[0]), EngineValues.Count(counts[1]), EngineValues.Count(counts[2]));
        async ValueTask<string> ValueOf(ReadDashboard of) =>
            await DashboardBridge.TextAsync(session, one, of.Select.Value, cancel).ConfigureAwait(false);
        var report = await DrawAsync(a, b, Side.A,
            string.Join(", ", new[] { a.Product.Team, b.Product.Team }.OfType<string>().Distinct()), open,
            cancel).ConfigureAwait(false);
        return report with
        {
            Comparison = key.Text,
            Rows = Masked(report.Rows, key.Classified(a.Table, b.Table,
                key.Through is { } way ? mesh.Product(way.Object)?.Contract.Object(way.Object.Object!) : null)),
            Method = $"For this answer alone, by no declared comparison, rows of `{versions[a.Product.Ref]}` and `{versions[b.Product.Ref]}` belong together by "
                + $"`{key.Text}`: {key.Because}. {both} keys are on both sides, of {ofA} rows of a and {ofB} of b. Of each row a adds `{await ValueOf(a).ConfigureAwait(false)}` "
                + $"and b adds `{await ValueOf(b).ConfigureAwait(false)}`; each group is on the line of the first reason for which the two do not count it alike.",
            Findings = both > 0 || ofA == 0 || ofB == 0 ? report.Findings : [.. report.Findings, DashboardKeys.Nothing.At(null,
                $"none of the {ofA} rows of `{a.Select.Table}` has a key of the {ofB} rows of `{b.Select.Table}` by `{key.Text}`",
                "everything is on the lines of missing rows; say another key with --key A=B")],
        };
    }

    /// <summary>Groups are called by the values of the key.</summary>
    private static BridgeRowsReport? Masked(BridgeRowsReport? rows, Property? classified) => rows is null || classified is null ? rows
        : rows with { Rows = [.. rows.Rows.Select(r => r with { GroupKey = classified.Mask() })] };

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
        var report = await DrawAsync(a, b, from, comparison.Accountable, open, cancel).ConfigureAwait(false);
        return report with
        {
            Comparison = Comparing.RefOf(comparison),
            Method = $"Rows of `{versions.Item1}` and `{versions.Item2}` belong together as `{Comparing.RefOf(comparison)}` has put them into groups; each group is "
                + "on the line of the first reason for which the two do not count it alike.",
        };
    }

    /// <summary>Draws the walk over the session's members and groups.</summary>
    /// <param name="accountable">Who answers for what neither side does alone.</param>
    private async ValueTask<BridgeReport> DrawAsync(ReadDashboard a, ReadDashboard b, Side from, string accountable,
        (string? Line, int Limit) open, CancellationToken cancel)
    {
        var join = new DashboardJoin(await EndAsync(a, "dashboard_a", from, cancel).ConfigureAwait(false),
            await EndAsync(b, "dashboard_b", from == Side.A ? Side.B : Side.A, cancel).ConfigureAwait(false), Quote.Name(Comparing.Members));
        await session.ExecuteAsync(join.Make(), cancel).ConfigureAwait(false);
        var found = (await session.QueryAsync(DashboardJoin.Amounts, 10_000, cancel).ConfigureAwait(false)).Rows
            .ToDictionary(r => (string)r[0]!, StringComparer.Ordinal);
        decimal Number(string line, int column) => ReadDiscrepancies.Trim(found[line][column]);
        var lines = join.Lines.Where(l => found.ContainsKey(l.Name)).Select(l => new BridgeLineReport(l.Name, l.Title,
            EngineValues.Count(found[l.Name][1]), Number(l.Name, 2), Number(l.Name, 3), Owner(l.Name, a, b, accountable), null)).ToList();
        var walk = new BridgeWalk("", Number("a", 2), Number("b", 2), lines, lines.Sum(l => l.Groups), lines.Sum(l => l.Gross));
        var findings = await DashboardBridge.TieAsync(session, [("a", a.Sql, walk.TotalA), ("b", b.Sql, walk.TotalB)], cancel)
            .ConfigureAwait(false);
        var rows = open.Line is null ? null : await RowsAsync(open.Line, open.Limit, join, findings, cancel).ConfigureAwait(false);
        return new("a", "b", "the number", "", null, [walk], rows, findings);
    }

    /// <summary>Who answers: the team of the product that lacks rows; for what a dashboard asks, that of the product it reads.</summary>
    private static string? Owner(string line, ReadDashboard a, ReadDashboard b, string accountable) => line switch
    {
        "missing-a" => a.Product.Team, "missing-b" => b.Product.Team,
        _ when line.StartsWith("only-a", StringComparison.Ordinal) => a.Product.Team,
        _ when line.StartsWith("only-b", StringComparison.Ordinal) => b.Product.Team,
        _ => accountable,
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
