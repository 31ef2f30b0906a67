using System.Globalization;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>A measure as the tables of a comparison hold it.</summary>
public sealed record StoredMeasure(string Name, int Scale);

/// <summary>
/// All groups and all members, from the tables that hold them: agreeing groups apart from the others, and members only of groups whose
/// rows the group does not say itself. A group says them where it has at most one row a side and every measure counts each.
/// </summary>
public static class StoredSql
{
    /// <summary>The columns of the table of agreeing groups, see <see cref="AgreedSql"/>.</summary>
    public static IReadOnlyList<(string Name, string Type)> AgreedColumns(ComparisonPlan plan) =>
    [
        ("group_key", "VARCHAR"), ("proof", "VARCHAR"), ("first_row_a", "BIGINT"), ("first_row_b", "BIGINT"), ("date_a", "DATE"),
        ("date_b", "DATE"), ("currency", "VARCHAR"), ("status_a", "VARCHAR"), ("status_b", "VARCHAR"),
        .. plan.Measures.Select(m => (m.Name + Amount, Narrow(m.Scale))),
    ];

    /// <summary>The measures of a table of agreeing groups, from its columns.</summary>
    public static IReadOnlyList<StoredMeasure> Measures(IEnumerable<(string Name, string Type)> agreedColumns) =>
    [
        .. from column in agreedColumns
           where column.Name.EndsWith(Amount, StringComparison.Ordinal)
           let comma = column.Type.IndexOf(',', StringComparison.Ordinal) + 1
           select new StoredMeasure(column.Name[..^Amount.Length],
               int.Parse(column.Type.AsSpan(comma).TrimEnd(')'), CultureInfo.InvariantCulture)),
    ];

    /// <summary>Makes a view of all groups, with the columns of <see cref="ComparisonSql.GroupColumns"/>.</summary>
    /// <param name="name">The quoted name of the view.</param>
    /// <param name="agreed">The relation of agreeing groups.</param>
    /// <param name="others">The relation of the other groups, with all columns.</param>
    public static SqlText Groups(string name, string agreed, string others, IEnumerable<StoredMeasure> measures) => new SqlLines()
        .Line($"CREATE OR REPLACE TEMP VIEW {name} AS")
        .Line("SELECT *")
        .Line($"FROM {others}")
        .Line("UNION ALL BY NAME")
        .Line("SELECT")
        .Items(
        [
            "group_key", "'matched' AS class", "proof", .. Constant("BIGINT", "1", "rows"), .. Constant("BIGINT", "0", "surplus"),
            "first_row_a", "first_row_b", "date_a", "date_b", "currency AS currency_a", "currency AS currency_b", "status_a", "status_b",
            .. measures.SelectMany(OfAgreed),
        ])
        .Line($"FROM {agreed}")
        .Done();

    /// <summary>Makes a view of the rows of both sides that are in no agreeing group, each once.</summary>
    /// <param name="members">The relation of the members of groups that do not say their rows themselves.</param>
    public static SqlText OtherMembers(string name, string others, string members, IReadOnlyList<StoredMeasure> measures)
    {
        var lines = new SqlLines()
            .Line($"CREATE OR REPLACE TEMP VIEW {name} AS")
            .Line("SELECT *")
            .Line($"FROM {members}");
        foreach (var side in new[] { "a", "b" })
        {
            Say(lines, side, $"currency_{side}", measures, m => Quote.Name($"{m}_{side}"), m => Quote.Name($"{m}_counted_{side}"), others);
            lines.Line($"WHERE rows_{side} = 1 AND {SaysRows(measures)}");
        }
        return lines.Done();
    }

    /// <summary>Makes a view of every row of both sides once, with the columns of <see cref="ComparisonSql.MemberColumns"/>.</summary>
    /// <param name="others">What <see cref="OtherMembers"/> made.</param>
    public static SqlText Members(string name, string agreed, string others, IReadOnlyList<StoredMeasure> measures)
    {
        var lines = new SqlLines()
            .Line($"CREATE OR REPLACE TEMP VIEW {name} AS")
            .Line("SELECT *")
            .Line($"FROM {others}");
        foreach (var side in new[] { "a", "b" }) Say(lines, side, "currency", measures, m => Quote.Name(m + Amount), _ => "true", agreed);
        return lines.Done();
    }

    /// <summary>Shows what was written in place of what it was written from.</summary>
    /// <param name="relation">The quoted name of the view.</param>
    public static SqlText Written(string relation, string file) =>
        new($"CREATE OR REPLACE TEMP VIEW {relation} AS FROM read_parquet({Quote.Text(file)})");

    /// <summary>True of a group, with all columns, that says its rows itself.</summary>
    internal static string SaysRows(IEnumerable<StoredMeasure> measures)
    {
        var counted = measures.Select(m => m.Name).ToList();
        string Side(string side) => string.Concat(counted.Select(m => $" AND (rows_{side} = 0 OR {Quote.Name($"{m}_counted_{side}")})"));
        return $"rows_a <= 1 AND rows_b <= 1{Side("a")}{Side("b")}";
    }

    /// <summary>The type of amounts of agreeing groups: half as wide where it holds nearly all amounts there are.</summary>
    internal static string Narrow(int scale) => $"DECIMAL({(scale > MostNarrow ? "38" : "18")},{Quote.Number(scale)})";

    /// <summary>The greatest amount that the narrow type holds; null where it holds every amount.</summary>
    internal static string? Most(int scale) => scale > MostNarrow ? null
        : scale == 0 ? new string('9', 18) : $"{new string('9', 18 - scale)}.{new string('9', scale)}";

    internal static IReadOnlyList<StoredMeasure> Of(ComparisonPlan plan) =>
        [.. plan.Measures.Select(m => new StoredMeasure(m.Name, m.Scale))];

    private const string Amount = "_amount";
    private const int MostNarrow = 9;

    private static IEnumerable<string> Constant(string type, string value, string name) =>
        new[] { "a", "b" }.Select(side => $"CAST({value} AS {type}) AS {name}_{side}");

    private static IEnumerable<string> OfAgreed(StoredMeasure measure)
    {
        string Name(string what) => Quote.Name($"{measure.Name}_{what}");
        var money = RowExpressions.Money(measure.Scale);
        foreach (var side in new[] { "a", "b" }) yield return $"CAST({Name("amount")} AS {money}) AS {Name(side)}";
        foreach (var side in new[] { "a", "b" }) yield return $"true AS {Name("counted_" + side)}";
        yield return $"'' AS {Name("cause")}";
        yield return $"'' AS {Name("definition")}";
        yield return $"CAST(0 AS {money}) AS {Name("defined")}";
    }

    private static void Say(SqlLines lines, string side, string currency, IEnumerable<StoredMeasure> measures, Func<string, string> amount,
        Func<string, string> counted, string from) => lines
        .Line("UNION ALL BY NAME")
        .Line("SELECT")
        .Items(
        [
            $"'{side}' AS side", "group_key", "false AS surplus", $"first_row_{side} AS row_id", $"date_{side} AS business_date",
            $"{currency} AS currency", $"status_{side} AS status",
            .. measures.SelectMany(m => new[]
            {
                $"CAST({amount(m.Name)} AS {RowExpressions.Money(m.Scale)}) AS {Quote.Name(m.Name + Amount)}",
                $"{counted(m.Name)} AS {Quote.Name(m.Name + "_counted")}",
            }),
        ])
        .Line($"FROM {from}");
}
