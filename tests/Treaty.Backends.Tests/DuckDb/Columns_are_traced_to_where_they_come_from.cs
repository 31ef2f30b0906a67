using Treaty.Core.Lineage;

namespace Treaty.Backends.Tests.DuckDb;

public sealed class Columns_are_traced_to_where_they_come_from(ParsedByDuckDb parser) : IClassFixture<ParsedByDuckDb>
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Schemas = new()
    {
        ["t"] = ["id", "a", "b", "s", "l"],
        ["u"] = ["id", "c", "d"],
        ["source.orders"] = ["id", "customer", "amount", "placed"],
    };

    /// <summary>Each column as `name how from+from`, columns apart by `; `, then what influences.</summary>
    [Theory]
    [InlineData("select a, b as c from t", "a Direct t.a; c Direct t.b", "")]
    [InlineData("select T.A from t", "A Direct t.a", "")]
    [InlineData("select x.a from t as x", "a Direct t.a", "")]
    [InlineData("select orders.id, source.orders.amount from source.orders",
        "id Direct source.orders.id; amount Direct source.orders.amount", "")]
    [InlineData("select a + b as c, a || 'x' as d, 1 as e from t", "c Expression t.a+t.b; d Expression t.a; e Constant ", "")]
    [InlineData("select a::date as d, case when a then b else s end as c from t", "d Expression t.a; c Expression t.a+t.b+t.s", "")]
    [InlineData("select sum(a) as s, count(*) as n, max(a) - min(b) as r from t", "s Aggregate t.a; n CountAll ; r Aggregate t.a+t.b", "")]
    [InlineData("select count(a) as n, count(*) filter (where b) as m from t", "n Aggregate t.a; m CountAll ", "t.b")]
    [InlineData("select string_agg(a, ',' order by b) as s from t", "s Aggregate t.a", "t.b")]
    [InlineData("select a, sum(b) as s from t where l > 1 group by a having max(s) > 1", "a Direct t.a; s Aggregate t.b", "t.a,t.l,t.s")]
    [InlineData("select a, count(*) as n from t group by all", "a Direct t.a; n CountAll ", "t.a")]
    [InlineData("select a + 1 as x, sum(b) as y from t group by 1", "x Expression t.a; y Aggregate t.b", "t.a")]
    [InlineData("select a as x, x + 1 as y, y * b as z from t", "x Direct t.a; y Expression t.a; z Expression t.a+t.b", "")]
    [InlineData("select a as x from t where x > 1", "x Direct t.a", "t.a")]
    [InlineData("select a as b, b + 1 as c from t", "b Direct t.a; c Expression t.b", "")]
    [InlineData("with w as (select a as x from t) select x from w", "x Direct t.a", "")]
    [InlineData("with w(p, q) as (select a, b + 1 from t) select q, p from w", "q Expression t.b; p Direct t.a", "")]
    [InlineData("with w as (select a from t), v as (select a as z from w where a > 1) select z from v", "z Direct t.a", "t.a")]
    [InlineData("with t as (select c as a from u) select a from t", "a Direct u.c", "")]
    [InlineData("with t as (select b as z from t) select z from t", "z Direct t.b", "")]
    [InlineData("select x from (with w as (select a as x from t) select x from w) q", "x Direct t.a", "")]
    [InlineData("with recursive r as (select a as n from t union all select r.n + u.c from r join u on u.id = r.n) select n from r",
        "n Expression t.a+u.c", "t.a,u.c,u.id")]
    [InlineData("select q.x from (select sum(a) as x from t where b > 0) q", "x Aggregate t.a", "t.b")]
    [InlineData("select x from (select a, b from t) q(y, x)", "x Direct t.b", "")]
    [InlineData("select (select max(c) from u where u.id = t.id) as m from t", "m Aggregate u.c", "t.id,u.id")]
    [InlineData("select a from t where exists (select 1 from u where u.id = t.id)", "a Direct t.a", "t.id,u.id")]
    [InlineData("select a in (select c from u) as x from t", "x Expression t.a+u.c", "")]
    [InlineData("select a from t where a in (select c from u)", "a Direct t.a", "t.a,u.c")]
    [InlineData("select a from t union all select c from u", "a Direct t.a+u.c", "")]
    [InlineData("select a, b from t union all select c + 1, 2 from u", "a Expression t.a+u.c; b Expression t.b", "")]
    [InlineData("select a from t union select c from u", "a Direct t.a+u.c", "t.a,u.c")]
    [InlineData("select a from t except select c from u", "a Direct t.a", "t.a,u.c")]
    [InlineData("select a, b from t union all by name select c as b, d as a from u", "a Direct t.a+u.d; b Direct t.b+u.c", "")]
    [InlineData("select a, c from t join u on t.id = u.id and c > 1", "a Direct t.a; c Direct u.c", "t.id,u.c,u.id")]
    [InlineData("select id, a from t join u using (id)", "id Direct t.id; a Direct t.a", "t.id,u.id")]
    [InlineData("select id from t right join u using (id)", "id Direct u.id", "t.id,u.id")]
    [InlineData("select id from t full join u using (id)", "id Expression t.id+u.id", "t.id,u.id")]
    [InlineData("select u.id from t join u using (id)", "id Direct u.id", "t.id,u.id")]
    [InlineData("select a from t natural join u", "a Direct t.a", "t.id,u.id")]
    [InlineData("select a from t semi join u using (id)", "a Direct t.a", "t.id,u.id")]
    [InlineData("select x.a, y.b from t x, t y where x.id = y.id", "a Direct t.a; b Direct t.b", "t.id")]
    [InlineData("select * from u", "id Direct u.id; c Direct u.c; d Direct u.d", "")]
    [InlineData("select c from (select * from t join u using (id))", "c Direct u.c", "t.id,u.id")]
    [InlineData("select * from (select * exclude (a, b) from t) join u using (id)",
        "id Direct t.id; s Direct t.s; l Direct t.l; c Direct u.c; d Direct u.d", "t.id,u.id")]
    [InlineData("select * replace (c + d as c) from u", "id Direct u.id; c Expression u.c+u.d; d Direct u.d", "")]
    [InlineData("select * rename (c as e) from u", "id Direct u.id; e Direct u.c; d Direct u.d", "")]
    [InlineData("select u.*, t.a from t join u using (id)", "id Direct u.id; c Direct u.c; d Direct u.d; a Direct t.a", "t.id,u.id")]
    [InlineData("select sum(a) over (partition by b order by s) as x, row_number() over (order by l) as n from t",
        "x Aggregate t.a; n Expression ", "t.b,t.l,t.s")]
    [InlineData("select lag(a, 1, b) over (order by id) as x from t", "x Expression t.a+t.b", "t.id")]
    [InlineData("select a from t qualify row_number() over (partition by b order by id desc) = 1", "a Direct t.a", "t.b,t.id")]
    [InlineData("select distinct on (a) b from t order by a, s", "b Direct t.b", "t.a,t.s")]
    [InlineData("select distinct a from t", "a Direct t.a", "t.a")]
    [InlineData("select a from t order by b limit 3", "a Direct t.a", "t.b")]
    [InlineData("select a from t order by b", "a Direct t.a", "")]
    [InlineData("select list_transform(l, lambda x: x + b) as m from t", "m Expression t.b+t.l", "")]
    [InlineData("select [x + a for x in l if x > b] as m from t", "m Expression t.a+t.b+t.l", "")]
    [InlineData("select s.f as f, t.s.g.h as h from t", "f Expression t.s; h Expression t.s", "")]
    [InlineData("select x.b from t, lateral (select t.a + 1 as b) x", "b Expression t.a", "")]
    [InlineData("select v from t, unnest(t.l) e(v)", "v Expression t.l", "")]
    [InlineData("select v.x, v.y from (values (1, 2), (3, 4)) v(x, y)", "x Constant ; y Constant ", "")]
    [InlineData("select array(select c from u) as x from t", "x Aggregate u.c", "")]
    [InlineData("select #2 as x from u", "x Direct u.c", "")]
    [InlineData("select t from t", "t Expression t.a+t.b+t.id+t.l+t.s", "")]
    [InlineData("select a, b from t group by rollup (a, b)", "a Direct t.a; b Direct t.b", "t.a,t.b")]
    [InlineData("select abs(a) from t", "column1 Expression t.a", "")]
    public async Task a_column_names_its_sources(string sql, string columns, string influences)
    {
        var lineage = ColumnLineage.Of(await parser.Tree(sql), Schemas);
        string.Join("; ", lineage.Columns.Select(c => $"{c.Name} {c.How} {string.Join('+', c.From)}")).ShouldBe(columns);
        string.Join(',', lineage.Influences).ShouldBe(influences);
        lineage.Violations.ShouldBeEmpty();
        lineage.NotUnderstood.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("select nope from t", "`nope` is not a column")]
    [InlineData("select t.nope from t", "`t.nope` is not a column")]
    [InlineData("select id from t join u on t.id = u.id", "`id` could be a column of more than one table")]
    [InlineData("select a from t where nope > 1", "`nope` is not a column")]
    [InlineData("select a from t group by nope", "`nope` is not a column")]
    [InlineData("select a from t order by nope", "`nope` is not a column")]
    [InlineData("select a from t join u using (c)", "`c` is not a column on both sides")]
    [InlineData("select x from (select a from t) q", "`x` is not a column")]
    [InlineData("select sum(a) over (order by nope) as s from t", "`nope` is not a column")]
    [InlineData("select a from nowhere", "`nowhere` is not a declared input")]
    [InlineData("select b from t x where t.a = 1", "`t.a` is not a column")]
    public async Task a_name_that_is_unknown_or_ambiguous_is_told(string sql, string expected) =>
        ColumnLineage.Of(await parser.Tree(sql), Schemas).Violations.Select(v => v.Message)
            .ShouldContain(m => m.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("select columns('a.*') from t")]
    [InlineData("select s.* from t")]
    [InlineData("select n from t unpivot (v for n in (a, b))")]
    [InlineData("select a from read_csv('x.csv')")]
    [InlineData("select * from nowhere")]
    [InlineData("select $1 as p from t")]
    [InlineData("select column_name from (describe t)")]
    [InlineData("drop table t")]
    public async Task what_cannot_be_traced_is_told_not_dropped(string sql) =>
        ColumnLineage.Of(await parser.Tree(sql), Schemas).NotUnderstood.ShouldNotBeEmpty();

    [Fact]
    public async Task every_table_read_is_listed()
    {
        const string sql = "with w as (select id from u) select (select max(amount) from source.orders) as m from t where id in (select id from w)";
        ColumnLineage.Of(await parser.Tree(sql), Schemas).Tables.ShouldBe(["source.orders", "t", "u"]);
    }
}
