using Treaty.Core.Doctor;

namespace Treaty.Core.Tests.Doctor;

/// <summary>For each sign of a dbt project one that has it and one that nearly has it.</summary>
public sealed class Each_sign_and_its_near_miss
{
    private const string Project = "== dbt_project.yml\nname: shop\n";

    private static string Models(string name, int count, string sql = "select 1 as x") =>
        string.Concat(Enumerable.Range(0, count).Select(i => $"== models/{name.Replace("{i}", $"{i}", StringComparison.Ordinal)}.sql\n{sql}\n"));

    private static string Said(string rest) => $"== models/a.sql\nselect 1 as x\n== models/a.yml\nmodels:\n  - name: a\n    {rest}\n";

    private static string Entry(string sql) => $"== models/staging/stg_a.sql\n{sql}\n";

    private static string Mart(string sql) => $"== models/marts/a.sql\n{sql}\n";

    private static string Tests(string list) => Said($"columns: [{{name: x, tests: [{list}]}}]");

    /// <summary>A test that is a text of its own, of two models.</summary>
    private static string Counting(string sql) => Sources() + $"== models/a.sql\nselect 1 as id\n== models/b.sql\nselect 1 as id\n== tests/a_has_all_of_b.sql\n{sql}\n";

    /// <summary>The same text twice, with other settings and remarks; the second says one word otherwise where asked.</summary>
    private static string Twice(string sql, string kind) => $"== models/marts/one.sql\n{{{{ config(materialized='table') }}}}\n{sql}\n"
        + $"== models/marts/two.sql\n-- the final one\n{sql.Replace("'a'", $"'{kind}'", StringComparison.Ordinal)}\n";

    /// <summary>A private model of the group shop, read by a model of the group given.</summary>
    private static string Inside(string reader) => "== models/a.sql\nselect 1 as id\n== models/b.sql\nselect * from {{ ref('a') }}\n== models/m.yml\n"
        + "groups: [{name: shop, owner: {name: Shop team}}, {name: pay, owner: {name: Pay team}}]\n"
        + $"models: [{{name: a, access: private, group: shop}}, {{name: b, config: {{group: {reader}}}}}]\n";

    private static string Sources(string more = "") => $"== models/s.yml\nsources:\n  - name: raw\n    tables: [{{name: t{more}}}]\n";

    public static TheoryData<string, string, string> Cases => new()
    {
        { "TRY1000", Said("description: x"), Said("config: {meta: {owner: orders-team}}") },
        { "TRY1001", Said("meta: {owner: ann@example.com}"), Said("meta: {owner: [ann@example.com, orders-team]}") },
        { "TRY1002", Said("meta: {owner: ann@example.com}"), Said("meta: {owner: [ann@example.com, bob@example.com]}") },
        { "TRY1003", Models("m{i}", 60, "{{ config(meta={}) }} select 1") + Owned(60, i => i < 45 ? "ann" : $"p{Letters(i)}"),
            Models("m{i}", 60) + Owned(60, i => $"p{Letters(i)}") },
        { "TRY1008", Said("description: x\nexposures: [{name: e, owner: {}, depends_on: [ref('a')]}]".Replace("\n", "\n", StringComparison.Ordinal)),
            Said("description: x\nexposures: [{name: e, owner: {name: Sales team}, depends_on: [ref('a')]}]") },
        { "TRY1010", Said("columns: []"), Said("description: An order as placed.") },
        { "TRY1011", Said("description: x"), Said("columns: [{name: x}]") },
        { "TRY1012", Said("columns: [{name: x}]"), Tests("unique") },
        { "TRY1013", Models("g{i}", 1, "select 1") + "== dbt_project.yml\nname: shop\nmodels: {shop: {marts: {+grants: {select: [bi]}}}}\n"
            + "== models/marts/b.sql\nselect 1\n",
            "== dbt_project.yml\nname: shop\nmodels: {shop: {+grants: {select: [bi]}}}\n== models/marts/b.sql\nselect 1\n" },
        { "TRY1015", Sources() + Entry("select 1 from {{ source('raw', 't') }}") + Mart("select 1 from {{ source( 'raw', 't' ) }}"),
            Sources() + Entry("select 1 from {{ source('raw', 't') }}") + Mart("select 1 from {{ ref('stg_a') }} -- {{ source('raw', 't') }}") },
        { "TRY1018", Sources(), Sources(", freshness: {error_after: {count: 1, period: day}}") },
        { "TRY1019", "== models/shop/a.sql\nselect 1\n== models/pay/b.sql\nselect * from {{ ref('a') }}\n",
            "== models/shop/a.sql\nselect 1\n== models/pay/b.sql\nselect * from {{ ref('a') }}\n"
            + "== models/m.yml\nmodels: [{name: a, config: {contract: {enforced: true}}}]\n" },
        { "TRY1020", string.Concat(Enumerable.Range(0, 8).Select(i => $"== models/c{Letters(i)}/c{Letters(i)}_customers.sql\nselect 1\n")),
            string.Concat(Enumerable.Range(0, 8).Select(i => $"== models/staging/stg_customers_{Letters(i)}.sql\nselect 1\n")) },
        { "TRY1020", string.Concat(Enumerable.Range(0, 8).Select(i => Shaped($"c{Letters(i)}/c{Letters(i)}_customers", "customer_id, name"))),
            string.Concat(Enumerable.Range(0, 8).Select(i => Shaped($"c{Letters(i)}/c{Letters(i)}_overview", "customer_id, name"))) },
        { "TRY1021", "== models/shop/orders.sql\nselect 1\n== models/pay/orders.sql\nselect 1\n",
            "== models/shop/orders.sql\nselect 1\n== models/pay/payments.sql\nselect 1\n" },
        { "TRY1022", Shaped("shop/shop__customers", "a, b, c") + Shaped("pay/pay__customers", "d, e, f"),
            Shaped("shop/shop__customers", "a, b, c") + Shaped("pay/pay__customers", "a, b, c, d") },
        { "TRY1030", Mart("select coalesce(user_id, email, full_name) as k from x"), Mart("select coalesce(updated_at, created_at, loaded_at) as t from x") },
        { "TRY1030", Mart("select {{ hash('coalesce(user_id, email, full_name)') }} as k from x"),
            Mart("select coalesce(a.user_id, b.email, c.full_name) as k from x -- coalesce(user_id, email, full_name)") },
        { "TRY1031", Mart("select * from (select row_number() over (partition by id) as n from x) where n = 1"),
            Entry("select * from (select row_number() over (partition by id) as n from x) where n = 1") },
        { "TRY1031", Mart("select * from x qualify row_number() over (partition by id order by at desc) = 1"),
            Mart("select row_number() over (partition by customer order by at) as number from x where kind = 1") },
        { "TRY1031", Mart("select * from {{ dedupe('x') }}"), Mart("select 'deduplicated' as word from x -- nothing to deduplicate") },
        { "TRY1032", Mart("select 1 from a join b on lower(a.email) = lower(b.user_email)"), Mart("select 1 from a join b on a.id = b.id where a.email = 'x'") },
        { "TRY1033", Tests("{dbt_expectations.expect_table_row_count_to_equal_other_table: {compare_model: ref('b')}}"),
            Tests("{dbt_expectations.expect_table_row_count_to_be_between: {min_value: 1}}") },
        { "TRY1033", Counting("select (select count(*) from {{ ref('a') }}) - (select count(*) from {{ ref('b') }}) as gap"),
            Counting("select count(*) as n from {{ ref('a') }} left join {{ ref('b') }} using (id) where b.id is null") },
        { "TRY1033", Counting("select count(*) from {{ ref('a') }} having count(*) <> (select count(*) from {{ source('raw', 't') }})"),
            Counting("select count(*) from {{ ref('a') }} having count(*) <> (select count(*) from {{ ref('a') }} where x > 0)") },
        { "TRY1034", Mart("select 1 from x where c in ('DE', 'FR', 'UK', 'US')") + "== models/b.sql\nselect 1 from y where c in ('US', 'UK', 'FR', 'DE')\n",
            Mart("select 1 from x where c in ('DE', 'FR', 'UK', 'US')") + "== models/b.sql\nselect 1 from y where c in ('US', 'UK', 'FR', 'IT')\n" },
        { "TRY1035", Mart("select coalesce(a.x, b.x), coalesce(a.y, b.y), coalesce(a.z, b.z) from a join b on a.i = b.i"),
            Mart("select coalesce(a.x, 0), coalesce(a.y, a.w), coalesce(a.z, b.z) from a join b on a.i = b.i") },
        { "TRY1036", Models("d{i}", 3, "select 1 from x where day >= '2023-08-01'"), Models("d{i}", 2, "select 1 from x where day >= '2023-08-01'") },
        { "TRY1040", Entry("select " + string.Join(", ", Enumerable.Range(0, 5).Select(i => $"case when s = 'v{i}' then {i} end as c{i}")) + " from x"),
            Mart("select " + string.Join(", ", Enumerable.Range(0, 5).Select(i => $"case when s = 'v{i}' then {i} end as c{i}")) + " from x")
            + Entry("select case when s is null then 0 end as c from x") },
        { "TRY1041", Said("description: x") + "== macros/m.sql\n{% macro m(c) %} case when {{ c }} = 'a' then 1 when x = 'b' then 2 when y = 'c' then 3 end {% endmacro %}\n",
            Said("description: x") + "== macros/m.sql\n{% macro m(c) %} case when {{ c }} is null then 1 when x > 2 then 3 end {% endmacro %}\n" },
        { "TRY1042", Tests("{not_null: {where: \"kind = 'gold'\"}}".Replace("where", "row_condition", StringComparison.Ordinal)), Tests("{not_null: {row_condition: id is not null}}") },
        { "TRY1043", Mart("select 1\n" + string.Concat(Enumerable.Repeat(", 1\n", 420))), Mart("select 1\n" + string.Concat(Enumerable.Repeat(", 1\n", 300))) },
        { "TRY1050", Models("orders_v{i}", 2), "== models/orders_v2.sql\nselect 1\n== models/payments_v1.sql\nselect 1\n" },
        { "TRY1051", Models("orders_backup", 1), Models("orders", 1) },
        { "TRY1052", Shaped("a", "c1, c2, c3, c4, c5, c6, c7") + Shaped("b", "c1, c2, c3, c4, c5, c6, c7"),
            Shaped("a", "c1, c2, c3, c4, c5, c6, c7") + Shaped("b", "c1, c2, c3, c4, c5, d6, d7") },
        { "TRY1056", Twice("select id, amount, currency, case when kind = 'a' then 1 else 2 end as k from {{ ref('x') }} where kind <> 'test'", "a"),
            Twice("select id, amount, currency, case when kind = 'a' then 1 else 2 end as k from {{ ref('x') }} where kind <> 'test'", "b") },
        { "TRY1056", Twice("select id, amount, currency, case when kind = 'a' then 1 else 2 end as k from {{ ref('x') }} where kind <> 'test'", "a"),
            Twice("select * from {{ ref('x') }}", "a") },
        { "TRY1053", Entry("select 1") + "== models/staging/stg_b.sql\nselect 1\n" + Mart("select 1 from {{ ref('stg_a') }}"),
            Entry("select 1") + Mart("select 1 from {{ ref('stg_a') }}") },
        { "TRY1055", Sources("}, {name: u") + Entry("select 1 from {{ source('raw', 't') }}"), Sources() + Entry("select 1 from {{ source('raw', 't') }}") },
        { "TRY1057", Inside("pay"), Inside("shop") },
        { "TRY1060", Tests("{not_null: {where: 1 = 0}}"), Tests("{not_null: {where: status = 1}}") },
        { "TRY1060", Tests("{dbt_utils.expression_is_true: {arguments: {expression: 1 = 1}}}"), Tests("{dbt_utils.expression_is_true: {expression: x >= 1}}") },
        { "TRY1061", Tests("{unique: {severity: warn}}, {not_null: {config: {severity: warn}}}, a, b, c"), Tests("unique, not_null, a, b, c") },
        { "TRY1062", Tests("{unique: {config: {enabled: false}}}"), Tests("{unique: {config: {enabled: true}}}") },
        { "TRY1063", Said("deprecation_date: 2026-05-31"), Said("deprecation_date: 2026-06-01") },
        { "TRY1065", Said("deprecation_date: 2030-01-01") + "== models/b.sql\nselect 1 from {{ ref('a') }}\n", Said("deprecation_date: 2030-01-01") },
        { "TRY1067", Said("meta: {deprecated: true}"), Said("deprecation_date: 2030-01-01") },
        { "TRY1070", Models("migration/{i}_old_to_new", 3), Models("immigration_office{i}", 3) },
        { "TRY1071", Said("deprecation_date: 2026-05-31") + "== models/b.sql\nselect 1 from {{ ref('a') }}\n", Said("deprecation_date: 2026-05-31") },
        { "TRY1073", Models("orders_v{i}", 2) + "== models/b.sql\nselect 1 from {{ ref('orders_v0') }} join {{ ref('orders_v1') }} using (i)\n",
            Models("orders_v{i}", 2) + "== models/b.sql\nselect 1 from {{ ref('orders_v1') }}\n" },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Is_seen_and_not_seen(string code, string has, string nearMiss)
    {
        SmallEstate.Seen(SmallEstate.Dbt(WithProject(has)), code).ShouldNotBeNull("nothing was looked at").Affected.ShouldBeGreaterThan(0, has);
        (SmallEstate.Seen(SmallEstate.Dbt(WithProject(nearMiss)), code)?.Affected ?? 0).ShouldBe(0, nearMiss);
    }

    /// <summary>What dbt lets no one else build on need not say who may read it.</summary>
    [Theory]
    [InlineData("private", 0)]
    [InlineData("public", 1)]
    public void A_private_model_needs_no_rule_of_reading(string access, int bare) => SmallEstate.Seen(SmallEstate.Dbt(WithProject(
        "== models/a.sql\nselect 1\n== models/b.sql\nselect 1\n== models/m.yml\nmodels: [{name: a, config: {grants: {select: [bi]}}}, {name: b, access: "
        + access + ", group: x}]\n")), "TRY1013")!.Affected.ShouldBe(bare);

    /// <summary>A sign that no test names has no near miss either.</summary>
    [Fact]
    public void Every_sign_is_named_by_a_test()
    {
        var root = Architecture.Repository.Root;
        var tests = string.Concat(Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(f => f.Contains($"{Path.DirectorySeparatorChar}Doctor{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Select(File.ReadAllText));
        SignList.All.Select(s => s.Kind.Code).Where(c => !tests.Contains(c, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_sign_has_a_code_of_its_own_and_an_end_of_its_evidence()
    {
        SignList.All.Select(s => s.Kind.Code).ShouldBeUnique();
        foreach (var mode in FailureModes.All) SignList.All.Count(s => s.Mode == mode).ShouldBeGreaterThanOrEqualTo(3, mode.Title());
    }

    private static string WithProject(string files) => files.Contains("dbt_project.yml", StringComparison.Ordinal) ? files : Project + files;

    private static string Shaped(string path, string columns) => $"== models/{path}.sql\nselect 1\n== models/{path}.yml\nmodels:\n"
        + $"  - name: {path[(path.LastIndexOf('/') + 1)..]}\n    columns: [{string.Join(", ", columns.Split(", ").Select(c => $"{{name: {c}}}"))}]\n";

    private static string Owned(int count, Func<int, string> owner) => "== models/owned.yml\nmodels:\n"
        + string.Concat(Enumerable.Range(0, count).Select(i => $"  - {{name: m{i}, config: {{meta: {{owner: {owner(i)}@example.com}}}}}}\n"));

    private static string Letters(int i) => $"{(char)('a' + i / 26)}{(char)('a' + i % 26)}x";
}
