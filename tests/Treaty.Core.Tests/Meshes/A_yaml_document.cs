using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Tests.Meshes;

public class A_yaml_document
{
    private static ParsedDocument Read(string text) => YamlTree.Read(new MeshDocument("d.yaml", text));

    private static YamlMap Map(string text) => Read(text).Root.ShouldBeOfType<YamlMap>();

    [Theory]
    [InlineData("no"), InlineData("1.10"), InlineData("2024-01-05"), InlineData("0x1F"), InlineData("1_000"), InlineData("012"),
        InlineData("y"), InlineData(".inf"), InlineData("12:30:45")]
    public void Keeps_a_text_as_it_is_written(string text) => ((YamlScalar)Map($"a: {text}")["a"]!).Text.ShouldBe(text);

    [Theory]
    [InlineData("a:", true), InlineData("a: ~", true), InlineData("a: null", true), InlineData("a: \"\"", false),
        InlineData("a: 'null'", false), InlineData("a: \"~\"", false)]
    public void Tells_nothing_from_an_empty_text(string text, bool isNull) => ((YamlScalar)Map(text)["a"]!).IsNull.ShouldBe(isNull);

    [Fact]
    public void Says_where_everything_stands()
    {
        var map = Map("# remark\na: x\nb:\n  - c: 1\n    d: [p, {q: r}]\n");
        var list = (YamlSequence)map["b"]!;
        var item = (YamlMap)list.Items[0];
        var nested = (YamlSequence)item["d"]!;
        string At(YamlNode node) => $"{node.Line}:{node.Column}";
        new[] { At(map), At(map["a"]!), At(list), At(item), At(item["c"]!), At(nested), At(nested.Items[1]) }
            .ShouldBe(["2:1", "2:4", "4:3", "4:5", "4:8", "5:8", "5:12"]);
        (map.Entries[1].Line, map.Entries[1].Column).ShouldBe((3, 1));
    }

    [Fact]
    public void Repeats_what_an_alias_names() =>
        Map("a: &x [1, 2]\nb: *x\n")["b"].ShouldBe(Map("a: &x [1, 2]\nb: *x\n")["a"], new SameShape());

    [Fact]
    public void May_begin_with_a_byte_order_mark() => Map("\uFEFFa: 1").Column.ShouldBe(1);

    [Theory]
    [InlineData("TRY0006", "", 1, 1)]
    [InlineData("TRY0006", "# only a remark\n", 1, 1)]
    [InlineData("TRY0006", "---\n", 1, 1)]
    [InlineData("TRY0003", "a: 1\nb: 2\na: 3\n", 3, 1)]
    [InlineData("TRY0005", "a: !!python/object x\n", 1, 4)]
    [InlineData("TRY0005", "a: !local x\n", 1, 4)]
    [InlineData("TRY0005", "a: 1\n---\nb: 2\n", 2, 1)]
    [InlineData("TRY0002", "a:\n\tb: 1\n", 2, 1)]
    [InlineData("TRY0002", "a: b: c\n", 1, 5)]
    [InlineData("TRY0002", "a: 1\n  b: 2\n", 2, 4)]
    [InlineData("TRY0002", "a: \"open\nb: 1\n", 1, 4)]
    [InlineData("TRY0002", "a: [1, 2\nb: 3\n", 1, 6)]
    [InlineData("TRY0002", "a: *nowhere\n", 1, 4)]
    [InlineData("TRY0002", "a: @x\n", 1, 4)]
    [InlineData("TRY0002", "[a, b]: 1\n", 1, 1)]
    [InlineData("TRY0002", "a: &x [*x]\n", 1, 8)]
    public void Has_one_finding_for_what_cannot_be_read(string code, string text, int line, int column)
    {
        var finding = Read(text).Findings.ShouldHaveSingleItem();
        $"{finding.Code} {finding.Place}".ShouldBe($"{code} d.yaml:{line}:{column}", finding.Sentence);
        (finding.Sentence + finding.Help).ShouldNotContain("While");
    }

    [Fact]
    public void Says_that_a_tab_indents() => Read("a:\n\tb: 1\n").Findings.Single().Sentence.ShouldBe("a tab is used for indentation");

    [Fact]
    public void Is_refused_where_aliases_explode()
    {
        var laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            + string.Concat(Enumerable.Range(1, 9).Select(i =>
                $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        Read(laughs).Findings.Single().Code.ShouldBe("TRY0004");
    }

    [Theory]
    [InlineData(YamlTree.MaxDepth - 1, true), InlineData(YamlTree.MaxDepth + 1, false), InlineData(100_000, false)]
    public void Is_refused_where_it_is_nested_too_deeply(int depth, bool read)
    {
        var parsed = Read(new string('[', depth) + new string(']', depth));
        (parsed.Root is not null).ShouldBe(read);
        if (!read) parsed.Findings.Single().Code.ShouldBe("TRY0004");
    }

    [Fact]
    public void Is_refused_above_four_megabytes() =>
        Read("a: " + new string('x', YamlTree.MaxCharacters)).Findings.Single().Code.ShouldBe("TRY0004");

    private sealed class SameShape : IEqualityComparer<YamlNode?>
    {
        public bool Equals(YamlNode? x, YamlNode? y) => ReferenceEquals(x, y) || Text(x) == Text(y);

        public int GetHashCode(YamlNode? obj) => 0;

        private static string Text(YamlNode? node) => node switch
        {
            YamlScalar scalar => scalar.Text,
            YamlSequence list => $"[{string.Join(",", list.Items.Select(Text))}]",
            _ => "",
        };
    }
}
