using Treaty.Core.Sql;

namespace Treaty.Backends.Tests.DuckDb;

public sealed class Untrusted_sql_passes_the_gate_only_when_harmless(ParsedByDuckDb parser) : IClassFixture<ParsedByDuckDb>
{
    private static readonly IReadOnlyList<string> Tables = ["source.orders", "sales.customers", "plain"];

    [Theory]
    [InlineData("drop table plain", "not a select")]
    [InlineData("select a from plain; drop table plain", "not a select")]
    [InlineData("select a from plain; select b from plain", "2 statements")]
    [InlineData("", "0 statements")]
    [InlineData("selec a", "syntax error")]
    [InlineData("insert into plain select 1", "not a select")]
    [InlineData("pivot plain on a using sum(b)", "not a select")]
    [InlineData("explain select 1", "not a select")]
    [InlineData("call pragma_version()", "not a select")]
    [InlineData("copy plain to '/tmp/x'", "not a select")]
    [InlineData("with w as (delete from plain returning *) select a from w", "not a select")]
    [InlineData("describe plain", "`describe`")]
    [InlineData("select a from (show tables)", "`describe`")]
    [InlineData("select column_name from (describe plain)", "`describe`")]
    [InlineData("summarize plain", "`describe`")]
    [InlineData("select a from 'x.csv'", "`x.csv` is not a declared input")]
    [InlineData("select a from '/etc/passwd'", "not a declared input")]
    [InlineData("select a from orders", "`orders` is not a declared input")]
    [InlineData("select a from sales.orders", "`sales.orders` is not a declared input")]
    [InlineData("select a from memory.source.orders", "names a database")]
    [InlineData("select table_name from information_schema.tables", "not a declared input")]
    [InlineData("select name from duckdb_settings()", "`duckdb_settings` may not be read from")]
    [InlineData("select a from read_csv('x.csv')", "`read_csv` may not")]
    [InlineData("select a from read_parquet(['x'])", "`read_parquet` may not")]
    [InlineData("select a from glob('/*')", "`glob` may not")]
    [InlineData("select a from query('select 1')", "`query` may not")]
    [InlineData("select a from query_table('plain')", "`query_table` may not")]
    [InlineData("select a from json_execute_serialized_sql('x')", "may not be read from")]
    [InlineData("select a from plain where a in (select b from read_text('/etc/passwd'))", "`read_text` may not")]
    [InlineData("select (select max(b) from other) from plain", "`other` is not")]
    [InlineData("select a from plain join other using (a)", "`other` is not")]
    [InlineData("with w as (select a from other) select a from w", "`other` is not")]
    [InlineData("with other as (select a from other) select a from other", "`other` is not")]
    [InlineData("select a from (with w as (select 1 a) select a from w) x join w on true", "`w` is not")]
    [InlineData("select random() from plain", "`random`")]
    [InlineData("select uuid() from plain", "`uuid`")]
    [InlineData("select gen_random_uuid() from plain", "`gen_random_uuid`")]
    [InlineData("select now() from plain", "`now`")]
    [InlineData("select NOW() from plain", "`now`")]
    [InlineData("select today() from plain", "`today`")]
    [InlineData("select current_date from plain", "`current_date`")]
    [InlineData("select current_timestamp from plain", "`current_timestamp`")]
    [InlineData("select a from plain where d < localtimestamp", "`localtimestamp`")]
    [InlineData("select user from plain", "`user`")]
    [InlineData("select current_setting('memory_limit') from plain", "`current_setting`")]
    [InlineData("select getvariable('x') from plain", "`getvariable`")]
    [InlineData("select getenv('HOME') from plain", "`getenv`")]
    [InlineData("select nextval('s') from plain", "`nextval`")]
    [InlineData("select version() from plain", "`version`")]
    [InlineData("select setseed(0.5) from plain", "`setseed`")]
    [InlineData("select age(d) from plain", "`age`")]
    [InlineData("select error('x') from plain", "`error`")]
    [InlineData("select sleep_ms(1000) from plain", "`sleep_ms`")]
    [InlineData("select pg_sleep(1) from plain", "`pg_sleep`")]
    [InlineData("select list_transform(l, lambda x: x + random()) from plain", "`random`")]
    [InlineData("select sum(a) over (order by random()) from plain", "`random`")]
    [InlineData("select a from plain order by random()", "`random`")]
    [InlineData("select a from plain group by a having max(random()) > 0", "`random`")]
    [InlineData("select count(*) filter (where random() > 0.5) from plain", "`random`")]
    [InlineData("select a from plain limit (select random())", "`random`")]
    [InlineData("select a from range(random()::bigint) t(a)", "`random`")]
    [InlineData("values (random())", "`random`")]
    [InlineData("select reservoir_quantile(a, 0.5) from plain", "`reservoir_quantile`")]
    [InlineData("select list_aggregate(l, 'reservoir_quantile', 0.5) from plain", "`list_aggregate`")]
    [InlineData("select list_aggr(l, a) from plain", "`list_aggr`")]
    [InlineData("select other.f(a) from plain", "`other.f`")]
    [InlineData("select * from plain", "`*` leaves open")]
    [InlineData("from plain", "`*` leaves open")]
    [InlineData("select plain.* from plain", "`*` leaves open")]
    [InlineData("select a from plain union all select * from plain", "`*` leaves open")]
    [InlineData("select columns('a.*') from plain", "`*` leaves open")]
    [InlineData("select a from (select columns('a.*') from plain)", "`columns(…)`")]
    [InlineData("select min(columns(*)) from plain", "`*` leaves open")]
    [InlineData("select a from plain tablesample 10%", "sample")]
    [InlineData("select a from plain using sample 3", "sample")]
    [InlineData("select a from (select a from plain using sample 3)", "sample")]
    [InlineData("select plain.a from plain positional join sales.customers", "positional join")]
    [InlineData("select a from plain at (version => 3)", "another version")]
    [InlineData("select $1 from plain", "not understood")]
    [InlineData("select try(a / 0) from plain", "`try`")]
    public async Task what_could_do_harm_is_refused(string sql, string expected)
    {
        var violations = UntrustedSql.Check(await parser.Tree(sql), Tables);
        violations.Select(v => v.Message).ShouldContain(message => message.Contains(expected, StringComparison.Ordinal));
        violations.ShouldAllBe(v => v.Help.Length > 0);
    }

    [Theory]
    [InlineData("select a, b as c from plain")]
    [InlineData("select o.id from source.orders o join sales.customers c on o.customer = c.id where o.amount > 0")]
    [InlineData("select A from PLAIN")]
    [InlineData("select a from Source.Orders")]
    [InlineData("select plain.user from plain")]
    [InlineData("with w as (select a from plain), v as (select a from w) select a from v")]
    [InlineData("with recursive r as (select 1 as n union all select n + 1 from r where n < 5) select n from r")]
    [InlineData("select a from (select * from plain)")]
    [InlineData("select a from plain where exists (select * from source.orders)")]
    [InlineData("select a, row_number() over (partition by b order by c) as n from plain qualify n = 1")]
    [InlineData("select count(*) as n, sum(a) filter (where b) as s, string_agg(a, ',' order by b) as t from plain group by all having n > 1")]
    [InlineData("select case when a then b else c end, a between 1 and 2, a is null, -a, a[1], {'x': a}, [a, b], interval 3 day, date '2020-01-01' from plain")]
    [InlineData("select a like 'x', a ilike b, a similar to c, a ~ 'x', a || b, a->>'x', a::json, a collate nocase, a at time zone 'UTC' from plain")]
    [InlineData("select list_transform(l, lambda x: x + 1), [x * 2 for x in l if x > 2], extract(year from d), trim(both 'x' from a) from plain")]
    [InlineData("select i, u.x from range(3) r(i), unnest([1, 2]) u(x)")]
    [InlineData("select regexp_replace(a, 'x', 'y'), json_extract_string(a, '$.b'), strptime(a, '%d.%m.%Y'), nullif(a, ''), coalesce(a, b), if(a, b, c) from plain")]
    [InlineData("select distinct on (a) a, b from plain order by a, b desc limit 3")]
    [InlineData("select a from plain order by all")]
    [InlineData("select a from plain union select b from sales.customers except select a from plain")]
    [InlineData("select v.a from (values (1, 'random()'), (2, 'now')) v(a, b)")]
    [InlineData("select 'drop table x; select * from ''y.csv''' as a from plain")]
    [InlineData("select a from plain p asof join source.orders o on p.t >= o.t")]
    [InlineData("select a from plain, lateral (select plain.a + 1 as b) x")]
    [InlineData("select array(select id from source.orders) as ids from plain")]
    [InlineData("select a from plain where a = any(select id from source.orders)")]
    [InlineData("select grouping(a), count(distinct b) from plain group by rollup (a)")]
    [InlineData("select list_aggregate(l, 'sum') from plain")]
    [InlineData("select a from plain;")]
    public async Task what_is_harmless_passes(string sql) => UntrustedSql.Check(await parser.Tree(sql), Tables).ShouldBeEmpty();

    [Theory]
    [InlineData("select * from plain")]
    [InlineData("from plain")]
    [InlineData("select columns('a.*') from plain")]
    [InlineData("select * exclude (a) from plain")]
    public async Task a_person_may_ask_for_all_columns(string sql) =>
        UntrustedSql.Check(await parser.Tree(sql), Tables, allowStar: true).ShouldBeEmpty();

    [Fact]
    public async Task a_violation_stands_where_its_cause_stands_in_characters()
    {
        const string sql = "select 'é😀' as x, random() as r from plain";
        var violation = UntrustedSql.Check(await parser.Tree(sql), Tables).ShouldHaveSingleItem();
        violation.CharacterOffset.ShouldBe(sql.IndexOf("random", StringComparison.Ordinal));
    }

    [Fact]
    public async Task what_is_nested_beyond_reading_is_refused()
    {
        var sql = "select " + string.Concat(Enumerable.Repeat("abs(", 900)) + "1" + new string(')', 900);
        UntrustedSql.Check(await parser.Tree(sql), Tables).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("select a, b + 1 as c from plain", true, true, "plain", false)]
    [InlineData("select o.a from source.orders o order by 1", true, true, "source.orders", false)]
    [InlineData("select a, sum(a) over () as s from plain", true, true, "plain", false)]
    [InlineData("select a, (select max(b) from sales.customers) as m from plain", true, true, "plain", false)]
    [InlineData("select a from plain where a > 1", false, true, "plain", true)]
    [InlineData("select a from plain qualify row_number() over (order by a) = 1", false, true, "plain", true)]
    [InlineData("select distinct a from plain", false, false, "plain", false)]
    [InlineData("select a from plain limit 3", false, false, "plain", false)]
    [InlineData("select a from plain group by a", false, false, "plain", false)]
    [InlineData("select a, count(*) as n from plain group by all", false, false, "plain", false)]
    [InlineData("select count(*) from plain", false, false, "plain", false)]
    [InlineData("select 1 + max(a) from plain", false, false, "plain", false)]
    [InlineData("select unnest(l) from plain", false, false, "plain", false)]
    [InlineData("select a from plain join source.orders using (a)", false, false, null, false)]
    [InlineData("select a from plain union all select a from plain", false, false, null, false)]
    [InlineData("with plain as (select a from source.orders) select a from plain", false, false, null, false)]
    [InlineData("select a from (select a from plain)", false, false, null, false)]
    [InlineData("select 1", false, false, null, false)]
    public async Task the_shape_says_whether_rows_can_be_traced(string sql, bool preserving, bool rowWise, string? table, bool where)
    {
        var shape = SelectShape.Of(await parser.Tree(sql));
        (shape.RowPreserving, shape.RowWise, shape.Table, shape.HasWhere).ShouldBe((preserving, rowWise, table, where));
    }

    [Theory]
    [InlineData("with plain as (select a from source.orders) select a from plain join sales.customers using (a)",
        "sales.customers,source.orders")]
    [InlineData("select a from plain where a in (select b from source.orders union select c from plain)", "plain,source.orders")]
    public async Task the_shape_lists_every_table_read(string sql, string expected) =>
        string.Join(',', SelectShape.Of(await parser.Tree(sql)).BaseTables).ShouldBe(expected);

    [Theory]
    [InlineData("amount * t.quantity", "amount,quantity", "")]
    [InlineData("case when kind = 'x' then amount else 0 end", "amount,kind", "")]
    [InlineData("list_sum(list_transform(l, lambda x: x + y)) -- done", "l,y", "")]
    [InlineData("sum(a)", "a", "aggregate")]
    [InlineData("(select 1)", "", "one row only")]
    [InlineData("row_number() over ()", "", "one row only")]
    [InlineData("unnest(l)", "l", "one row only")]
    [InlineData("random()", "", "`random`")]
    [InlineData("current_date", "current_date", "`current_date`")]
    [InlineData("*", "", "`*` leaves open")]
    [InlineData("a), (b", "", "more than one expression")]
    [InlineData("a) from t where (b", "", "not a select")]
    [InlineData("a) from t union select (b", "", "more than one expression")]
    [InlineData("a) from u, (select 1 as a", "", "not a select")]
    public async Task an_expression_is_one_and_names_its_columns(string expression, string columns, string violation)
    {
        var check = ScalarExpression.Check(await parser.Tree(ScalarExpression.AsSelect(expression)));
        string.Join(',', check.Columns).ShouldBe(columns);
        if (violation.Length == 0) check.Violations.ShouldBeEmpty();
        else check.Violations.Select(v => v.Message).ShouldContain(m => m.Contains(violation, StringComparison.Ordinal));
    }

    [Fact]
    public async Task an_aggregate_passes_where_it_is_wanted()
    {
        var check = ScalarExpression.Check(await parser.Tree(ScalarExpression.AsSelect("sum(amount) / count(*)")), allowAggregates: true);
        check.Violations.ShouldBeEmpty();
        check.HasAggregate.ShouldBeTrue();
    }
}
