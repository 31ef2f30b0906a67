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

    /// <summary>Append: only new states of rows are written, beside what is there.</summary>
    public bool OnlyNew => plan.Before is not null && plan.Sources.Count > 0 && plan.Sources.All(s => s.Source.Mode == SourceMode.Append);

    public async ValueTask<(IReadOnlyList<WrittenTable> Tables, RowFigures Figures)> RunAsync(
        IReadOnlyList<CheckedObject> objects, RowFigures figures, List<Finding> findings, CancellationToken cancel)
    {
        var product = plan.Product;
        var tables = new List<WrittenTable>();
        long written = 0;
        foreach (var o in objects)
        {
            var (table, rows, added, changed) = await ObjectAsync(o, findings, cancel).ConfigureAwait(false);
            tables.Add(table);
            var before = plan.Before?.Table(o.Object.Name)?.Rows ?? 0;
            written += rows;
            figures = figures with
            {
                Published = figures.Published + table.Manifest.Rows,
                Unchanged = figures.Unchanged + (OnlyNew ? o.Good - rows : 0),
                Added = figures.Added + added,
                Changed = figures.Changed + changed,
                Removed = figures.Removed + (OnlyNew ? 0 : Math.Max(0, before - (rows - added))),
            };
        }
        Conservation.JudgeRows(product, figures, written, figures.Quarantined, findings);
        var quarantine = new LakeTable(product.Ref.Context, product.Ref.Product, product.Major, QuarantineTable.Name);
        tables.Add(await _table.RunAsync(quarantine, QuarantineTable.Name, QuarantineTable.Columns, QuarantineTable.Copy,
            plan.Before?.Table(QuarantineTable.Name), replace: !OnlyNew, null, cancel).ConfigureAwait(false));
        return (tables, figures);
    }

    private async ValueTask<(WrittenTable Table, long Rows, long Added, long Changed)> ObjectAsync(CheckedObject o, List<Finding> findings,
        CancellationToken cancel)
    {
        var product = plan.Product;
        var before = plan.Before?.Table(o.Object.Name);
        string? previous = null;
        if (before is not null)
        {
            previous = Quote.Name("_previous_" + o.Object.Name);
            await new InputViews(store, session).ShowObjectAsync(previous, product, o.Object.Name, plan.Before!, cancel)
                .ConfigureAwait(false);
        }
        var state = new RowStateSql(product.Ref, o.Object, o.Sql.Placed, previous, run.Id);
        var table = new LakeTable(product.Ref.Context, product.Ref.Product, product.Major, o.Object.Name);
        string? path = null;
        SqlText Copy(string to)
        {
            path = to;
            return state.Write(to, OnlyNew);
        }
        var result = await _table.RunAsync(table, o.Object.Name, Columns(o.Object), Copy, before, replace: !OnlyNew,
            OnlyNew ? null : $"{o.Good}:{BigInteger.Parse(o.Content, CultureInfo.InvariantCulture):x}", cancel).ConfigureAwait(false);
        var counts = !File.Exists(path) ? [0L, 0L, 0L] : previous is null ? [o.Good, o.Good, 0L]
            : (await session.QueryAsync(state.Written(path!), 1, cancel).ConfigureAwait(false)).Rows[0];
        var (rows, added, changed) = (EngineValues.Count(counts[0]), EngineValues.Count(counts[1]), EngineValues.Count(counts[2]));
        await Conservation.JudgeMoneyAsync(session, product, o, File.Exists(path) ? path : null, OnlyNew, findings, cancel)
            .ConfigureAwait(false);
        var isCorrected = OnlyNew && (before?.Corrected == true || changed > 0);
        return (result with { Manifest = result.Manifest with { Corrected = isCorrected } }, rows, added, changed);
    }

    private static IReadOnlyList<TableColumn> Columns(SchemaObject schemaObject) =>
    [
        .. schemaObject.Properties.Select(p => new TableColumn(p.Name, p.EngineType(), p.LakeType(), true)),
        .. SystemColumns.All.Select(c => new TableColumn(c.Name, c.EngineType, c.LakeType, true)),
    ];
}
