using Treaty.Core.Meshes;
using Treaty.Core.Plans;
using Treaty.Core.Tests.Ownership;

namespace Treaty.Core.Tests.Plans;

/// <summary>The small mesh with readers: payments.daily reads sales.sales_facts, crm.board reads payments.daily; a column of crm is
/// personal.</summary>
internal static class PlannedMesh
{
    public static Dictionary<string, string> Documents()
    {
        var documents = SmallMesh.Documents();
        SmallMesh.Product(documents, "payments", "daily", "derived", "", "", "payments_team",
            "inputPorts: [{name: sales.sales_facts, version: 1.0.0, contractId: sales_sales_facts}]");
        SmallMesh.Product(documents, "crm", "board", "derived", "", "", "crm_team",
            "inputPorts: [{name: payments.daily, version: 1.0.0, contractId: payments_daily}]");
        documents["contexts/payments/daily/rows.sql"] = "SELECT o.id FROM sales.sales_facts o";
        documents["contexts/crm/board/rows.sql"] = "SELECT d.id FROM payments.daily d";
        SmallMesh.Edit(documents, "contexts/crm/crm_facts/contract.odcs.yaml", "required: true}", "required: true, classification: personal}");
        return documents;
    }

    public static PlanSide Side(Dictionary<string, string> documents)
    {
        IReadOnlyList<ReadDocument> read = [.. documents.Select(d => ReadDocument.Read(new(d.Key, d.Value)))];
        return new(MeshCompiler.Compile(read, SmallMesh.Day("2026-06-30")).Mesh, read);
    }

    public static Plan Plan(Dictionary<string, string> before, Dictionary<string, string> after) =>
        MakePlan.Between(Side(before), Side(after));
}
