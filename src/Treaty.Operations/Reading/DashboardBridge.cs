using System.Text.Json.Nodes;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation.Dashboards;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>Two selects, and how their rows belong together where it is said.</summary>
/// <param name="Rows">The line to open into rows; null for the walk alone.</param>
/// <param name="Keys">Pairs of columns such as <c>order_id=order_ref</c>; none where they are to be found.</param>
/// <param name="Comparison">The comparison to go by, such as <c>zone.revenue:order_payment</c>; null where there is one at most.</param>
public sealed record DashboardRequest(
    string SqlA, string SqlB, string? Rows = null, int Limit = 100, IReadOnlyList<string>? Keys = null, string? Comparison = null);

/// <summary>Says why two dashboards differ: which rows one counts and the other does not, by condition, and what their expressions make of
/// the same row; over one published product, or over two whose rows a comparison or a key that both share has put together.</summary>
public sealed class DashboardBridge(MeshStore store, Mesh mesh)
{
    public static readonly FindingKind NotDrawn = new("TRY1640", Severity.Error, "no bridge can be drawn between two selects");
    public static readonly FindingKind DoesNotTie = new("TRY1641", Severity.Error, "a walk between two dashboards misses their own numbers");

    private const string One = "SELECT 1";

    public async ValueTask<BridgeReport> RunAsync(DashboardRequest request, CancellationToken cancel)
    {
        var (sqlA, sqlB, rows, limit) = (request.SqlA, request.SqlB, request.Rows, request.Limit);
        BridgeReport Failed(Finding finding) => new("a", "b", "", "", null, [], null, [finding]);
        await using var session = await store.OpenSessionAsync(mesh.Settings, [], writes: false, cancel).ConfigureAwait(false);
        var one = (await session.WholeTreeAsync(One, cancel).ConfigureAwait(false))!;
        var (a, refusedA) = await ReadAsync(session, "a", Trimmed(sqlA), one, cancel).ConfigureAwait(false);
        if (a is null) return Failed(refusedA!);
        var (b, refusedB) = await ReadAsync(session, "b", Trimmed(sqlB), one, cancel).ConfigureAwait(false);
        if (b is null) return Failed(refusedB!);
        BridgeReport NoProduct(string name) => Failed(NotDrawn.At(null, $"`{name}` is no product with one object, nor an object of one",
            "read a product as `treaty query` does"));
        if (Find(a.Table) is not var (product, table)) return NoProduct(a.Table);
        if (a.Table != b.Table)
            return Find(b.Table) is var (other, otherTable)
                ? await OverTwoAsync(session, one, new(a, Trimmed(sqlA), product, table), new(b, Trimmed(sqlB), other, otherTable),
                    request, cancel).ConfigureAwait(false)
                : NoProduct(b.Table);
        if (request.Keys is { Count: > 0 } || request.Comparison is not null)
            return Failed(NotDrawn.At(null, $"both read `{a.Table}`, whose rows belong together as they are", "leave --key and --comparison out"));
        if (await store.Ledger.VersionAsync(product.Ref, cancel).ConfigureAwait(false) is not { } version)
            return Failed(NotDrawn.At(null, $"`{product.Ref}` has not been published", "publish it with `treaty run`"));
        await new InputViews(store, session).ShowAsync(product, version, cancel).ConfigureAwait(false);
        try
        {
            var steps = await StepsAsync(session, a, b, table, one, cancel).ConfigureAwait(false);
            return await WalkAsync(session, steps, product, (Trimmed(sqlA), Trimmed(sqlB)), rows, limit, cancel).ConfigureAwait(false);
        }
        catch (BackendException e) when (e.Fault == BackendFault.Refused)
        {
            return Failed(NotDrawn.At(null, e.Message, "correct the select; `treaty query` runs it alone"));
        }
    }

    /// <summary>Over two products their rows belong together by a comparison or, where none is declared, by a key.</summary>
    private async ValueTask<BridgeReport> OverTwoAsync(IQuerySession session, string one, ReadDashboard a, ReadDashboard b,
        DashboardRequest request, CancellationToken cancel)
    {
        BridgeReport Failed(Finding finding) => new("a", "b", "", "", null, [], null, [finding]);
        var two = new TwoDashboards(store, mesh, session, one);
        var declared = two.Between(a, b);
        try
        {
            if (request.Keys is { Count: > 0 } || (declared.Count == 0 && request.Comparison is null))
            {
                var (key, refusal) = await new DashboardKeys(store, mesh).FindAsync(a, b, request.Keys ?? [], cancel).ConfigureAwait(false);
                return key is null ? Failed(refusal!)
                    : await two.ByKeyAsync(a, b, key, (request.Rows, request.Limit), cancel).ConfigureAwait(false);
            }
            var among = string.Join(", ", declared.Select(d => Comparing.RefOf(d.Comparison)));
            var chosen = declared.Where(d => request.Comparison is null || Comparing.RefOf(d.Comparison) == request.Comparison).ToList();
            if (chosen.Count == 0)
                return Failed(NotDrawn.At(null, $"`{request.Comparison}` does not compare `{a.Select.Table}` and `{b.Select.Table}`",
                    among.Length == 0 ? "leave --comparison out: no comparison does" : $"name one of {among}"));
            if (chosen.Count > 1)
                return Failed(DashboardKeys.Several.At(null, $"`{a.Select.Table}` and `{b.Select.Table}` are compared by {among}",
                    $"say which is meant, such as --comparison {Comparing.RefOf(chosen[0].Comparison)}"));
            if (await store.Ledger.ComparisonAsync(Comparing.RefOf(chosen[0].Comparison), cancel).ConfigureAwait(false) is not { } made)
                return Failed(NotDrawn.At(null, $"`{Comparing.RefOf(chosen[0].Comparison)}` has not been made", "make it with `treaty run`"));
            return await two.RunAsync(a, b, chosen[0], made, (request.Rows, request.Limit), cancel).ConfigureAwait(false);
        }
        catch (BackendException e) when (e.Fault == BackendFault.Refused)
        {
            return Failed(NotDrawn.At(null, e.Message, "correct the select; `treaty query` runs it alone"));
        }
    }

    private static string Trimmed(string sql) => sql.Trim().TrimEnd(';').TrimEnd();

    /// <summary>Parses a select and holds it to the gate of untrusted SQL.</summary>
    private async ValueTask<(DashboardSelect? Select, Finding? Refusal)> ReadAsync(IQuerySession session, string end, string sql,
        string one,
        CancellationToken cancel)
    {
        var parsed = (await session.ParseAsync([sql], cancel).ConfigureAwait(false))[0];
        if (parsed.TreeJson is null) return (null, NotDrawn.At(null, $"`{end}` is no select: {parsed.Error}", "give one select"));
        var tables = mesh.Products.SelectMany(Names).ToList();
        if (UntrustedSql.Check(SelectTree.Read(parsed.TreeJson, sql), tables) is [var violation, ..])
            return (null, NotDrawn.At(null, $"`{end}`: {violation.Message}", violation.Help));
        if (await session.WholeTreeAsync(sql, cancel).ConfigureAwait(false) is not { } whole)
            return (null, NotDrawn.At(null, $"`{end}` cannot be read", "give one select"));
        var (select, problem) = DashboardSelect.Read(whole, one);
        return (select, problem is null ? null : NotDrawn.At(null, $"of `{end}` no bridge can be drawn: {problem}",
            "give one sum or count over one product, with conditions joined by AND"));
    }

    private static IEnumerable<string> Names(Product product) =>
        product.Contract.Objects.Select(o => $"{product.Ref}__{o.Name}")
            .Concat(product.Contract.Objects.Length == 1 ? [product.Ref.ToString()] : []);

    private (Product Product, Core.Contracts.SchemaObject Table)? Find(string name)
    {
        foreach (var product in mesh.Products)
            foreach (var table in product.Contract.Objects)
                if (name == $"{product.Ref}__{table.Name}" || (product.Contract.Objects.Length == 1
                    && name == product.Ref.ToString())) return (product, table);
        return null;
    }

    /// <summary>An expression of a select as text.</summary>
    internal static async ValueTask<string> TextAsync(IQuerySession session, string one, JsonNode expression, CancellationToken cancel) =>
        (await session.RenderAsync(DashboardSelect.Alone(one, expression), cancel).ConfigureAwait(false))["SELECT ".Length..]
            .TrimEnd(';', ' ');

    private static async ValueTask<DashboardSteps> StepsAsync(IQuerySession session, DashboardSelect a, DashboardSelect b,
        Core.Contracts.SchemaObject table, string one, CancellationToken cancel)
    {
        var texts = new List<string>();
        var columns = new List<(string Name, JsonNode Expression)>();
        async ValueTask<HashSet<int>> Of(DashboardSelect select)
        {
            var own = new HashSet<int>();
            foreach (var condition in select.Conditions)
            {
                var text = await TextAsync(session, one, condition, cancel).ConfigureAwait(false);
                if (!texts.Contains(text))
                {
                    columns.Add(($"p{Quote.Number((long)texts.Count)}", condition));
                    texts.Add(text);
                }
                own.Add(texts.IndexOf(text));
            }
            return own;
        }
        var (ofA, ofB) = (await Of(a).ConfigureAwait(false), await Of(b).ConfigureAwait(false));
        var names = table.Key.IsEmpty ? ["''"]
            : table.Key.Select(k => k.IsClassified() ? Quote.Text(k.Mask()) : $"CAST({Quote.Name(k.Name)} AS VARCHAR)");
        var key = await session.WholeTreeAsync($"SELECT {string.Join(" || '|' || ", names)}", cancel).ConfigureAwait(false);
        var select = await session.RenderAsync(a.Over([("key", DashboardSelect.Column(key!)), ("va", a.Value), ("vb", b.Value), .. columns]),
            cancel)
            .ConfigureAwait(false);
        var all = texts.Select((_, i) => $"COALESCE(p{Quote.Number((long)i)}, false) AS c{Quote.Number((long)i)}");
        await session.ExecuteAsync(new SqlText(
            $"CREATE TEMP TABLE dashboard_rows AS SELECT {string.Join(", ", ["key", "COALESCE(CAST(va AS DECIMAL(38,6)), 0) AS a", "COALESCE(CAST(vb AS DECIMAL(38,6)), 0) AS b", .. all])} FROM ({select.TrimEnd(';', ' ')})"),
            cancel).ConfigureAwait(false);
        return new("dashboard_rows", texts, ofA, ofB);
    }

    /// <summary>Holds what a walk says of either end against the number that its select gives by itself.</summary>
    internal static async ValueTask<List<Finding>> TieAsync(IQuerySession session,
        IEnumerable<(string End, string Sql, decimal Total)> ends, CancellationToken cancel)
    {
        var findings = new List<Finding>();
        foreach (var (end, sql, total) in ends)
        {
            var own = ReadDiscrepancies.Trim((await session.QueryAsync(new SqlText(sql), 1, cancel).ConfigureAwait(false)).Rows[0][0]);
            if (own != total)
                findings.Add(DoesNotTie.At(null, $"`{end}` gives {own}, and its rows come to {total}",
                    "its expression has more than six digits after the point, or is no exact number"));
        }
        return findings;
    }

    private static async ValueTask<BridgeReport> WalkAsync(IQuerySession session, DashboardSteps steps, Product product,
        (string A, string B) sql,
        string? opened, int limit, CancellationToken cancel)
    {
        var row = (await session.QueryAsync(steps.Amounts(), 1, cancel).ConfigureAwait(false)).Rows[0];
        decimal Number(int i) => ReadDiscrepancies.Trim(row[i]);
        var all = steps.All();
        var lines = all.Select((step, i) => new BridgeLineReport(step.Name, step.Title, EngineValues.Count(row[2 + 3 * i]),
            Number(3 + 3 * i), Number(4 + 3 * i),
            product.Team, step.Title)).Where(l => l.Gross != 0).ToList();
        var findings = await TieAsync(session, [("a", sql.A, Number(0)), ("b", sql.B, Number(1))], cancel).ConfigureAwait(false);
        var walk = new BridgeWalk("", Number(0), Number(1), lines, lines.Sum(l => l.Groups), lines.Sum(l => l.Gross));
        BridgeRowsReport? rows = null;
        if (opened is not null && all.FirstOrDefault(s => s.Name == opened) is { } behind)
        {
            var found = await session.QueryAsync(steps.Behind(behind, limit + 1), limit, cancel).ConfigureAwait(false);
            rows = new(opened, "", [.. found.Rows.Select(r => new BridgeRow((string)r[0]!, opened, ReadDiscrepancies.Trim(r[1]),
                ReadDiscrepancies.Trim(r[2]),
                ReadDiscrepancies.Trim(r[3]), null, null, null, null))], found.Truncated);
        }
        else if (opened is not null)
            findings.Add(NotDrawn.At(null, $"`{opened}` is no line of this walk", $"use one of {string.Join(", ", all.Select(s => s.Name))}"));
        return new("a", "b", "the number", product.Ref.ToString(), null, [walk], rows, findings);
    }
}
