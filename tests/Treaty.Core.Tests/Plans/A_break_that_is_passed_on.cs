using Treaty.Core.Meshes;
using Treaty.Core.Plans;
using Treaty.Core.Tests.Ownership;

namespace Treaty.Core.Tests.Plans;

/// <summary>Those who read a column that is computed from a broken one have their say, though they never read the product that
/// breaks.</summary>
public sealed class A_break_that_is_passed_on
{
    private const string Contract = "contexts/sales/sales_facts/contract.odcs.yaml";

    private static PublishedColumn Id(string product) => new(Reference.TryParse(product)!, "rows", "id");

    private static readonly (PublishedColumn From, PublishedColumn To)[] Lineage =
        [(Id("sales.sales_facts"), Id("payments.daily")), (Id("payments.daily"), Id("crm.board"))];

    private static Plan Plan(Dictionary<string, string> before, params (PublishedColumn From, PublishedColumn To)[] lineage)
    {
        var after = new Dictionary<string, string>(before);
        SmallMesh.Edit(after, Contract, "logicalType: string", "logicalType: integer");
        var (was, now) = (PlannedMesh.Side(before), PlannedMesh.Side(after));
        return PassedOn.Asked(MakePlan.Between(was, now), was.Mesh, now.Mesh, lineage.ToLookup(e => e.From, e => e.To));
    }

    [Fact]
    public void Asks_those_who_read_what_is_computed_from_it()
    {
        var plan = Plan(PlannedMesh.Documents(), Lineage);
        plan.Acknowledgements.ShouldBe([new("payments.daily", "payments_team", "sales.sales_facts"),
            new("crm.board", "crm_team", "payments.daily", "sales.sales_facts")]);
        plan.Changes.ShouldHaveSingleItem().Touches.ShouldBe(["crm.board", "payments.daily"]);
    }

    [Fact]
    public void Asks_only_direct_readers_where_nothing_is_computed_from_it_and_names_the_others()
    {
        var plan = Plan(PlannedMesh.Documents());
        plan.Acknowledgements.ShouldHaveSingleItem().Consumer.ShouldBe("payments.daily");
        plan.Changes.ShouldHaveSingleItem().Touches.ShouldBe(["crm.board", "payments.daily"]);
    }

    [Fact]
    public void Does_not_ask_about_other_columns()
    {
        var other = Id("sales.sales_facts") with { Column = "other" };
        Plan(PlannedMesh.Documents(), (other, Id("payments.daily"))).Acknowledgements.ShouldHaveSingleItem().Origin.ShouldBeNull();
    }

    [Theory]
    [InlineData("{object: rows, columns: [id]}", true)]
    [InlineData("{object: others, columns: [id]}", false)]
    [InlineData("{object: rows, columns: [channel]}", false)]
    public void Asks_those_who_rely_on_the_column_if_they_say_what_they_rely_on(string reliance, bool asked)
    {
        var documents = PlannedMesh.Documents();
        SmallMesh.Edit(documents, "contexts/crm/board/product.odps.yaml", "contractId: payments_daily}",
            $"contractId: payments_daily, customProperties: [{{property: treatyReliesOn, value: [{reliance}]}}]}}");
        Plan(documents, Lineage).Acknowledgements.Any(a => a.Consumer == "crm.board").ShouldBe(asked);
    }

    [Fact]
    public void Does_not_ask_the_team_that_breaks_it()
    {
        var documents = PlannedMesh.Documents();
        SmallMesh.Edit(documents, "contexts/crm/board/product.odps.yaml", "team: {name: crm_team}", "team: {name: sales_team}");
        Plan(documents, Lineage).Acknowledgements.ShouldHaveSingleItem().Consumer.ShouldBe("payments.daily");
    }

    [Fact]
    public void Asks_once_who_reads_both()
    {
        var documents = PlannedMesh.Documents();
        SmallMesh.Edit(documents, "contexts/crm/board/product.odps.yaml", "inputPorts: [",
            "inputPorts: [{name: sales.sales_facts, version: 1.0.0, contractId: sales_sales_facts}, ");
        Plan(documents, Lineage).Acknowledgements.Where(a => a.Consumer == "crm.board").ShouldHaveSingleItem()
            .Product.ShouldBe("sales.sales_facts");
    }
}
