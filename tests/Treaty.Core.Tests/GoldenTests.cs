using Xunit.Sdk;

namespace Treaty.Core.Tests;

public sealed class A_golden_file : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("a\nb\nc\n", "a\nb\nc\n", null)]
    [InlineData("a\nb\nc\n", "a\nX\nc\n", "differs from line 2:\n  a\n- b\n+ X")]
    [InlineData("a\nb\n", "a\nb\nc\n", "differs from line 3:\n  b\n+ c")]
    [InlineData("a\n", "a", "differs from line 2:\n  a\n- ")]
    [InlineData(null, "a", "does not exist")]
    public void Shows_what_differs(string? file, string text, string? difference) => Golden.Difference(file, text).ShouldBe(difference);

    [Fact]
    public void Shows_only_the_first_lines_of_a_long_difference() =>
        Golden.Difference("a", string.Join('\n', Enumerable.Range(0, 30)))!.ShouldEndWith("+ 10\n  … 19 more lines");

    [Fact]
    public void Is_rewritten_where_a_person_accepts()
    {
        Golden.Matches("new\n", _path, accept: true, isCi: false);
        File.ReadAllText(_path).ShouldBe("new\n");
        Golden.Matches("new\n", _path, accept: false, isCi: true);
    }

    [Fact]
    public void Is_never_rewritten_in_CI()
    {
        File.WriteAllText(_path, "old\n");
        Should.Throw<FailException>(() => Golden.Matches("new\n", _path, accept: true, isCi: true)).Message.ShouldContain("- old\n+ new");
        File.ReadAllText(_path).ShouldBe("old\n");
    }

    [Fact]
    public void Refuses_a_text_with_other_line_ends() =>
        Should.Throw<ShouldAssertException>(() => Golden.Matches("a\r\n", _path, accept: true, isCi: false));
}
