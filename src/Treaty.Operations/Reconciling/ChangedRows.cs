using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Matching;
using Treaty.Core.Reconciliation.Rates;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Stores;
using ChangeSql = Treaty.Core.Reconciliation.ChangeSql;

namespace Treaty.Operations.Reconciling;

/// <summary>The last comparison, and what it obeyed.</summary>
/// <param name="Locks">The decisions about single rows then.</param>
internal sealed record ComparisonBefore(ComparisonManifest Manifest, MatchLocks Locks);

/// <summary>The versions that a comparison is made from.</summary>
/// <param name="Inputs">Those of what it reads besides its sides, by product.</param>
internal sealed record ComparedVersions(VersionManifest A, VersionManifest B, IReadOnlyDictionary<string, VersionManifest> Inputs);

/// <summary>
/// Finds the rows that have changed on either side since a comparison was made, and all that they touch, so that only that need be
/// compared. Rows for which a mapping or rates say something else than before, and those that decisions were made about, count as changed.
/// Given up, for everything to be compared anew, where much has changed or many changes have piled up.
/// </summary>
internal sealed class ChangedRows(MeshStore store, Mesh mesh, IQuerySession session)
{
    /// <summary>Changes after which everything is compared and written anew.</summary>
    public const int MostChanges = 16;

    /// <summary>One in so many rows may change.</summary>
    private const int Share = 5;

    private readonly InputViews _views = new(store, session);

    /// <returns>The plan with what is known of its sides, where the tables of <see cref="ChangeSql"/> are ready; else why everything is
    /// to be compared.</returns>
    public async ValueTask<(ComparisonPlan? Changes, string Why)> FindAsync(
        ComparisonPlan plan, ComparisonBefore last, ComparedVersions now, CancellationToken cancel)
    {
        var before = last.Manifest;
        plan = plan with { FormerLocks = last.Locks };
        if (ChangeSql.Obstacle(plan) is { } obstacle) return (null, obstacle);
        if (before.Changes >= MostChanges) return (null, $"{MostChanges} changes were added since everything was compared");
        if (before.Tables.All(t => t.Object != Comparing.Agreed)) return (null, "the comparison before was written in an older form");
        await session.ExecuteAllAsync(ConversionSql.Statements(plan), cancel).ConfigureAwait(false);
        var judgedAnew = await new MovedRows(store, mesh, session).FindAsync(plan, last, now, cancel).ConfigureAwait(false);
        var (a, b) = (await SideAsync(plan, Side.A, before.A, now.A, cancel).ConfigureAwait(false),
            await SideAsync(plan, Side.B, before.B, now.B, cancel).ConfigureAwait(false));
        if (a is null || b is null) return (null, "a version that it was made from is no longer on record");
        var rows = before.Tables.Where(t => t.Object is Comparing.Agreed or Comparing.Members or Comparing.Groups)
            .Sum(t => t.Object == Comparing.Agreed ? 2 * t.Rows : t.Rows);
        if (a.Rows + b.Rows > rows / Share) return (null, "more than a fifth of the rows changed");
        await new ComparisonViews(store, session).ShowAsync(plan.Prefix + "before_", before, cancel, Comparing.Members, Comparing.Groups,
            Comparing.Discrepancies).ConfigureAwait(false);
        await RunSteps.Async(session, ChangeSql.Decided(plan), cancel).ConfigureAwait(false);
        var dated = before is { NewestA: not null, NewestB: not null } || plan.First.A.Date is null && plan.First.B.Date is null;
        judgedAnew |= !dated || a.Corrected || b.Corrected;
        await session.ExecuteAllAsync(ChangeSql.Start(plan, a.Were + b.Were > 0, judgedAnew), cancel).ConfigureAwait(false);
        if (!await GrowAsync(plan, rows, cancel).ConfigureAwait(false)) return (null, "the changed rows are linked with too many others");
        return (plan with { A = Added(plan, Side.A, a, before.NewestA), B = Added(plan, Side.B, b, before.NewestB) }, "");
    }

    /// <summary>Where rows were only added, those alone are read for what the whole side comes to.</summary>
    private static PlannedSide Added(ComparisonPlan plan, Side side, SideChange change, DateOnly? newest) =>
        change.Corrected || newest is null && plan.First.On(side).Date is not null ? plan.On(side)
            : plan.On(side) with { Added = new($"{plan.Prefix}added_{side.Letter()}", newest) };

    private async ValueTask<bool> GrowAsync(ComparisonPlan plan, long rows, CancellationToken cancel)
    {
        if (ChangeSql.IsSimple(plan)) return true;
        var size = -1L;
        for (var round = 0; round < ChangeSql.MostRounds; round++)
        {
            await session.ExecuteAllAsync(ChangeSql.Round(plan), cancel).ConfigureAwait(false);
            var grown = await NumberAsync(ChangeSql.Size(plan).Text, cancel).ConfigureAwait(false);
            if (grown > rows) return false;
            if (grown == size) return true;
            size = grown;
        }
        return false;
    }

    /// <summary>What has changed on a side.</summary>
    /// <param name="Rows">How many rows.</param>
    /// <param name="Were">How many of them may have been there before.</param>
    /// <param name="Corrected">True where rows that were there may have changed or left, and not only moved.</param>
    private sealed record SideChange(long Rows, long Were, bool Corrected);

    /// <summary>Rows written by a later run than the version that was compared, rows that have moved, and rows that are gone.</summary>
    private async ValueTask<SideChange?> SideAsync(ComparisonPlan plan, Side side, string compared, VersionManifest now,
        CancellationToken cancel)
    {
        if (Reference.TryParse(compared) is not { } reference
            || await store.Ledger.VersionAsync(reference, cancel).ConfigureAwait(false) is not { } then) return null;
        var (of, view, letter) = (plan.Comparison.On(side).Object, Quote.Name(plan.On(side).View), side.Letter());
        var product = mesh.Product(of)!;
        var name = ComparisonRules.ObjectOf(product, of)!;
        var same = then.Version == now.Version;
        var added = same || await OnlyAddedAsync(then.Table(name), now.Table(name), cancel).ConfigureAwait(false);
        var since = same ? "false" : Later(then.Run, now.Run);
        var (changed, @new, moved) = (plan.Table("changed_" + letter), plan.Table("new_" + letter), MovedSql.Table(plan, side));
        var hasMoved = await NumberAsync($"SELECT count(*) FROM {moved}", cancel).ConfigureAwait(false) > 0;
        await session.ExecuteAsync(new SqlText($"CREATE OR REPLACE TEMP TABLE {@new} AS\nSELECT *\nFROM {view}\nWHERE {since}"
            + (hasMoved ? $"\nUNION ALL\nSELECT *\nFROM {view}\nWHERE _row_id IN (FROM {moved}) AND NOT ({since})" : "")), cancel)
            .ConfigureAwait(false);
        await session.ExecuteAsync(new SqlText(
            $"CREATE OR REPLACE TEMP VIEW {plan.Table("added_" + letter)} AS\nSELECT *\nFROM {@new}\nWHERE {since}"), cancel)
            .ConfigureAwait(false);
        var was = added ? $"(_row_version > 1 OR NOT ({since}))" : "true";
        var count = (await session.QueryAsync(new SqlText($"SELECT count(*), count_if({was}), count_if(_row_version > 1 AND {since}), "
            + $"count_if(_row_version = 1 AND {since}) FROM {@new}"), 1, cancel).ConfigureAwait(false)).Rows[0];
        var select = $"SELECT _row_id AS row_id, {was} AS was, {ChangeSql.KeyOf(plan, side)} AS group_key\nFROM {@new}";
        var left = !added && MayHaveLeft(then, now, name, EngineValues.Count(count[3]));
        if (left)
        {
            var old = plan.Table("then_" + letter);
            await _views.ShowObjectAsync(old, product, name, then, cancel).ConfigureAwait(false);
            select += $"\nUNION ALL\nSELECT _row_id, true, NULL\nFROM {old}\nWHERE _row_id NOT IN (SELECT _row_id FROM {view})";
        }
        await session.ExecuteAsync(new SqlText($"CREATE OR REPLACE TEMP {(left ? "TABLE" : "VIEW")} {changed} AS\n{select}"), cancel)
            .ConfigureAwait(false);
        if (!left)
            return new(EngineValues.Count(count[0]), EngineValues.Count(count[1]), !added || EngineValues.Count(count[2]) > 0);
        var rows = await NumberAsync($"SELECT count(*) FROM {changed}", cancel).ConfigureAwait(false);
        return new(rows, rows, true);
    }

    /// <summary>False where counts say that every row that was there still is: none that came had left before, and as many came as there
    /// are more.</summary>
    /// <param name="first">How many rows of a later run are the first of their key.</param>
    private static bool MayHaveLeft(VersionManifest then, VersionManifest now, string name, long first)
    {
        var (old, @new) = (then.Table(name), now.Table(name));
        var retractions = RetractionSql.TableOf(name);
        return old is null || @new is null || old.Corrected || @new.Corrected
            || then.Table(retractions)?.Content != now.Table(retractions)?.Content || old.Rows + first != @new.Rows;
    }

    /// <summary>Written by a later run; by the run alone where ids are of one length, so that files without such rows are not
    /// read.</summary>
    private static string Later(string then, string now) => then.Length == now.Length ? $"_run > {Quote.Text(then)}"
        : $"(length(_run), _run) > ({Quote.Number(then.Length)}, {Quote.Text(then)})";

    private async ValueTask<bool> OnlyAddedAsync(TableManifest? then, TableManifest? now, CancellationToken cancel)
    {
        if (then is null || now is null) return false;
        var (old, @new) = (await store.Lake.ReadAsync(then.Table, then.LakeVersion, cancel).ConfigureAwait(false),
            await store.Lake.ReadAsync(now.Table, now.LakeVersion, cancel).ConfigureAwait(false));
        return old is not null && @new is not null
            && old.Files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal).IsSubsetOf(@new.Files.Select(f => f.Path));
    }

    private async ValueTask<long> NumberAsync(string select, CancellationToken cancel) =>
        EngineValues.Count((await session.QueryAsync(new SqlText(select), 1, cancel).ConfigureAwait(false)).Scalar);
}
