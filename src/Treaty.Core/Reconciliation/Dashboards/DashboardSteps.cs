using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation.Dashboards;

/// <summary>One step from the first number to the second.</summary>
/// <param name="Name">Its name in reports: <c>only-a:1</c>, <c>only-b:1</c>, <c>expression</c>.</param>
/// <param name="Title">What it is about, in words.</param>
public sealed record DashboardStep(string Name, string Title, string Before, string After);

/// <summary>
/// The walk from one dashboard's number to another's over the rows of one table: conditions that only the first has are dropped one by one,
/// then conditions that only the second has are added one by one, then what each row adds becomes what the second lets it add. Each step is
/// the difference of two sums over the same rows, so that the steps sum exactly.
/// </summary>
/// <param name="Rows">The relation of all rows: key, a, b, and one column <c>c0 …</c> for each condition.</param>
public sealed record DashboardSteps(string Rows, IReadOnlyList<string> Conditions, IReadOnlySet<int> OfA, IReadOnlySet<int> OfB)
{
    private static readonly string Money = RowExpressions.Money(6);

    /// <summary>The steps in their order; each adds what is counted after it and was not before, or takes it away.</summary>
    public IReadOnlyList<DashboardStep> All()
    {
        var steps = new List<DashboardStep>();
        var held = OfA.ToHashSet();
        foreach (var (dropped, i) in OfA.Except(OfB).Order().Select((c, i) => (c, i + 1)).ToList())
        {
            var before = Counted(held, "a");
            held.Remove(dropped);
            steps.Add(new($"only-a:{Quote.Number((long)i)}", $"only a asks that {Conditions[dropped]}", before, Counted(held, "a")));
        }
        foreach (var (added, i) in OfB.Except(OfA).Order().Select((c, i) => (c, i + 1)).ToList())
        {
            var before = Counted(held, "a");
            held.Add(added);
            steps.Add(new($"only-b:{Quote.Number((long)i)}", $"only b asks that {Conditions[added]}", before, Counted(held, "a")));
        }
        steps.Add(new("expression", "b adds another amount for the same row", Counted(held, "a"), Counted(held, "b")));
        return steps;
    }

    /// <summary>One row: total of a, total of b, then for each step rows, amount and gross.</summary>
    public SqlText Amounts()
    {
        var items = new List<string> { Sum(Counted(OfA, "a")), Sum(Counted(OfB, "b")) };
        foreach (var step in All())
        {
            var delta = $"({step.After}) - ({step.Before})";
            items.AddRange([$"count(*) FILTER ({delta} <> 0)", Sum(delta), Sum($"abs({delta})")]);
        }
        return new SqlLines().Line("-- the walk between two dashboards").Line("SELECT").Items(items).Line($"FROM {Rows}").Done();
    }

    /// <summary>The rows behind a step, the largest first: key, amount, what a reports for the row, what b does.</summary>
    public SqlText Behind(DashboardStep step, int limit) => new SqlLines()
        .Line($"-- the rows behind {step.Name}")
        .Line($"SELECT key, CAST(({step.After}) - ({step.Before}) AS {Money}) AS amount, {Counted(OfA, "a")} AS reported_a, {Counted(OfB, "b")} AS reported_b")
        .Line($"FROM {Rows}")
        .Line($"WHERE ({step.After}) - ({step.Before}) <> 0")
        .Line("ORDER BY abs(amount) DESC, key")
        .Line($"LIMIT {Quote.Number((long)limit)}")
        .Done();

    private static string Sum(string value) => $"CAST(COALESCE(sum({value}), 0) AS {Money})";

    private static string Counted(IEnumerable<int> conditions, string value)
    {
        var all = string.Join(" AND ", conditions.Order().Select(c => "c" + Quote.Number((long)c)));
        return all.Length == 0 ? value : $"CASE WHEN {all} THEN {value} ELSE 0 END";
    }
}
