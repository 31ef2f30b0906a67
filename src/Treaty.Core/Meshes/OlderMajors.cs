using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Products;

namespace Treaty.Core.Meshes;

/// <summary>
/// Older major versions that a product still serves: <c>contract.v1.odcs.yaml</c> with <c>facts.v1.sql</c> or <c>rows.v1.sql</c> beside
/// the newest. Each is published by itself, under the product's name with <c>__v1</c> behind it, until its end of support.
/// </summary>
internal static partial class OlderMajors
{
    public static readonly FindingKind WrongMajor = new("TRY1280", Severity.Error, "an older contract's file names another major version");
    public static readonly FindingKind NotOlder = new("TRY1281", Severity.Error, "an older contract is not older than the newest");
    public static readonly FindingKind NoEnd = new("TRY1282", Severity.Error, "an older major version has no end of support");
    public static readonly FindingKind Past = new("TRY1283", Severity.Warning, "an older major version is served past its end of support");
    public static readonly FindingKind OldPort = new("TRY1284", Severity.Warning,
        "an input port names a major version that is not the one it reads");
    public static readonly FindingKind NotHere = new("TRY1285", Severity.Error, "an older major version stands where none can be served");

    /// <summary>The older majors of a product as products of their own.</summary>
    /// <param name="newest">The product with its newest contract.</param>
    /// <param name="documents">Those that lie in its folder.</param>
    public static IEnumerable<Product> Of(Product newest, string folder, IEnumerable<ReadDocument> documents, List<Finding> findings)
    {
        var own = documents.ToDictionary(d => d.Document.Path[folder.Length..], StringComparer.Ordinal);
        foreach (var (file, document) in own.Where(d => File().IsMatch(d.Key)).OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            if (document.Root is null) continue;
            var major = int.Parse(File().Match(file).Groups[1].Value, CultureInfo.InvariantCulture);
            var contract = document.ContractOf(findings);
            var place = document.Root.Place;
            if (newest.Ref.Context is Reference.ZoneContext or Reference.LegacyContext)
                findings.Add(
                    NotHere.At(place, "only products of contexts serve older majors",
                        "publish the old definition as a product of its own"));
            else if (contract.Major != major)
                findings.Add(
                    WrongMajor.At(place, $"`{file}` holds version {contract.Version}",
                        string.Create(CultureInfo.InvariantCulture, $"call it contract.v{contract.Major}.odcs.yaml")));
            else if (major >= newest.Major)
                findings.Add(
                    NotOlder.At(place, $"version {contract.Version} is not older than {newest.Contract.Version} of contract.odcs.yaml",
                        "raise the version of contract.odcs.yaml, or remove this one"));
            else
            {
                if (contract.End is null)
                    findings.Add(
                        NoEnd.At(place, $"nothing says how long version {contract.Version} of `{newest.Ref}` is served",
                            "add to slaProperties: {property: endOfSupport, value: \"2030-12-31\"}"));
                yield return newest with
                {
                    Ref = NameOf(newest.Ref, major), Version = contract.Version, Status = "deprecated", Contract = contract,
                        OlderOf = newest.Ref,
                    Selects = Selects(own, major, contract, findings), Place = place,
                };
            }
        }
    }

    /// <summary>The name under which an older major is referred to: <c>sales.orders__v1</c>.</summary>
    public static Reference NameOf(Reference product, int major) =>
        product with { Product = string.Create(CultureInfo.InvariantCulture, $"{product.Product}__v{major}") };

    /// <summary>The product that a document of a product's folder is about: an older major where the file says so.</summary>
    public static Reference? In(string path, Reference? product) =>
        product is not null && File().Match(path.Split('/')[^1]) is { Success: true } match
            ? NameOf(product, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)) : product;

    public static IEnumerable<Finding> Judge(Mesh mesh, DateOnly today)
    {
        foreach (var product in mesh.Products.Where(p => p.OlderOf is not null && p.Contract.End < today))
        {
            var readers = mesh.Products.Where(p => p.Inputs.Any(i => i.Product == product.Ref)).Select(p => $"`{p.Ref}`")
                .Order(StringComparer.Ordinal).ToList();
            yield return Past.At(product.Place,
                $"support of `{product.Ref}` ended on {product.Contract.End:yyyy-MM-dd}{(readers.Count > 0 ? $", and {string.Join(", ", readers)} still read it" : "")}",
                readers.Count > 0 ? "move them to the newest version, or prolong endOfSupport"
                    : $"nobody here reads it: remove {product.Place.File}");
        }
        foreach (var (reader, input) in mesh.Products.Where(p => p.OlderOf is null).SelectMany(p => p.Inputs.Select(i => (p, i))))
            if (mesh.Product(input.Product) is { IsFeed: false } read && Contracts.Changes.SemanticVersion.Of(input.Version) is { } built
                && built.Major != read.Major)
                yield return OldPort.At(input.Place,
                    $"`{reader.Ref}` was built against {input.Version} of `{input.Product}`, which is now {read.Contract.Version}",
                    mesh.Product(NameOf(input.Product, built.Major)) is { } older
                        ? $"read `{older.Ref}` until {older.Contract.End:yyyy-MM-dd}, or adapt and write the new version"
                        : "adapt to the new version and write it here");
    }

    private static ImmutableArray<ObjectSelect> Selects(Dictionary<string, ReadDocument> own, int major, Contract contract,
        List<Finding> findings)
    {
        var only = contract.Objects is [var single] ? single.Name : null;
        return [.. new[] { "facts", "rows" }.Select(name => string.Create(CultureInfo.InvariantCulture, $"{name}.v{major}.sql"))
            .Where(own.ContainsKey)
            .SelectMany(name => SelectDocument.Read(own[name].Document, only, findings))];
    }

    [GeneratedRegex(@"^contract\.v([0-9]{1,4})\.odcs\.yaml$")]
    private static partial Regex File();
}
