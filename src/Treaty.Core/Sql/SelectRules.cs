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

    public static readonly FindingKind Forbidden = new("TRY0505", Severity.Error, "a select does what foreign SQL may not do");

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
        product.Contract.Objects.Select(o => $"{product.Ref}__{o.Name}")
            .Concat(product.Contract.Objects.Length == 1 ? [product.Ref.ToString()] : []);

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
        foreach (var violation in UntrustedSql.Check(treeJson, allowStar: false)) yield return Forbidden.At(At(select, violation.Offset),
            violation.Sentence,
            violation.Help);
        var allowed = Allowed(mesh, product);
        foreach (var table in TablesRead.Of(treeJson).Where(t => !allowed.Contains(t.ToString())))
            yield return Undeclared.At(select.Place, $"this select reads `{table}`, which `{product.Ref}` does not declare",
                allowed.Count == 0 ? "declare it as a source or an input port"
                    : $"{Nearest.Help(table.ToString(), allowed)} a product is read only through a declared input port");
    }

    /// <summary>The expressions of a mesh that reach the engine besides its selects, each as a select that can be parsed and held against
    /// the same rules;
    /// queries of quality checks are whole selects already.</summary>
    public static IEnumerable<(string Sql, SourcePlace Place, bool Whole)> Expressions(Mesh mesh)
    {
        foreach (var product in mesh.Products)
        {
            foreach (var measure in product.Contract.Measures)
                foreach (var text in new[] { measure.Expression, measure.Filter }.OfType<string>()) yield return ($"select {text} from t",
                    measure.Place,
                    false);
            foreach (var rule in product.Contract.Objects.SelectMany(o => o.Quality.Concat(o.Properties.SelectMany(p => p.Quality)))
                .Where(r => r.Query is not null))
                yield return (Quality.MetricSql.Of(rule, "t").Text, rule.Place, true);
        }
        foreach (var c in mesh.Comparisons)
        {
            var texts = c.A.Key.Concat(c.B.Key).Concat(c.A.Identity ?? []).Concat(c.B.Identity ?? [])
                .Concat(c.Attributes.SelectMany(a => new[] { a.A, a.B }))
                .Concat(c.Status is { } s ? [s.A, s.B] : []).Concat(c.Passes.SelectMany(p => (p.KeyA ?? []).Concat(p.KeyB ?? [])));
            foreach (var text in texts) yield return ($"select {text} from t", c.Place, false);
            foreach (var d in c.Definitions)
                foreach (var text in new[] { d.When, d.Amount }.OfType<string>()) yield return ($"select {text} from t", d.Place, false);
        }
    }

    /// <param name="whole">True for a whole query, false for an expression that must not carry clauses of its own.</param>
    public static IEnumerable<Finding> JudgeExpression(SourcePlace place, string sql, bool whole, string? treeJson, string? error)
    {
        if (treeJson is null) return [Syntax.At(place, $"an expression cannot be parsed: {error}",
            "write one SQL expression over the columns")];
        if (!whole && (sql.Contains("--", StringComparison.Ordinal) || sql.Contains("/*", StringComparison.Ordinal)
            || !UntrustedSql.IsOneExpression(treeJson)))
            return [Forbidden.At(place, "this is more than one expression",
                "write one SQL expression over the columns, without clauses and comments")];
        return UntrustedSql.Check(treeJson, allowStar: false).Select(v => Forbidden.At(place, v.Sentence, v.Help));
    }
}
