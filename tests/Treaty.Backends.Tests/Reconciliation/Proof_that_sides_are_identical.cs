using Treaty.Core.Reconciliation;
using static Treaty.Backends.Tests.Reconciliation.Compared;

namespace Treaty.Backends.Tests.Reconciliation;

public class Proof_that_sides_are_identical
{
    /// <summary>Whether the sides are the same after some statements, and how many rows of each were left out.</summary>
    private static (bool Same, string Left) Held(Compared compared, params string[] before)
    {
        // Views hold the tables as they are.
        foreach (var view in compared.Query("SELECT view_name FROM duckdb_views() WHERE NOT internal")) compared.Execute($"DROP VIEW IF EXISTS \"{view[0]}\" CASCADE");
        foreach (var statement in before) compared.Execute(statement);
        foreach (var view in IdenticalSql.Views(compared.Plan)) compared.Execute(view.Text);
        var sides = compared.Query(IdenticalSql.Statement(compared.Plan).Text);
        return (sides[0].Skip(1).Take(3).SequenceEqual(sides[1].Skip(1).Take(3)), $"{sides[0][4]} {sides[1][4]}");
    }

    private static bool Same(Row[] a, Row[] b, params string[] before)
    {
        using var compared = Run(Orders, a, b);
        return Held(compared, before).Same;
    }

    private static readonly Row[] Rows = [new(1, "x", 10), new(2, "y", null), new(3, "y", -0.01m), new(4, null, 9_999_999_999_999_999.99m)];

    [Fact]
    public void Neither_order_nor_row_ids_matter() => Same(Rows, [.. Rows.Reverse().Select((row, i) => row with { Id = 100 + i })]).ShouldBeTrue();

    [Fact]
    public void Amounts_are_equal_whatever_their_column_holds() => Same(Rows, Rows, "ALTER TABLE side_b ALTER amount TYPE DECIMAL(38,4)").ShouldBeTrue();

    [Fact]
    public void A_missing_amount_counts_nothing() => Same([new(1, "x", null)], [new(1, "x", 0)]).ShouldBeTrue();

    [Theory]
    [InlineData("UPDATE side_b SET amount = amount + 0.01 WHERE key = 'x'")]
    [InlineData("UPDATE side_b SET key = 'X' WHERE key = 'x'")]
    [InlineData("UPDATE side_b SET currency = 'USD' WHERE key = 'x'")]
    [InlineData("DELETE FROM side_b WHERE key = 'x'")]
    [InlineData("INSERT INTO side_b SELECT * FROM side_b WHERE key = 'x'")]
    [InlineData("INSERT INTO side_b SELECT * FROM side_b WHERE key = 'x' UNION ALL SELECT * FROM side_b WHERE key = 'x'")]
    public void Any_other_row_is_seen(string change) => Same(Rows, Rows, change).ShouldBeFalse();

    [Theory]
    [InlineData("key <> 'x'", "key <> 'x'", "", true, "1 1")]
    [InlineData("key <> 'x'", "key <> 'x'", "UPDATE side_b SET amount = 11 WHERE key = 'x'", true, "1 1")] // what is out of scope may differ
    [InlineData("key <> 'x'", "key <> 'x'", "DELETE FROM side_b WHERE key = 'x'", true, "1 0")]
    [InlineData("key <> 'x'", "key <> 'x'", "UPDATE side_b SET amount = 11 WHERE key = 'y'", false, "1 1")]
    [InlineData("key <> 'x'", null, "DELETE FROM side_b WHERE key = 'x'", true, "1 0")]
    [InlineData("key <> 'x'", null, "", false, "1 0")]
    [InlineData("NULL", "NULL", "UPDATE side_b SET amount = 11", true, "2 2")] // what no one can tell is out of scope
    public void Rows_out_of_scope_are_left_out_and_counted(string? a, string? b, string change, bool same, string left)
    {
        Row[] rows = [new(1, "x", 10), new(2, "y", 20)];
        using var compared = Run(PlanOf(Orders with { A = Orders.A with { Scope = a }, B = Orders.B with { Scope = b } }), rows, rows);
        Held(compared, change.Length > 0 ? [change] : []).ShouldBe((same, left));
    }

    /// <param name="through">Which sides read their keys through the mapping: a, b or ab.</param>
    private static bool SameMapped(string a, string b, string mapping, string through)
    {
        static Row[] Of(string keys) => [.. keys.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((key, i) => new Row(i + 1, key == "-" ? null : key, 10))];
        Crosswalk? Through(string side) => through.Contains(side, StringComparison.Ordinal) ? new(new("mapping", new("zone", "mapping", "pairs")), "f", "t") : null;
        var comparison = Orders with { A = Orders.A with { Through = Through("a") }, B = Orders.B with { Through = Through("b") } };
        var pairs = string.Join(", ", mapping.Split(' ').Select(pair => $"('{pair.Split('>')[0]}', {(pair.EndsWith('>') ? "NULL" : $"'{pair.Split('>')[1]}'")})"));
        using var compared = Run(PlanOf(comparison), Of(a), Of(b), $"CREATE TABLE mapping AS SELECT * FROM (VALUES {pairs}) AS m(f, t)");
        return Held(compared).Same;
    }

    [Theory]
    // Through the mapping they are the same, and only through it.
    [InlineData("p q", "x y", "p>x q>y", "a", true)]
    [InlineData("p q", "x y", "p>x q>y", "", false)]
    [InlineData("x y", "p q", "p>x q>y", "b", true)]
    [InlineData("p q", "y x", "p>x q>y", "a", true)]
    [InlineData("p r", "q s", "p>x q>x r>y s>y", "ab", true)]
    // What the mapping says twice alike is said; two keys of one side that come to one are two rows.
    [InlineData("p q", "x y", "p>x p>x q>y", "a", true)]
    [InlineData("p q", "x x", "p>x q>x", "a", true)]
    [InlineData("p q", "x", "p>x q>x", "a", false)]
    // A key that it does not know, knows nothing for, or knows two for, is no key of the other side.
    [InlineData("p q", "x y", "p>x", "a", false)]
    [InlineData("p q", "x y", "p>x q>", "a", false)]
    [InlineData("p q", "x y", "p>x q>y q>z", "a", false)]
    [InlineData("p q", "x q", "p>x", "a", false)]
    // Nor is it the same as none, or as another that is not known.
    [InlineData("p q", "x -", "p>x", "a", false)]
    [InlineData("p -", "x -", "p>x", "a", true)]
    [InlineData("p q", "p r", "p>x", "ab", false)]
    [InlineData("p q", "p q", "p>x", "ab", false)]
    public void Keys_are_held_against_each_other_by_their_mapping(string a, string b, string mapping, string through, bool same) =>
        SameMapped(a, b, mapping, through).ShouldBe(same);

    [Fact]
    public void Amounts_of_more_than_eighteen_digits_are_told_apart()
    {
        string[] wide = ["ALTER TABLE side_a ALTER amount TYPE DECIMAL(38,2)", "ALTER TABLE side_b ALTER amount TYPE DECIMAL(38,2)",
            "UPDATE side_a SET amount = 12345678901234567890.12 WHERE key = 'x'", "UPDATE side_b SET amount = 12345678901234567890.12 WHERE key = 'x'"];
        Same(Rows, Rows, wide).ShouldBeTrue();
        Same(Rows, Rows, [.. wide, "UPDATE side_b SET amount = 12345678901234567890.13 WHERE key = 'x'"]).ShouldBeFalse();
        Same(Rows, Rows, [.. wide, "UPDATE side_b SET amount = 0 WHERE key = 'x'"]).ShouldBeFalse();
    }
}
