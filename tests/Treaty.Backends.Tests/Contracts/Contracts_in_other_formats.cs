using Treaty.Backends.DuckDb;
using Treaty.Backends.Files;
using Treaty.Core.Contracts.Formats;
using Treaty.Core.Contracts.Standard;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Operations.Contracts;

namespace Treaty.Backends.Tests.Contracts;

/// <summary>Contracts drafted from other formats and written as them; what both can say comes back as it was.</summary>
public sealed class Contracts_in_other_formats : IDisposable
{
    private const string Contract =
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: shop
        name: The shop
        version: 2.1.0
        status: active
        description: {purpose: What was sold.}
        schema:
          - name: orders
            description: "One row an order: with \"quotes\" and 'more'."
            properties:
              - {name: order_id, logicalType: string, required: true, primaryKey: true, primaryKeyPosition: 1,
                  logicalTypeOptions: {minLength: 3, maxLength: 12, pattern: "[A-Z]+-[0-9]+"}}
              - {name: line, logicalType: integer, required: true, primaryKey: true, primaryKeyPosition: 2,
                  logicalTypeOptions: {format: i32, minimum: 1, maximum: 99}}
              - {name: amount, logicalType: number, physicalType: "decimal(18,2)", required: true, description: What is owed.,
                  logicalTypeOptions: {minimum: 0}}
              - {name: weight, logicalType: number, logicalTypeOptions: {format: f64}}
              - {name: state, logicalType: string, required: true,
                  quality: [{metric: invalidValues, arguments: {validValues: [open, paid]}, mustBe: 0}]}
              - {name: kind, logicalType: string, quality: [{metric: invalidValues, arguments: {validValues: ["a b", "c"]}, mustBe: 0}]}
              - {name: placed_on, logicalType: date}
              - {name: placed_at, logicalType: timestamp, required: true}
              - {name: local_at, logicalType: timestamp, logicalTypeOptions: {timezone: false}}
              - {name: at, logicalType: time}
              - {name: gift, logicalType: boolean}
              - {name: code, logicalType: string, unique: true, logicalTypeOptions: {format: uuid}}
              - {name: customer, logicalType: string, classification: confidential, relationships: [{to: customers.id}]}
              - name: address
                logicalType: object
                properties:
                  - {name: street, logicalType: string, required: true}
                  - {name: floors, logicalType: array, items: {logicalType: integer, logicalTypeOptions: {format: i64}}}
              - {name: tags, logicalType: array, items: {logicalType: string}}
          - name: customers
            properties:
              - {name: id, logicalType: string, required: true, primaryKey: true, primaryKeyPosition: 1}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static Task<ImportReport> ImportAsync(string path, ContractFormat? format = null, string? id = null) =>
        new ImportContract(new DuckDbEngine(), new FileFeed()).RunAsync(new(path, format, id, []), TestContext.Current.CancellationToken).AsTask();

    private static PortableContract Read(string yaml) =>
        ContractFormats.Portable(YamlReader.Read(new MeshDocument("c.odcs.yaml", yaml), [])!);

    /// <summary>What a contract says, with what a format cannot carry left out.</summary>
    private static string Said(PortableContract contract, Func<PortableField, PortableField> known)
    {
        static IEnumerable<string> Lines(string path, PortableField f) =>
            new[] { $"{path}.{f.Name} {f.Kind} {(f.Required ? "required" : "")} {(f.Unique ? "unique" : "")} {f.KeyPosition} {f.Digits} {f.Width} {f.Format} [{string.Join(",", f.Values)}] {f.Pattern} "
                + $"{f.MinLength} {f.MaxLength} {f.Minimum} {f.Maximum} {f.ExclusiveMinimum} {f.ExclusiveMaximum} {f.Zoned} {f.RefersTo} {f.Classification} {f.Description}" }
                .Concat(f.Fields.SelectMany(m => Lines($"{path}.{f.Name}", m)))
                    .Concat(f.Item is { } item ? Lines($"{path}.{f.Name}[]", item) : []);
        return string.Join('\n', contract.Tables.OrderBy(t => t.Name, StringComparer.Ordinal)
            .SelectMany(t => t.Fields.Select(known).SelectMany(f => Lines($"{t.Name} ({t.Description})", f))));
    }

    [Theory]
    [InlineData(ContractFormat.JsonSchema, "shop.json")]
    [InlineData(ContractFormat.Avro, "shop.avsc")]
    [InlineData(ContractFormat.Dbt, "shop.yml")]
    public async Task Come_back_as_they_were(ContractFormat format, string name)
    {
        var exported = ExportContract.Run(Write("c.odcs.yaml", Contract), format);
        exported.Text.ShouldNotBeNull(string.Join('\n', exported.Findings));
        var imported = await ImportAsync(Write(name, exported.Text!));
        imported.Contract.ShouldNotBeNull(string.Join('\n', imported.Findings));
        imported.Format.ShouldBe(format.ToString());
        // Objects are jsonb to a warehouse, and its text types say no more.
        PortableField Known(PortableField f) => format != ContractFormat.Dbt ? f
            : f.Kind is PortableKind.Object ? new(f.Name, PortableKind.Text, f.Required) : f.Item is { } i
                ? f with { Item = i with { Width = null } } : f;
        Said(Read(imported.Contract!), Known).ShouldBe(Said(Read(Contract), Known));
    }

    /// <summary>The written form is reviewed as it stands.</summary>
    [Theory]
    [InlineData(ContractFormat.JsonSchema, "shop.schema.json")]
    [InlineData(ContractFormat.Avro, "shop.avsc")]
    [InlineData(ContractFormat.Dbt, "shop.dbt.yml")]
    [InlineData(ContractFormat.PostgresDdl, "shop.sql")]
    public void Are_written_as_kept(ContractFormat format, string kept) =>
        Kept.Matches(ExportContract.Run(Write("c.odcs.yaml", Contract), format).Text!, kept);

    [Theory]
    [InlineData("table; drop table x; --", "a'b\"c")]
    [InlineData("$$\n\\", "\u2028 \u0085 *&!%")]
    [InlineData("no", "null")]
    [InlineData("1.5", "- x: y #")]
    public async Task Keep_hostile_names_and_words_as_text(string table, string column)
    {
        var yaml = $"apiVersion: v3.1.0\nkind: DataContract\nid: x\nversion: 1.0.0\nstatus: draft\nschema:\n  - name: {YamlQuote(table)}\n    description: {YamlQuote(column + table)}\n"
            + $"    properties:\n      - {{name: {YamlQuote(column)}, logicalType: string, required: true, description: {YamlQuote(table)}, classification: {YamlQuote(column)}}}\n";
        var source = Write("h.odcs.yaml", yaml);
        foreach (
            var (format, name) in new[] { (ContractFormat.JsonSchema, "h.json"), (ContractFormat.Avro, "h.avsc"),
                (ContractFormat.Dbt, "h.yml") })
        {
            var imported = await ImportAsync(Write(name, ExportContract.Run(source, format).Text!), format);
            imported.Contract.ShouldNotBeNull($"{format}: {string.Join('\n', imported.Findings)}");
            Said(Read(imported.Contract!), f => f).ShouldBe(Said(Read(yaml), f => f), format.ToString());
        }
    }

    private static string YamlQuote(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    [Fact]
    public async Task Draft_valid_contracts_from_csv_and_parquet()
    {
        var csv = Write("My Orders.csv", "OrderId;Placed On;Amount;Note\nA1;2024-01-01;10.50;x\nA2;2024-01-02;7.25;\n");
        var drafted = await ImportAsync(csv);
        drafted.Contract.ShouldNotBeNull(string.Join('\n', drafted.Findings));
        Judge(drafted.Contract!).ShouldBeEmpty();
        var table = Read(drafted.Contract!).Tables.Single();
        table.Fields.Select(f => $"{f.Name} {f.PhysicalName} {f.Kind} {f.Digits} {f.Required} {f.KeyPosition}").ShouldBe(
            ["order_id OrderId Text  True 1", "placed_on Placed On Date  True 0", "amount Amount Number (20, 2) True 0",
                "note Note Text  False 0"]);
        drafted.Questions.ShouldContain(q => q.Contains("is this money?"));
        drafted.Contract!.ShouldContain("# question: is this money?");
        var parquet = Path.Combine(_folder.Path, "nested.parquet");
        await using (
            var session = await new DuckDbEngine().OpenAsync(
                new([_folder.Path + "/"], [_folder.Path + "/"], Path.Combine(_folder.Path, "scratch")), default))
            await session.ExecuteAsync(
                new($"COPY (SELECT 1::BIGINT AS id, 1.25::DECIMAL(9,3) AS price, {{'a': 1, 'b c': [TIMESTAMPTZ '2024-01-01 00:00:00+00']}} AS s, MAP {{'k': 2.5::DOUBLE}} AS m, NULL::VARCHAR AS n) TO '{parquet}'"), default);
        var nested = await ImportAsync(parquet);
        nested.Contract.ShouldNotBeNull(string.Join('\n', nested.Findings));
        Judge(nested.Contract!).ShouldBeEmpty();
        static string Shape(PortableField f) =>
            $"{f.Name} {f.Kind} {f.Digits}{(f.Fields.IsEmpty ? "" : $" {{{string.Join(", ", f.Fields.Select(Shape))}}}")}{(f.Item is { } i ? $" [{Shape(i)}]" : "")}";
        Read(nested.Contract!).Tables.Single().Fields.Select(Shape)
            .ShouldBe(["id Integer ", "price Number (9, 3)", "s Object  {a Integer , b c Array  [ Timestamp ]}", "m Object ", "n Text "]);
        (await ImportAsync(Write("broken.parquet", "not parquet"))).Findings.ShouldContain(f =>
            f.Code == "TRY1260" || f.Severity == Severity.Error);
    }

    [Fact]
    public async Task Draft_from_a_dbt_manifest_with_its_tests()
    {
        var manifest = Write("manifest.json",
            """
            {"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json"},
             "nodes": {
              "model.shop.orders": {"resource_type": "model", "name": "orders", "unique_id": "model.shop.orders", "description": "Orders.",
                "columns": {"id": {"name": "id", "description": "Its number.", "data_type": "bigint",
                    "constraints": [{"type": "primary_key"}]},
                            "state": {"name": "state", "data_type": "text"}, "customer": {"name": "customer"}}},
              "test.shop.a": {"resource_type": "test", "attached_node": "model.shop.orders", "column_name": "state",
                "test_metadata": {"name": "accepted_values", "kwargs": {"column_name": "state", "values": ["open", "paid"]}}},
              "test.shop.b": {"resource_type": "test", "attached_node": "model.shop.orders", "column_name": "customer",
                "test_metadata": {"name": "relationships", "kwargs": {"column_name": "customer", "to": "ref('customers')", "field": "id"}}},
              "test.shop.c": {"resource_type": "test", "attached_node": "model.shop.orders", "column_name": "state",
                  "test_metadata": {"name": "not_null", "kwargs": {}}}}}
            """);
        var drafted = await ImportAsync(manifest);
        drafted.Contract.ShouldNotBeNull(string.Join('\n', drafted.Findings));
        Judge(drafted.Contract!).ShouldBeEmpty();
        var fields = Read(drafted.Contract!).Tables.Single().Fields;
        fields.Select(f => $"{f.Name} {f.Kind} {f.Required} {f.KeyPosition} [{string.Join(",", f.Values)}] {f.RefersTo}")
            .ShouldBe(["id Integer False 1 [] ", "state Text True 0 [open,paid] ", "customer Text False 0 [] customers.id"]);
        drafted.Questions.ShouldContain(q => q.StartsWith("orders.customer: of which type"));
    }

    /// <summary>Sources that are broken, lead out, or have no end.</summary>
    public static TheoryData<string, string, string> Bad => new()
    {
        { "a.json", "{\"properties\": ", "TRY1260" },
        { "a.json", "{\"type\": \"object\", \"properties\": {}}", "TRY1263" },
        { "a.json", "{\"type\": \"object\", \"properties\": {\"a\": {\"$ref\": \"https://example.com/x.json\"}}}", "TRY1261" },
        { "a.json", "{\"type\": \"object\", \"properties\": {\"a\": {\"$ref\": \"file:///etc/passwd\"}}}", "TRY1261" },
        { "a.json", "{\"type\": \"object\", \"properties\": {\"a\": {\"$ref\": \"../secret.json#/x\"}}}", "TRY1261" },
        { "a.json", "{\"type\": \"object\", \"properties\": {\"a\": {\"$ref\": \"#/nowhere\"}}}", "TRY1260" },
        { "a.json", "{\"type\": \"object\", \"properties\": {\"a\": {\"$ref\": \"#\"}}}", "TRY1262" },
        { "a.avsc", "{\"type\": \"record\", \"name\": \"r\", \"fields\": [{\"name\": \"a\", \"type\": \"nope\"}]}", "TRY1260" },
        { "a.avsc", "{\"type\": \"record\", \"name\": \"r\", \"fields\": [{\"name\": \"a\", \"type\": [\"null\", \"r\"]}]}", "TRY1262" },
        { "a.avsc", "\"string\"", "TRY1263" },
        { "a.yml", "models: []", "TRY1263" },
        { "a.yml", "words", "TRY1265" },
        { "a.dat", "\u0001\u0002", "TRY1265" },
        { "a.csv", "", "TRY0804" },
    };

    [Theory, MemberData(nameof(Bad))]
    public async Task Are_refused_where_the_source_is_bad(string name, string text, string code)
    {
        var report = await ImportAsync(Write(name, text));
        report.Contract.ShouldBeNull();
        report.Findings.Select(f => f.Code).ShouldContain(code, string.Join('\n', report.Findings));
    }

    [Fact]
    public void Keep_what_is_foreign_byte_for_byte()
    {
        const string foreign = "customProperties:\n  - {property: zeenea:Ünï, value: {b: [1.50, 0x1F, ~, 'a''b', \"c\\td\"], a:   no}}   # kept\n  - property: text\n    value: |\n      two\n        lines\n";
        foreach (var version in new[] { "v3.0.2", "\"v3.2.0\"", "v3.1.0" })
        {
            var text = $"# head\napiVersion: {version} # the standard\nkind: DataContract\nid: x\nversion: 1.10\nstatus: active\n{foreign}";
            ExportContract.Run(Write("f.odcs.yaml", text), ContractFormat.Odcs).Text.ShouldBe(text.Replace(version.Trim('"'), "v3.1.0"));
        }
        ExportContract.Run(
            Write("n.odcs.yaml",
                "apiVersion: v3.2.0\nkind: DataContract\nid: x\nversion: 1.0.0\nstatus: active\nschema: [{name: a, deprecated: true}]\n"), ContractFormat.Odcs)
            .Findings.Single().Code.ShouldBe("TRY1204");
    }

    [Fact]
    public void Read_22_in_the_words_of_31()
    {
        var old = Write("old.yaml",
            """
            apiVersion: v2.2.2
            kind: DataContract
            uuid: abc
            type: tables
            version: 1.0.0
            status: production
            datasetName: shop
            quantumName: sales
            dataset:
              - table: tbl
                quality:
                  - {code: countCheck, templateName: CountCheck, description: Count rows., toolName: Elevate, toolRuleName: DQ.rw.tab, dimension: Completeness, type: reconciliation,
                      severity: error, businessImpact: operational, scheduleCronExpression: 0 20 * * *, customProperties: [{property: own, value: 1}]}
                columns:
                  - {column: id, logicalType: int, physicalType: bigint, isPrimaryKey: true, isNullable: false, quality: [{templateName: NullCheck, description: No nulls.}]}
                  - {column: note, logicalType: string, physicalType: varchar(20), isNullable: true}
            slaProperties: [{property: latency, value: 4, unit: d, column: tbl.id}]
            customProperties: [{property: foreign, value: [1.50, no, "x"]}]
            """);
        CheckContracts.Run([old], default).Succeeded.ShouldBeTrue();
        var text = ExportContract.Run(old, ContractFormat.Odcs).Text!;
        Judge(text).ShouldBeEmpty();
        Read(text).Tables.Single().Fields.Select(f =>
            $"{f.Name} {f.Kind} {f.Required} {f.KeyPosition}").ShouldBe(["id Integer True 1", "note Text False 0"]);
        text.ShouldContain("- 1.50\n");
        text.ShouldContain("- \"no\"\n");
        // The checks go on as checks of the tool that they name, and what has no word in 3 stays under its old name.
        foreach (var kept in new[]
        {
            "type: \"custom\"", "engine: \"Elevate\"", "implementation: \"DQ.rw.tab\"", "name: \"countCheck\"", "schedule: \"0 20 * * *\"",
            "property: \"own\"", "property: \"templateName\"", "value: \"reconciliation\"", "type: \"text\"", "name: \"NullCheck\"", "description: \"No nulls.\"",
        })
            text.Replace("\"", "", StringComparison.Ordinal).ShouldContain(kept.Replace("\"", "", StringComparison.Ordinal));
    }

    private static List<Finding> Judge(string yaml)
    {
        var findings = new List<Finding>();
        var root = YamlReader.Read(new MeshDocument("c.odcs.yaml", yaml), findings);
        return [.. findings.Concat(root is null ? [] : StandardDocument.Read(root).Findings).Where(f => f.Severity == Severity.Error)];
    }
}
