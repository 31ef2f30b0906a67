using Treaty.Core.Contracts.Clauses;
using Treaty.Core.Contracts.Standard;

namespace Treaty.Core.Tests.Contracts;

public sealed class The_clauses_of_a_contract
{
    /// <summary>Blocks that say the same as another one: items are properties, older options are options.</summary>
    private static bool IsOwn(BlockShape block) =>
        block.Name is not ("item" or "options") && !block.Name.StartsWith("options30/", StringComparison.Ordinal);

    private static IEnumerable<(string, string)> OfTheStandard => OdcsStandard.Standard.Blocks.Where(IsOwn).SelectMany(block => block.Keys
        .Concat(block.Variants.IsDefaultOrEmpty || block.Name == "server" ? [] : block.Variants.SelectMany(v => v.Keys))
        .Select(key => (block.Name, key.Name))).Append(("server", "(keys of its type)")).Distinct();

    [Fact]
    public void Are_all_in_the_table_and_no_others() =>
        ContractClauses.All.Where(c => !c.Block.StartsWith("sla:", StringComparison.Ordinal)).Select(c => (c.Block, c.Key))
            .ShouldBe(OfTheStandard, ignoreOrder: true);

    [Fact]
    public void Name_a_mechanism_exactly_where_they_are_enforced() =>
        ContractClauses.All.Where(c =>
            (c.Treatment == ClauseTreatment.Enforced) != (c.Mechanism != ClauseMechanism.None) || c.By == "" || c.By.EndsWith('.'))
            .ShouldBeEmpty();

    [Fact]
    public void Are_documented_from_the_code() => Golden.Matches(ClausePage.Write(), "../../../docs/contract-clauses.md");
}
