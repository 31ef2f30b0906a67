using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Rates;

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
        foreach (var finding in c.Reporting is { } rule ? Rates(mesh, c, rule) : []) yield return finding;
        foreach (var control in c.Controls)
            if (control.Date is { } date && mesh.Product(control.Read.Object) is { } product
                && ComparisonRules.ObjectOf(product, control.Read.Object) is { } name
                && product.Contract.Object(name)!.Property(date) is { } property && property.Type != LogicalType.Date)
                yield return ReconciliationDocument.BadComparison.At(control.Place, $"`{date}`, which says when a total is stated, is no date",
                    "name a column of the logical type date");
    }

    /// <summary>Rates are exact numbers of at most twelve digits after the point, and all measures are of the currency that is
    /// converted.</summary>
    private static IEnumerable<Finding> Rates(Mesh mesh, Comparison c, ReportingRule rule)
    {
        if (mesh.Product(rule.Read.Object) is { } product && ComparisonRules.ObjectOf(product, rule.Read.Object) is { } name
            && product.Contract.Object(name)!.Property(rule.Rate) is { } rate
                && rate is not ({ Type: LogicalType.Integer } or { Type: LogicalType.Number, Scale: <= 12 }))
            yield return ReconciliationDocument.BadComparison.At(c.Place, $"`{rule.Rate}` is no exact rate of at most twelve digits after the point",
                "give the column a decimal type, such as decimal(18,8)");
        foreach (var side in Sides.Both)
        {
            if (mesh.Product(c.On(side).Object) is not { } of) continue;
            var measures = c.Measures.Select(m => of.Contract.Measure(side == Side.A ? m.A : m.B)).OfType<Measure>().ToList();
            if (measures is [{ Currency: null }, ..])
                yield return ReconciliationDocument.BadComparison.At(c.Place, $"`{measures[0].Name}` of `{of.Ref}` has no currency to convert from",
                    "give the measure a currency, or leave `reporting` out");
            foreach (var m in measures.Skip(1).Where(m => m.Currency is { } currency && currency != measures[0].Currency))
                yield return ReconciliationDocument.BadComparison.At(c.Place, $"`{m.Name}` of `{of.Ref}` is in another currency than `{measures[0].Name}`",
                    "compare it in a comparison of its own");
        }
    }

    private static IEnumerable<(ReadInput Read, SourcePlace Place, string?[] Columns)> Reads(Comparison c)
    {
        foreach (var through in new[] { c.A.Through, c.B.Through }.OfType<Crosswalk>()) yield return (through.Read, c.Place,
            [through.From, through.To]);
        if (c.Calendar is { Read: { } read } calendar) yield return (read, c.Place, [calendar.Column]);
        if (c.Reporting is { } rule) yield return (rule.Read, c.Place, [rule.From, rule.To, rule.Date, rule.Rate]);
        foreach (var control in c.Controls) yield return (control.Read, control.Place, [control.Amount, control.Currency, control.Date]);
    }
}
