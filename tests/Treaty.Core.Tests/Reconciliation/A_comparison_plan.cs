using System.Collections.Immutable;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation;

namespace Treaty.Core.Tests.Reconciliation;

public class A_comparison_plan
{
    private static readonly SourcePlace Nowhere = new("zone/revenue/reconciliation.yaml", 1, 1);

    [Theory]
    [InlineData(true, false, Severity.Error, "order_id", "", true)]          // the contract's key is the comparison's
    [InlineData(true, false, Severity.Warning, "order_id", "", false)]       // copies of a key may pass
    [InlineData(false, true, Severity.Error, "order_id", "", true)]          // unique by itself
    [InlineData(false, false, Severity.Error, "order_id", "", false)]
    [InlineData(true, false, Severity.Error, "upper(order_id)", "", false)]  // two keys may become one
    [InlineData(true, false, Severity.Error, "batch", "order_id,batch", true)]
    [InlineData(true, false, Severity.Error, "order_id", "batch", false)]
    public void Looks_for_no_copies_where_the_contract_forbids_them(
        bool primary, bool unique, Severity severity, string key, string identity, bool forbidden)
    {
        var plan = Plan(Id("order_id", primary, unique, severity), key, identity.Split(',', StringSplitOptions.RemoveEmptyEntries));
        plan.A.NoCopies.ShouldBe(forbidden);
    }

    [Fact]
    public void Resolves_measures_teams_and_the_kind_of_dates()
    {
        var plan = Plan(Id("order_id", true, false, Severity.Error), "order_id", []);
        plan.First.ShouldSatisfyAllConditions(m => m.Name.ShouldBe("value"), m => m.A.Name.ShouldBe("order_value"), m => m.Scale.ShouldBe(2));
        plan.A.Team.ShouldBe("order_management");
        plan.A.DateIsInstant.ShouldBeTrue();
        plan.B.DateIsInstant.ShouldBeFalse();
        plan.Reference.ShouldBe("zone.revenue/order_payment");
        plan.Table("groups").ShouldBe("\"p_groups\"");
    }

    [Fact]
    public void Routes_by_class_then_definition_then_fault_then_accountability()
    {
        var plan = Plan(Id("order_id", true, false, Severity.Error), "order_id", []);
        var definition = new DefinitionDifference("shipping", null, null, null, null, "finance_control", "", Nowhere);
        plan.Team(DiscrepancyClass.MissingB, Side.B).ShouldBe("settlements_desk");
        plan.Team(DiscrepancyClass.MissingA, Side.A).ShouldBe("order_management");
        plan.Team(DiscrepancyClass.Amount, null).ShouldBe("revenue_assurance");
        plan.Team(DiscrepancyClass.Definition, null, definition).ShouldBe("finance_control");
    }

    private static ComparisonPlan Plan(Property key, string keyExpression, IEnumerable<string> identity)
    {
        var side = new ComparisonSide(new Reference("sales", "orders", "order_placed"), "orders", [keyExpression], [.. identity]);
        var comparison = new Comparison(
            "order_payment", new Reference("zone", "revenue"), "revenue_assurance", "Europe/London", side, side, null,
            [new ComparedMeasure("value", "order_value", "order_value")], null, [], [], null, TimeSpan.Zero, [],
            ImmutableDictionary<DiscrepancyClass, string>.Empty.Add(DiscrepancyClass.MissingB, "settlements_desk"), Nowhere);
        return ComparisonPlan.For(comparison, Orders(key, LogicalType.Timestamp), Orders(key, LogicalType.Date), "p_");
    }

    private static Product Orders(Property key, LogicalType dates)
    {
        var measure = new Measure("order_value", "order_placed", "amount", null, "day", "currency", 1, 2, Nowhere);
        var table = new SchemaObject("order_placed", null, null, null, null, [key, Id("day", false, false, Severity.Error) with { Type = dates }], [], Nowhere);
        var contract = new Contract("sales_orders", "1.0.0", "active", null, [table], [measure], [], QuarantineLimit.None, Nowhere);
        return new Product(new Reference("sales", "orders"), ProductClass.AuthoritativeFact, "Orders", "1.0.0", "active", "order_management",
            new ProductMeaning(null, null, null), [], [], [], ImmutableDictionary<string, string>.Empty, contract, [], Nowhere);
    }

    private static Property Id(string name, bool primary, bool unique, Severity severity) => new(
        name, null, null, LogicalType.String, 0, 0, true, unique, primary ? 1 : null, PropertyLimits.None, null, null, null, [], [], severity, Nowhere);
}
