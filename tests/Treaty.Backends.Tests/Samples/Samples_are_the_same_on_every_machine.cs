using Treaty.Backends.DuckDb;
using Treaty.Core.Findings;
using Treaty.Operations.Samples;

namespace Treaty.Backends.Tests.Samples;

public sealed class Samples_are_the_same_on_every_machine
{
    [Fact]
    public void Equal_seeds_give_equal_bytes()
    {
        using var one = new SampleWorld(7, 0.2);
        using var other = new SampleWorld(7, 0.2);
        one.Hashes.ShouldBe(other.Hashes);
    }

    [Fact]
    public void Another_seed_gives_another_world()
    {
        using var one = new SampleWorld(7, 0.05);
        using var other = new SampleWorld(8, 0.05);
        one.Hashes.Where(line => line.StartsWith("sources/", StringComparison.Ordinal)).ShouldNotContain(line => other.Hashes.Contains(line));
        one.Hashes.Where(line => line.StartsWith("contexts/", StringComparison.Ordinal))
            .ShouldBe(other.Hashes.Where(line => line.StartsWith("contexts/", StringComparison.Ordinal)), "documents do not depend on the seed");
    }

    [Fact]
    public void The_first_order_of_a_known_seed_never_changes()
    {
        using var world = new SampleWorld(42, 0.01);
        world.Lines("sources/shop/orders.csv")[1].ShouldBe(FirstOrder);
    }

    [Fact]
    public void An_earlier_sample_is_written_over_without_a_trace()
    {
        using var world = new SampleWorld(7, 0.05);
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(world.At(".treaty")).FullName, "ledger.db"), "old");
        SampleWorld.Make(world.Folder, 8, 0.01).Findings.ShouldBeEmpty();
        using var fresh = new SampleWorld(8, 0.01);
        world.Hashes.ShouldBe(fresh.Hashes);
    }

    [Fact]
    public void A_folder_with_other_files_is_refused_and_left_alone()
    {
        var folder = Directory.CreateTempSubdirectory("treaty-sample-");
        File.WriteAllText(Path.Combine(folder.FullName, "thesis.txt"), "mine");
        Refused(SampleWorld.Make(folder.FullName, 7, 0.01), MakeSample.NotEmpty);
        folder.EnumerateFileSystemInfos().Select(entry => entry.Name).ShouldBe(["thesis.txt"]);
        Refused(SampleWorld.Make(Path.Combine(folder.FullName, "thesis.txt"), 7, 0.01), MakeSample.NotEmpty);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    [InlineData(double.NaN)]
    public void A_scale_that_makes_no_world_is_refused(double scale) =>
        Refused(SampleWorld.Make(Path.Combine(Path.GetTempPath(), "treaty-never-made"), 1, scale), MakeSample.OutOfScale);

    [Fact]
    public async Task An_unknown_sample_is_refused_with_the_one_there_is() => (await new MakeSample(new DuckDbEngine())
        .RunAsync(new("claims", "x", 1, 1), null, CancellationToken.None)).Findings.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            finding => finding.Code.ShouldBe(MakeSample.Unknown.Code), finding => finding.Help.ShouldContain("`order-to-cash`"));

    private static void Refused(SampleReport report, FindingKind kind)
    {
        report.Findings.ShouldHaveSingleItem().Code.ShouldBe(kind.Code);
        report.Files.ShouldBe(0);
    }

    private const string FirstOrder = "O1000000,C000018,2025-01-02T07:25:12Z,web,USD,1357.02,0.00";
}
