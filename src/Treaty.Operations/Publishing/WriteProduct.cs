using System.Globalization;
using System.Numerics;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Products;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Publishing;

/// <summary>Writes the good rows of every object and the quarantine, and holds the result against the first law.</summary>
public sealed class WriteProduct(MeshStore store, IQuerySession session, PublishPlan plan, RunIdentity run)
{
    private readonly WriteTable _table = new(store, session, run.Id, run.At);
    private readonly WriteRetractions _retractions = new(store, session, plan, run);

    /// <returns>The tables that were written, those that stay as they are, and what became of the rows.</returns>
    public async ValueTask<(IReadOnlyList<WrittenTable> Tables, IReadOnlyList<TableManifest> Kept, RowFigures Figures)> RunAsync(
        IReadOnlyList<CheckedObject> objects, RowFigures figures, List<Finding> findings, CancellationToken cancel)
    {
        var product = plan.Product;
        var (tables, stay) = (new List<WrittenTable>(), new List<TableManifest>());
        long written = 0;
        foreach (var o in objects)
        {
            var (table, retractions, rows, added, changed) = await ObjectAsync(o, findings, cancel).ConfigureAwait(false);
            tables.Add(table);
            if (retractions is not null) tables.Add(retractions);
            else if (_retractions.Standing(o.Object) is { } standing) stay.Add(standing);
            var before = plan.Before?.Table(o.Object.Name)?.Rows ?? 0;
            written += rows;
            figures = figures with
            {
                Published = figures.Published + table.Manifest.Rows,
                Unchanged = figures.Unchanged + (plan.Adds ? o.Good - rows : 0),
                Added = figures.Added + added,
                Changed = figures.Changed + changed,
                Removed = figures.Removed + (plan.Adds ? 0 : Math.Max(0, before - (rows - added))),
            };
        }
        Conservation.JudgeRows(product, figures, written, figures.Quarantined, findings);
        tables.Add(await QuarantineAsync(objects, cancel).ConfigureAwait(false));
        return (tables, stay, figures);
    }

    /// <summary>Where rows close, the quarantine is written whole; where a publish only adds and closes none, its rows are added.</summary>
    private async ValueTask<WrittenTable> QuarantineAsync(IReadOnlyList<CheckedObject> objects, CancellationToken cancel)
    {
        var product = plan.Product;
        var table = new LakeTable(product.Ref.Context, product.Folder, product.Major, QuarantineTable.Name);
        string? before = null;
        if (plan.Before?.Table(QuarantineTable.Name) is { Rows: > 0 } standing)
        {
            before = Quote.Name("_quarantine_before");
            await new InputViews(store, session).ShowQuarantineAsync(before, standing, plan.Before.Run, cancel).ConfigureAwait(false);
        }
        var life = new QuarantineLifeSql("_quarantine", before, run.Id);
        List<(string Object, string Ids)> ids = [.. objects.Where(o => o.Kept is not null).Select(o => (o.Object.Name, o.Kept!.New))];
        var closes = !plan.Adds
            || EngineValues.Count((await session.QueryAsync(life.CountClosing(ids), 1, cancel).ConfigureAwait(false)).Scalar) > 0;
        var rows = !plan.Adds ? life.Replacing(plan.FilesGone, plan.FilesCome) : closes ? life.Adding(ids) : life.Opening();
        return await _table.RunAsync(table, QuarantineTable.Name, QuarantineTable.Columns, path => QuarantineTable.Copy(rows, path),
            plan.Before?.Table(QuarantineTable.Name), replace: closes, null, cancel).ConfigureAwait(false);
    }

    private async ValueTask<(WrittenTable Table, WrittenTable? Retractions, long Rows, long Added, long Changed)> ObjectAsync(
        CheckedObject o, List<Finding> findings, CancellationToken cancel)
    {
        var product = plan.Product;
        var before = plan.Before?.Table(o.Object.Name);
        var previous = o.Kept is { } kept ? o.Again == 0 ? null : kept.Replaced
            : before is null ? null
            : await new InputViews(store, session).ShowPreviousAsync(product, o.Object, plan.Before!, cancel).ConfigureAwait(false);
        var gone = await _retractions.GoneAsync(o.Object, cancel).ConfigureAwait(false);
        var state = new RowStateSql(product.Ref, o.Object, o.Sql.Placed, previous, run.Id, gone);
        var table = new LakeTable(product.Ref.Context, product.Folder, product.Major, o.Object.Name);
        string? path = null;
        SqlText Copy(string to)
        {
            path = to;
            return state.Write(to, plan.Adds);
        }
        var result = await _table.RunAsync(table, o.Object.Name, Columns(o.Object), Copy, before, replace: !plan.Adds,
            plan.Adds ? null : $"{o.Good}:{BigInteger.Parse(o.Content, CultureInfo.InvariantCulture):x}", cancel).ConfigureAwait(false);
        var counts = !File.Exists(path) ? [0L, 0L, 0L] : previous is null && gone is null ? [o.Good, o.Good, 0L]
            : (await session.QueryAsync(state.Written(path!), 1, cancel).ConfigureAwait(false)).Rows[0];
        var (rows, added, changed) = (EngineValues.Count(counts[0]), EngineValues.Count(counts[1]), EngineValues.Count(counts[2]));
        var mayLeave = !plan.Adds && before is not null && (gone is not null || before.Rows > rows - added);
        var (retractions, returned) = await _retractions.RunAsync(o.Object, path, mayLeave ? previous : null, gone, cancel)
            .ConfigureAwait(false);
        (added, changed) = (added + returned, changed - returned);
        await Conservation.JudgeMoneyAsync(session, product, o, File.Exists(path) ? path : null, plan.Adds, findings, cancel)
            .ConfigureAwait(false);
        var isCorrected = plan.Adds && (before?.Corrected == true || changed > 0);
        return (result with { Manifest = result.Manifest with { Corrected = isCorrected, Counts = o.Counts } },
            retractions, rows, added, changed);
    }

    private static IReadOnlyList<TableColumn> Columns(SchemaObject schemaObject) =>
    [
        .. schemaObject.Properties.Select(p => new TableColumn(p.Name, p.EngineType(), p.LakeType(), true)),
        .. SystemColumns.All.Select(c => new TableColumn(c.Name, c.EngineType, c.LakeType, true)),
    ];
}
