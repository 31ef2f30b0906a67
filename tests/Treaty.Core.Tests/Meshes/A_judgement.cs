using Treaty.Core.Findings;
using static Treaty.Core.Tests.Meshes.HealthyMesh;

namespace Treaty.Core.Tests.Meshes;

/// <summary>What findings say beyond code and place, and what they leave unsaid.</summary>
public class A_judgement
{
    private static Finding Only(HealthyMesh mesh) => mesh.Findings.ShouldHaveSingleItem();

    [Fact]
    public void Suggests_the_word_that_was_meant() =>
        Only(Whole.Change(Orders, "order_management", "order_manegement")).Help.ShouldBe("did you mean `order_management`?");

    [Fact]
    public void Names_who_holds_the_right_that_an_owner_lacks()
    {
        var finding = Only(Whole.Change(Captures, "payment_operations", "finance_control"));
        finding.Sentence.ShouldContain("`define-term` (held by `payment_operations`)");
        finding.Help.ShouldContain("accord");
    }

    [Fact]
    public void Names_the_circle() =>
        Only(Whole.Change(Captures, "outputPorts:", "inputPorts:\n  - {name: payments.daily, version: 1.0.0}\noutputPorts:"))
            .Sentence.ShouldContain("`payments.captures` → `payments.daily` → `payments.captures`");

    [Fact]
    public void Gives_the_mapping_that_is_missing() =>
        Whole.Without(Map).Findings[0].Help.ShouldContain("{from: sales.<term>, to: payments.<term>, relation: same,");

    [Fact]
    public void Of_a_missing_treaty_yaml_has_no_place() =>
        Whole.Without(Root).Findings.Single(f => f.Code == "TRY0001").Place.ShouldBeNull();

    [Fact]
    public void Follows_the_constitution()
    {
        var broken = Whole.Change(Orders, "  usage: How to use it.\n", "");
        Only(broken.With(Central, "severity: {TRY0305: warning}")).Severity.ShouldBe(Severity.Warning);
        broken.With(Central, "required: {product: [purpose]}").Findings.ShouldBeEmpty();
        Whole.With(Central, "rights: {derived: [fund]}").Findings.Single().Code.ShouldBe("TRY0203");
    }

    [Fact]
    public void Of_one_unreadable_contract_is_not_repeated_for_all_that_refers_to_it() =>
        Only(Whole.Change(CapturesContract, "schema:", "schema: [")).Code.ShouldBe("TRY0002");

    [Fact]
    public void Of_a_file_that_could_not_be_read_is_not_repeated_as_missing()
    {
        var found = new Finding("TRY0007", Severity.Error, new SourcePlace(Captures, 1, 1), "not UTF-8", "save it");
        Core.Meshes.MeshCompiler.Compile(Whole.Without(Captures).Documents, null, [found]).Findings.ShouldHaveSingleItem().ShouldBe(found);
    }

    [Fact]
    public void Lets_a_third_context_join_two()
    {
        const string warehouse = "contexts/stock/context.yaml";
        var three = Whole.With(warehouse, "context: stock\ndomain: Goods\nterms:\n  - {id: item, meaning: A thing.}\n")
            .Change(Revenue, "outputPorts:", "  - {name: stock.items, version: 1.0.0}\noutputPorts:")
            .With("contexts/stock/items/product.odps.yaml",
                Whole.Texts[Daily].Replace("daily", "items").Replace("domain: payments", "domain: stock")
                .Replace("derived", "context-view").Replace("payments_items", "stock_items"))
            .With("contexts/stock/items/contract.odcs.yaml", Whole.Texts[DailyContract].Replace("payments_daily", "stock_items"))
            .With("contexts/stock/items/rows.sql", Whole.Texts[DailySql]);
        three.Findings.Where(f => f.Code == "TRY0205").ShouldHaveSingleItem().Place!.Value.File.ShouldBe(Revenue);
        three.Append(Map, "\n  - {from: payments.payment, to: stock.item, relation: same}\n").Findings.Where(f =>
            f.Code == "TRY0205").ShouldBeEmpty();
    }

    [Fact]
    public void Lets_contexts_name_one_system_if_they_agree_whose_it_is()
    {
        Whole.Change(Payments, "systems:", "systems:\n  - {id: web_shop, name: Shop, owner: order_management}").Findings.ShouldBeEmpty();
        Whole.Change(Payments, "systems:", "systems:\n  - {id: web_shop, name: Shop, owner: finance_control}").Findings.ShouldContain(f =>
            f.Code == "TRY0016");
    }

    [Fact]
    public void Lets_facts_refer_to_another_context_without_being_built_from_it() => Whole
        .Change(Captures, "outputPorts:", "inputPorts:\n  - {name: sales.orders, version: 1.0.0}\noutputPorts:")
        .Change(CapturesContract, "{name: order_ref, ", "{name: order_ref, relationships: [{to: sales.orders/order_placed.order_id}], ")
        .Findings.ShouldBeEmpty();

    [Fact]
    public void Tolerates_keys_of_the_standards_that_mean_nothing_here() => Whole
        .Change(OrdersContract, "status: active",
            "status: active\ntags: [a]\nservers: [{server: x, type: local}]\nprice: {priceAmount: 1}\nroles: []")
        .Change(Orders, "status: active", "status: active\ntenant: x\nmanagementPorts: []\nsynonyms: [a]")
        .Change(OrdersContract, "customProperties:\n  - property: treatyMeasures",
            "customProperties:\n  - {property: acmeRating, value: {a: 1}}\n  - property: treatyMeasures")
        .Findings.ShouldBeEmpty();
}
