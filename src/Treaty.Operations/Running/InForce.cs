using System.Security.Cryptography;
using System.Text;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Operations.Reports;

namespace Treaty.Operations.Running;

/// <summary>The mesh that operations obey: compiled, and the documents it was compiled from.</summary>
public sealed record InForce(Mesh Mesh, IReadOnlyList<MeshDocument> Documents)
{
    /// <summary>Hash over the documents that shape a product's data: its own folder and its context's sources.</summary>
    public string ShapeOf(Product product)
    {
        var folder = Mesh.FolderOf(product.OlderOf ?? product.Ref);
        var sources = $"contexts/{product.Ref.Context}/sources.yaml";
        return Hash(Documents.Where(d => d.Path.StartsWith(folder, StringComparison.Ordinal)
            || (d.Path == sources && !product.Sources.IsEmpty))
            .OrderBy(d => d.Path, StringComparer.Ordinal).SelectMany(d => new[] { d.Path, d.Text }));
    }

    /// <summary>A rule as its document has it; without text where the document is not among those in force.</summary>
    public RuleText RuleAt(SourcePlace place) =>
        new(place.ToString(), Documents.FirstOrDefault(d => d.Path == place.File) is { } document ? Excerpt.Of(document.Text, place) : "");

    /// <summary>SHA-256 over texts with their lengths, lower-case hex.</summary>
    public static string Hash(IEnumerable<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes((long)bytes.Length));
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>One run: its id, its instant, who runs it.</summary>
public sealed record RunIdentity(string Id, DateTimeOffset At, string By)
{
    /// <summary>The day of the run, by which it is decided who holds a right.</summary>
    public DateOnly Day => DateOnly.FromDateTime(At.UtcDateTime);
}
