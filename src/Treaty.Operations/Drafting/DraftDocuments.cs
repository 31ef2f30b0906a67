using System.Globalization;
using Treaty.Core.Contracts;
using Treaty.Core.Products;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Drafting;

/// <summary>The texts of a drafted mesh.</summary>
internal static class DraftDocuments
{
    public const string Context = "my_context";
    private const string Team = "my_team";

    public static IEnumerable<(string Path, string Text)> Of(string name, string folder, IReadOnlyList<DraftTable> tables)
    {
        var roots = tables.Select(t => t.Folder).Distinct(StringComparer.Ordinal)
            .Select((path, i) => (path, Name: "files" + (i == 0 ? "" : (i + 1).ToString(CultureInfo.InvariantCulture)))).ToList();
        yield return ("treaty.yaml",
            $"treaty: 1\nname: {name}\nroots:                # where your files lie; they are read there and never changed\n"
            + string.Concat(roots.Select(r => $"  {r.Name}: {Text(Path.GetRelativePath(folder, r.path).Replace('\\', '/'))}\n")));
        yield return ($"contexts/{Context}/context.yaml", ContextText(tables));
        yield return ($"contexts/{Context}/sources.yaml", "sources:\n" + string.Concat(tables.Select(t =>
            SourceText(t, roots.First(r => r.path == t.Folder).Name))));
        foreach (var t in tables)
        {
            yield return ($"contexts/{Context}/{t.Product}/product.odps.yaml", ProductText(t));
            yield return ($"contexts/{Context}/{t.Product}/contract.odcs.yaml", ContractText(t));
        }
    }

    public static IEnumerable<string> Questions(DraftTable t)
    {
        yield return $"{t.Product}: is this a fact that your team can assert, or a view of someone else's? (class)";
        if (t.Key is null) yield return $"{t.Product}: no column is unique; which columns identify a row?";
        if (t.Rejected > 0) yield return $"{t.Product}: {t.Rejected} records could not be split into columns and will be quarantined; is the delimiter right?";
        if (t.HeaderInDoubt)
            yield return $"{t.Product}: the first line was taken as {(t.Source.Dialect.Header ? "the header" : "data")}; is it? (header and columns in sources.yaml)";
        if (!t.Source.Numbers.IsEmpty)
            yield return $"{t.Product}: are {string.Join(", ", t.Source.Numbers)} numbers with `{t.Source.Dialect.Decimal}` before the decimals"
                + $" and `{t.Source.Dialect.Thousands}` between thousands? (decimal and thousands in sources.yaml)";
        foreach (var c in t.Columns.Where(c => c.Look is not null))
            yield return $"{t.Product}.{c.Name}: are these {c.Look!.What}? it is text so far; a select in facts.sql makes it more: "
                + string.Format(CultureInfo.InvariantCulture, c.Look.Expression, Core.Sql.Quote.Name(c.SourceName));
        foreach (var c in Money(t)) yield return $"{t.Product}.{c.Name}: is this money, and in which currency?";
    }

    private static IEnumerable<DraftColumn> Money(DraftTable t) => t.Columns.Where(c => c.Property.Type == LogicalType.Number);

    private static string ContextText(IReadOnlyList<DraftTable> tables) =>
        $"""
        context: {Context}          # question: which part of the business speaks here? rename this folder and this line
        domain: my domain
        purpose: To be said by those who own it.
        teams:
          - id: {Team}               # question: which team answers for these facts, and where is it reached?
            name: My team
        systems:
          - id: my_system            # question: in which system is this recorded first?
            name: My system
            owner: {Team}
        facts:                        # question: what happened, in business words? a fact is named by what happened: order_placed
        {string.Join('\n', tables.Select(t => $"  - {{id: {t.Product}_recorded, key: [{t.Key?.Name}], system: my_system}}"))}
        rights:                       # question: who really decides these?
          define-term: {Team}
          define-schema: {Team}
          release: {Team}
          resolve-discrepancy: {Team}

        """;

    private static string SourceText(DraftTable t, string root)
    {
        var d = t.Source.Dialect;
        var dialect = t.Source.Format == SourceFormat.Csv && d != CsvDialect.Default
            ? $"\n    dialect: {{delimiter: {Text(d.Delimiter)}, encoding: {d.Encoding}{Further(d)}}}" : "";
        if (!t.Source.Numbers.IsEmpty) dialect += $"\n    numbers: [{string.Join(", ", t.Source.Numbers.Select(Text))}]";
        if (!t.Source.Columns.IsEmpty) dialect += $"\n    columns: [{string.Join(", ", t.Source.Columns.Select(Text))}]";
        return $"""
              - name: {t.Product}
                system: my_system
                format: {t.Source.Format.ToString().ToLowerInvariant()}
                root: {root}
                location: {Text(t.Source.Location)}
                mode: full             # question: does each file replace the one before, or is it added (append)?{dialect}

            """;
    }

    private static string Further(CsvDialect d) => (d.Header ? "" : ", header: false")
        + (d.Comment is null ? "" : $", comment: {Text(d.Comment)}")
        + (d.HasOwnNumbers ? $", decimal: {Text(d.Decimal)}{(d.Thousands is null ? "" : $", thousands: {Text(d.Thousands)}")}" : "");

    private static string ProductText(DraftTable t) =>
        $"""
        apiVersion: v1.0.0
        kind: DataProduct
        id: {Context}_{t.Product}
        name: {t.Product}
        version: 1.0.0
        status: draft
        domain: {Context}
        description:
          purpose: "{t.Product} as it stands in {Path.GetFileName(t.Source.Location)}"
          usage: To be said by its owner.             # question: how should others use it?
          limitations: To be said by its owner.       # question: what must it not be used for?
        outputPorts:
          - name: {t.Product}
            version: 1.0.0
            contractId: {Context}_{t.Product}
        support:
          - channel: to be named                      # question: where do consumers ask for help?
            url: "https://example.com"
        team:
          name: {Team}
        customProperties:
          - property: treatyClass
            value: authoritative-fact                 # question: a fact your team asserts, or a context-view?
          - property: treatySources
            value: [{t.Product}]

        """;

    private static string ContractText(DraftTable t) =>
        $"""
        apiVersion: v3.1.0
        kind: DataContract
        id: {Context}_{t.Product}
        version: 1.0.0
        status: draft
        schema:
          - name: {t.Product}
            customProperties:
              - property: treatyFact
                value: {t.Product}_recorded
            properties:
        {string.Join('\n', t.Columns.Select(c => Column(t, c)))}

        """;

    private static string Column(DraftTable t, DraftColumn c)
    {
        var type = c.Property.Type switch
        {
            LogicalType.Number => string.Create(CultureInfo.InvariantCulture,
                $"logicalType: number, physicalType: \"decimal({c.Property.Precision},{c.Property.Scale})\""),
            var other => $"logicalType: {other.ToString().ToLowerInvariant()}",
        };
        var key = c == t.Key ? ", primaryKey: true" : "";
        var name = c.Name == c.SourceName ? "" : $", physicalName: {Text(c.SourceName)}";
        var question = c.Property.Type == LogicalType.Number
            ? "   # question: money? then name its currency: customProperties treatyCurrency" : "";
        return $"      - {{name: {c.Name}{name}, {type}{(c.Present ? ", required: true" : "")}{key}}}{question}";
    }

    /// <summary>A text in double quotes, as YAML and JSON both read it.</summary>
    private static string Text(string text) => TreatyJson.Write(text);
}
