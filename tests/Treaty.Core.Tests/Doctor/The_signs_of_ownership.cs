namespace Treaty.Core.Tests.Doctor;

public sealed class The_signs_of_ownership
{
    [Fact]
    public void An_asset_without_an_owner_is_seen_and_one_owned_through_its_group_is_not()
    {
        var seen = SmallEstate.Seen(SmallEstate.Dbt("""
            == models/a.sql
            select 1 as x
            == models/b.sql
            select 2 as x
            == models/models.yml
            groups:
              - {name: shop, owner: {name: Shop team, email: shop-team@example.com}}
            models:
              - {name: b, config: {group: shop}}
            """), "TRY1000")!;
        seen.Evidence.Select(e => e.Subject).ShouldBe(["a"]);
        seen.Of.ShouldBe(2);
    }

    [Theory]
    [InlineData("ann.lee@example.com", 1)]
    [InlineData("Ann Lee", 1)]
    [InlineData("orders-team@example.com", 0)]
    [InlineData("@acme/orders", 0)]
    [InlineData("#orders", 0)]
    [InlineData("orders", 0)]
    public void A_person_is_told_from_a_team(string owner, int persons) =>
        SmallEstate.Seen(SmallEstate.Dbt($$"""
            == models/a.sql
            select 1 as x
            == models/models.yml
            models:
              - {name: a, config: {meta: {owner: "{{owner}}"} } }
            """), "TRY1001")!.Affected.ShouldBe(persons);
}
