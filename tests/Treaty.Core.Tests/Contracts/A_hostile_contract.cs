using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Contracts.Standard;

namespace Treaty.Core.Tests.Contracts;

/// <summary>Contracts that are made to make their reader fail, work without end, or believe them.</summary>
public sealed class A_hostile_contract
{
    private const string Start = "apiVersion: v3.2.0\nkind: DataContract\nid: nasty\nversion: 1.0.0\nstatus: active\nschema:\n  - name: orders\n    properties:\n"
        + "      - {name: id, logicalType: string, primaryKey: true, primaryKeyPosition: 1}\n";

    private static string With(string property) => Start + $"      - {{name: v, {property}}}\n";

    /// <summary>The text and the first code that is to be said of it.</summary>
    public static TheoryData<string, string> Refused => new()
    {
        { "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 9).Select(i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat("*a" + (i - 1), 10))}]\n")) + Start, "TRY0003" },
        { "apiVersion: v3.2.0\nkind: DataContract\nid: &x [*x]\n", "TRY0001" },
        { Start + "customProperties:\n  - property: x\n    value: " + new string('[', 5000) + new string(']', 5000) + "\n", "TRY0004" },
        { Start + "tenant: \"" + new string('x', 4_100_000) + "\"\n", "TRY0003" },
        { Start + "version: 2.0.0\n", "TRY0002" },
        { Start + "---\n" + Start, "TRY0004" },
        { Start + "description: !!python/object/apply:os.system [\"id\"]\n", "TRY0004" },
        { Start + "? [a, b]\n: x\n", "TRY0004" },
        { Start.Replace("    properties", "\tproperties", StringComparison.Ordinal), "TRY0001" },
        { Start + "colour: red\n", "TRY1203" },
        { With("logicalType: string, colour: red"), "TRY1203" },
        { With("logicalType: number, logicalTypeOptions: {maxlenght: 3}"), "TRY1203" },
        { With("logicalType: string, primarykey: true"), "TRY1203" },
        { With("logicalType: string, required: \"yes please\""), "TRY1202" },
        { With("logicalType: string, logicalTypeOptions: {minLength: -5}"), "TRY1211" },
        { With("logicalType: number, logicalTypeOptions: {multipleOf: 0}"), "TRY1211" },
        { With("logicalType: number, logicalTypeOptions: {minimum: 10, maximum: 1}"), "TRY1224" },
        { With("logicalType: number, logicalTypeOptions: {exclusiveMinimum: 5, maximum: 5}"), "TRY1224" },
        { With("logicalType: date, logicalTypeOptions: {minimum: \"2025-02-01\", exclusiveMaximum: \"2025-02-01\"}"), "TRY1224" },
        { With("logicalType: number, quality: [{metric: nullValues, mustBeBetween: [10, 1]}]"), "TRY1224" },
        { With("logicalType: string, logicalTypeOptions: {pattern: \"([a-z\"}"), "TRY1225" },
        { With("logicalType: number, enum: [{value: 5}, {value: red}]"), "TRY1245" },
        { With("logicalType: integer, enum: [{value: 1.5}]"), "TRY1245" },
        { With("logicalType: date, enum: [{value: \"2025-02-30\"}]"), "TRY1245" },
        { Start + "      - {name: id, logicalType: string}\n", "TRY1223" },
        { Start + "  - {name: orders, properties: [{name: x, logicalType: string}]}\n", "TRY1223" },
        { "- a\n- b\n", "TRY1200" },
        { "hello\n", "TRY1200" },
        { Start.Replace("v3.2.0", "3.2", StringComparison.Ordinal), "TRY1200" },
        { Start.Replace("schema:", "schema: orders\nx:", StringComparison.Ordinal), "TRY1202" },
    };

    [Theory, MemberData(nameof(Refused))]
    public void Is_refused_with_its_reason(string text, string code)
    {
        var findings = Judge(text);
        findings.Where(f => f.Severity == Severity.Error).Select(f => f.Code).ShouldContain(code);
        findings.ShouldAllBe(f => f.Place != null && f.Sentence != "" && f.Help != "");
    }

    public static TheoryData<string> Accepted =>
    [
        Start.Replace("\n", "\r\n", StringComparison.Ordinal),
        Start.Replace("id: nasty", "id: no", StringComparison.Ordinal).Replace("version: 1.0.0", "version: 2024-01-01", StringComparison.Ordinal),
        "{\"apiVersion\":\"v3.1.0\",\"kind\":\"DataContract\",\"id\":\"nasty\",\"version\":\"1.0.0\",\"status\":\"active\",\"schema\":[{\"name\":\"orders\"}]}",
        Start + "      - &m {name: v, logicalType: string, enum: [{value: \"2\"}, {value: \"3\"}]}\n      - <<: *m\n        name: w\n",
        // A pattern that makes a backtracking engine work without end; ours does not backtrack.
        With("logicalType: string, logicalTypeOptions: {pattern: \"^(a+)+$\"}"),
        // What other hosts and paths it names is never reached.
        Start + "servers:\n  - {server: s, type: local, path: ../../../../etc/passwd, format: csv}\nauthoritativeDefinitions: [{type: x, url: \"file:///etc/passwd\"}]\n",
        With("logicalType: string, relationships: [{to: orders.v}]"),
    ];

    [Theory, MemberData(nameof(Accepted))]
    public void Passes_where_it_only_looks_so(string text) => Judge(text).Where(f => f.Severity == Severity.Error).ShouldBeEmpty();

    private static List<Finding> Judge(string text)
    {
        var findings = new List<Finding>();
        if (YamlReader.Read(new MeshDocument("c.odcs.yaml", text), findings) is { } root)
            findings.AddRange(StandardDocument.Read(root).Findings);
        return findings;
    }
}
