using System.Collections.Immutable;
using Treaty.Core.Contracts;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;

namespace Treaty.Core.Tests.Meshes;

public class A_healthy_mesh
{
    [Fact]
    public void Has_no_findings() => HealthyMesh.Whole.Findings.Select(f => $"{f.Place} {f.Code} {f.Sentence} ({f.Help})").ShouldBeEmpty();

    [Fact]
    public void Has_its_products_in_the_order_of_their_references() => HealthyMesh.Whole.Compile().Mesh.Products.Select(p => $"{p.Ref}")
        .ShouldBe(["legacy.mart", "payments.captures", "payments.daily", "sales.orders", "zone.revenue"]);

    [Fact]
    public void Reads_contracts_into_the_model()
    {
        var contract = HealthyMesh.Whole.Compile().Mesh.Product(new("sales", "orders"))!.Contract;
        var amount = contract.Object("order_placed")!.Property("gross_amount")!;
        (amount.Type, amount.Precision, amount.Scale, amount.Currency).ShouldBe((LogicalType.Number, 18, 2, "currency"));
        contract.Object("order_placed")!.Key.Select(p => p.Name).ShouldBe(["order_id"]);
        contract.Object("order_placed")!.OccurredAt.ShouldBe("placed_at");
        (contract.Measure("order_value")!.Scale, contract.Measure("order_value")!.Sign).ShouldBe((2, 1));
        contract.Object("order_placed")!.Quality.Single().Threshold.ShouldBe(0);
    }

    [Fact]
    public void Reads_comparisons_into_the_model()
    {
        var mesh = HealthyMesh.Whole.Compile().Mesh;
        var comparison = mesh.ComparisonsOf(new("zone", "revenue")).Single();
        $"{comparison.A.Object} {comparison.B.Object}".ShouldBe("sales.orders/order_placed payments.captures/payment_captured");
        comparison.Passes.Select(p => p.Tolerance?.Minor).ShouldBe([null, 5]);
        (comparison.Child, comparison.Grace, comparison.TimeZone).ShouldBe((Side.B, TimeSpan.FromDays(5), "Europe/London"));
        comparison.A.Identity!.Value.ShouldBe(ImmutableArray<string>.Empty);
        comparison.Routes[DiscrepancyClass.MissingB].ShouldBe("payment_operations");
        $"{mesh.ComparisonsOf(new("legacy", "mart")).Single().A.Object}".ShouldBe("legacy.mart/mart");
        mesh.FeedSources["legacy.mart"].Single().Name.ShouldBe("mart");
    }

    [Fact]
    public void Reads_selects_with_their_places()
    {
        var select = HealthyMesh.Whole.Compile().Mesh.Product(new("sales", "orders"))!.Selects.Single();
        $"{select.Object} {select.Place}".ShouldBe($"order_placed {HealthyMesh.OrdersSql}:2:1");
    }

    [Fact]
    public void Names_every_expression_with_its_place()
    {
        var compilation = HealthyMesh.Whole.Compile();
        MeshExpressions.Of(compilation).Select(e => $"{e.Place} {e.Object} {e.Sql}").ShouldContain(
            $"{HealthyMesh.Whole.Place(HealthyMesh.RevenueRules, "\"a.status")} sales.orders/order_placed a.status = 'x'");
    }

    [Fact]
    public void Has_a_hash_that_does_not_depend_on_order_and_tells_path_from_text()
    {
        var documents = HealthyMesh.Whole.Documents;
        MeshHash.Of(documents.Reverse()).ShouldBe(MeshHash.Of(documents));
        MeshHash.Of([new("a", "bc")]).ShouldNotBe(MeshHash.Of([new("ab", "c")]));
        HealthyMesh.Whole.Append(HealthyMesh.Root, "\n# remark\n").Compile().Mesh.Hash.ShouldNotBe(HealthyMesh.Whole.Compile().Mesh.Hash);
    }
}
