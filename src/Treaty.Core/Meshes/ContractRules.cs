using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Products;
using Treaty.Core.Quality;
using Treaty.Core.Reconciliation;

namespace Treaty.Core.Meshes;

/// <summary>Names inside contracts lead somewhere, and key and measure are what they must be.</summary>
internal static class ContractRules
{
    public static readonly FindingKind NoKey = new("TRY0410", Severity.Warning, "an object has no primary key");
    public static readonly FindingKind Reserved = new("TRY0411", Severity.Error, "a name is reserved");
    public static readonly FindingKind BadLimit = new("TRY0412", Severity.Error, "a limit is not a value of its column's type");

    public static readonly FindingKind NoColumns = new("TRY0413", Severity.Error, "an object has no columns");
    public static readonly FindingKind NoCurrency = new("TRY0430", Severity.Warning, "a measure of money names no currency");

    public static IEnumerable<Finding> Judge(Mesh mesh) => mesh.Products.SelectMany(p => Objects(mesh, p)
        .Concat(Measures(p)).Concat(ObjectiveTerms.Judge(p.Contract)));

    private static IEnumerable<Finding> Objects(Mesh mesh, Product product)
    {
        var contract = product.Contract;
        foreach (var twice in contract.Objects.GroupBy(o => o.Name).Where(g => g.Count() > 1))
            yield return MeshRules.Duplicate.At(twice.Last().Place, $"the object `{twice.Key}` is declared twice", "keep one");
        foreach (var o in contract.Objects)
        {
            var columns = o.Properties.Select(p => p.Name).ToList();
            if (!Reference.IsId(o.Name)) yield return MeshRules.BadId.At(o.Place, $"`{o.Name}` is no id",
                "use lower-case letters, digits and _, beginning with a letter");
            if (o.Name == "quarantine") yield return Reserved.At(o.Place, "`quarantine` is the table of rows held back",
                "give the object another name");
            if (o.Name.EndsWith(RetractionSql.Suffix, StringComparison.Ordinal)) yield return Reserved.At(o.Place,
                $"`{o.Name}` ends as the tables of retractions do", "give the object another name");
            if (o.Properties.IsEmpty) yield return NoColumns.At(o.Place, $"`{o.Name}` has no columns", "list them under `properties`");
            else if (o.Key.IsEmpty) yield return NoKey.At(o.Place, $"`{o.Name}` has no primary key",
                "mark the columns that identify a row with `primaryKey: true`");
            foreach (var twice in o.Properties.GroupBy(p => p.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
                yield return MeshRules.Duplicate.At(twice.Last().Place, $"the column `{twice.Last().Name}` is declared twice", "keep one");
            foreach (var p in o.Properties.Where(p => p.Name.StartsWith('_')))
                yield return Reserved.At(p.Place, $"`{p.Name}` begins with _, as the columns that treaty adds",
                    "give the column another name");
            foreach (var name in new[] { o.OccurredAt, o.RecordedAt }.OfType<string>().Where(n => !columns.Contains(n)))
                yield return MeshRules.Unknown(o.Place, "column", name, columns);
            foreach (var p in o.Properties)
            {
                if (p.Currency is { } currency && !columns.Contains(currency) && !RowExpressions.IsCode(currency))
                    yield return MeshRules.Unknown(p.Place, "currency or column", currency, columns);
                foreach (var bound in new[] { p.Limits.Minimum, p.Limits.Maximum, p.Limits.ExclusiveMinimum,
                    p.Limits.ExclusiveMaximum }.OfType<string>()
                    .Where(b => !IsValue(p.Type, b)))
                    yield return BadLimit.At(p.Place, $"`{bound}` is no {p.Type.ToString().ToLowerInvariant()}",
                        "write a value of the column's type");
            }
            foreach (var r in o.AllRelationships) foreach (var finding in Relationship(mesh, product, r)) yield return finding;
            foreach (var name in o.Relationships.SelectMany(r => r.Pairs).Select(p => p.From).Where(n => !columns.Contains(n)))
                yield return MeshRules.Unknown(o.Place, "column", name, columns);
        }
    }

    private static bool IsValue(LogicalType type, string text) => type switch
    {
        LogicalType.Integer or LogicalType.Number => decimal.TryParse(text, System.Globalization.NumberStyles.Number,
            System.Globalization.CultureInfo.InvariantCulture, out _),
        LogicalType.Date or LogicalType.Timestamp => DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AssumeUniversal, out _),
        _ => true,
    };

    private static IEnumerable<Finding> Relationship(Mesh mesh, Product product, Relationship to)
    {
        var target = to.Product is null ? product : mesh.Product(to.Product);
        if (target is null)
        {
            if (mesh.Lacks(to.Product!)) yield return MeshRules.Unknown(to.Place, "product", to.Product!.ToString(),
                [.. mesh.Products.Select(p => p.Ref.ToString())]);
        }
        else if (target.Contract.Object(to.Object) is not { } o) yield return MeshRules.Unknown(to.Place, "object", to.Object,
            [.. target.Contract.Objects.Select(x => x.Name)]);
        else if ((to.Pairs.IsEmpty ? [to.Property] : to.Pairs.Select(p => p.To)).FirstOrDefault(n => o.Property(n) is null) is { } lacking)
            yield return MeshRules.Unknown(to.Place, "column", lacking, [.. o.Properties.Select(p => p.Name)]);
        else if (to.Product is { } other && product.Inputs.All(i => i.Product != other))
            yield return MeshRules.UnknownName.At(to.Place, $"`{other}` is referred to and is no input port",
                "add it to `inputPorts` of the product");
    }

    private static IEnumerable<Finding> Measures(Product product)
    {
        foreach (var m in product.Contract.Measures)
        {
            if (product.Contract.Object(m.Object) is not { } o)
            {
                yield return MeshRules.Unknown(m.Place, "object", m.Object, [.. product.Contract.Objects.Select(x => x.Name)]);
                continue;
            }
            var columns = o.Properties.Select(p => p.Name).ToList();
            if (m.Date is { } date && !columns.Contains(date)) yield return MeshRules.Unknown(m.Place, "column", date, columns);
            if (m.Currency is { } currency && !columns.Contains(currency) && !RowExpressions.IsCode(currency))
                yield return MeshRules.Unknown(m.Place, "currency or column", currency, columns);
            if (m.Currency is null && MoneyIn(m, o) is { } money) yield return NoCurrency.At(m.Place,
                $"`{m.Name}` adds up `{money.Name}`, whose currency is `{money.Currency}`, and names none: amounts of different currencies have no sum",
                $"write `currency: {money.Currency}` at the measure");
        }
    }

    /// <summary>The first column of money that the measure's expression names; null when it names none.</summary>
    private static Property? MoneyIn(Measure measure, SchemaObject o)
    {
        var words = Words(measure.Expression).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return o.Properties.FirstOrDefault(p => p.Currency is not null && words.Contains(p.Name));
    }

    /// <summary>The names in a scalar expression, without what stands in text literals.</summary>
    private static IEnumerable<string> Words(string expression) => System.Text.RegularExpressions.Regex
        .Matches(expression, "'(?:[^']|'')*'|[A-Za-z_][A-Za-z0-9_]*").Select(w => w.Value).Where(w => w[0] != '\'');
}
