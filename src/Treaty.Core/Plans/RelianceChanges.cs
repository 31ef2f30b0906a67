using Treaty.Core.Contracts.Changes;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Products;

namespace Treaty.Core.Plans;

/// <summary>Says to whom a change of a contract matters, by what its consumers declared to rely on.</summary>
public static class RelianceChanges
{
    public static readonly FindingKind Broken = new("TRY1293", Severity.Warning, "a change breaks what a consumer relies on");
    public static readonly FindingKind Meaning = new("TRY1294", Severity.Warning,
        "a change words anew what a consumer relies on the meaning of");

    /// <summary>Each change of a contract that touches what a consumer relies on.</summary>
    public static IEnumerable<Finding> Judge(PlanSide? before, PlanSide after)
    {
        if (before is null) yield break;
        var old = before.Documents.ToDictionary(d => d.Document.Path, StringComparer.Ordinal);
        var relied = after.Mesh.Products.SelectMany(p => p.Inputs.SelectMany(i => i.ReliesOn.Select(r => (i.Product, Consumer: p.Ref, r))))
            .ToLookup(x => x.Product, x => (x.Consumer, Reliance: x.r));
        foreach (
            var document in after.Documents.Where(d =>
                old.TryGetValue(d.Document.Path, out var was) && was.Document.Text != d.Document.Text))
        {
            var scope = DocumentScope.Of(document.Document.Path);
            if (scope.Kind != DocumentKind.Contract || OlderMajors.In(document.Document.Path, scope.Product) is not { } product) continue;
            var reliances = relied[product];
            if (!reliances.Any()) continue;
            var was = old[document.Document.Path].Root;
            foreach (var change in ContractComparison.Between(was, document.Root, PortDirection.Output).Changes)
                foreach (
                    var finding in reliances.Select(r =>
                        Judge(r.Consumer, r.Reliance, product, change, was ?? document.Root)).OfType<Finding>()) yield return finding;
        }
    }

    /// <summary>Whether a change touches a consumer: all do that declare nothing.</summary>
    public static bool Touches(Product consumer, Reference product, ContractChange change, YamlNode? contract)
    {
        var reliances = consumer.Inputs.Where(i => i.Product == product).SelectMany(i => i.ReliesOn).ToList();
        return reliances.Count == 0 || reliances.Any(r => r.Touches(Name(contract, "schema", change.Object), Column(contract, change)));
    }

    private static Finding? Judge(Reference consumer, Reliance reliance, Reference product, ContractChange change, YamlNode? contract)
    {
        var column = Column(contract, change);
        if (!reliance.Touches(Name(contract, "schema", change.Object), column)) return null;
        if (change.Compatibility == Compatibility.Breaking && (column is null || reliance.Columns.Contains(column)))
            return Broken.At(change.Place, $"`{consumer}` relies on it: {change.Sentence}",
                $"agree on it with the owner of `{consumer}`, or keep the promise");
        return column is not null && reliance.Meaning.Contains(column) && Words(change.Path)
            ? Meaning.At(change.Place, $"`{consumer}` relies on the meaning of `{product}`.`{column}`: {change.Sentence}",
                $"ask the owner of `{consumer}` whether it still means the same")
            : null;
    }

    private static bool Words(string path) =>
        new[] { "description", "businessName", "authoritativeDefinitions", "synonyms", "customProperties" }
        .Any(word => path.Contains("]." + word, StringComparison.Ordinal));

    private static string? Column(YamlNode? contract, ContractChange change) =>
        Item(contract, "schema", change.Object) is { } o ? Name(o, "properties", change.Column) : change.Column;

    /// <summary>A path labels an item by its id where it has one; reliances name it.</summary>
    private static string? Name(YamlNode? owner, string list, string? label) =>
        Item(owner, list, label)?["name"] is YamlNode.Scalar name ? name.Text : label;

    private static YamlNode.Map? Item(YamlNode? owner, string list, string? label) => label is null ? null
        : ((owner as YamlNode.Map)?[list] as YamlNode.Sequence)?.Items.OfType<YamlNode.Map>()
            .FirstOrDefault(i =>
                i["id"] is YamlNode.Scalar id && id.Text == label || i["name"] is YamlNode.Scalar name && name.Text == label);
}
