using System.Text.Json;
using Treaty.Acceptance.Tests.Matching;

namespace Treaty.Acceptance.Tests.Deciding;

/// <summary>A comparison that counts business days, with holidays that another product lists: ages, severities and the ends of acceptances.</summary>
public sealed class Ages_in_business_days
{
    private static GrowingMesh Mesh(string days)
    {
        var mesh = new GrowingMesh("full");
        var rules = Path.Combine(mesh.Path, "zone/paid/reconciliation.yaml");
        // The bank was closed on the days of its own payments named `closed`.
        mesh.Write("zone/paid/reconciliation.yaml", File.ReadAllText(rules)
            .Replace("    grace: 5d\n", "    grace: 1bd\n    calendar: {holidays: [2026-01-05], from: {input: closed, day: day}}\n"
                + $"    decisions: {{{days}acceptDays: 10, severity: {{medium: 1000, high: 10000, critical: 100000, raiseAfterDays: 10}}}}\n", StringComparison.Ordinal)
            .Replace("payments: bank.rows/payment_captured}", "payments: bank.rows/payment_captured, closed: rest.rows/day_closed}", StringComparison.Ordinal));
        mesh.Write("contexts/rest/context.yaml", "context: rest\ndomain: Commerce\npurpose: Knows.\nteams: [{id: rest_team, name: Rest, contact: \"mailto:rest@example.com\"}]\nsystems: [{id: rest_system, name: Rest, owner: rest_team}]\nterms: [{id: deal, meaning: A deal.}]\nfacts: [{id: day_closed, term: deal, key: [day], system: rest_system, meaning: It happened.}]\nrights: {define-term: rest_team, define-schema: rest_team, release: rest_team}\n");
        mesh.Write("contexts/rest/sources.yaml", "sources: [{name: rows, system: rest_system, format: csv, location: sources/rest, mode: full}]\n");
        mesh.Write("contexts/rest/rows/product.odps.yaml", File.ReadAllText(Path.Combine(mesh.Path, "contexts/bank/rows/product.odps.yaml")).Replace("bank", "rest", StringComparison.Ordinal));
        mesh.Write("contexts/rest/rows/contract.odcs.yaml", "apiVersion: v3.1.0\nkind: DataContract\nid: rest_rows\nversion: 1.0.0\nstatus: active\ndomain: rest\ndescription: {purpose: Rows.}\nschema:\n  - name: day_closed\n    customProperties: [{property: treatyFact, value: day_closed}]\n    properties: [{name: day, logicalType: date, primaryKey: true, required: true}]\n");
        mesh.Write("zone/paid/product.odps.yaml", File.ReadAllText(Path.Combine(mesh.Path, "zone/paid/product.odps.yaml"))
            .Replace("outputPorts:", "  - {name: rest.rows, version: 1.0.0, contractId: rest_rows}\noutputPorts:", StringComparison.Ordinal));
        mesh.Write("sources/rest/1.csv", "day\n2026-01-06\n");
        mesh.File("shop", "1", [(1, "o1", 900, 2, ""), (2, "o2", 17, 12, "")]);
        mesh.File("bank", "1", [(1, "o2", 17, 12, "")]);
        return mesh;
    }

    private static JsonElement Missing(GrowingMesh mesh, string now) => mesh.Treaty("discrepancies", "--class", "missing-b", "--now", now)
        .GetProperty("page").EnumerateArray().Single();

    [Fact]
    public void Skip_weekends_and_holidays_of_the_document_and_of_the_input()
    {
        using var mesh = Mesh("days: business, ");
        mesh.Treaty("run", "--now", "2026-01-13T00:00:00Z");
        // From Friday the 2nd to Tuesday the 13th: 7, 8, 9, 12 and 13; the 5th and the 6th are holidays.
        var line = Missing(mesh, "2026-01-13T00:00:00Z");
        (line.GetProperty("ageDays").GetInt32(), line.GetProperty("inBusinessDays").GetBoolean(), line.GetProperty("severity").GetString()).ShouldBe((5, true, "low"));
        Missing(mesh, "2026-01-17T00:00:00Z").GetProperty("ageDays").GetInt32().ShouldBe(8);
        Missing(mesh, "2026-01-19T00:00:00Z").GetProperty("ageDays").GetInt32().ShouldBe(9);
        Missing(mesh, "2026-01-20T00:00:00Z").GetProperty("severity").GetString().ShouldBe("medium");
        var list = mesh.Treaty("discrepancies", "--class", "missing-b", "--now", "2026-01-13T00:00:00Z");
        list.GetProperty("byAge").EnumerateArray().Single(a => a.GetProperty("count").GetInt32() == 1).GetProperty("name").GetString().ShouldBe("2-5");
        list.GetProperty("byClass")[0].GetProperty("oldestDays").GetInt32().ShouldBe(5);
        TreatyProgram.Run("discrepancies", "--class", "missing-b", "--now", "2026-01-13T00:00:00Z", "--mesh", mesh.Path).Succeeded().Out.ShouldContain("5 bd");
        var id = line.GetProperty("id").GetString()!;
        TreatyProgram.Run("discrepancies", "show", id, "--now", "2026-01-13T00:00:00Z", "--mesh", mesh.Path).Succeeded().Out.ShouldContain("5 business days old");
        // Ten business days after Tuesday the 13th is Tuesday the 27th.
        Accept("2026-01-28").ExitCode.ShouldBe(1);
        (Accept("2026-01-28").Out + Accept("2026-01-28").Error).ShouldContain("longer than the 10 business days");
        Accept("2026-01-27").Succeeded();

        TreatyProgram.Outcome Accept(string until) => TreatyProgram.Run("discrepancies", "accept", id, "--reason", "agreed", "--up-to", "900", "--until", until,
            "--now", "2026-01-13T00:00:00Z", "--mesh", mesh.Path);
    }

    [Fact]
    public void Are_in_all_days_unless_the_comparison_says_so()
    {
        using var mesh = Mesh("");
        mesh.Treaty("run", "--now", "2026-01-13T00:00:00Z");
        var line = Missing(mesh, "2026-01-13T00:00:00Z");
        (line.GetProperty("ageDays").GetInt32(), line.GetProperty("inBusinessDays").GetBoolean(), line.GetProperty("severity").GetString()).ShouldBe((11, false, "medium"));
    }
}
