using Treaty.Core.Findings;
using Treaty.Core.Meshes;

namespace Treaty.Core.Tests.Meshes;

public class An_excerpt
{
    private const string Text = "comparisons:\n  # why\n  - id: one\n    a: x\n\n    passes:\n      - {by: key}\n\n  - id: two\n    a: y\nnext: 1\n";

    [Theory]
    [InlineData(3, "- id: one\n  a: x\n\n  passes:\n    - {by: key}")]
    [InlineData(9, "- id: two\n  a: y")]
    [InlineData(7, "- {by: key}")]
    [InlineData(11, "next: 1")]
    [InlineData(0, "")]
    [InlineData(99, "")]
    public void Is_the_line_and_what_is_below_it(int line, string expected) =>
        Excerpt.Of(Text, new SourcePlace("x.yaml", line, 1)).ShouldBe(expected);

    [Fact]
    public void Is_cut_where_it_is_long_and_reads_all_line_endings()
    {
        Excerpt.Of(Text.ReplaceLineEndings("\r\n"), new SourcePlace("x.yaml", 3, 1), most: 2).ShouldBe("- id: one\n  a: x\n…");
        Excerpt.Of("", new SourcePlace("x.yaml", 1, 1)).ShouldBe("");
    }
}
