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
        var three = Whole.With(Map, "terms: [{from: sales.order, to: payments.payment, relation: same}]");
        three.Findings.ShouldBeEmpty();
    }

    [Fact]
    public void Tolerates_keys_of_the_standards_that_mean_nothing_here() => Whole
        .Change(OrdersContract, "status: active", "status: active\ntags: [a]\nservers: [{server: x, type: local}]\nprice: {priceAmount: 1}\nroles: []")
        .Change(Orders, "status: active", "status: active\ntenant: x\nmanagementPorts: []\nsynonyms: [a]")
        .Change(OrdersContract, "customProperties:\n  - property: treatyMeasures", "customProperties:\n  - {property: acmeRating, value: {a: 1}}\n  - property: treatyMeasures")
        .Findings.ShouldBeEmpty();
}
