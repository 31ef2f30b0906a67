using Treaty.Core.Contexts;
using Treaty.Core.Contracts;
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
        var allowed = Allowed(mesh, product);
        foreach (var table in TablesRead.Of(treeJson).Where(t => !allowed.Contains(t.ToString())))
            yield return Undeclared.At(select.Place, $"this select reads `{table}`, which `{product.Ref}` does not declare",
                allowed.Count == 0
                    ? "declare it as a source or an input port"
                    : $"{Nearest.Help(table.ToString(), allowed)} a product is read only through a declared input port");
        var tables = TablesRead.Of(treeJson).Select(t => t.ToString()).ToList();
        var tree = SelectTree.Read(treeJson, select.Sql);
        foreach (var violation in UntrustedSql.Check(tree, tables))
            yield return Forbidden.At(At(select, violation.CharacterOffset), violation.Message, violation.Help);
        foreach (var finding in TermJoins.Judge(mesh, product, select, tree)) yield return finding;
    }

    /// <summary>The expressions of a mesh that reach the engine besides its selects, each as a select that can be parsed and held against
    /// the same rules;
    /// queries of quality checks are whole selects already.</summary>
    public static IEnumerable<(string Sql, SourcePlace Place, bool Whole)> Expressions(Mesh mesh)
    {
        foreach (var product in mesh.Products)
        {
            foreach (var measure in product.Contract.Measures)
                foreach (var text in new[] { measure.Expression, measure.Filter }.OfType<string>())
                    yield return (text, measure.Place, false);
            foreach (var rule in product.Contract.Objects.SelectMany(o => o.Quality.Concat(o.Properties.SelectMany(p => p.Quality)))
                .Where(r => r.Metric == QualityMetric.Sql))
                yield return (Quality.MetricSql.Assertion(rule, "t").Text, rule.Place, true);
        }
        foreach (var mapping in mesh.Map.Terms)
            foreach (var text in new[] { mapping.FromWhen, mapping.ToWhen }.OfType<string>()) yield return (text, mapping.Place, false);
        foreach (var c in mesh.Comparisons)
        {
            var texts = c.A.Key.Concat(c.B.Key).Concat(c.A.Identity ?? []).Concat(c.B.Identity ?? [])
                .Concat(c.Attributes.SelectMany(a => new[] { a.A, a.B }))
                .Concat(c.Status is { } s ? [s.A, s.B] : []).Concat(c.Passes.SelectMany(p => (p.KeyA ?? []).Concat(p.KeyB ?? [])));
            foreach (var text in texts.Concat(c.RowExpressions())) yield return (text, c.Place, false);
            foreach (var d in c.Definitions)
                foreach (var text in new[] { d.When, d.Amount }.OfType<string>()) yield return (text, d.Place, false);
        }
    }

    /// <summary>What is parsed for one of <see cref="Expressions"/>.</summary>
    public static string Parsable((string Sql, SourcePlace Place, bool Whole) expression) =>
        expression.Whole ? expression.Sql : ScalarExpression.AsSelect(expression.Sql);

    public static IEnumerable<Finding> JudgeExpression(
        (string Sql, SourcePlace Place, bool Whole) expression, string? treeJson, string? error)
    {
        if (treeJson is null)
            return [Syntax.At(expression.Place, $"an expression cannot be parsed: {error}", "write one SQL expression over the columns")];
        var tree = SelectTree.Read(treeJson, Parsable(expression));
        var violations = expression.Whole ? UntrustedSql.Check(tree, ["t"]) : ScalarExpression.Check(tree).Violations;
        return violations.Select(v => Forbidden.At(expression.Place, v.Message, v.Help));
    }
}
