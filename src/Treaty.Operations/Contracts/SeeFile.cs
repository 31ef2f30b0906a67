using System.Globalization;
using Treaty.Core.Contracts;
using Treaty.Core.Contracts.Formats;
using Treaty.Core.Findings;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Drafting;

namespace Treaty.Operations.Contracts;

/// <summary>Sees in a file of data what a contract can say of it.</summary>
internal sealed class SeeFile(IQueryEngine engine, ISourceFeed feed)
{
    public async ValueTask<PortableContract?> AsContractAsync(string file, ContractFormat format, string id, List<Finding> findings,
        CancellationToken cancel)
    {
        var path = Path.GetFullPath(file);
        if (format == ContractFormat.Parquet) return await ParquetAsync(path, file, id, findings, cancel).ConfigureAwait(false);
        if (await new DraftMesh(engine, feed).SeeAsync(path, findings, cancel).ConfigureAwait(false) is not { } table) return null;
        var fields = table.Columns.Select(c => Field(c) with { KeyPosition = c == table.Key ? 1 : 0, Required = c.Present }).ToList();
        return new(id, null, "1.0.0", null, [new(table.Product, null, null, [.. fields]) { Questions = [.. Questions(table)] }]);
    }

    private static IEnumerable<string> Questions(DraftTable table)
    {
        yield return table.Key is { } key
            ? $"is `{key.Name}` what identifies a row? it is unique in these {table.Rows.ToString("#,0", CultureInfo.InvariantCulture)} rows"
            : "no column is unique; which columns identify a row? mark them with primaryKey: true";
        if (table.Rejected > 0)
            yield return $"{table.Rejected.ToString(CultureInfo.InvariantCulture)} records could not be split into columns; is the delimiter right?";
        yield return "columns that were always filled are required here; may any of them be absent one day?";
    }

    private static PortableField Field(DraftColumn column)
    {
        var p = column.Property;
        return new(column.Name, PortableKindOf(p.Type))
        {
            PhysicalName = column.SourceName == column.Name ? null : column.SourceName,
            Digits = p.Type == LogicalType.Number ? (p.Precision, p.Scale) : null,
            Questions = p.Type == LogicalType.Number ? ["is this money? then name its currency: customProperties treatyCurrency"] : [],
        };
    }

    private static PortableKind PortableKindOf(LogicalType type) => type switch
    {
        LogicalType.Integer => PortableKind.Integer,
        LogicalType.Number => PortableKind.Number,
        LogicalType.Boolean => PortableKind.Boolean,
        LogicalType.Date => PortableKind.Date,
        LogicalType.Timestamp => PortableKind.Timestamp,
        _ => PortableKind.Text,
    };

    /// <summary>Parquet says its types itself, nested ones too; what is never absent and what is unique is counted.</summary>
    private async ValueTask<PortableContract?> ParquetAsync(string path, string file, string id, List<Finding> findings,
        CancellationToken cancel)
    {
        await using var session = await engine.OpenAsync(
            new SessionRequest([Path.GetDirectoryName(path)! + Path.DirectorySeparatorChar], [],
            Path.Combine(Path.GetTempPath(), "treaty-" + Path.GetRandomFileName())), cancel).ConfigureAwait(false);
        try
        {
            var rows = $"read_parquet({Quote.Text(path)})";
            var columns = (
                await session.QueryAsync(new SqlText($"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {rows})"),
                    int.MaxValue, cancel).ConfigureAwait(false))
                .Rows.Select(r => ContractFormats.Column((string)r[0]!, (string)r[1]!)).ToList();
            var counts = string.Join(", ", columns.SelectMany(c => new[] { $"count({Quote.Name(c.Name)})",
                c.Kind is PortableKind.Text or PortableKind.Integer ? $"count(DISTINCT {Quote.Name(c.Name)})" : "-1" }).Prepend(
                    "count(*)"));
            var seen = (await session.QueryAsync(new SqlText($"SELECT {counts} FROM {rows}"), 1, cancel).ConfigureAwait(false)).Rows[0]
                .Select(v => Convert.ToInt64(v, CultureInfo.InvariantCulture)).ToList();
            var fields = columns.Select((c, i) => c with { Required = seen[0] > 0 && seen[2 * i + 1] == seen[0] }).ToList();
            var key = columns.FindIndex(c =>
                seen[0] > 0 && seen[2 * columns.IndexOf(c) + 1] == seen[0] && seen[2 * columns.IndexOf(c) + 2] == seen[0]);
            if (key >= 0) fields[key] = fields[key] with { KeyPosition = 1 };
            return new(id, null, "1.0.0", null, [new(id, Path.GetFileName(file), null, [.. fields])
            {
                Questions = [key >= 0 ? $"is `{fields[key].Name}` what identifies a row? it is unique in this file"
                    : "no column is unique; which columns identify a row? mark them with primaryKey: true"],
            }]);
        }
        catch (BackendException e) when (e.Fault is BackendFault.Refused or BackendFault.Unreachable or BackendFault.Corrupt)
        {
            findings.Add(
                FormatFindings.NotReadable.At(new(file, 1, 1), $"this is no Parquet file: {e.Message}", "name a whole Parquet file"));
            return null;
        }
    }
}
