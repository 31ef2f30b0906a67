namespace Treaty.Core.Tests.Architecture;

public sealed class The_sources_are_tidy
{
    public static TheoryData<string> Rules => [.. TidyRules.All.Select(rule => rule.Name)];

    [Theory, MemberData(nameof(Rules))]
    public void Every_file_keeps_the_rule(string name) =>
        Repository.Sources.SelectMany(Rule(name).Breaches).ShouldBeNone();

    [Theory, MemberData(nameof(Rules))]
    public void The_rule_catches_what_breaks_it(string name) =>
        Rule(name).Bad.Where(bad => !Rule(name).Breaches(bad).Any()).Select(bad => bad.Text).ShouldBeEmpty();

    [Theory, MemberData(nameof(Rules))]
    public void The_rule_lets_orderly_code_pass(string name) =>
        Rule(name).Breaches(new("src/Treaty.Core/Reconciliation/Good.cs", Good)).ShouldBeNone();

    [Fact]
    public void Half_of_the_files_have_at_most_100_lines() =>
        TidyRules.Median(Repository.Sources).ShouldBeLessThanOrEqualTo(TidyRules.MedianLines);

    [Fact]
    public void The_median_is_the_middle_length() =>
        TidyRules.Median([new("a", "1\n"), new("b", "1\n2\n3\n"), new("c", new string('\n', 500) + "x")]).ShouldBe(3);

    [Fact]
    public void At_most_two_files_of_the_server_catch_everything() =>
        TidyRules.CatchAll.Where(path => path != "src/Treaty.Cli/Program.cs").ShouldBe(
            TidyRules.CatchAll.Where(path => path.StartsWith("src/Treaty.Server/", StringComparison.Ordinal)).Take(2));

    [Fact]
    public void There_are_sources_to_look_at() =>
        Repository.Sources.ShouldContain(file => file.Path == "src/Treaty.Core/Findings/Finding.cs");

    private static TidyRule Rule(string name) => TidyRules.All.Single(rule => rule.Name == name);

    private const string Good = """
        namespace A;

        /// <summary>Never a double; catch (Exception) stands here in a comment only, as does partial class.</summary>
        [Known("catch { }")]
        public sealed class Bridge<T>(int a, Func<int, int, int> b, (int, int) c) where T : class
        {
            private static readonly string[] Table = ["float", "partial class B { }",
                $"{a switch { 1 => "}", _ => "{{" }} catch {{", @"c:\""{"];

            public decimal Half { get; } = 0.5m;

            public static bool operator ==(Bridge<T> a, Bridge<T> b) { return a.Half == 1..2; }

            public void M() { try { } catch (ArgumentException) { } catch (IOException e) when (e.Message == "'") { } }
        }

        public record Wide(int A, int B, int C, int D, int E, int F, int G, char H = '{');
        """;
}
