using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Quality;

namespace Treaty.Core.Enforcement;

/// <summary>The clauses of contracts that a publish holds data to, under the words by which the records of versions name them.</summary>
public static class ContractClausesInForce
{
    private const string AsText = "VARCHAR";

    public static string CheckKey(string product, string schemaObject, string? column, string check) =>
        $"check {product}/{schemaObject}.{column}: {check}";

    public static string PublishKey(string product) => $"publish {product}";

    public static string LimitKey(string product) => $"limit {product}";

    public static IEnumerable<Clause> Of(Product product) =>
        product.Contract.Objects.SelectMany(o => Rows(product, o).Concat(Metrics(product, o))).Concat(Limit(product))
            .Concat(Objectives(product));

    private static IEnumerable<Clause> Rows(Product product, SchemaObject o)
    {
        var columns = o.Properties.Select(p => p.Name).Distinct(StringComparer.Ordinal).Select(name => (name, AsText)).ToList();
        if (columns.Count != o.Properties.Length) yield break;
        foreach (var check in new CheckedRowsSql(o, "m", columns, false).Checks)
            // A source that keeps types has no text to check: its type is held by the storage itself.
            if (check.Rule != RowRule.Type)
                yield return Clause(product, o, "row rule", check.Column, check.Words, check.Severity, "a row that breaks it goes to quarantine");
    }

    private static IEnumerable<Clause> Metrics(Product product, SchemaObject o) =>
        o.Quality.Concat(o.Properties.SelectMany(p => p.Quality)).Where(rule => !RowChecks.IsRowRule(rule))
            .Select(rule => (Rule: rule, Said: Judgement.Of(o.Name, rule, 0, 0)))
            .Select(x => Clause(product, o, "quality", x.Rule.Property, x.Said.Check, x.Rule.Severity, "a version that breaks it is not published"));

    private static Clause Clause(Product product, SchemaObject o, string kind, string? column, string words, Severity severity,
        string by) =>
        new(kind, $"{product.Ref}/{o.Name}{(column is null ? "" : "." + column)}", words, Mechanism.Publish, by,
            CheckKey(product.Ref.ToString(), o.Name, column, words), (column is null ? null : o.Property(column)?.Place) ?? o.Place)
        {
            After = PublishKey(product.Ref.ToString()),
            Bypasses = severity == Severity.Error ? [] : ["a warning: what breaks it is counted and passes"],
        };

    private static IEnumerable<Clause> Limit(Product product)
    {
        if (product.Contract.Quarantine is { MaxRows: null, MaxPercent: null }) yield break;
        yield return new("quarantine limit", product.Ref.ToString(), "no more rows in quarantine than the contract allows", Mechanism.Publish,
            "a version with more is not published", LimitKey(product.Ref.ToString()), product.Contract.Place)
        { After = PublishKey(product.Ref.ToString()) };
    }

    /// <summary>An objective is measured at each publish under the words by which the record names it; one that cannot be measured says
    /// why.</summary>
    private static IEnumerable<Clause> Objectives(Product product) =>
        MeasureObjectives.Of(product.Contract, new(default, null, null, 0, 0, (_, _) => (null, null))).Select(said =>
        {
            var measured = said.Verdict != Verdict.NotEnforced;
            return new Clause("objective", Subject(product, said), said.Check, measured ? Mechanism.Publish : Mechanism.None,
                measured ? "each publish measures it" : said.Measured,
                measured ? CheckKey(product.Ref.ToString(), said.Object, said.Column, said.Check) : "", product.Contract.Place)
            {
                After = PublishKey(product.Ref.ToString()),
                Bypasses = measured ? ["a warning: a version that misses it is published all the same"] : [],
            };
        });

    private static string Subject(Product product, CheckResult said) =>
        product.Ref + (said.Object == "" ? "" : "/" + said.Object) + (said.Column is null ? "" : "." + said.Column);
}
