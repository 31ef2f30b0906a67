using DuckDB.NET.Data;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation.Dashboards;

namespace Treaty.Backends.Tests.Reconciliation;

/// <summary>Rows of two products in groups by a key that both share.</summary>
public sealed class Rows_put_together_by_a_key
{
    private static readonly SharedKey One = new([("id", "ref")], "it was said so");

    private static string Groups(SharedKey key, string a, string b, string through = "('x', 'y')")
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        void Run(string sql)
        {
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
        Run($"CREATE TABLE ta AS SELECT * FROM (VALUES {a}) AS t(_row_id, id, part, kind)");
        Run($"CREATE TABLE tb AS SELECT * FROM (VALUES {b}) AS t(_row_id, ref, no, kind)");
        Run($"CREATE TABLE tm AS SELECT * FROM (VALUES {through}) AS t(f, t)");
        foreach (var statement in key.Put("ta", "tb", key.Through is null ? null : "tm", "members", "groups")) Run(statement.Text);
        command.CommandText = "SELECT string_agg(m.group_key || ' ' || class || ' ' || rows, '; ' ORDER BY m.group_key) FROM groups JOIN "
            + "(SELECT group_key, string_agg(side || row_id, ',' ORDER BY side, row_id) AS rows FROM members GROUP BY group_key) AS m USING (group_key)";
        return (string)command.ExecuteScalar()!;
    }

    [Fact]
    public void Are_one_group_for_each_key_however_many_they_are_and_whatever_the_types() =>
        Groups(One, "(1, 7, 1, 'x'), (2, 8, 1, 'x'), (3, 9, 1, 'x')", "(1, '7', '1', 'x'), (2, '7', '1', 'x'), (3, '10', '1', 'x'), (4, '9', '1', 'x')")
            .ShouldBe("10 missing-a b3; 7 matched a1,b1,b2; 8 missing-b a2; 9 matched a3,b4");

    [Fact]
    public void Are_alone_where_they_have_no_key() =>
        Groups(One, "(1, NULL, 1, 'x'), (2, NULL, 1, 'x')", "(1, NULL, '1', 'x')")
            .ShouldBe("(no key) a 1 missing-b a1; (no key) a 2 missing-b a2; (no key) b 1 missing-a b1");

    [Fact]
    public void Need_every_part_of_a_key_and_parts_do_not_run_together() =>
        Groups(new([("id", "ref"), ("part", "no")], ""), "(1, 'a|b', 'c', 'x'), (2, 'a', 'b', 'x'), (3, 'a', NULL, 'x')",
            "(1, 'a', 'b|c', 'x'), (2, 'a', 'b', 'x'), (3, 'a', NULL, 'x')").Split("; ").Where(g => g.Contains("matched")).ShouldBe(["a|b matched a2,b2"]);

    [Fact]
    public void Have_a_key_only_where_the_context_map_says_so() =>
        Groups(One with { When = ("kind = 'x'", "kind <> 'y'") }, "(1, '1', 1, 'x'), (2, '2', 1, 'z'), (3, '3', 1, NULL)", "(1, '1', 1, 'x'), (2, '2', 1, 'x'), (3, '3', 1, 'y')")
            .Split("; ").Where(g => g.Contains("matched")).ShouldBe(["1 matched a1,b1"]);

    [Fact]
    public void Come_by_way_of_another_object_only_where_it_says_one_key() =>
        Groups(One with { Through = new(new Reference("zone", "pairs", "rows"), "f", "t") }, "(1, 'p', 1, 'x'), (2, 'q', 1, 'x'), (3, 'r', 1, 'x'), (4, 's', 1, 'x')",
            "(1, 'P', '1', 'x'), (2, 'Q', '1', 'x'), (3, 'R', '1', 'x')", "('p', 'P'), ('p', 'P'), ('q', 'Q'), ('q', 'R'), ('s', 'P'), (NULL, 'Q')")
            .Split("; ").Where(g => g.Contains("matched")).ShouldBe(["P matched a1,a4,b1"]);
}
