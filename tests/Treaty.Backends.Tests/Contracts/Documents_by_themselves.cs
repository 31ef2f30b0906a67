using System.Text;
using Treaty.Core.Contracts.Changes;
using Treaty.Core.Findings;
using Treaty.Operations.Contracts;

namespace Treaty.Backends.Tests.Contracts;

/// <summary>Documents as users hand them over, good and bad.</summary>
public sealed class Documents_by_themselves : IDisposable
{
    private const string Good = "apiVersion: v3.1.0\nkind: DataContract\nid: a\nversion: 1.0.0\nstatus: active\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private static ContractCheckReport Check(params string[] named) => CheckContracts.Run(named, TestContext.Current.CancellationToken);

    [Fact]
    public void Are_found_in_folders_and_by_globs()
    {
        Write("a/x.odcs.yaml", Good);
        Write("a/b/y.odcs.yml", Good);
        Write("a/b/z.odps.yaml", "apiVersion: v1.0.0\nkind: DataProduct\nid: p\nstatus: draft\n");
        Write("a/other.yaml", "not: a contract\n");
        string Names(params string[] named) => string.Join(' ', Check(named).Documents.Select(d => Path.GetFileName(d.File)));
        Names(_folder.Path).ShouldBe("y.odcs.yml z.odps.yaml x.odcs.yaml");
        Names(_folder.Path + "/a/*.odcs.yaml").ShouldBe("x.odcs.yaml");
        Names(_folder.Path + "/**/*.od?s.y*").ShouldBe("y.odcs.yml z.odps.yaml x.odcs.yaml");
        Names(_folder.Path + "/a/other.yaml").ShouldBe("other.yaml");
        Check(_folder.Path + "/nowhere").Findings.Single().Code.ShouldBe("TRY1230");
        Check(_folder.Path + "/a/*.json").Succeeded.ShouldBeFalse();
    }

    [Fact]
    public void Are_not_found_through_links()
    {
        Write("outside/x.odcs.yaml", Good);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "mesh"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "mesh", "link"), Path.Combine(_folder.Path, "outside"));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "mesh", "y.odcs.yaml"), "/etc/passwd");
        Check(_folder.Path + "/mesh").Documents.ShouldBeEmpty();
    }

    /// <summary>What YAML can be made to do, the code of the finding, and a word of it.</summary>
    public static TheoryData<string, string, string> Traps => new()
    {
        { "", "TRY1200", "empty" },
        { "just words", "TRY1200", "the text" },
        { Good + "id: b\n", "TRY0002", "`id` stands twice" },
        { Good + "---\nid: b\n", "TRY0004", "second document" },
        { Good + "schema:\n\t- name: x\n", "TRY0001", "a tab" },
        { Good + "tags: [a, b\n", "TRY0001", "not closed" },
        { Good + "name: !!python/object:os.system x\n", "TRY0004", "tag" },
        { Good + "name: *nowhere\n", "TRY0001", "refers to nothing" },
        { Good + "name: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n", "TRY0004", "nested" },
        { Good + "name: 5\n", "TRY1202", "put it into quotes" },
        { Good + "name: true\n", "TRY1202", "put it into quotes" },
        { Good + "price: {priceAmount: 1_000}\n", "TRY1202", "the text `1_000`" },
        { Good + "price: {priceAmount: \"5\"}\n", "TRY1202", "the text `5`" },
        { Good.Replace("id: a", "id: "), "TRY1202", "empty" },
        { Good.Replace("kind: DataContract", "kind: datacontract"), "TRY1205", "`datacontract`" },
        { Good.Replace("v3.1.0", "v3"), "TRY1200", "`v3`" },
        { Good.Replace("apiVersion: v3.1.0\n", ""), "TRY1201", "`apiVersion` is missing" },
        { Good + "schema: [{name: a, properties: [{name: b, logicalType: string, enum: [{value: x}]}]}]\n", "TRY1204", "of ODCS 3.2" },
        { Good + "schema: [{name: a, properties: [{name: b}, {name: b}]}]\n", "TRY1223", "`b` is declared twice" },
        { Good + "schema: [{name: a, properties: [{name: b, logicalType: string, logicalTypeOptions: {pattern: \"[a\"}}]}]\n", "TRY1225",
            "regular expression" },
        { Good + "schema: [{name: a, properties: [{name: b, logicalType: string, logicalTypeOptions: {minLength: 5, maxLength: 2}}]}]\n",
            "TRY1224", "`minLength` is 5" },
        { Good + "schema: [{name: a, properties: [{name: b, logicalType: string, logicalTypeOptions: {minimum: 5}}]}]\n", "TRY1203",
            "`minimum`" },
        { Good + "schema: [{name: a, relationships: [{from: [a.b, a.c], to: [d.e]}]}]\n", "TRY1221", "`from` has 2" },
        { Good + "schema: [{name: a, relationships: [{from: a.b, to: [d.e]}]}]\n", "TRY1221", "`from` is the text" },
        { Good + "schema: [{id: x, name: a}, {id: x, name: b}]\n", "TRY1222", "`x` stands twice" },
        { Good + "schema: [{id: \"a.b\", name: a}]\n", "TRY1206", "letters, digits" },
        { Good + "schema: {name: a}\n", "TRY1202", "must be a list" },
        { Good + "servers: [{server: s, type: postgres, host: h, port: \"x\", database: d, schema: s}]\n", "TRY1206", "`port`" },
    };

    [Theory, MemberData(nameof(Traps))]
    public void Are_refused_with_place_and_remedy(string text, string code, string word)
    {
        var report = Check(Write("c.odcs.yaml", text));
        report.Succeeded.ShouldBeFalse();
        report.Findings.ShouldContain(f =>
            f.Code == code && (f.Sentence + f.Help).Contains(word) && f.Place != null && f.Help != "", string.Join('\n', report.Findings));
    }

    /// <summary>What looks odd and is meant.</summary>
    public static TheoryData<string> Oddities =>
    [
        Good.Replace("version: 1.0.0", "version: 1.10"),
        Good.Replace("version: 1.0.0", "version: 2024-01-01"),
        Good + "name: no\ntenant: off\n",
        Good + "contractCreatedTs: 2022-11-15T02:59:43+00:00\n",
        Good + "team: [{username: a, dateIn: 2022-08-02}]\n",
        Good + "x-defaults: &d {usage: u, purpose: p}\n".Replace("x-defaults: ", "description: ")
            + "customProperties: [{property: p, value: {<<: *d, more: 1}}]\n",
        "\uFEFF" + Good,
        Good.Replace("\n", "\r\n"),
        Good + "customProperties: [{property: Ünïcode-✓, value: [1, {deep: [null, ~, 1e5]}]}]\n",
        Good + "slaProperties: [{property: latency, value: null}]\n",
        Good + "name: !!str 5\n",
    ];

    [Theory, MemberData(nameof(Oddities))]
    public void Pass_where_the_standard_lets_them(string text) =>
        Check(Write("c.odcs.yaml", text)).Findings.Where(f => f.Severity == Severity.Error).ShouldBeEmpty();

    [Fact]
    public void Keep_the_text_of_versions() =>
        Check(Write("c.odcs.yaml", Good.Replace("1.0.0", "1.10"))).Documents.Single().Version.ShouldBe("1.10");

    [Fact]
    public void Cannot_make_the_reader_work_without_end()
    {
        var laughs = new StringBuilder(Good).Append("customProperties:\n- property: a0\n  value: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++) laughs.Append(
            $"- property: a{i}\n  value: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        Check(Write("laughs.odcs.yaml", laughs.ToString())).Findings.ShouldContain(f => f.Code == "TRY0003");
        Check(Write("large.odcs.yaml", Good + "name: " + new string('x', 10_000_000))).Findings.ShouldContain(f => f.Code == "TRY0003");
        Check(Write("deep.odcs.yaml", Good + "name: " + new string('[', 100_000))).Succeeded.ShouldBeFalse();
        Check(Write("self.odcs.yaml", Good + "name: &a [*a]\n")).Succeeded.ShouldBeFalse();
        File.WriteAllBytes(Path.Combine(_folder.Path, "latin.odcs.yaml"),
            [.. Encoding.ASCII.GetBytes(Good + "name: Caf"), 0xE9, (byte)'\n']);
        Check(Path.Combine(_folder.Path, "latin.odcs.yaml")).Findings.Single().Code.ShouldBe("TRY0006");
    }

    [Fact]
    public void Are_compared_by_what_they_say()
    {
        var old = Write("old.odcs.yaml", Good + "schema: [{name: a, properties: [{name: b, required: true}]}]\n");
        var same = CompareContracts.Run(old, Write("same.odcs.yaml", File.ReadAllText(old) + "# nothing\n"), PortDirection.Output);
        (same.Succeeded, same.Comparison!.Needed).ShouldBe((true, VersionStep.None));
        var worse = CompareContracts.Run(old, Write("worse.odcs.yaml", Good + "schema: [{name: a, properties: [{name: b}]}]\n"),
            PortDirection.Output);
        worse.Findings.Single().Code.ShouldBe("TRY1241");
        worse.Comparison!.Suggested.ShouldBe("2.0.0");
        CompareContracts.Run(old, Path.Combine(_folder.Path, "worse.odcs.yaml"), PortDirection.Input).Succeeded.ShouldBeTrue();
        CompareContracts.Run(old, Write("p.odps.yaml", "apiVersion: v1.0.0\nkind: DataProduct\nid: p\nstatus: draft\n"),
            PortDirection.Output).Findings.Single().Code.ShouldBe("TRY1240");
        CompareContracts.Run(old, Path.Combine(_folder.Path, "none.yaml"), PortDirection.Output).Succeeded.ShouldBeFalse();
    }
}
