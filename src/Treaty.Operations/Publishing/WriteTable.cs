using System.Globalization;
using Treaty.Core;
using Treaty.Core.Contracts;
using Treaty.Core.Products;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Publishing;

/// <summary>The columns of a table on its way into the lake.</summary>
public sealed record TableColumn(string Name, string EngineType, string LakeType, bool Nullable);

/// <summary>A written, not yet committed table: the commit and its manifest entry.</summary>
/// <param name="Files">The files that the table will have.</param>
public sealed record WrittenTable(PreparedCommit Commit, TableManifest Manifest, IReadOnlyList<LakeFile> Files)
{
    /// <summary>The least and greatest instant of a column of days or instants, from the files' statistics.</summary>
    public (DateTimeOffset? Oldest, DateTimeOffset? Newest) Span(string column)
    {
        var of = Files.SelectMany(f => f.Statistics).Where(s => s.Column == column).ToList();
        return (of.Select(s => At(s.Minimum)).Min(), of.Select(s => At(s.Maximum)).Max());
    }

    private static DateTimeOffset? At(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}

/// <summary>Writes a table's Parquet file into the lake's folder and prepares the commit that will make it part of the table.</summary>
public sealed class WriteTable(MeshStore store, IQuerySession session, string run, DateTimeOffset at)
{
    /// <param name="copy">Makes the COPY statement for a path.</param>
    /// <param name="before">The table as the last version has it.</param>
    /// <param name="replace">False where the file is added to what is there.</param>
    /// <param name="content">The content of the written rows, where it is known already; null: it is read from the file.</param>
    public async ValueTask<WrittenTable> RunAsync(
        LakeTable table, string name, IReadOnlyList<TableColumn> columns, Func<string, SqlText> copy, TableManifest? before, bool replace,
            string? content, CancellationToken cancel)
    {
        await FileAsync(table, async path => await session.ExecuteAsync(copy(path), cancel).ConfigureAwait(false)).ConfigureAwait(false);
        return await PrepareAsync(table, name, columns, before, replace, content, cancel).ConfigureAwait(false);
    }

    /// <summary>Writes the file that <see cref="PrepareAsync"/> makes part of the table. Half a file is of no use, and may be what fills
    /// the disk, so none is left where writing fails.</summary>
    public async ValueTask FileAsync(LakeTable table, Func<string, ValueTask> write)
    {
        var path = PathIn(table);
        var whole = false;
        try
        {
            await write(path).ConfigureAwait(false);
            whole = true;
        }
        finally
        {
            if (!whole) File.Delete(path);
        }
    }

    /// <summary>Prepares the commit of the file that lies in the table's folder; see <see cref="RunAsync"/>.</summary>
    public async ValueTask<WrittenTable> PrepareAsync(LakeTable table, string name, IReadOnlyList<TableColumn> columns,
        TableManifest? before, bool replace, string? content, CancellationToken cancel)
    {
        var path = PathIn(table);
        var file = Path.GetFileName(path);
        Sync(path);
        var rows = (long)(await session.QueryAsync(FileStatisticsSql.Rows(path), 1, cancel).ConfigureAwait(false)).Scalar!;
        var newest = await store.Lake.ReadAsync(table, null, cancel).ConfigureAwait(false);
        var add = rows == 0 ? [] : new[] { new LakeFile(file, new FileInfo(path).Length, rows, await StatisticsAsync(path, columns, cancel)
            .ConfigureAwait(false)) };
        if (rows == 0) File.Delete(path);
        var kept = replace || before is null ? null : newest;
        var written = rows == 0 ? ContentHash.Nothing : content
            ?? await TableContent.OfFilesAsync(session, [path], columns.Select(c => c.Name), cancel).ConfigureAwait(false);
        var commit = new LakeCommit(run, at, [.. columns.Select(c => new LakeColumn(c.Name, c.LakeType, c.Nullable))], add, replace,
            newest?.Version);
        var becomes = (newest?.Version ?? -1) + 1;
        var total = rows + (kept?.Files.Sum(f => f.Rows) ?? 0);
        var manifest = new TableManifest(name, table, becomes, total, Corrected: false,
            kept is null ? written : ContentHash.Plus(before!.Content, written));
        return new(new(table, commit, becomes), manifest, [.. kept?.Files ?? [], .. add]);
    }

    private string PathIn(LakeTable table) => Path.Combine(store.Lake.DataFolder(table), $"part-{run}.parquet");

    /// <summary>The file must be on disk before a record names it.</summary>
    private static void Sync(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>A file that lies in the table's folder, made durable, as a commit names it.</summary>
    public async ValueTask<LakeFile> DescribeAsync(string path, IReadOnlyList<TableColumn> columns, CancellationToken cancel)
    {
        Sync(path);
        var rows = (long)(await session.QueryAsync(FileStatisticsSql.Rows(path), 1, cancel).ConfigureAwait(false)).Scalar!;
        return new(Path.GetFileName(path), new FileInfo(path).Length, rows, await StatisticsAsync(path, columns, cancel)
            .ConfigureAwait(false));
    }

    private async ValueTask<IReadOnlyList<ColumnStatistics>> StatisticsAsync(string path, IReadOnlyList<TableColumn> columns,
        CancellationToken cancel)
    {
        var typed = columns.Select(c => (c.Name, c.EngineType)).ToList();
        var rows = await session.QueryAsync(FileStatisticsSql.Of(path, typed), typed.Count, cancel).ConfigureAwait(false);
        return [.. rows.Rows.Select(row => Statistic(columns.First(c => c.Name == (string)row[0]!), row))];
    }

    private static ColumnStatistics Statistic(TableColumn column, IReadOnlyList<object?> row)
    {
        string? Bound(object? value) => value is not string text ? null : column.LakeType switch
        {
            "timestamp" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture,
                System.Globalization.DateTimeStyles.AssumeUniversal,
                out var at)
                ? Moment.InstantText(at) : null,
            // A bound cut to the limit of a footer would be wrong as a greatest value.
            "string" => text.Length <= 32 ? text : null,
            _ => text,
        };
        return new(column.Name, Bound(row[1]), Bound(row[2]), row[3] is null ? null : EngineValues.Count(row[3]));
    }
}
