using Treaty.Core.Doctor;
using Treaty.Core.Doctor.Inventory;
using Treaty.Core.Doctor.Standards;

namespace Treaty.Core.Tests.Doctor;

/// <summary>Signs that draw on reviews, history, logs, pages, contracts and inventories.</summary>
public sealed class The_signs_of_what_stands_beside
{
    private static Estate Reviewed(string codeowners) => SmallEstate.Dbt("== models/a.sql\nselect 1\n== models/pay/b.sql\nselect 1\n") is var estate
        ? estate with { ReviewRules = ReviewRules.Read(new EstateFile(".github/CODEOWNERS", codeowners)), Speaks = estate.Speaks | Topic.Review } : null!;

    [Theory]
    [InlineData("* @acme/data\n", 0)]
    [InlineData("* @acme/data\n/models/\n", 2)]
    [InlineData("* @acme/data\n/models/pay/   # free\n", 1)]
    [InlineData("/models/ @acme/data\n/models/pay/* @acme/pay\n", 0)]
    [InlineData("/models/pay @acme/pay\n", 1)]
    [InlineData("**/b.sql @acme/pay\n", 1)]
    public void Who_may_be_passed_over_follows_the_last_rule_that_matches(string rules, int free) =>
        SmallEstate.Seen(Reviewed(rules), "TRY1004")!.Affected.ShouldBe(free);

    /// <summary>The models of two contexts, with the rules of who reviews them.</summary>
    [Theory]
    [InlineData("* @acme/data\n", 20, 20)]
    [InlineData("* @acme/data\n", 18, 0)]
    [InlineData("* @acme/data\n/models/pay/ @acme/pay\n", 20, 0)]
    [InlineData("* @acme/data @acme/pay\n", 20, 0)]
    public void One_team_that_reviews_everything_is_seen(string rules, int models, int seen)
    {
        var estate = SmallEstate.Dbt(string.Concat(Enumerable.Range(0, models).Select(i => $"== models/{(i % 2 == 0 ? "shop" : "pay")}/m{i}.sql\nselect 1\n")));
        estate = estate with { ReviewRules = ReviewRules.Read(new EstateFile("CODEOWNERS", rules)), Speaks = estate.Speaks | Topic.Review };
        (SmallEstate.Seen(estate, "TRY1005")?.Affected ?? 0).ShouldBe(seen);
    }

    /// <summary>A hundred changes in four contexts: by one, by one a context, by one long ago, or too few to tell.</summary>
    [Theory]
    [InlineData(100, "one", "2026-01-01", 1)]
    [InlineData(100, "each", "2026-01-01", 0)]
    [InlineData(100, "one", "2025-05-31", 0)]
    [InlineData(96, "one", "2026-01-01", 0)]
    public void One_hand_in_everything_is_seen(int changes, string who, string day, int seen)
    {
        string[] contexts = ["shop", "pay", "crm", "stock"];
        var estate = SmallEstate.Dbt(string.Concat(contexts.Select(c => $"== models/{c}/{c}_a.sql\nselect 1\n")));
        estate = estate with
        {
            Changes = [.. Enumerable.Range(0, changes).Select(i => contexts[i % 4]).Select(c => new Change($"models/{c}/{c}_a.sql",
                who == "one" ? "ann" : $"ann_{c}", DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)))],
            Speaks = estate.Speaks | Topic.History,
        };
        (SmallEstate.Seen(estate, "TRY1044")?.Affected ?? 0).ShouldBe(seen);
    }

    [Theory]
    [InlineData("ann@example.com", "ann@example.com", 0)]
    [InlineData("ann@example.com", "12345+ann@users.noreply.github.com", 0)]
    [InlineData("Ann Lee", "ann.lee@example.com", 0)]
    [InlineData("ann@example.com", "bob@example.com", 1)]
    public void Owners_who_never_change_what_they_own_are_seen(string owner, string author, int strangers)
    {
        var estate = SmallEstate.Dbt($"== models/a.sql\nselect 1\n== models/a.yml\nmodels: [{{name: a, meta: {{owner: {owner}}}}}]\n");
        estate = estate with { Changes = [new("models/a.sql", author, new(2026, 1, 1))], Speaks = estate.Speaks | Topic.History };
        SmallEstate.Seen(estate, "TRY1006")!.Affected.ShouldBe(strangers);
        SmallEstate.Seen(estate, "TRY1007")!.Affected.ShouldBe(strangers);
    }

    [Theory]
    [InlineData("- [ ] move orders\n- [x] move payments\n- [ ] migration of users\n", 1)]
    [InlineData("- [x] move orders\n- [x] move payments\n- [x] migration of users\n", 0)]
    [InlineData("- [x] a\n- [x] b\n- [x] c\nThe previous revision claimed 6/6.\n", 1)]
    [InlineData("Buy milk.\n", 0)]
    public void Stalled_plans_are_seen(string page, int stalled)
    {
        var estate = SmallEstate.Dbt("== models/a.sql\nselect 1\n") with { Pages = [new("todo.md", page)], Speaks = Topic.Pages };
        (SmallEstate.Seen(estate, "TRY1072")?.Affected ?? 0).ShouldBe(stalled);
    }

    [Theory]
    [InlineData("lint_baseline.txt", 12, 1)]
    [InlineData("lint_baseline.txt", 3, 0)]
    [InlineData("names.txt", 12, 0)]
    public void Standing_exceptions_are_seen(string name, int entries, int seen)
    {
        var estate = SmallEstate.Dbt("== models/a.sql\nselect 1\n") with
        {
            Pages = [new(name, "# known\n" + string.Concat(Enumerable.Range(0, entries).Select(i => $"a{i} -> b\n")))], Speaks = Topic.Pages,
        };
        (SmallEstate.Seen(estate, "TRY1068")?.Affected ?? 0).ShouldBe(seen);
    }

    [Theory]
    [InlineData(68, "active", 1)]
    [InlineData(20, "draft", 1)]
    [InlineData(19, "active", 0)]
    public void A_contract_that_dumps_tables_is_seen(int tables, string status, int dumps)
    {
        var estate = StandardsEstate.Read(SmallEstate.Files($"== c.odcs.yaml\nkind: DataContract\napiVersion: v3.1.0\nid: shop\nversion: 1.0.0\nstatus: {status}\n"
            + $"schema: [{string.Join(", ", Enumerable.Range(0, tables).Select(i => $"{{name: t{i}}}"))}]\n"))!;
        SmallEstate.Seen(estate, "TRY1016")!.Affected.ShouldBe(dumps);
        SmallEstate.Seen(estate, "TRY1017")?.Affected.ShouldBe(status == "active" ? 1 : 0);
    }

    [Fact]
    public void A_supported_product_and_an_old_contract_are_read()
    {
        var estate = StandardsEstate.Read(SmallEstate.Files("""
            == p.odps.yaml
            kind: DataProduct
            id: orders
            status: active
            support: [{channel: "#orders", url: "https://chat.example.com/orders"}]
            team: {name: orders}
            inputPorts: [{name: x, contractId: shop}]
            == old.yaml
            datasetName: shop
            version: 2.0.0
            quantumName: shop
            dataset: [{table: orders, columns: [{column: id, quality: [{code: nullCheck}]}]}]
            """))!;
        SmallEstate.Seen(estate, "TRY1017")!.Evidence.Select(e => e.Subject).ShouldBe(["shop"]);
        estate.Assets.Single(a => a.Name == "shop").Checks.Count.ShouldBe(1);
        StandardsEstate.Read(SmallEstate.Files("== x.yaml\na: 1\n")).ShouldBeNull();
    }

    private static Estate Inventory(string files) => InventoryEstate.Read("", SmallEstate.Files(files));

    [Theory]
    [InlineData("TRY1014", "name,partitioned,retention_days\na.b.t,yes,\n", "name,partitioned,retention_days\na.b.t,yes,90\na.b.u,no,\n")]
    [InlineData("TRY1054", "name,labels\na,shedder=1\n" + Often, "name,labels\na,shredder=1\n" + Often)]
    [InlineData("TRY1054", "name,labels\na,table_table=1\n", "name,labels\na,table_type=1\n")]
    [InlineData("TRY1066", "name\np.shop.v\np.shop_derived.t\np.pay.w\n== lineage.csv\ndownstream,upstream\np.pay.w,p.shop_derived.t\n",
        "name\np.shop.v\np.shop_derived.t\np.pay.w\n== lineage.csv\ndownstream,upstream\np.pay.w,p.shop.v\np.shop.v,p.shop_derived.t\n")]
    [InlineData("TRY1051", "name,kind\norder_updated,topic\n", "name,kind\norder_placed,topic\nlast_updated_by,table\n")]
    [InlineData("TRY1000", "name,owners\na,\n", "name,owners\na,team:orders\n")]
    public void An_inventory_shows_signs_and_near_misses(string code, string has, string nearMiss)
    {
        SmallEstate.Seen(Inventory("== tables.csv\n" + has), code).ShouldNotBeNull().Affected.ShouldBeGreaterThan(0);
        (SmallEstate.Seen(Inventory("== tables.csv\n" + nearMiss), code)?.Affected ?? 0).ShouldBe(0);
    }

    private const string Often = "b,shredder=1\nc,shredder=1\nd,shredder=1\ne,shredder=1\nf,shredder=1\ng,shredder=1\nh,shredder=1\ni,shredder=1\n"
        + "j,shredder=1\nk,shredder=1\nl,shredder=1\n";

    [Theory]
    [InlineData(10, 10, 10)]
    [InlineData(10, 7, 0)]
    [InlineData(5, 5, 0)]
    public void One_grant_for_nearly_all_spaces_is_seen(int spaces, int open, int seen)
    {
        var estate = Inventory("== tables.csv\nname\nx.s0.t\n== spaces.csv\nname,access\n"
            + string.Concat(Enumerable.Range(0, spaces).Select(i => $"s{i},{(i < open ? "reader=everyone" : $"reader=team{i}")}\n")));
        (SmallEstate.Seen(estate, "TRY1064")?.Affected ?? 0).ShouldBe(seen);
    }

    [Fact]
    public void What_an_inventory_does_not_speak_of_is_not_held_against_it()
    {
        var diagnosis = Diagnose.Run(Inventory("== tables.csv\nname;description\n\"shop.orders\";\"Orders; as placed\"\n"), SmallEstate.Day);
        diagnosis.Present.ShouldBeEmpty();
        diagnosis.Modes.Single(m => m.Mode == FailureMode.HiddenReconciliation).Verdict.ShouldBe(Verdict.NotExamined);
        diagnosis.Modes.SelectMany(m => m.NotExamined).ShouldContain(n => n.Code == "TRY1000");
    }

    [Fact]
    public void A_query_log_tells_who_reads_what()
    {
        var estate = Inventory("== tables.csv\nname\np.shop.orders\np.shop.idle\n");
        var unread = new List<Unread>();
        var reads = QueryLog.Read(new("log.csv", "at,who,query\n2026-05-01T09:00:00Z,ann,\"select * from shop.orders o join nowhere n on 1=1\"\nnever,bob,select 1\n"),
            estate.Assets, unread);
        reads.ShouldBe([new LoggedRead(new(2026, 5, 1), "ann", "p.shop.orders")]);
        unread.Single().Place.Line.ShouldBe(3);
        SmallEstate.Seen(estate with { Reads = reads, Speaks = Topic.Lineage | Topic.QueryLog }, "TRY1053")!.Evidence.Select(e => e.Subject)
            .ShouldBe(["p.shop.idle"]);
    }
}
