using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Products;

namespace Treaty.Core.Sql;

/// <summary>What a product's select may read: the inputs that the product declares, under the names that SQL has for them.</summary>
public static class SelectRules
{
    public static readonly FindingKind Syntax = new("TRY0503", Severity.Error, "a select cannot be parsed");
    public static readonly FindingKind Undeclared = new("TRY0504", Severity.Error, "a select reads what its product does not declare");

    /// <summary>The names a product's selects may read from, as they write them.</summary>
    public static IReadOnlyList<string> Allowed(Mesh mesh, Product product)
    {
        var names = product.Sources.Select(s => $"source.{s}").ToList();
        foreach (var input in product.Inputs)
            if (mesh.Product(input.Product) is { } read) names.AddRange(NamesOf(read));
        if (mesh.Reconciliation(product.Ref) is { } rules)
            names.AddRange(rules.Inputs.Select(i => i.Alias).Concat(rules.Comparisons.Select(c => $"groups.{c.Id}")));
        return names;
    }

    /// <summary>The names of a product's objects in SQL.</summary>
    public static IEnumerable<string> NamesOf(Product product) =>
        product.Contract.Objects.Select(o => $"{product.Ref}__{o.Name}").Concat(product.Contract.Objects.Length == 1 ? [product.Ref.ToString()] : []);

    /// <summary>The place of a character of a select in its document.</summary>
    public static SourcePlace At(ObjectSelect select, int? offset)
    {
        var before = select.Sql[..Math.Clamp(offset ?? 0, 0, select.Sql.Length)];
        var lines = before.Count(c => c == '\n');
        var column = before.Length - before.LastIndexOf('\n');
        return new(select.Place.File, select.Place.Line + lines, lines == 0 ? select.Place.Column + before.Length : column);
    }

    public static IEnumerable<Finding> Judge(Mesh mesh, Product product, ObjectSelect select, string? treeJson, string? error, int? offset)
    {
        if (treeJson is null)
        {
            yield return Syntax.At(At(select, offset), $"this select cannot be parsed: {error}", "write one SELECT; see the place");
            yield break;
        }
        var allowed = Allowed(mesh, product);
        foreach (var table in TablesRead.Of(treeJson).Where(t => !allowed.Contains(t.ToString())))
            yield return Undeclared.At(select.Place, $"this select reads `{table}`, which `{product.Ref}` does not declare",
                allowed.Count == 0 ? "declare it as a source or an input port" : $"{Nearest.Help(table.ToString(), allowed)} a product is read only through a declared input port");
    }
}
