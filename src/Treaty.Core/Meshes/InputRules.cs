using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Reconciliation;

namespace Treaty.Core.Meshes;

/// <summary>What a comparison reads besides its sides exists, with the columns that it names there.</summary>
internal static class InputRules
{
    public static IEnumerable<Finding> Judge(Mesh mesh, Comparison c)
    {
        foreach (var twice in c.Controls.GroupBy(control => control.Id).Where(g => g.Count() > 1))
            yield return MeshRules.Duplicate.At(twice.Last().Place, $"the control total `{twice.Key}` is declared twice", "keep one");
        foreach (var (read, place, columns) in Reads(c))
        {
            if (mesh.Product(read.Object) is not { } product)
            {
                if (mesh.Lacks(read.Object)) yield return MeshRules.Unknown(place, "product", read.Object.Bare.ToString(),
                    [.. mesh.Products.Select(p => p.Ref.ToString())]);
                continue;
            }
            if (ComparisonRules.ObjectOf(product, read.Object) is not { } name)
            {
                yield return MeshRules.Unknown(place, "object", read.Object.ToString(),
                    [.. product.Contract.Objects.Select(o => $"{product.Ref}/{o.Name}")]);
                continue;
            }
            var table = product.Contract.Object(name)!;
            foreach (var column in columns.OfType<string>().Where(column => Reference.IsId(column) && table.Property(column) is null))
                yield return MeshRules.Unknown(place, $"column of `{read.Object}`", column, [.. table.Properties.Select(p => p.Name)]);
        }
        foreach (var control in c.Controls)
            if (control.Date is { } date && mesh.Product(control.Read.Object) is { } product
                && ComparisonRules.ObjectOf(product, control.Read.Object) is { } name
                && product.Contract.Object(name)!.Property(date) is { } property && property.Type != LogicalType.Date)
                yield return ReconciliationDocument.BadComparison.At(control.Place, $"`{date}`, which says when a total is stated, is no date",
                    "name a column of the logical type date");
    }

    private static IEnumerable<(ReadInput Read, SourcePlace Place, string?[] Columns)> Reads(Comparison c)
    {
        foreach (var through in new[] { c.A.Through, c.B.Through }.OfType<Crosswalk>()) yield return (through.Read, c.Place,
            [through.From, through.To]);
        foreach (var control in c.Controls) yield return (control.Read, control.Place, [control.Amount, control.Currency, control.Date]);
    }
}
