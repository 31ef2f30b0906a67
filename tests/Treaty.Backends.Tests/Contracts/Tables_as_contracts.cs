using System.Collections.Immutable;
using Treaty.Backends.Databases;
using Treaty.Backends.Tests.Sources;
using Treaty.Core.Contracts.Formats;
using Treaty.Core.Contracts.Standard;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Operations.Contracts;

namespace Treaty.Backends.Tests.Contracts;

/// <summary>Contracts drafted from a real PostgreSQL, and its DDL written from contracts.</summary>
public sealed class Tables_as_contracts(PostgresServer server) : IClassFixture<PostgresServer>, IDisposable
{
    private const string Contract =
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: shop
        version: 1.0.0
        status: active
        schema:
          - name: customers
            description: "Who bought: O'Neill \"and\" others; -- not a comment"
            properties:
              - {name: id, logicalType: string, required: true, primaryKey: true, primaryKeyPosition: 1}
          - name: order lines
            properties:
              - {name: order_id, logicalType: string, required: true, primaryKey: true, primaryKeyPosition: 1,
                  logicalTypeOptions: {minLength: 3, maxLength: 12, pattern: "[A-Z]+-[0-9]+"}}
              - {name: Line, logicalType: integer, required: true, primaryKey: true, primaryKeyPosition: 2,
                  logicalTypeOptions: {format: i32, minimum: 1, maximum: 99}}
              - {name: amount, logicalType: number, physicalType: "decimal(18,2)", required: true, description: What is owed.,
                  logicalTypeOptions: {exclusiveMinimum: 0}}
              - {name: weight, logicalType: number, logicalTypeOptions: {format: f64}}
              - {name: state, logicalType: string, required: true,
                  quality: [{metric: invalidValues, arguments: {validValues: [open, "it's paid"]}, mustBe: 0}]}
              - {name: placed_on, logicalType: date, logicalTypeOptions: {minimum: "2020-01-01"}}
              - {name: placed_at, logicalType: timestamp, required: true}
              - {name: local_at, logicalType: timestamp, logicalTypeOptions: {timezone: false}}
              - {name: at, logicalType: time}
              - {name: gift, logicalType: boolean}
              - {name: code, logicalType: string, unique: true, logicalTypeOptions: {format: uuid}}
              - {name: customer, logicalType: string, relationships: [{to: customers.id}]}
              - {name: tags, logicalType: array, items: {logicalType: string}}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Come_back_from_the_ddl_that_was_written()
    {
        server.OrSkip();
        var file = Path.Combine(_folder.Path, "c.odcs.yaml");
        File.WriteAllText(file, Contract);
        await server.SqlAsync("DROP SCHEMA IF EXISTS odd CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        await server.SqlAsync(ExportContract.Run(file, ContractFormat.PostgresDdl).Text!);
        var report = await ImportAsync("shop_db:*");
        report.Contract.ShouldNotBeNull(string.Join('\n', report.Findings));
        Judge(report.Contract!).ShouldBeEmpty();
        Said(report.Contract!).ShouldBe(Said(Contract));
    }

    [Fact]
    public async Task Tell_enumerations_checks_and_what_only_people_know()
    {
        server.OrSkip();
        await server.SqlAsync(
            """
            DROP SCHEMA IF EXISTS odd CASCADE; CREATE SCHEMA odd;
            CREATE TYPE odd.mood AS ENUM ('fine', 'it''s bad');
            CREATE TABLE odd."My Table" (mood odd.mood, loose numeric, d jsonb, n int CHECK (n % 2 = 0), m int CHECK (m BETWEEN 2 AND 7));
            COMMENT ON COLUMN odd."My Table".mood IS 'How it went';
            """);
        var report = await ImportAsync("shop_db:odd.My Table");
        report.Contract.ShouldNotBeNull(string.Join('\n', report.Findings));
        Judge(report.Contract!).ShouldBeEmpty();
        var fields = ContractFormats.Portable(YamlReader.Read(new MeshDocument("c.yaml", report.Contract!), [])!).Tables.Single().Fields;
        fields.Select(f => $"{f.Name} {f.Kind} [{string.Join(",", f.Values)}] {f.Minimum} {f.Maximum} {f.Description}").ShouldBe(
            ["mood Text [fine,it's bad]   How it went", "loose Number []   ", "d Text []   ", "n Integer []   ", "m Integer [] 2 7 "]);
        foreach (var question in new[] { "which columns identify a row", "how many digits", "holds documents", "n % 2" })
            report.Questions.ShouldContain(q => q.Contains(question));
    }

    [Fact]
    public async Task Come_from_no_host_that_is_not_configured()
    {
        var report = await new ImportTables(new DatabaseFeed()).RunAsync("elsewhere:public.orders", null, null, default);
        report.Findings.Single().Code.ShouldBe("TRY1267");
    }

    private Task<ImportReport> ImportAsync(string source) =>
        new ImportTables(new DatabaseFeed()).RunAsync(source, server.Connection, null, default).AsTask();

    private static string Said(string yaml) =>
        string.Join('\n', ContractFormats.Portable(YamlReader.Read(new MeshDocument("c.yaml", yaml), [])!).Tables
        .OrderBy(t => t.Name, StringComparer.Ordinal).SelectMany(t => t.Fields.Select(f =>
            $"{t.Name} ({t.Description}) {f.Name} {f.Kind} {f.Required} {f.Unique} {f.KeyPosition} {f.Digits} {f.Width} {f.Format} [{string.Join(",", f.Values)}] {f.Pattern} {f.MinLength} "
            + $"{f.MaxLength} {f.Minimum} {f.Maximum} {f.ExclusiveMinimum} {f.ExclusiveMaximum} {f.Zoned} {f.RefersTo} {f.Description} {f.Item?.Kind}")));

    private static IReadOnlyList<Finding> Judge(string yaml)
    {
        var findings = new List<Finding>();
        var root = YamlReader.Read(new MeshDocument("c.odcs.yaml", yaml), findings);
        return [.. findings.Concat(root is null ? [] : StandardDocument.Read(root).Findings).Where(f => f.Severity == Severity.Error)];
    }
}
