using CsCheck;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Matching;

namespace Treaty.Core.Tests.Reconciliation;

public class Locks
{
    private static MatchLock Together(string decision, long[] a, long[] b) => new("zone.revenue:x", [.. a], [.. b], decision, LockKind.Match);

    [Fact]
    public void Make_one_group_of_rows_tied_directly_or_by_way_of_others()
    {
        var locks = new MatchLocks([Together("d2", [2], [12, 13]), Together("d1", [1], [11]), Together("d3", [1, 5], [12])]);
        locks.Groups().Select(r => (r[0], r[1], r[2])).Order().ShouldBe(
            [(0, 1, 1), (0, 2, 1), (0, 5, 1), (1, 11, 1), (1, 12, 1), (1, 13, 1)]);
    }

    [Fact]
    public void Keep_apart_every_row_of_a_from_every_row_of_b_and_copies_from_each_other()
    {
        var locks = new MatchLocks([new("c", [1, 2], [7], "d1", LockKind.NoMatch), new("c", [], [8, 9], "d2", LockKind.NoMatch)]);
        locks.Rejected.ShouldBe([(1, 7), (2, 7)], ignoreOrder: true);
        locks.NoCopies(Side.B).ShouldBe([8, 9]);
        locks.NoCopies(Side.A).ShouldBeEmpty();
        locks.AnyTogether.ShouldBeFalse();
    }

    [Fact]
    public void Are_the_same_in_whatever_order_they_come() =>
        Gen.Select(Gen.Long[1, 5], Gen.Long[1, 5], Gen.Bool).Array[0, 8].Sample(pairs =>
        {
            MatchLock[] locks = [.. pairs.Select((p, i) => new MatchLock("c", [p.Item1], [p.Item2], $"d{i}", p.Item3 ? LockKind.Match : LockKind.NoMatch))];
            var (one, other) = (new MatchLocks(locks), new MatchLocks(locks.Reverse()));
            other.Text.ShouldBe(one.Text);
            other.Groups().OrderBy(r => (r[0], r[1])).Select(r => (r[0], r[1], r[2]))
                .ShouldBe(one.Groups().OrderBy(r => (r[0], r[1])).Select(r => (r[0], r[1], r[2])));
        });
}
