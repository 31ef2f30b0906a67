using Shouldly;
using Treaty.Core.Meshes;
using Treaty.Core.Ownership;

namespace Treaty.Core.Tests.Ownership;

/// <summary>Who holds each right over each fact and product, and where the owner lacks what the constitution demands.</summary>
public sealed class A_matrix_of_rights
{
    private static readonly DateOnly Day = new(2026, 4, 2);

    private static RightsMatrix Of(string rights, string accord = "accord: a\nbetween: [sales, crm]\nrights: []\n") => RightsMatrix.Of(MeshCompiler.Compile(
    [
        new("treaty.yaml", "treaty: 1\nname: m\n"),
        new("contexts/sales/context.yaml", "context: sales\ndomain: d\nteams: [{id: orders, name: O}, {id: ops, name: P}, {id: gone, name: G, until: 2020-01-01}]\n"
            + "facts: [{id: order_placed, key: [id], meaning: m}, {id: order_paid, key: [id], meaning: m}]\nrights: {" + rights + "}\n"),
        new("contexts/crm/context.yaml", "context: crm\ndomain: d\nteams: [{id: contacts, name: C}]\nrights: {release: contacts}\n"),
        new("contexts/sales/orders/product.odps.yaml", "apiVersion: v1.0.0\nkind: DataProduct\nid: o\nname: orders\nversion: 1.0.0\nstatus: active\n"
            + "team: {name: orders}\ncustomProperties: [{property: treatyClass, value: authoritative-fact}]\n"),
        new("contexts/sales/orders/contract.odcs.yaml", "apiVersion: v3.1.0\nkind: DataContract\nid: o\nversion: 1.0.0\nstatus: active\nschema:\n"
            + "  - name: order_placed\n    customProperties: [{property: treatyFact, value: order_placed}]\n    properties: [{name: id, logicalType: string}]\n"),
        new("accords/a.yaml", accord),
    ]).Mesh, Day);

    [Theory]
    [InlineData("release: orders", RightStanding.Own, "orders", false)]
    [InlineData("release: [orders, ops]", RightStanding.Shared, "orders ops", false)]
    [InlineData("release: ops", RightStanding.Within, "ops", true)]
    [InlineData("release: contacts", RightStanding.Outside, "contacts", true)]
    [InlineData("release: gone", RightStanding.Vacant, "", true)]
    [InlineData("define-term: orders", RightStanding.Unsaid, "", true)]
    public void Says_how_a_right_stands_to_the_owner(string rights, RightStanding standing, string teams, bool breaks)
    {
        var cell = Cell(Of(rights), "order_placed", DecisionRight.Release);
        cell.Standing.ShouldBe(standing);
        string.Join(' ', cell.Holders.Select(h => h.Team)).ShouldBe(teams);
        cell.Demanded.ShouldBeTrue();
        cell.Breaks.ShouldBe(breaks);
    }

    [Fact]
    public void Counts_what_an_accord_gives()
    {
        var accord = "accord: a\nbetween: [sales, crm]\nrights: [{right: release, of: sales, to: contacts, how: delegated}]\n";
        var cell = Cell(Of("release: orders", accord), "order_placed", DecisionRight.Release);
        cell.Standing.ShouldBe(RightStanding.Outside);
        cell.Holders.ShouldHaveSingleItem().Accord.ShouldBe("a");
    }

    [Fact]
    public void Has_a_row_for_a_fact_that_nobody_publishes_and_demands_nothing_there()
    {
        var row = Of("release: orders").Rows.Single(r => r.Name == "order_paid");
        (row.IsFact, row.Product, row.Owner).ShouldBe((true, null, null));
        row.Cells.ShouldAllBe(cell => !cell.Demanded && !cell.Breaks);
        Cell(Of("release: orders"), "order_paid", DecisionRight.Release).Standing.ShouldBe(RightStanding.Within);
    }

    [Fact]
    public void Demands_only_what_the_constitution_demands() =>
        Of("release: orders").Rows.Single(r => r.Name == "order_placed").Cells.Where(c => c.Demanded).Select(c => c.Right)
            .ShouldBe([DecisionRight.DefineTerm, DecisionRight.DefineSchema, DecisionRight.Release]);

    private static RightsCell Cell(RightsMatrix matrix, string row, DecisionRight right) =>
        matrix.Rows.Single(r => r.Name == row).Cells.Single(c => c.Right == right);
}
