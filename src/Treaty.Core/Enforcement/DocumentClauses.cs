using Treaty.Core.Contracts.Clauses;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Plans;
using Treaty.Core.Products;

namespace Treaty.Core.Enforcement;

/// <summary>What documents declare that nothing, or only a plan, holds anyone to: terms of contracts, grants, and kinds of documents that
/// Treaty keeps and does not obey.</summary>
public static class DocumentClauses
{
    public static readonly FindingKind NotObeyed = new("TRY1023", Severity.Warning, "a document that nothing obeys");

    /// <summary>Kinds of documents that are kept and planned, and why nothing obeys them.</summary>
    private static readonly Dictionary<DocumentKind, string> Unobeyed = new()
    {
        [DocumentKind.Policy] = "no part of Treaty reads policies: queries, publishes and grants do not depend on them",
        [DocumentKind.Cutover] = "no part of Treaty reads cutovers: feeds and readers do not depend on them",
        [DocumentKind.ReferenceData] = "no part of Treaty reads reference data from here; publish it as a product",
        [DocumentKind.Parties] = "no part of Treaty reads rules of parties from here",
    };

    /// <summary>Keys that name and explain, and demand nothing.</summary>
    private static readonly string[] Labels = ["id", "name", "title", "description", "purpose", "note", "owner", "team"];

    public static string ChangedKey(string product) => $"changed {product}";

    public static IEnumerable<Clause> Of(Mesh mesh, IReadOnlyList<ReadDocument> documents)
    {
        var byPath = documents.Where(d => d.Root is not null).ToDictionary(d => d.Document.Path, d => d.Root!, StringComparer.Ordinal);
        return mesh.Products.Where(p => byPath.ContainsKey(p.Contract.Place.File)).SelectMany(p => Terms(p, byPath[p.Contract.Place.File]))
            .Concat(documents.SelectMany(Statements));
    }

    /// <summary>Documents of kinds that nothing obeys: whoever writes one must know.</summary>
    public static IEnumerable<Finding> Judge(IEnumerable<ReadDocument> documents) => documents
        .Where(d => d.Root is not null && Unobeyed.ContainsKey(DocumentScope.Of(d.Document.Path).Kind))
        .Select(d => NotObeyed.At(new(d.Document.Path, 1, 1), Unobeyed[DocumentScope.Of(d.Document.Path).Kind],
            "keep it as a note, and do not count on it; `treaty audit clauses` lists what it declares"));

    private static IEnumerable<Clause> Terms(Product product, YamlNode contract)
    {
        var name = product.Ref.ToString();
        yield return new("contract term", name, "a breaking change comes with a new major version", Mechanism.Plan,
            "plan, apply and run refuse it otherwise", ChangedKey(name), product.Contract.Place)
        { After = ChangedKey(name) };
        foreach (var grant in Grants(product, contract)) yield return grant;
        foreach (var declared in DeclaredClauses.Of(contract).Where(d => IsTerm(d.Clause)))
            yield return new("contract term", name, declared.Path, Mechanism.None, declared.Clause.By, "", declared.Place);
    }

    /// <summary>Objectives and grants are clauses of their own, a status is the plan's, and what stands inside a term is told by the
    /// term.</summary>
    private static bool IsTerm(ContractClause clause) => clause is { Treatment: ClauseTreatment.NotEnforced,
        Block: "contract" or "object" or "property" or "quality" } and not { Block: "contract", Key: "roles" or "status" };

    private static IEnumerable<Clause> Grants(Product product, YamlNode contract)
    {
        if (contract is not YamlNode.Map map || map["roles"] is not YamlNode.Sequence roles) yield break;
        var why = ContractClauses.Of("contract", "roles")!.By;
        foreach (var role in roles.Items.OfType<YamlNode.Map>())
            yield return new("grant", product.Ref.ToString(),
                $"{Text(role, "role")} may {(Text(role, "access") is { Length: > 0 } access ? access : "read")}"
                + (Text(role, "firstLevelApprovers") is { Length: > 0 } approvers ? $", approved by {approvers}" : ""), Mechanism.None, why, "", role.Place);
    }

    private static IEnumerable<Clause> Statements(ReadDocument document)
    {
        var kind = DocumentScope.Of(document.Document.Path).Kind;
        if (!Unobeyed.TryGetValue(kind, out var why) || document.Root is not YamlNode.Map map) return [];
        var word = kind switch { DocumentKind.ReferenceData => "reference data", DocumentKind.Parties => "parties", _ => kind.ToString().ToLowerInvariant() };
        return map.Entries.Where(e => e.Key != word && !Labels.Contains(e.Key))
            .Select(e => new Clause(word, document.Document.Path, $"{e.Key}: {Short(NodeText.Of(e.Value))}", Mechanism.None, why, "",
                e.KeyPlace));
    }

    private static string Short(string text) => text.Length <= 120 ? text : text[..117] + "…";

    private static string Text(YamlNode.Map map, string key) => NodeText.Of(map[key]);
}
