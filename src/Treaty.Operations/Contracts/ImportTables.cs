using Treaty.Core.Contracts.Formats;
using Treaty.Core.Findings;
using Treaty.Core.Products;
using Treaty.Operations.Doors;

namespace Treaty.Operations.Contracts;

/// <summary>Drafts a contract from tables of a database that treaty.yaml names; it reads the catalog, and no row.</summary>
public sealed class ImportTables(ITableFeed feed)
{
    public static readonly FindingKind NoConnection = new("TRY1267", Severity.Error,
        "a database is named that the configuration does not name");

    /// <param name="connection">The connection of treaty.yaml; null where it names none of this name.</param>
    /// <param name="source">As the user wrote it: <c>connection:table</c>, several tables between commas, <c>*</c> for all.</param>
    public async ValueTask<ImportReport> RunAsync(string source, Connection? connection, string? id, CancellationToken cancel)
    {
        var name = source.Split(':')[0];
        if (connection is null)
            return new(source, null, null, [],
                [NoConnection.At(null, $"treaty.yaml names no connection `{name}`, and no other host is reached",
                "name it under `connections:` in treaty.yaml, and the mesh with --mesh DIR")]);
        var findings = new List<Finding>();
        await using var snapshot = await feed.OpenAsync(new TablePlace(null, connection), cancel).ConfigureAwait(false);
        var wanted = source[(name.Length + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var tables = new List<PortableTable>();
        foreach (var table in wanted is ["*"] ? await snapshot.TablesAsync(cancel).ConfigureAwait(false) : wanted)
            tables.Add(await TableAsync(snapshot, table, cancel).ConfigureAwait(false));
        if (tables.Count > 0) return ImportContract.Report(source, ContractFormat.PostgresTable,
            new(id ?? name, null, "1.0.0", null, [.. tables]), findings);
        findings.Add(FormatFindings.NothingIn.At(null, $"`{source}` names no table", $"write {name}:schema.table, or {name}:* for all"));
        return ImportContract.Report(source, ContractFormat.PostgresTable, null, findings);
    }

    private static async ValueTask<PortableTable> TableAsync(ITableSnapshot snapshot, string table, CancellationToken cancel)
    {
        var described = await snapshot.DescribeAsync(table, cancel).ConfigureAwait(false);
        var words = await snapshot.WordsAsync(table, cancel).ConfigureAwait(false);
        var fields = described.Columns.Select(c => Field(c, words.Columns.GetValueOrDefault(c.Name))).ToList();
        return new(table.Split('.')[^1], table, words.Comment, [.. fields])
        {
            Questions = described.Key.Count == 0 ? ["which columns identify a row? mark them with primaryKey: true"] : [],
        };
    }

    private static PortableField Field(SourceColumn column, ColumnWords? words)
    {
        var typed = ContractFormats.Column(column.Name, column.DeclaredType) with { Required = !column.Nullable,
            KeyPosition = column.KeyPosition ?? 0 };
        if (words is null) return typed;
        typed = typed with { Description = words.Comment, Unique = words.Unique, RefersTo = words.RefersTo };
        return PostgresChecks.Apply(words.Values.Count > 0 ? typed with { Values = [.. words.Values], PhysicalType = null }
            : typed, words.Checks);
    }
}
