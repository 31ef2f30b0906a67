using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Ownership;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation;

namespace Treaty.Core.Meshes;

/// <summary>Every kind of finding there is, for the list of codes and for the constitution's severities.</summary>
public static class FindingKinds
{
    private static readonly Type[] Holders =
    [
        typeof(DocumentFindings), typeof(YamlFindings), typeof(ReferenceFindings), typeof(OwnershipFindings), typeof(ProductFindings),
        typeof(ContractFindings), typeof(SelectFindings), typeof(ReconciliationFindings), typeof(SourceFindings),
    ];

    /// <summary>By code.</summary>
    public static IReadOnlyList<FindingKind> All { get; } =
        [.. Holders.SelectMany(holder => holder.GetFields()).Select(field => field.GetValue(null)).OfType<FindingKind>().OrderBy(kind =>
            kind.Code, StringComparer.Ordinal)];

    public static bool Known(string code) => All.Any(kind => kind.Code == code);
}
