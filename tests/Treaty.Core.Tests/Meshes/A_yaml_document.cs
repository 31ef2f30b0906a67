using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Tests.Meshes;

public class A_yaml_document
{
    private static (YamlNode? Root, List<Finding> Findings) Read(string text)
    {
        var findings = new List<Finding>();
        return (YamlReader.Read(new MeshDocument("d.yaml", text), findings), findings);
    }

    private static YamlNode.Map Map(string text) => Read(text).Root.ShouldBeOfType<YamlNode.Map>();

    [Theory]
    [InlineData("no"), InlineData("1.10"), InlineData("2024-01-05"), InlineData("0x1F"), InlineData("1_000"), InlineData("012"),
        InlineData("y"), InlineData(".inf"), InlineData("12:30:45")]
    public void Keeps_a_text_as_it_is_written(string text) => ((YamlNode.Scalar)Map($"a: {text}")["a"]!).Text.ShouldBe(text);

    [Theory]
    [InlineData("a:", true), InlineData("a: ~", true), InlineData("a: null", true), InlineData("a: \"\"", false),
        InlineData("a: 'null'", false), InlineData("a: \"~\"", false)]
    public void Tells_nothing_from_an_empty_text(string text, bool isNull) => ((YamlNode.Scalar)Map(text)["a"]!).IsNull.ShouldBe(isNull);

    [Fact]
    public void Says_where_everything_stands()
    {
        var map = Map("# remark\na: x\nb:\n  - c: 1\n    d: [p, {q: r}]\n");
        var list = (YamlNode.Sequence)map["b"]!;
        var item = (YamlNode.Map)list.Items[0];
        var nested = (YamlNode.Sequence)item["d"]!;
        new[] { map, map["a"]!, list, item, item["c"]!, nested, nested.Items[1] }.Select(n => $"{n.Place.Line}:{n.Place.Column}")
            .ShouldBe(["2:1", "2:4", "4:3", "4:5", "4:8", "5:8", "5:12"]);
        $"{map.Entries[1].KeyPlace}".ShouldBe("d.yaml:3:1");
    }

    [Fact]
    public void Repeats_what_an_alias_names()
    {
        var map = Map("a: &x [1, 2]\nb: *x\n");
        map["b"].ShouldBeSameAs(map["a"]);
    }

    [Fact]
    public void Says_that_a_tab_indents() => Read("a:\n\tb: 1\n").Findings.Single().Sentence.ShouldBe("a tab is used for indentation");

    [Fact]
    public void May_begin_with_a_byte_order_mark() => Map("\uFEFFa: 1").Place.Column.ShouldBe(1);

    [Theory]
    [InlineData("TRY0002", "a: 1\nb: 2\na: 3\n", 3, 1)]
    [InlineData("TRY0004", "a: !!python/object x\n", 1, 4)]
    [InlineData("TRY0004", "a: !local x\n", 1, 4)]
    [InlineData("TRY0004", "a: 1\n---\nb: 2\n", 2, 1)]
    [InlineData("TRY0004", "[a, b]: 1\n", 1, 1)]
    [InlineData("TRY0001", "a:\n\tb: 1\n", 2, 1)]
    [InlineData("TRY0001", "a: b: c\n", 1, 5)]
    [InlineData("TRY0001", "a: 1\n  b: 2\n", 2, 4)]
    [InlineData("TRY0001", "a: \"open\nb: 1\n", 1, 4)]
    [InlineData("TRY0001", "a: [1, 2\nb: 3\n", 1, 6)]
    [InlineData("TRY0001", "a: *nowhere\n", 1, 4)]
    [InlineData("TRY0001", "a: @x\n", 1, 4)]
    [InlineData("TRY0001", "a: &x [*x]\n", 1, 8)]
    [InlineData("TRY0001", "a: [1, 2\n", 2, 1)]
    [InlineData("TRY0001", "a: \"\\q\"\n", 1, 4)]
    public void Has_one_finding_for_what_cannot_be_read(string code, string text, int line, int column)
    {
        var finding = Read(text).Findings.ShouldHaveSingleItem();
        $"{finding.Code} {finding.Place}".ShouldBe($"{code} d.yaml:{line}:{column}", finding.Sentence);
    }

    [Theory]
    [InlineData(""), InlineData("# only a remark\n"), InlineData("---\n"), InlineData("~")]
    public void May_be_empty(string text)
    {
        var (root, findings) = Read(text);
        root.ShouldBeNull();
        findings.ShouldBeEmpty();
    }

    [Fact]
    public void Is_refused_where_aliases_explode()
    {
        var laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            + string.Concat(Enumerable.Range(1, 9).Select(i =>
                $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        Read(laughs).Findings.Single().Code.ShouldBe("TRY0003");
    }

    [Theory]
    [InlineData(YamlReader.MaxDepth - 1, true), InlineData(YamlReader.MaxDepth + 2, false), InlineData(100_000, false)]
    public void Is_refused_where_it_is_nested_too_deeply(int depth, bool read)
    {
        var (root, findings) = Read(new string('[', depth) + new string(']', depth));
        (root is not null).ShouldBe(read);
        if (!read) findings.Single().Code.ShouldBe("TRY0004");
    }
}
