using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reconciling;

/// <summary>
/// Finds the rows that have changed on either side since a comparison was made, and all that they touch, so that only that need be
/// compared.
/// Given up, for everything to be compared anew, where much has changed or many changes have piled up.
/// </summary>
internal sealed class ChangedRows(MeshStore store, Mesh mesh, IQuerySession session)
{
    /// <summary>Changes after which everything is compared and written anew.</summary>
    public const int MostChanges = 16;

    /// <summary>One in so many rows may change.</summary>
    private const int Share = 5;

    private readonly InputViews _views = new(store, session);

    /// <returns>True where the tables of <see cref="ChangeSql"/> are ready; false where everything is to be compared.</returns>
    public async ValueTask<bool> FindAsync(
        ComparisonPlan plan, ComparisonManifest before, (VersionManifest A, VersionManifest B) now, CancellationToken cancel)
    {
        if (before.Changes >= MostChanges || !ChangeSql.Possible(plan)) return false;
        if (before.Tables.All(t => t.Object != Comparing.Agreed)) return false;
        if (!await SideAsync(plan, Side.A, before.A, now.A, cancel).ConfigureAwait(false)) return false;
        if (!await SideAsync(plan, Side.B, before.B, now.B, cancel).ConfigureAwait(false)) return false;
        var rows = before.Tables.Where(t => t.Object is Comparing.Agreed or Comparing.Members or Comparing.Groups)
            .Sum(t => t.Object == Comparing.Agreed ? 2 * t.Rows : t.Rows);
        var (a, b) = (plan.Table("changed_a"), plan.Table("changed_b"));
        var changed = await NumberAsync($"SELECT (SELECT count(*) FROM {a}) + (SELECT count(*) FROM {b})", cancel).ConfigureAwait(false);
        if (changed > rows / Share) return false;
        await new ComparisonViews(store, session).ShowAsync(plan.Prefix + "before_", before, cancel, Comparing.Members, Comparing.Groups,
            Comparing.Discrepancies).ConfigureAwait(false);
        await RunAsync(ChangeSql.Start(plan), cancel).ConfigureAwait(false);
        return await GrowAsync(plan, rows, cancel).ConfigureAwait(false);
    }

    private async ValueTask<bool> GrowAsync(ComparisonPlan plan, long rows, CancellationToken cancel)
    {
        if (ChangeSql.IsSimple(plan)) return true;
        var size = -1L;
        for (var round = 0; round < ChangeSql.MostRounds; round++)
        {
            await RunAsync(ChangeSql.Round(plan), cancel).ConfigureAwait(false);
            var grown = await NumberAsync(ChangeSql.Size(plan).Text, cancel).ConfigureAwait(false);
            if (grown > rows) return false;
            if (grown == size) return true;
            size = grown;
        }
        return false;
    }

    /// <summary>Rows written by a later run than the version that was compared, and rows that are gone.</summary>
    private async ValueTask<bool> SideAsync(ComparisonPlan plan, Side side, string compared, VersionManifest now, CancellationToken cancel)
    {
        if (Reference.TryParse(compared) is not { } reference
            || await store.Ledger.VersionAsync(reference, cancel).ConfigureAwait(false) is not { } then) return false;
        var (of, view) = (plan.Comparison.On(side).Object, Quote.Name(plan.On(side).View));
        var product = mesh.Product(of)!;
        var name = ComparisonRules.ObjectOf(product, of)!;
        var added = then.Version == now.Version || await OnlyAddedAsync(then.Table(name), now.Table(name), cancel).ConfigureAwait(false);
        var key = ChangeSql.KeyOf(plan, side);
        var select = then.Version == now.Version
            ? "SELECT CAST(NULL AS BIGINT) AS row_id, false AS was, CAST(NULL AS VARCHAR) AS group_key WHERE false"
            : $"SELECT _row_id AS row_id, {(added ? "_row_version > 1" : "true")} AS was, {key} AS group_key\nFROM {view}\n"
                + $"WHERE {Later(then.Run, now.Run)}";
        if (!added)
        {
            var old = plan.Table("then_" + side.Letters());
            await _views.ShowObjectAsync(old, product, name, then, cancel).ConfigureAwait(false);
            select += $"\nUNION\nSELECT _row_id, true, {key}\nFROM {old}\nWHERE _row_id NOT IN (SELECT _row_id FROM {view})";
        }
        var changed = plan.Table("changed_" + side.Letters());
        await session.ExecuteAsync(new SqlText($"CREATE OR REPLACE TEMP TABLE {changed} AS\n{select}"), cancel).ConfigureAwait(false);
        return true;
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

    private async ValueTask RunAsync(IEnumerable<SqlText> statements, CancellationToken cancel)
    {
        foreach (var statement in statements) await session.ExecuteAsync(statement, cancel).ConfigureAwait(false);
    }

    private async ValueTask<long> NumberAsync(string select, CancellationToken cancel) =>
        EngineValues.Count((await session.QueryAsync(new SqlText(select), 1, cancel).ConfigureAwait(false)).Scalar);
}
