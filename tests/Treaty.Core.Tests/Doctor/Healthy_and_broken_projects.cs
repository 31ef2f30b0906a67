using Treaty.Core.Doctor;
using Treaty.Core.Findings;

namespace Treaty.Core.Tests.Doctor;

public sealed class Healthy_and_broken_projects
{
    private const string Healthy = """
        == dbt_project.yml
        name: shop
        model-paths: ["transform"]
        models:
          shop:
            +group: orders
            marts:
              +contract: {enforced: true}
        == transform/groups.yml
        groups:
          - {name: orders, owner: {name: Orders team, email: orders-team@example.com}}
        == transform/staging/sources.yml
        version: 2
        sources:
          - name: shop
            freshness: {warn_after: {count: 1, period: day}}
            loaded_at_field: loaded_at
            tables:
              - {name: orders, description: Orders as the shop records them.}
        == transform/staging/stg_orders.sql
        select id as order_id, placed_at, status, amount from {{ source('shop', 'orders') }}
        == transform/staging/stg_orders.yml
        models:
          - name: stg_orders
            description: An order as the shop records it, typed.
            columns:
              - {name: order_id, description: Identifies the order., data_tests: [unique, not_null]}
              - {name: amount, description: Gross amount.}
        == transform/marts/orders.sql
        select order_id, placed_at, amount from {{ ref('stg_orders') }} where status <> 'cancelled'
        == transform/marts/orders.yml
        models:
          - name: orders
            description: Orders that count.
            columns:
              - {name: order_id, data_type: varchar, description: Identifies the order., data_tests: [unique, not_null]}
        exposures:
          - name: orders_dashboard
            owner: {name: Sales team}
            depends_on: [ref('orders')]
        """;

    [Fact]
    public void A_healthy_project_gives_no_warning() =>
        Diagnose.Run(SmallEstate.Dbt(Healthy), SmallEstate.Day).Present.Where(o => o.Severity > Severity.Info).Select(o => $"{o.Code} {o.Sentence}")
            .ShouldBeEmpty();

    [Fact]
    public void Its_paths_groups_sources_and_consumers_are_read()
    {
        var estate = SmallEstate.Dbt(Healthy);
        estate.Assets.Select(a => a.Name).ShouldBe(["orders", "stg_orders", "shop.orders"], ignoreOrder: true);
        estate.Assets.Single(a => a.Name == "orders").ContractEnforced.ShouldBeTrue();
        estate.Assets.Single(a => a.Name == "stg_orders").ContractEnforced.ShouldBeFalse();
        estate.Assets.Single(a => a.Name == "stg_orders").Owners.ShouldBe([new Owner("Orders team", true)]);
        estate.Assets.Single(a => a.Name == "shop.orders").Monitored.ShouldBeTrue();
        estate.Edges.Select(e => (e.Downstream, e.Upstream)).ShouldBe([("orders", "stg_orders"), ("stg_orders", "shop.orders")], ignoreOrder: true);
        estate.Consumers.Single().Reads.ShouldBe(["orders"]);
        estate.Unread.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("== dbt_project.yml\nname: empty\n", 0)]
    [InlineData("== models/one.sql\nselect 1 as x\n", 1)]
    [InlineData("== dbt_project.yml\n== models/one.sql\n\n", 1)]
    [InlineData("== models/off.sql\n{{ config(enabled=false) }} select 1 as x\n", 1)]
    [InlineData("== models/m.py\ndef model(dbt, session):\n    dbt.config(materialized='table')\n    return dbt.ref('a')\n", 1)]
    public void Small_projects_are_diagnosed(string files, int assets)
    {
        var estate = SmallEstate.Dbt(files);
        estate.Assets.Count.ShouldBe(assets);
        var diagnosis = Diagnose.Run(estate, SmallEstate.Day);
        diagnosis.Modes.Count.ShouldBe(8);
        diagnosis.Gravest.ShouldNotBe(Severity.Error);
    }

    [Theory]
    [InlineData("models: [", true)] // never closed
    [InlineData("models:\n\t- name: a\n\t  description: Said.\n", false)] // tabs
    [InlineData("models:\n  - name: a\n    description: {{ doc('a') }}\n", false)] // Jinja without quotes
    [InlineData("models:\n  - name: a\n    description: Said.\n    description: Twice.\n", false)]
    [InlineData("---\nversion: 2\n---\nmodels:\n  - {name: a, description: Said.}\n", false)]
    [InlineData("x: &base {description: Said.}\nmodels:\n  - <<: *base\n    name: a\n", false)]
    [InlineData("models:\n  - name: a\n    description: !include said.md\n", false)]
    public void Odd_YAML_is_read_or_said_to_be_unread(string yaml, bool unread)
    {
        var estate = SmallEstate.Dbt($"== models/a.sql\nselect 1 as x\n== models/a.yml\n{yaml}");
        estate.Unread.Any().ShouldBe(unread);
        (estate.Assets.Single().Description != "").ShouldBe(!unread);
    }

    [Theory]
    [InlineData("select '")]
    [InlineData("{{ ref('a'")]
    [InlineData("{% macro x( %}")]
    [InlineData("select \"a /* b")]
    [InlineData("\0\u0001 ' \" ` ((((( }}}} %} ```")]
    public void No_text_stops_the_reading(string sql) =>
        Should.NotThrow(() => Diagnose.Run(SmallEstate.Dbt($"== models/a.sql\n{sql}"), SmallEstate.Day));

    [Fact]
    public void Versions_seeds_snapshots_and_packages_are_told_apart()
    {
        var estate = SmallEstate.Dbt("""
            == models/orders_v1.sql
            select 1 as x
            == models/orders_v2.sql
            select 2 as x
            == models/models.yml
            models:
              - name: orders
                latest_version: 2
                versions: [{v: 1, deprecation_date: 2026-01-01}, {v: 2}]
            == models/reader.sql
            select * from {{ ref('orders', v=1) }}
            == seeds/countries.csv
            code,name
            == snapshots/s.sql
            {% snapshot orders_history %} select * from {{ ref('orders') }} {% endsnapshot %}
            == dbt_packages/other/models/theirs.sql
            select 1
            """);
        estate.Assets.Select(a => (a.Name, a.Kind)).ShouldBe([("orders.v1", AssetKind.Table), ("orders.v2", AssetKind.Table),
            ("reader", AssetKind.Table), ("countries", AssetKind.Seed), ("orders_history", AssetKind.Snapshot)], ignoreOrder: true);
        estate.Edges.ShouldContain(e => e.Downstream == "reader" && e.Upstream == "orders.v1");
        SmallEstate.Seen(estate, "TRY1063")!.Evidence.Select(e => e.Subject).ShouldBe(["orders.v1"]);
    }

    [Theory]
    [InlineData("== models/a.sql\nselect 1\n== models/x/a.sql\nselect 2\n")]
    [InlineData("== models/a.sql\nselect 1\n== snapshots/a.sql\n{% snapshot a %} select 1 {% endsnapshot %}\n")]
    public void Two_assets_of_one_name_are_said_and_one_is_taken(string files)
    {
        var diagnosis = Diagnose.Run(SmallEstate.Dbt(files), SmallEstate.Day);
        diagnosis.Size.Counts.Sum(c => c.Number).ShouldBe(1);
        diagnosis.Size.Unread.ShouldHaveSingleItem().Why.ShouldContain("`a` is also at");
    }

    [Fact]
    public void A_group_declared_twice_does_not_stop_the_reading() =>
        SmallEstate.Dbt("== models/a.sql\nselect 1\n== models/g.yml\ngroups: [{name: g, owner: {name: A team}}, {name: g}]\n"
            + "models: [{name: a, group: g}]\n").Assets.Single().Owners.Single().Name.ShouldBe("A team");

    [Fact]
    public void The_same_files_give_the_same_diagnosis() =>
        Lines(Diagnose.Run(SmallEstate.Dbt(Healthy), SmallEstate.Day)).ShouldBe(Lines(Diagnose.Run(SmallEstate.Dbt(Healthy), SmallEstate.Day)));

    private static IEnumerable<string> Lines(Diagnosis d) => d.Modes.SelectMany(m => m.Observations).Select(o => $"{o.Code} {o.Affected} {o.Sentence}");
}
