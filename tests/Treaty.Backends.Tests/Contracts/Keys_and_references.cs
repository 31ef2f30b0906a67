using Treaty.Core.Contracts;
using Treaty.Core.Quality;
using Treaty.Core.Sql;

namespace Treaty.Backends.Tests.Contracts;

public sealed class Keys_and_references
{
    private static async Task<IReadOnlyList<string>> GoodAsync(string properties, string rows, string rest = "", string? target = null)
    {
        var (contract, findings) = Judged.Read(properties, rest);
        findings.ShouldBeEmpty();
        await using var session = await Judged.OpenAsync();
        if (target is not null) await session.ExecuteAsync(new SqlText($"CREATE TABLE target AS {target}"), default);
        var result = await Judged.CheckAsync(session, contract.Objects[0], $"SELECT * FROM (VALUES {rows}) t(a, b, c)");
        var good = await session.QueryAsync(new SqlText($"SELECT c FROM {result.Sql.Good} ORDER BY c"), 100, default);
        return [.. good.Rows.Select(r => (string)r[0]!)];
    }

    private const string Columns = "- {name: a, logicalType: string KEY}\n- {name: b, logicalType: integer KEY}\n- {name: c, logicalType: string}";

    [Fact]
    public async Task A_composite_key_is_unique_as_a_whole() => (await GoodAsync(Columns.Replace("KEY", ", primaryKey: true", StringComparison.Ordinal),
        "('x', '1', 'r1'), ('x', '2', 'r2'), ('x', '1', 'r3'), ('y', '1', 'r4'), (NULL, '1', 'r5')")).ShouldBe(["r2", "r4"]);

    [Fact]
    public async Task A_unique_column_may_be_absent_many_times_and_exact_copies_leave_one() => (await GoodAsync(
        "- {name: a, logicalType: string, unique: true}\n- {name: b, logicalType: integer, unique: true}\n- {name: c, logicalType: string}",
        "('x', '1', 'r1'), (NULL, '2', 'r2'), (NULL, '3', 'r3'), ('y', '4', 'r4'), ('y', '4', 'r4'), ('z', '5', 'r5'), ('w', '5', 'r6')"))
        .ShouldBe(["r1", "r2", "r3", "r4"]);

    [Fact]
    public async Task Rows_that_break_another_rule_make_no_key_twice() => (await GoodAsync(
        "- {name: a, logicalType: string, primaryKey: true}\n- {name: b, logicalType: integer, required: true}\n- {name: c, logicalType: string}",
        "('x', '1', 'r1'), ('x', NULL, 'r2')")).ShouldBe(["r1"]);

    [Fact]
    public async Task A_reference_leads_somewhere_or_is_absent() => (await GoodAsync(
        "- {name: a, logicalType: string}\n- name: b\n  logicalType: integer\n  relationships: [{to: u.id}]\n- {name: c, logicalType: string}",
        "('x', '1', 'r1'), ('x', '2', 'r2'), ('x', NULL, 'r3')", target: "SELECT 1 AS id")).ShouldBe(["r1", "r3"]);

    [Fact]
    public async Task A_reference_of_several_columns_holds_as_a_whole() => (await GoodAsync(Columns.Replace("KEY", "", StringComparison.Ordinal),
        "('x', '1', 'r1'), ('x', '2', 'r2'), ('y', '1', 'r3'), (NULL, '9', 'r4')",
        "relationships: [{from: [t.a, b], to: [u.p, u.q]}]", "SELECT * FROM (VALUES ('x', 1), ('y', 2)) t(p, q)")).ShouldBe(["r1", "r4"]);

    [Theory]
    [InlineData("relationships: [{from: [a, b], to: [u.p]}]", "TRY1303")]
    [InlineData("relationships: [{from: [a, b], to: [u.p, w.q]}]", "TRY1303")]
    [InlineData("relationships: [{from: [x.a], to: [u.p]}]", "TRY1303")]
    [InlineData("relationships: [{from: [a], to: [somewhere]}]", "TRY0403")]
    public void Ends_that_do_not_fit_are_said(string relationships, string code) =>
        Judged.Read(Columns.Replace("KEY", "", StringComparison.Ordinal), relationships).Findings.ShouldHaveSingleItem().Code.ShouldBe(code);
}
