using CsCheck;
using Treaty.Core.Reconciliation.Decisions;

namespace Treaty.Core.Tests.Reconciliation.Decisions;

public class Causes_that_stand_out
{
    private static readonly CaseKind Missing = new("missing-b", "b", "", "");

    private static IReadOnlyList<CommonCause> Of(long total, params ValueCount[] values) =>
        CommonCauses.Of(new Dictionary<CaseKind, long> { [Missing] = total }, values, 100_000);

    private static ValueCount Value(string dimension, string value, long count, long all) => new(Missing, dimension, value, count, all);

    [Fact]
    public void Ten_thousand_rows_of_one_broken_file_are_one_case()
    {
        var causes = Of(10_100, Value("file of a", "march.csv", 10_000, 10_000), Value("date", "2026-03-01", 400, 500), Value("currency", "EUR", 6_000, 60_000));
        causes.Select(c => (c.Dimension, c.Value, c.Count)).ShouldBe([("file of a", "march.csv", 10_000), ("", "", 100)]);
        causes[0].Words.ShouldBe("10000 of 10000 groups with file of a march.csv are missing-b; elsewhere 11 in 10,000 are");
    }

    [Theory]
    [InlineData(4, 4, 10, false)] // too few
    [InlineData(5, 5, 5, true)]
    [InlineData(20, 101, 20, false)] // under a fifth of its groups
    [InlineData(20, 100, 20, true)]
    [InlineData(50, 100, 10_050, false)] // half here, a tenth elsewhere
    [InlineData(50, 100, 10_040, true)]
    [InlineData(30, 100_000, 30, false)] // what all groups have says nothing
    public void What_stands_out(long count, long all, long total, bool stands) =>
        Of(total, Value("date", "d", count, all)).Any(c => c.Dimension == "date").ShouldBe(stands);

    [Fact]
    public void Every_discrepancy_is_in_one_case() => Gen.Select(Gen.Long[1, 500], Gen.Long[1, 60].Array[0, 8]).Sample((rest, counts) =>
    {
        var values = counts.Select((count, i) => Value("date", $"d{i}", count, count * 2)).ToArray();
        Of(rest + counts.Sum(), values).Sum(c => c.Count).ShouldBe(rest + counts.Sum());
    });
}
