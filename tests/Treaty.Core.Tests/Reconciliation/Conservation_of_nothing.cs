using Treaty.Core.Reconciliation;

namespace Treaty.Core.Tests.Reconciliation;

public class Conservation_of_nothing
{
    private static ConservationCount Count(string relation, long rows, string sum, decimal amount = 0) => new(relation, "a", "value", "", rows, sum, amount);

    [Fact]
    public void A_line_of_no_rows_is_as_good_as_no_line()
    {
        var comparison = Decisions.Steps_need_rights.AnyComparison;
        Conservation.Judge(comparison, [Count("side", 0, ""), Count("groups", 0, "")]).ShouldBeEmpty();
        Conservation.Judge(comparison, [Count("side", 1, "7", 5), Count("groups", 1, "", 5)]).Select(f => f.Code).ShouldBe(["TRY0690", "TRY0691"], ignoreOrder: true);
        Conservation.Judge(comparison, [Count("side", 1, "7"), Count("members", 1, "8"), Count("groups", 1, "")]).Select(f => f.Code).ShouldBe(["TRY0690"]);
    }
}
