using Treaty.Backends.Files;
using Treaty.Core.Doctor;
using Treaty.Core.Findings;
using Treaty.Operations.Doctor;

namespace Treaty.Backends.Tests.Doctor;

/// <summary>A published example of a contract puts 68 tables of a database into one active contract.</summary>
public sealed class A_contract_that_dumps_a_database
{
    [Theory]
    [InlineData("valid-3.1")]
    [InlineData("valid-3.2")]
    public void Is_called_a_table_dump_posing_as_a_product(string version)
    {
        var contract = MeshData.Folder() is not { } mesh ? null
            : Path.Combine(Path.GetDirectoryName(mesh)!, "contracts", "odcs", version, "all_postgresql-adventureworks-contract.odcs.yaml");
        Assert.SkipWhen(contract is null || !File.Exists(contract), "the folder shared/data/contracts is not beside the project");
        var diagnosis = new RunDoctor(new EstateFolder()).Run(new(contract!, MeshData.Day), null, default);
        var mode = diagnosis.Modes.Single(m => m.Mode == FailureMode.TablesAsProducts);
        mode.Verdict.ShouldBe(Verdict.Established);
        var seen = mode.Present.Single(o => o.Code == "TRY1016");
        seen.Severity.ShouldBe(Severity.Error);
        seen.Evidence.Single().Note.ShouldContain("68 tables in one active contract");
        seen.Counts.Select(c => (c.What, c.Number, c.Of)).ShouldBe([("tables in such contracts", 68, null), ("their columns with a description", 359, 456),
            ("checks of any of them", 0, null)]);
        mode.Present.Select(o => o.Code).ShouldBe(["TRY1016", "TRY1010", "TRY1012", "TRY1017"], ignoreOrder: true);
        diagnosis.Worst[0].Code.ShouldBe("TRY1016");
    }
}
