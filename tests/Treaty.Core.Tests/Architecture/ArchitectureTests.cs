using Treaty.Core.Findings;

namespace Treaty.Core.Tests.Architecture;

public sealed class The_parts_know_only_what_they_may
{
    public static TheoryData<string> Projects => [.. ProjectRules.All.Select(rule => rule.Project)];

    [Theory, MemberData(nameof(Projects))]
    public void A_project_knows_the_one_below_and_its_own_packages(string project)
    {
        var rule = ProjectRules.All.Single(rule => rule.Project == project);
        rule.Breaches(Repository.Read(rule.Path).Text).ShouldBeNone();
    }

    [Fact]
    public void Every_project_of_the_product_has_its_rule() =>
        Repository.Texts.Select(file => file.Path)
            .Where(path => path.StartsWith("src/", StringComparison.Ordinal) && path.EndsWith(".csproj", StringComparison.Ordinal))
            .ShouldBe(ProjectRules.All.Select(rule => rule.Path), ignoreOrder: true);

    [Theory]
    [InlineData("""<ProjectReference Include="../Treaty.Backends/Treaty.Backends.csproj" />""", "Treaty.Operations -> Treaty.Backends")]
    [InlineData("""<ProjectReference Include="..\Treaty.Cli\Treaty.Cli.csproj" />""", "Treaty.Operations -> Treaty.Cli")]
    [InlineData("""<PackageReference Include="Dapper" />""", "Treaty.Operations uses the package Dapper")]
    public void What_a_project_may_not_know_is_caught(string reference, string breach) =>
        ProjectRules.All[1].Breaches($"<Project><ItemGroup>{reference}</ItemGroup></Project>").ShouldBe([breach]);

    [Fact]
    public void Core_is_linked_to_nothing_impure() => ProjectRules.Impure(References(typeof(Finding))).ShouldBeEmpty();

    [Fact]
    public void An_impure_link_is_caught()
    {
        typeof(HttpClient).Name.ShouldBe("HttpClient"); // this is what links these tests to the network
        ProjectRules.Impure(References(typeof(The_parts_know_only_what_they_may))).ShouldContain("System.Net.Http");
        ProjectRules.Impure(["System.Runtime", "YamlDotNet", "DuckDB.NET.Data", "Microsoft.Data.Sqlite"])
            .ShouldBe(["DuckDB.NET.Data", "Microsoft.Data.Sqlite"]);
    }

    [Fact]
    public void The_build_of_Core_refuses_banned_symbols()
    {
        var project = Repository.Read(ProjectRules.All[0].Path).Text;
        project.ShouldContain("""<PackageReference Include="Microsoft.CodeAnalysis.BannedApiAnalyzers" PrivateAssets="all" />""");
        project.ShouldContain("""<AdditionalFiles Include="BannedSymbols.txt" />""");
        project.ShouldNotContain("RS0030");
        Repository.Read("Directory.Build.props").Text.ShouldContain("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>");
        var banned = Repository.Read("src/Treaty.Core/BannedSymbols.txt").Lines.Select(line => line.Split(';')[0]);
        ProjectRules.Banned.Except(banned).ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_in_Core_silences_the_ban() =>
        Repository.Sources.Where(file => file.Text.Contains("RS0030", StringComparison.Ordinal)).Select(file => file.Path).ShouldBeEmpty();

    [Fact]
    public void A_door_has_at_most_seven_members() =>
        Repository.Sources.Where(file => file.Path.StartsWith("src/Treaty.Operations/Doors/", StringComparison.Ordinal))
            .SelectMany(ProjectRules.WideDoors).ShouldBeNone();

    [Fact]
    public void A_wide_door_is_caught() =>
        ProjectRules.WideDoors(new("Doors/IWide.cs", $$"""
            namespace A;
            /// <summary>Wide.</summary>
            public interface IWide : IAsyncDisposable
            {
                double? Progress { get; }
                {{string.Concat(Enumerable.Range(1, 7).Select(i => $"ValueTask<int> M{i}Async(int a, (int, int) b = default);\n"))}}
            }
            public interface INarrow { void M(); }
            """)).ShouldBe(["Doors/IWide.cs:3: IWide has 8 members"]);

    [Fact]
    public void No_text_names_a_place_that_a_reader_does_not_have() => Repository.Texts.SelectMany(ProjectRules.Places).ShouldBeNone();

    [Theory]
    [InlineData("see /wo{0}rk/notes", true)]
    [InlineData("`/ro{0}ot/x`", true)]
    [InlineData("https://api.nu{0}get.org/v3/index.json", true)]
    [InlineData("bench/wo{0}rk/ and the work of /api/work", false)]
    [InlineData("https://example.org/home/", false)]
    public void A_place_is_recognised(string text, bool expected) =>
        ProjectRules.Places(new("page.md", text.Replace("{0}", "", StringComparison.Ordinal))).Any().ShouldBe(expected);

    [Fact]
    public void The_scripts_at_the_root_are_among_the_texts() =>
        new[] { "treaty", "test", ".ci/run", "Directory.Build.props", "CHANGELOG.md" }
            .Except(Repository.Texts.Select(file => file.Path)).ShouldBeEmpty();

    private static IEnumerable<string> References(Type type) => type.Assembly.GetReferencedAssemblies().Select(name => name.Name!);
}
