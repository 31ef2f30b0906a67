using System.Globalization;
using System.Text;
using Treaty.Core.Contracts.Standard;

namespace Treaty.Core.Contracts.Clauses;

/// <summary>The page of the docs that says of every clause of the standard what Treaty does with it, written from <see
/// cref="ContractClauses"/>.</summary>
public static class ClausePage
{
    private static readonly (string Block, string Path)[] Paths =
    [
        ("contract", ""), ("description", "description"), ("server", "servers[]"), ("object", "schema[]"),
            ("property", "schema[].properties[]"),
        ("map", "….map"), ("enum", "….enum[]"), ("propertyRelationship", "schema[].properties[].relationships[]"),
        ("objectRelationship", "schema[].relationships[]"), ("quality", "….quality[]"), ("team", "team"), ("member", "team.members[]"),
        ("role", "roles[]"), ("support", "support[]"), ("price", "price"), ("sla", "slaProperties[]"),
            ("definition", "….authoritativeDefinitions[]"),
        ("custom", "….customProperties[]"), ("synonym", "….synonyms[]"), ("context", "….context"),
        ("statement", "….context.verifiedStatements[]"), ("constraint", "….context.constraints[]"),
    ];

    public static string Write()
    {
        var page = new StringBuilder("# The clauses of a contract, and what Treaty does with each\n\n");
        page.Append("Written from the code. A clause is **enforced** where a mechanism refuses what breaks it, **descriptive** where it promises nothing that could be\n");
        page.Append("broken, and **not enforced** where it promises something and Treaty holds nobody to it; the last column then says why. \"from 3.2\" marks what older\n");
        page.Append("editions of ODCS do not know. An item of an array and the key and value of a map have the clauses of a property.\n");
        foreach (var treatment in Enum.GetValues<ClauseTreatment>())
            page.Append(CultureInfo.InvariantCulture,
                $"\n- {Words(treatment)}: {ContractClauses.All.Count(c => c.Treatment == treatment)} clauses");
        foreach (var block in ContractClauses.All.GroupBy(c => c.Block.Split(':')[0]))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n\n## {Title(block.Key)}\n\n| clause | Treaty | how, or why not |\n|---|---|---|");
            foreach (var clause in block) page.Append(CultureInfo.InvariantCulture,
                $"\n| {Name(clause)}{Since(clause)} | {Words(clause.Treatment)} | {Words(clause.Mechanism)}{clause.By} |");
        }
        return page.Append('\n').ToString();
    }

    private static string Title(string block) =>
        block == "contract" ? "The contract" : block.StartsWith("options/", StringComparison.Ordinal)
            ? $"….logicalTypeOptions of type {block[8..]}" : Path(block);

    private static string Path(string block) => Paths.First(p => p.Block == block).Path;

    private static string Name(ContractClause clause) =>
        clause.Block.Split(':') is [_, var property] ? $"property: `{property}`" : $"`{clause.Key}`";

    private static string Since(ContractClause clause)
    {
        var block = OdcsStandard.Standard.Blocks.FirstOrDefault(b => b.Name == clause.Block);
        var since = block?.Key(clause.Key)?.Since ?? 0;
        return since >= OdcsStandard.V32 ? " (from 3.2)" : "";
    }

    private static string Words(ClauseTreatment treatment) => treatment switch
    {
        ClauseTreatment.Enforced => "enforced",
        ClauseTreatment.Descriptive => "descriptive",
        _ => "**not enforced**",
    };

    private static string Words(ClauseMechanism mechanism) => mechanism switch
    {
        ClauseMechanism.None => "",
        ClauseMechanism.Document => "the document is checked: ",
        ClauseMechanism.EachRow => "each row is checked in the publish: ",
        ClauseMechanism.Metric => "measured in the publish: ",
        ClauseMechanism.Assertion => "run in the publish: ",
        ClauseMechanism.Objective => "measured at each publish: ",
        ClauseMechanism.Change => "a change is judged: ",
        _ => "decides each query: ",
    };
}
