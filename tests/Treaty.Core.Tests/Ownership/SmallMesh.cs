using System.Globalization;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;

namespace Treaty.Core.Tests.Ownership;

/// <summary>Documents of a mesh of three contexts with an authoritative product each, in which single words can be replaced.</summary>
internal static class SmallMesh
{
    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static Dictionary<string, string> Documents()
    {
        var documents = new Dictionary<string, string>
        {
            ["treaty.yaml"] = "treaty: 1\nname: small\n",
            ["constitution.yaml"] =
                "rights: {authoritative-fact: [define-term, release]}\nteams: [{id: council, name: Council}]\nholders: {amend-constitution: council}\n",
        };
        foreach (var context in new[] { "sales", "payments", "crm" })
        {
            documents[$"contexts/{context}/context.yaml"] =
                $$"""
                context: {{context}}
                teams: [{id: {{context}}_team, name: Team}, {id: {{context}}_other, name: Other}]
                terms: [{id: customer, meaning: "Whoever {{context}} deals with."}]
                facts: [{id: {{context}}_done, term: customer, key: [id]}]
                rights:
                  define-term: {{context}}_team
                  release: {{context}}_team
                """;
            documents[$"contexts/{context}/sources.yaml"] = "sources: [{name: raw, format: csv, location: raw.csv}]\n";
            Product(documents, context, context + "_facts", "authoritative-fact",
                $"customProperties: [{{property: treatyFact, value: {context}_done}}]", "  - {property: treatySources, value: [raw]}", context + "_team");
        }
        return documents;
    }

    public static void Product(Dictionary<string, string> documents, string context, string name, string @class, string bound,
        string more, string team,
        string inputs = "")
    {
        var folder = context == "zone" ? $"zone/{name}/" : $"contexts/{context}/{name}/";
        documents[folder + "product.odps.yaml"] =
            $$"""
            apiVersion: v1.0.0
            kind: DataProduct
            id: {{context}}_{{name}}
            name: {{name}}
            version: 1.0.0
            status: active
            domain: {{context}}
            description: {purpose: p, usage: u, limitations: l}
            {{inputs}}
            outputPorts: [{name: {{name}}, version: 1.0.0, contractId: {{context}}_{{name}}}]
            support: [{channel: "#help", url: "https://chat.example.com/help"}]
            team: {name: {{team}}}
            customProperties:
              - {property: treatyClass, value: {{@class}}}
            {{more}}
            """;
        documents[folder + "contract.odcs.yaml"] =
            $$"""
            apiVersion: v3.1.0
            kind: DataContract
            id: {{context}}_{{name}}
            version: 1.0.0
            status: active
            domain: {{context}}
            schema:
              - name: rows
                {{bound}}
                properties: [{name: id, logicalType: string, primaryKey: true, required: true}]
            """;
    }

    public static Compilation Compile(Dictionary<string, string> documents, string day = "2026-06-30") =>
        MeshCompiler.Compile([.. documents.Select(d => ReadDocument.Read(new(d.Key, d.Value)))], Day(day));

    public static void Edit(Dictionary<string, string> documents, string path, string before, string after)
    {
        documents[path].ShouldContain(before);
        documents[path] = documents[path].Replace(before, after, StringComparison.Ordinal);
    }

    public static IEnumerable<string> Codes(this Compilation compilation) =>
        compilation.Findings.Where(f => f.Severity != Severity.Info).Select(f => f.Code).Distinct();
}
