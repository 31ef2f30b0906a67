using CsCheck;
using Treaty.Core.Contracts.Changes;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Plans;

namespace Treaty.Core.Tests.Contracts;

public sealed class Changes_of_a_contract
{
    private const string Document =
        """
        apiVersion: v3.2.0
        kind: DataContract
        id: orders
        version: 1.2.3
        status: active
        description: {purpose: Orders as placed., limitations: No returns.}
        servers: [{server: s, type: duckdb, database: d.db}]
        schema:
          - name: orders
            businessName: Orders
            physicalName: orders_t
            description: One row an order.
            quality:
              - {metric: rowCount, mustBeGreaterThan: 100}
              - {type: sql, query: "select count(*) from {object}", mustBeBetween: [1, 5], severity: error}
            properties:
              - {name: id, logicalType: string, primaryKey: true, required: true, unique: true}
              - {name: amount, logicalType: number, physicalType: "decimal(18,2)",
                  logicalTypeOptions: {minimum: 0, maximum: 100, multipleOf: 0.5}}
              - {name: status, logicalType: string, enum: [{value: a}, {value: b}], classification: internal}
              - {name: code, logicalType: string, physicalType: varchar(3),
                  logicalTypeOptions: {minLength: 2, maxLength: 5, pattern: "[A-Z]+"}}
              - name: customer
                logicalType: string
                relationships: [{to: customers.id}]
                quality: [{metric: invalidValues, arguments: {validValues: [x, y]}, mustBe: 0}]
                authoritativeDefinitions: [{type: businessDefinition, url: "https://example.com/a"}]
                customProperties: [{property: treatyUnit, value: kg}]
        slaProperties:
          - {property: latency, value: 4, unit: h}
          - {property: retention, value: 3, unit: y}
          - {property: availability, value: 99.5, unit: percent}
          - {property: endOfSupport, value: "2030-01-01"}
        roles: [{role: reader, access: read}]
        price: {priceAmount: 5, priceCurrency: EUR}
        """;

    /// <summary>What is replaced by what, the rule that decides, and what it does to the promise.</summary>
    public static TheoryData<string, string, string, Strength> Cases => new()
    {
        { "required: true, ", "", "required", Strength.Weaker },
        { "primaryKey: true, ", "", "key", Strength.Different },
        { "name: code, logicalType: string", "name: code, primaryKey: true, logicalType: string", "key", Strength.Different },
        { "name: code, logicalType: string", "name: code, primaryKey: false, logicalType: string", "key", Strength.Same },
        { ", unique: true", "", "unique", Strength.Weaker },
        { "name: amount, logicalType: number", "name: amount, logicalType: string", "type", Strength.Different },
        { "decimal(18,2)", "decimal(20,2)", "digits", Strength.Weaker },
        { "decimal(18,2)", "numeric(16, 2)", "digits", Strength.Stronger },
        { "decimal(18,2)", "decimal(18,4)", "digits", Strength.Different },
        { "varchar(3)", "varchar(10)", "digits", Strength.Same },
        { "varchar(3)", "bytea", "digits", Strength.Different },
        { "{value: b}", "{value: b}, {value: c}", "enum", Strength.Weaker },
        { ", {value: b}", "", "enum", Strength.Stronger },
        { "enum: [{value: a}, {value: b}], ", "", "enums", Strength.Weaker },
        { "maximum: 100", "maximum: 200", "longest", Strength.Weaker },
        { "maximum: 100", "maximum: 50", "longest", Strength.Stronger },
        { "minimum: 0", "minimum: -1", "shortest", Strength.Weaker },
        { "minimum: 0, ", "", "shortest", Strength.Weaker },
        { "multipleOf: 0.5", "multipleOf: 0.25", "step", Strength.Weaker },
        { "multipleOf: 0.5", "multipleOf: 1", "step", Strength.Stronger },
        { "multipleOf: 0.5", "multipleOf: 0.3", "step", Strength.Different },
        { "minLength: 2", "minLength: 3", "shortest", Strength.Stronger },
        { "[A-Z]+", "[A-Z]*", "pattern", Strength.Different },
        { "classification: internal", "classification: restricted", "classification", Strength.Weaker },
        { "classification: internal", "classification: public", "classification", Strength.Stronger },
        { "mustBeGreaterThan: 100", "mustBeGreaterThan: 50", "threshold", Strength.Weaker },
        { "mustBeGreaterThan: 100", "mustBeGreaterOrEqualTo: 101", "threshold", Strength.Stronger },
        { "mustBeBetween: [1, 5]", "mustBeBetween: [1, 6]", "threshold", Strength.Weaker },
        { "mustBeBetween: [1, 5]", "mustBe: 3", "threshold", Strength.Stronger },
        { "mustBeBetween: [1, 5]", "mustBeBetween: [3, 8]", "threshold", Strength.Different },
        { "arguments: {validValues: [x, y]}, mustBe: 0", "arguments: {validValues: [x, y]}, mustBeLessThan: 5", "threshold",
            Strength.Weaker },
        { "validValues: [x, y]", "validValues: [x, y, z]", "valid values", Strength.Weaker },
        { "severity: error", "severity: warning", "severity", Strength.Weaker },
        { "      - {metric: rowCount, mustBeGreaterThan: 100}\n", "", "check", Strength.Weaker },
        { "{metric: rowCount, mustBeGreaterThan: 100}", "{metric: rowCount, mustBeGreaterThan: 100, unit: percent}", "check content",
            Strength.Same },
        { "value: 4, unit: h", "value: 240, unit: min", "objective", Strength.Same },
        { "value: 4, unit: h", "value: 1, unit: d", "objective", Strength.Weaker },
        { "value: 4, unit: h", "value: PT2H", "objective", Strength.Stronger },
        { "value: 3, unit: y", "value: 2, unit: y", "objective", Strength.Weaker },
        { "value: 99.5", "value: 99.9", "objective", Strength.Stronger },
        { "2030-01-01", "2029-01-01", "objective", Strength.Weaker },
        { "  - {property: availability, value: 99.5, unit: percent}\n", "", "objective", Strength.Weaker },
        { "  - {property: endOfSupport, value: \"2030-01-01\"}\n", "", "objective", Strength.Stronger },
        { "roles: [{role: reader, access: read}]", "roles: [{role: other, access: read}]", "role", Strength.Weaker },
        { "priceAmount: 5", "priceAmount: 6", "price", Strength.Weaker },
        { "priceAmount: 5", "priceAmount: 4", "price", Strength.Stronger },
        { "limitations: No returns.", "limitations: Not for credit decisions.", "limitations", Strength.Weaker },
        { "limitations: No returns.", "limitations: \"No returns!\"", "limitations", Strength.Same },
        { "value: kg", "value: g", "currency or unit", Strength.Different },
        { "https://example.com/a", "https://example.com/b", "business definition", Strength.Different },
        { "businessName: Orders", "businessName: Bookings", "business name", Strength.Different },
        { "description: One row an order.", "description: One row per order.", "words", Strength.Same },
        { "to: customers.id", "to: clients.id", "reference", Strength.Weaker },
        { "physicalName: orders_t", "physicalName: orders_u", "physical name", Strength.Different },
        { "database: d.db", "database: e.db", "server", Strength.Different },
        { "status: active", "status: retired", "life", Strength.Weaker },
        { "status: active", "status: deprecated", "life", Strength.Same },
        { "- {name: id,", "- {name: extra, logicalType: string}\n      - {name: id,", "column", Strength.Stronger },
        { "name: code,", "name: kode,", "column", Strength.Weaker },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Are_weighed_by_the_table(string from, string to, string rule, Strength strength)
    {
        Document.ShouldContain(from);
        var changes = Compare(Document, Document.Replace(from, to)).Changes;
        changes.ShouldContain(c =>
            c.Rule == rule && c.Strength == strength, string.Join('\n', changes.Select(c => $"{c.Rule} {c.Strength} {c.Path}")));
        // A rule reads the same backwards: what promised less promises more again.
        var back = Compare(Document.Replace(from, to), Document).Changes.Where(c => c.Rule == rule).Select(c => c.Strength).ToList();
        if (strength is Strength.Weaker && rule is not ("limitations" or "role" or "reference" or "column"))
            back.ShouldContain(Strength.Stronger);
    }

    [Fact]
    public void Break_readers_where_less_is_promised_and_providers_where_more_is_asked()
    {
        var nullable = Document.Replace("required: true, ", "");
        Compare(Document, nullable).Needed.ShouldBe(VersionStep.Major);
        Compare(Document, nullable, PortDirection.Input).Needed.ShouldBe(VersionStep.Minor);
        Compare(nullable, Document).Needed.ShouldBe(VersionStep.Minor);
        Compare(nullable, Document, PortDirection.Input).Needed.ShouldBe(VersionStep.Major);
        var retyped = Document.Replace("name: amount, logicalType: number", "name: amount, logicalType: string");
        Compare(Document, retyped, PortDirection.Input).Needed.ShouldBe(VersionStep.Major);
        var optional = Document.Replace("- {name: id,", "- {name: extra, logicalType: string}\n      - {name: id,");
        Compare(Document, optional, PortDirection.Input).Needed.ShouldBe(VersionStep.Patch);
    }

    [Fact]
    public void Are_none_where_only_layout_order_and_comments_differ()
    {
        var other = Document.Replace("slaProperties:", "# objectives\nslaProperties:").Replace("version: 1.2.3", "version: 1.2.4");
        Compare(Document, other).Changes.ShouldBeEmpty();
        Compare(Document, other).Needed.ShouldBe(VersionStep.None);
    }

    [Fact]
    public void Follow_a_column_that_gets_an_id_and_one_that_is_renamed_under_it()
    {
        var withId = Document.Replace("name: code,", "id: code_prop, name: code,");
        Compare(Document, withId).Needed.ShouldBe(VersionStep.Patch);
        Compare(withId, withId.Replace("name: code,", "name: kode,")).Changes.Single().Rule.ShouldBe("rename");
    }

    [Fact]
    public void Suggest_the_next_version()
    {
        Compare(Document, Document.Replace("required: true, ", "")).Suggested.ShouldBe("2.0.0");
        Compare(Document, Document.Replace("maximum: 100", "maximum: 50")).Suggested.ShouldBe("1.3.0");
        Compare(Document, Document.Replace("One row an order", "A row an order")).Suggested.ShouldBe("1.2.4");
        Compare(Document, Document.Replace("required: true, ", "").Replace("1.2.3", "1.3.0")).BreaksUnderSameMajor.ShouldBeTrue();
        Compare(Document, Document.Replace("required: true, ", "").Replace("1.2.3", "2.0.0")).BreaksUnderSameMajor.ShouldBeFalse();
    }

    [Theory]
    [InlineData("outputPorts: [{name: orders, version: 1.0.0, contractId: a}]", "outputPorts: []", VersionStep.Major)]
    [InlineData("outputPorts: [{name: orders, version: 1.0.0, contractId: a}]", "outputPorts: [{name: orders, version: 1.0.0, contractId: b}]", VersionStep.Major)]
    [InlineData("outputPorts: [{name: orders, version: 1.0.0, contractId: a}]", "outputPorts: [{name: orders, version: 1.0.0, contractId: a}, {name: more, version: 1.0.0}]", VersionStep.Minor)]
    [InlineData("inputPorts: [{name: a, version: 1.0.0, contractId: a}]", "inputPorts: []", VersionStep.Patch)]
    [InlineData("customProperties: [{property: treatyClass, value: derived}]", "customProperties: [{property: treatyClass, value: context-view}]", VersionStep.Major)]
    public void Of_a_product_break_who_reads_its_ports(string before, string after, VersionStep step)
    {
        const string product = "apiVersion: v1.0.0\nkind: DataProduct\nid: p\nstatus: active\nversion: 1.0.0\n";
        Compare(product + before, product + after).Needed.ShouldBe(step);
    }

    [Fact]
    public void Are_documented_from_the_code() => Golden.Matches(CompatibilityPage.Write(), "../../../docs/compatibility.md");

    [Fact]
    public void Name_every_rule_once() => CompatibilityTable.Rules.Select(r => r.Id).ShouldBeUnique();

    /// <summary>Whatever passes a narrower check passes the wider one, and the table must say which is which.</summary>
    [Fact]
    public void Compare_thresholds_by_what_passes()
    {
        string[] single = ["mustBe", "mustBeGreaterThan", "mustBeGreaterOrEqualTo", "mustBeLessThan", "mustBeLessOrEqualTo"];
        string[] range = ["mustBeBetween", "mustNotBeBetween"];
        var threshold = Gen.Select(Gen.Int[0, 6], Gen.Int[-5, 0], Gen.Int[1, 5]).Select((op, low, high) =>
            (Op: op < 5 ? single[op] : range[op - 5], Low: low, High: high));
        Gen.Select(threshold, threshold).Sample((a, b) =>
        {
            var old = Document.Replace("mustBeGreaterThan: 100", Text(a));
            var changes = Compare(old, Document.Replace("mustBeGreaterThan: 100", Text(b))).Changes;
            // Thresholds are whole here, so halves between them tell open ends from closed ones.
            var probes = Enumerable.Range(-14, 29).Select(n => n / 2m).ToList();
            var (was, now) = (probes.Where(n => Passes(a, n)).ToHashSet(), probes.Where(n => Passes(b, n)).ToHashSet());
            var strength = changes.Select(c => (Strength?)c.Strength).SingleOrDefault() ?? Strength.Same;
            if (strength == Strength.Same) now.ShouldBe(was, ignoreOrder: true);
            if (strength == Strength.Weaker) now.IsProperSupersetOf(was).ShouldBeTrue($"{a} {b}");
            if (strength == Strength.Stronger) now.IsProperSubsetOf(was).ShouldBeTrue($"{a} {b}");
        }, iter: 2000);

        static string Text((string Op, int Low, int High) t) =>
            t.Op.EndsWith("Between") ? $"{t.Op}: [{t.Low}, {t.High}]" : $"{t.Op}: {t.Low}";
        static bool Passes((string Op, int Low, int High) t, decimal n) => t.Op switch
        {
            "mustBe" => n == t.Low,
            "mustBeGreaterThan" => n > t.Low,
            "mustBeGreaterOrEqualTo" => n >= t.Low,
            "mustBeLessThan" => n < t.Low,
            "mustBeLessOrEqualTo" => n <= t.Low,
            "mustBeBetween" => n >= t.Low && n <= t.High,
            _ => n < t.Low || n > t.High,
        };
    }

    private static ContractComparison Compare(string before, string after, PortDirection direction = PortDirection.Output) =>
        ContractComparison.Between(Read(before), Read(after), direction);

    private static YamlNode? Read(string text) => YamlReader.Read(new MeshDocument("c.yaml", text), []);
}
