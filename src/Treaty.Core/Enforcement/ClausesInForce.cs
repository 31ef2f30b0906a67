using Treaty.Core.Meshes;

namespace Treaty.Core.Enforcement;

/// <summary>Every clause that the documents of a mesh declare: what each kind of document promises, with what holds anyone to it.</summary>
public static class ClausesInForce
{
    /// <param name="documents">The documents that the mesh was compiled from, as read.</param>
    public static IReadOnlyList<Clause> Of(Mesh mesh, IReadOnlyList<ReadDocument> documents, DateOnly today) =>
    [
        .. mesh.Products.SelectMany(ContractClausesInForce.Of), .. DocumentClauses.Of(mesh, documents),
        .. ConstitutionClauses.Of(mesh, today), .. AgreementClauses.Of(mesh, today), .. ReconciliationClauses.Of(mesh),
    ];
}
