using CsCheck;
using Treaty.Core.Products;

namespace Treaty.Core.Tests.Products;

public sealed class Which_versions_are_kept
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Version n of a product made n days after its first, each succeeded by the next.</summary>
    private static IEnumerable<KeptVersion> Versions(string product, int count, int firstDaysAgo, Func<int, string[]>? inputs = null) =>
        Enumerable.Range(1, count).Select(n => new KeptVersion(product, n, Now.AddDays(n - 1 - firstDaysAgo),
            n < count ? Now.AddDays(n - firstDaysAgo) : null, inputs?.Invoke(n) ?? []));

    private static string Kept(IEnumerable<KeptVersion> versions, string[] pinned, int days) =>
        string.Join(" ", Retention.Keep([.. versions], pinned.ToHashSet(), Now, days).Select(v => v.Name).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(90, "", "a#1 a#2 a#3 a#4")]
    [InlineData(0, "", "a#4")]
    [InlineData(9, "", "a#4")]
    [InlineData(10, "", "a#3 a#4")]
    [InlineData(11, "", "a#2 a#3 a#4")]
    [InlineData(0, "a#2", "a#2 a#4")]
    [InlineData(0, "a#9 b#1", "a#4")]
    public void By_age_since_they_were_succeeded_and_by_pins(int days, string pinned, string kept) =>
        Kept(Versions("a", 4, 12), pinned.Split(' '), days).ShouldBe(kept);

    [Fact]
    public void With_what_the_newest_and_the_pinned_were_made_from()
    {
        var versions = Versions("a", 5, 100).Concat(Versions("b", 3, 50, n => [$"a#{n}"])).Concat(Versions("c", 2, 50, n => [$"b#{n}"])).ToList();
        Kept(versions, [], 0).ShouldBe("a#2 a#3 a#5 b#2 b#3 c#2");
        Kept(versions, ["c#1"], 0).ShouldBe("a#1 a#2 a#3 a#5 b#1 b#2 b#3 c#1 c#2");
    }

    [Fact]
    public void Longer_retention_and_more_pins_never_keep_less() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 40], Gen.Int[0, 40], Gen.Int[0, 12], Gen.Int[0, 40]).Sample((count, days, more, pin, ago) =>
        {
            var versions = Versions("a", count, ago).ToList();
            var less = Retention.Keep(versions, new HashSet<string>(), Now, days);
            var longer = Retention.Keep(versions, new HashSet<string> { $"a#{pin}" }, Now, days + more);
            return less.IsSubsetOf(longer) && longer.Contains(versions[^1]) && (pin is 0 || pin > count || longer.Contains(versions[pin - 1]));
        });
}
