using System.Globalization;
using Treaty.Core;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Products;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>Answers one SELECT over published products, as of now or of named versions, and says what kind of truth was read.</summary>
public sealed class RunQuery(MeshStore store, Mesh mesh)
{
    public static readonly FindingKind Refused = new("TRY0901", Severity.Error, "a query is refused");

    /// <param name="asOf">
    /// Versions to read instead of the newest, as <c>sales.orders#3</c>; or one instant or day, as of which all products are read that no
    /// version is named for.
    /// </param>
    public async ValueTask<QueryReport> RunAsync(string sql, IReadOnlyList<string> asOf, int limit, CancellationToken cancel)
    {
        await using var session = await store.OpenSessionAsync(mesh.Settings, [], writes: false, cancel).ConfigureAwait(false);
        var parsed = (await session.ParseAsync([sql.Trim().TrimEnd(';')], cancel).ConfigureAwait(false))[0];
        if (parsed.TreeJson is null)
        {
            var place = parsed.Offset is { } at ? string.Create(CultureInfo.InvariantCulture, $" (character {at + 1})") : "";
            return Failed($"this is not a select: {parsed.Error}{place}", "write one SELECT over published products");
        }
        var tables = TablesRead.Of(parsed.TreeJson);
        var tree = SelectTree.Read(parsed.TreeJson, sql);
        if (UntrustedSql.Check(tree, [.. tables.Select(t => t.ToString())], allowStar: true) is { Count: > 0 } violations)
            return new([], [], [], false, [], [.. violations.Select(v => Refused.At(null, v.Message, v.Help))]);
        var (versions, findings) = await ShowAsync(session, TablesRead.Of(parsed.TreeJson), asOf, cancel).ConfigureAwait(false);
        if (findings.Count > 0) return new([], [], [], false, [], findings);
        try
        {
            var rows = await session.QueryAsync(new SqlText(sql.Trim().TrimEnd(';')), limit, cancel).ConfigureAwait(false);
            return new(rows.Columns, rows.Types, [.. rows.Rows.Select(row => (IReadOnlyList<string?>)[.. row.Select(Text)])],
                rows.Truncated,
                [.. versions.Select(v => Truth(v.Product, v.Version))], []);
        }
        catch (BackendException e) when (e.Fault == BackendFault.Refused)
        {
            return Failed(e.Message,
                "correct the query; `treaty query \"describe context.product\"` is not needed: product pages list the columns");
        }
    }

    /// <summary>The product that a relation's name begins with, the longest where several do: <c>orders__v1</c> is one of its
    /// own.</summary>
    private Reference ProductOf(TableName table) => mesh.Products.Select(p => p.Ref).Where(r => r.Context == table.Schema
            && (table.Name == r.Product || table.Name.StartsWith(r.Product + "__", StringComparison.Ordinal)))
        .MaxBy(r => r.Product.Length) ?? new Reference(table.Schema, table.Name.Split("__")[0]);

    private static QueryReport Failed(string sentence, string help) => new([], [], [], false, [], [Refused.At(null, sentence, help)]);

    private async ValueTask<(List<(Product Product, VersionManifest Version)> Versions, List<Finding> Findings)> ShowAsync(
        IQuerySession session, IReadOnlyList<TableName> tables, IReadOnlyList<string> asOf, CancellationToken cancel)
    {
        var shown = new List<(Product Product, VersionManifest Version)>();
        var findings = new List<Finding>();
        var views = new InputViews(store, session);
        var versions = AsOf.Read(store.Ledger, asOf);
        foreach (var reference in tables.Select(ProductOf).Distinct())
        {
            if (mesh.Product(reference) is not { } product)
            {
                var known = mesh.Products.Select(p => p.Ref.ToString()).ToList();
                findings.Add(Refused.At(null, $"there is no product `{(reference.Context == "" ? reference.Product : reference)}`",
                    Nearest.Help(reference.ToString(), known)));
                continue;
            }
            var (version, refusal) = await versions.OfAsync(product.Ref, cancel).ConfigureAwait(false);
            if (version is null)
            {
                findings.Add(refusal!);
                continue;
            }
            await views.ShowAsync(product, version, cancel).ConfigureAwait(false);
            if (tables.Any(t => t.Schema == product.Ref.Context && t.Name.EndsWith(RetractionSql.Suffix, StringComparison.Ordinal)))
                await views.ShowRetractionsAsync(product, version, cancel).ConfigureAwait(false);
            shown.Add((product, version));
        }
        return (shown, findings);
    }

    public static TruthLine Truth(Product product, VersionManifest version) =>
        new(product.Ref.ToString(), product.ClassText(), version.Version, version.At, version.FreshAsOf, version.Verdict);

    /// <summary>A value as reports show it.</summary>
    public static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTimeOffset at => Moment.InstantText(at),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
