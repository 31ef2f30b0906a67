using System.Security.Cryptography;
using System.Text;
using Treaty.Core;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Decisions;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reading;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Deciding;

/// <summary>Puts the open discrepancies of the newest runs together by probable common cause.</summary>
public sealed class FindCases(MeshStore store, Mesh mesh)
{
    private const string OfTables = "class, side, subject, definition, group_key, discrepancy_id, currency, amount, gross";

    /// <param name="comparison">Only of this comparison; null for all.</param>
    public async ValueTask<CasesReport> RunAsync(string? comparison, Moment moment, CancellationToken cancel)
    {
        var cases = await AllAsync(comparison, moment, cancel).ConfigureAwait(false);
        return new(cases.Sum(c => c.Line.Count), [.. cases.Select(c => c.Line)
            .OrderByDescending(l => l.Count).ThenBy(l => l.Id, StringComparer.Ordinal)]);
    }

    /// <summary>One case; null where there is none of this id.</summary>
    public async ValueTask<CaseReport?> OneAsync(string id, Moment moment, CancellationToken cancel) =>
        (await AllAsync(null, moment, cancel).ConfigureAwait(false)).FirstOrDefault(c => c.Line.Id == id);

    private async ValueTask<IReadOnlyList<CaseReport>> AllAsync(string? only, Moment moment, CancellationToken cancel)
    {
        await new FollowQueue(store, mesh).RunAsync(moment, cancel).ConfigureAwait(false);
        var cases = new List<CaseReport>();
        foreach (var comparison in mesh.Comparisons.Where(c => only is null || Comparing.RefOf(c) == only)
            .OrderBy(Comparing.RefOf, StringComparer.Ordinal))
            if (await store.Ledger.ComparisonAsync(Comparing.RefOf(comparison), cancel).ConfigureAwait(false) is { } manifest)
                cases.AddRange(await OfAsync(comparison, manifest, moment, cancel).ConfigureAwait(false));
        return cases;
    }

    /// <summary>The cases of one comparison: read again as long as the run, what is resolved of it and the mesh are the same.</summary>
    private async ValueTask<IReadOnlyList<CaseReport>> OfAsync(Comparison comparison, ComparisonManifest manifest, Moment moment,
        CancellationToken cancel)
    {
        var resolved = (await store.Queue.PageAsync(
            new((f, _) => f.Comparison == manifest.Ref && f.State == DiscrepancyState.Resolved, QueueOrder.Amount, 0, int.MaxValue),
            cancel).ConfigureAwait(false)).Select(e => e.Item.Found.Id).Order(StringComparer.Ordinal).ToList();
        var name = $"cases of {manifest.Ref}";
        var basis = InForce.Hash([manifest.Run, manifest.Fingerprint, mesh.Hash, $"{moment.Day:O}", .. resolved]);
        if (await store.Memory.RecallAsync(name, basis, cancel).ConfigureAwait(false) is { } known)
            return TreatyJson.Read<IReadOnlyList<CaseReport>>(known);
        var cases = await FoundAsync(comparison, manifest, resolved, moment, cancel).ConfigureAwait(false);
        await store.Memory.RememberAsync(name, basis, TreatyJson.Write(cases), cancel).ConfigureAwait(false);
        return cases;
    }

    private async ValueTask<IReadOnlyList<CaseReport>> FoundAsync(Comparison comparison, ComparisonManifest manifest,
        IReadOnlyList<string> resolved, Moment moment, CancellationToken cancel)
    {
        await using var session = await store.OpenSessionAsync(mesh.Settings, [], writes: false, cancel).ConfigureAwait(false);
        if (!await ShowAsync(session, comparison, manifest, resolved, cancel).ConfigureAwait(false)) return [];
        var kinds = (await QueryAsync(session, CasesSql.Kinds(), cancel).ConfigureAwait(false))
            .ToDictionary(KindOf, r => EngineValues.Count(r[4]));
        var values = new List<ValueCount>();
        foreach (var (dimension, column) in CasesSql.Dimensions)
            values.AddRange((await QueryAsync(session, CasesSql.Values(column), cancel).ConfigureAwait(false))
                .Select(r => new ValueCount(KindOf(r), dimension, (string)r[4]!, EngineValues.Count(r[5]), EngineValues.Count(r[6]))));
        var groups = EngineValues.Count((await QueryAsync(session, new SqlText("SELECT count(*) FROM described"), cancel).ConfigureAwait(false))[0][0]);
        var causes = CommonCauses.Of(kinds, values, groups);
        var triage = new Triage(mesh, moment.Day);
        var cases = new List<CaseReport>();
        foreach (var cause in causes)
        {
            var same = causes.Where(c => c.Kind == cause.Kind && c.Dimension.Length > 0).ToList();
            var ids = await QueryAsync(session, CasesSql.Ids(cause, same.FirstOrDefault()?.Dimension, [.. same.Select(c => c.Value)]),
                cancel)
                .ConfigureAwait(false);
            var team = triage.Of(comparison, cause.Kind.Class, cause.Kind.Side, cause.Kind.Definition).Team ?? "";
            var list = ids.Select(r => (string)r[0]!).ToList();
            cases.Add(new(Line(manifest.Ref, cause, team, await AmountsAsync(session, list, cancel).ConfigureAwait(false)), list));
        }
        return cases;
    }

    /// <summary>Shows what is still open of what the run found, the groups, and the rows of both sides; false where there is
    /// nothing.</summary>
    private async ValueTask<bool> ShowAsync(IQuerySession session, Comparison comparison, ComparisonManifest manifest,
        IReadOnlyList<string> resolved, CancellationToken cancel)
    {
        var views = new InputViews(store, session);
        if (!await views.ShowTableAsync("all_found", manifest.Table(Comparing.Discrepancies), cancel).ConfigureAwait(false)) return false;
        await new ComparisonViews(store, session).ShowAsync("", manifest, cancel, Comparing.Groups).ConfigureAwait(false);
        foreach (var (name, side, read) in new[] { ("side_a", comparison.A, manifest.A), ("side_b", comparison.B, manifest.B) })
        {
            var product = mesh.Product(side.Object)!;
            var version = await store.Ledger.VersionAsync(Reference.TryParse(read)!, cancel).ConfigureAwait(false);
            await views.ShowObjectAsync(name, product, ComparisonRules.ObjectOf(product, side.Object)!, version!, cancel)
                .ConfigureAwait(false);
        }
        var without = resolved.Count == 0 ? "" : $" WHERE discrepancy_id NOT IN (SELECT unnest({Quote.List(resolved)}))";
        await session.ExecuteAsync(new SqlText($"CREATE TEMP TABLE found AS SELECT {OfTables} FROM all_found{without}"), cancel).ConfigureAwait(false);
        await session.ExecuteAsync(CasesSql.Describe(), cancel).ConfigureAwait(false);
        return true;
    }

    private static CaseKind KindOf(IReadOnlyList<object?> row) =>
        new((string)row[0]!, (string?)row[1] ?? "", (string?)row[2] ?? "", (string?)row[3] ?? "");

    private static CaseLine Line(string comparison, CommonCause cause, string team, IReadOnlyList<AmountLine> amounts)
    {
        var kind = cause.Kind;
        var name = $"{comparison}|{kind.Class}|{kind.Side}|{kind.Subject}|{kind.Definition}|{cause.Dimension}|{cause.Value}";
        return new("k" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..11], comparison, kind.Class, kind.Subject,
            kind.Definition, cause.Dimension, cause.Value, cause.Count, amounts, team, cause.Words);
    }

    private static async ValueTask<IReadOnlyList<AmountLine>> AmountsAsync(IQuerySession session, IReadOnlyList<string> ids,
        CancellationToken cancel)
    {
        var rows = await QueryAsync(session, new SqlText(
            $"SELECT coalesce(currency, ''), sum(amount), sum(gross) FROM found WHERE discrepancy_id IN (SELECT unnest({Quote.List(ids)})) GROUP BY 1 ORDER BY 1"),
            cancel).ConfigureAwait(false);
        return [.. rows.Select(r => new AmountLine((string)r[0]!, ReadDiscrepancies.Trim(r[1]), ReadDiscrepancies.Trim(r[2])))];
    }

    private static async ValueTask<IReadOnlyList<IReadOnlyList<object?>>> QueryAsync(IQuerySession session, SqlText select,
        CancellationToken cancel) =>
        (await session.QueryAsync(select, int.MaxValue, cancel).ConfigureAwait(false)).Rows;
}
