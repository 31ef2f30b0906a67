using Treaty.Core.Findings;
using Treaty.Core.Quality;

namespace Treaty.Backends.Tests.Contracts;

/// <summary>Each metric and operator at its bounds, over ten rows: 1, 2, 2, 3, 3, 3, '', 'x', NULL, NULL.</summary>
public sealed class Every_metric
{
    private const string Rows = "SELECT unnest(['1', '2', '2', '3', '3', '3', '', 'x', NULL, NULL]) AS v";

    [Theory]
    [InlineData("metric: rowCount, mustBe: 10", Verdict.Pass, "10")]
    [InlineData("metric: rowCount, mustNotBe: 10", Verdict.Fail, "10")]
    [InlineData("metric: rowCount, mustBeGreaterThan: 10", Verdict.Fail, "10")]
    [InlineData("metric: rowCount, mustBeGreaterOrEqualTo: 10", Verdict.Pass, "10")]
    [InlineData("metric: rowCount, mustBeLessThan: 10", Verdict.Fail, "10")]
    [InlineData("metric: rowCount, mustBeLessOrEqualTo: 10", Verdict.Pass, "10")]
    [InlineData("metric: rowCount, mustBeBetween: [10, 20]", Verdict.Pass, "10")]
    [InlineData("metric: rowCount, mustBeBetween: [11, 20]", Verdict.Fail, "10")]
    [InlineData("metric: rowCount, mustNotBeBetween: [10, 20]", Verdict.Fail, "10")]
    [InlineData("metric: rowCount, mustNotBeBetween: [1, 9]", Verdict.Pass, "10")]
    [InlineData("metric: nullValues, mustBeLessThan: 3", Verdict.Pass, "2")]
    [InlineData("metric: nullValues, mustBeLessThan: 3, unit: percent", Verdict.Fail, "20 %")]
    [InlineData("metric: nullValues, mustBeLessOrEqualTo: 20, unit: '%'", Verdict.Pass, "20 %")]
    [InlineData("metric: missingValues, mustBeLessThan: 3", Verdict.Fail, "3")]
    [InlineData("metric: missingValues, mustBe: 4, arguments: {missingValues: ['', x]}", Verdict.Pass, "4")]
    [InlineData("metric: invalidValues, mustBe: 2, arguments: {validValues: ['1', '2', '3']}", Verdict.Pass, "2")]
    [InlineData("metric: invalidValues, mustBe: 1, arguments: {pattern: '[0-9]*'}", Verdict.Pass, "1")]
    [InlineData("metric: invalidValues, mustBe: 3, arguments: {pattern: '[0-9]+', validValues: ['1', '2', '3', '']}", Verdict.Fail, "2")]
    [InlineData("metric: duplicateValues, mustBe: 3", Verdict.Pass, "3")]
    [InlineData("metric: duplicateValues, mustBe: 30, unit: percent", Verdict.Pass, "30 %")]
    [InlineData("metric: nullValues, mustBeLessThan: 2, severity: warning", Verdict.Warn, "2")]
    [InlineData("rule: nullCheck, mustBeLessThan: 3", Verdict.Pass, "2")]
    [InlineData("rule: duplicateCount, mustBeLessThan: 4", Verdict.Pass, "3")]
    [InlineData("rule: validValues, validValues: ['1', '2', '3'], mustBeLessThan: 3", Verdict.Pass, "2")]
    [InlineData("type: sql, query: 'select count(*) from {object}', mustBe: 10", Verdict.Pass, "10")]
    [InlineData("type: sql, query: 'select count(*) from ${table} where {property} is null', mustBe: 2", Verdict.Pass, "2")]
    [InlineData("type: sql, query: 'select count(*) > 5 from {object}', mustBe: true", Verdict.Pass, "1")]
    [InlineData("type: sql, query: 'select null', mustBe: 0", Verdict.Error, "no number")]
    [InlineData("type: sql, query: \"select 'NaN'::float\", mustNotBe: 0", Verdict.Error, "no number")]
    [InlineData("type: sql, query: \"select 'infinity'::float\", mustBeGreaterThan: 0", Verdict.Error, "no number")]
    [InlineData("type: sql, query: 'select 1, 2', mustBe: 1", Verdict.Error, "1 rows of 2 columns instead of one number")]
    [InlineData("type: sql, query: 'select v from {object}', mustBe: 1", Verdict.Error, "2 rows of 1 columns instead of one number")]
    [InlineData("type: sql, query: 'select cast(v as integer) from {object} where length(v) = 1 order by v desc limit 1', mustBe: 1", Verdict.Error, "Conversion Error")]
    [InlineData("type: custom, engine: soda, implementation: anything", Verdict.NotEnforced, "no check of another tool is run")]
    [InlineData("type: library, rule: freshness, mustBe: 1", Verdict.NotEnforced, "no check of another tool is run")]
    public async Task Of_a_column(string rule, Verdict verdict, string measured)
    {
        var (contract, findings) = Judged.Read($"- name: v\n  logicalType: string\n  quality: [{{{rule}}}]");
        findings.Where(f => f.Severity == Severity.Error).ShouldBeEmpty();
        await using var session = await Judged.OpenAsync();
        var result = (await Judged.CheckAsync(session, contract.Objects[0], Rows)).Results.ShouldHaveSingleItem();
        result.Verdict.ShouldBe(verdict, result.Measured);
        result.Measured.ShouldStartWith(measured);
    }

    [Theory]
    [InlineData("metric: rowCount, mustBeGreaterThan: 0", Verdict.Fail, "0")]
    [InlineData("metric: nullValues, mustBeLessThan: 1, unit: percent, arguments: {properties: [v]}", Verdict.Pass, "0 %")]
    [InlineData("metric: duplicateValues, mustBe: 0, arguments: {properties: [v, w]}", Verdict.Pass, "0")]
    public async Task Of_an_object_without_rows(string rule, Verdict verdict, string measured)
    {
        var (contract, _) = Judged.Read("- {name: v, logicalType: string}\n- {name: w, logicalType: string}", $"quality: [{{{rule}}}]");
        await using var session = await Judged.OpenAsync();
        var result = (await Judged.CheckAsync(session, contract.Objects[0], "SELECT 'a' AS v, 'b' AS w WHERE false")).Results.ShouldHaveSingleItem();
        (result.Verdict, result.Measured).ShouldBe((verdict, measured));
    }

    [Fact]
    public async Task Duplicates_of_several_columns_ignore_rows_where_one_is_absent()
    {
        var (contract, _) = Judged.Read("- {name: v, logicalType: string}\n- {name: w, logicalType: integer}", "quality: [{metric: duplicateValues, mustBe: 1, arguments: {properties: [v, w]}}]");
        await using var session = await Judged.OpenAsync();
        const string Pairs = "SELECT * FROM (VALUES ('a', '1'), ('a', '1'), ('a', '2'), ('b', NULL), ('b', NULL)) t(v, w)";
        (await Judged.CheckAsync(session, contract.Objects[0], Pairs)).Results[^1].Verdict.ShouldBe(Verdict.Pass);
    }

    [Theory]
    [InlineData("metric: nullValues", "TRY0405")]
    [InlineData("metric: nullValues, mustBe: 1, mustNotBe: 2", "TRY0405")]
    [InlineData("metric: nullValues, mustBeBetween: [3, 1]", "TRY0405")]
    [InlineData("metric: nullValues, mustBeBetween: 3", "TRY0405")]
    [InlineData("metric: invalidValues, mustBe: 0", "TRY0405")]
    [InlineData("metric: nulls, mustBe: 0", "TRY0405")]
    [InlineData("type: sql, mustBe: 0", "TRY0405")]
    [InlineData("metric: nullValues, mustBe: 0, unit: m", "TRY1304")]
    [InlineData("type: custom, engine: soda, implementation: x", "TRY0406")]
    public void A_check_that_cannot_be_run_is_said(string rule, string code) =>
        Judged.Read($"- name: v\n  logicalType: string\n  quality: [{{{rule}}}]").Findings.ShouldHaveSingleItem().Code.ShouldBe(code);
}
