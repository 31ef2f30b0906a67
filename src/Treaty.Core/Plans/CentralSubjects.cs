using System.Text.RegularExpressions;
using Treaty.Core.Contexts;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Ownership;
using Treaty.Core.Products;

namespace Treaty.Core.Plans;

/// <summary>
/// Which products a change of a central document reaches: those whose owners are judged by what changes of the constitution, those that
/// accords give rights of, and those that a policy, reference data or a cutover speaks of, by reference, context, class or
/// classification.
/// </summary>
internal static class CentralSubjects
{
    public static IEnumerable<Reference> OfConstitution(Mesh mesh, TreeDifference difference)
    {
        var parts = difference.Path.Split('.', '[', ']');
        return parts[0] switch
        {
            "description" => [],
            "rights" when parts.Length > 1 && ProductClasses.TryParse(parts[1]) is { } judged => Where(mesh, p => p.Class == judged),
            "rights" or "required" => Where(mesh, p => !p.IsFeed),
            "facts" => Where(mesh, p => p.Contract.Objects.Any(o => o.Fact is not null)),
            "teams" when parts.Length > 1 => Where(mesh, p => p.Team == parts[1]),
            "waivers" when difference.Path != "waivers" => Waived(mesh, difference),
            _ => Where(mesh, _ => true),
        };
    }

    public static IEnumerable<Reference> OfAccord(Mesh mesh, YamlNode? root) => root is null ? []
        : AccordDocument.Read(root, []).Rights.SelectMany(given => Where(mesh, p => p.Ref.Context == given.Of
            && (given.Product is null || p.Folder == given.Product)
            && (given.Fact is null || p.Contract.Objects.Any(o => o.Fact == given.Fact))));

    /// <summary>The products that the clause in which a change lies speaks of; that of the whole document where it lies in none.</summary>
    public static IEnumerable<Reference> Named(Mesh mesh, TreeDifference difference, YamlNode? before, YamlNode? after)
    {
        var words = Words(Clause(difference, before, after)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        words.Remove("");
        var products = words.Select(w => Reference.TryParse(w)?.Bare).OfType<Reference>().ToHashSet();
        return Where(mesh, p => products.Contains(p.Ref) || words.Contains(p.Ref.Context)
            || (!p.IsFeed && words.Contains(p.ClassText())) || p.Contract.Objects.Any(o => Classified(o.Properties, words)));
    }

    /// <summary>The mappings whose terms reference data names.</summary>
    public static IEnumerable<TermMapping> Translating(IEnumerable<TermMapping> mappings, YamlNode? before, YamlNode? after)
    {
        var words = Words([before, after]).ToHashSet(StringComparer.Ordinal);
        return mappings.Where(m => words.Contains(m.From) || words.Contains(m.To));
    }

    /// <summary>The products whose selects read reference data by its name.</summary>
    public static IEnumerable<Reference> Reading(Mesh mesh, string document)
    {
        var id = Path.GetFileNameWithoutExtension(document);
        var name = new Regex($@"\b(reference|{Reference.ZoneContext})\.{Regex.Escape(id)}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        return Where(mesh, p => p.Selects.Any(s => name.IsMatch(s.Sql)));
    }

    private static IEnumerable<Reference> Waived(Mesh mesh, TreeDifference difference)
    {
        var places = new[] { difference.Before, difference.After, difference.Item.Before, difference.Item.After }.OfType<YamlNode.Map>()
            .Select(w => w["where"]).OfType<YamlNode.Scalar>().Select(w => w.Text).ToList();
        return Where(mesh, p => Mesh.FolderOf(p.OlderOf ?? p.Ref) is var folder && places.Any(place =>
            place.StartsWith(folder, StringComparison.Ordinal)
                || (place.EndsWith('/') && folder.StartsWith(place, StringComparison.Ordinal))));
    }

    private static IEnumerable<YamlNode?> Clause(TreeDifference difference, YamlNode? before, YamlNode? after) =>
        difference.Item is (null, null) ? difference.Path.Contains('[', StringComparison.Ordinal) ? [difference.Before, difference.After]
            : [before, after] : [difference.Item.Before, difference.Item.After];

    private static bool Classified(IEnumerable<Contracts.Property> columns, HashSet<string> words) =>
        columns.Any(c => c.Classification is { } word && words.Contains(word.Trim()));

    private static IEnumerable<string> Words(IEnumerable<YamlNode?> nodes) => nodes.SelectMany(node => node switch
    {
        YamlNode.Scalar scalar => [scalar.Text],
        YamlNode.Sequence list => Words(list.Items),
        YamlNode.Map map => map.Entries.Select(e => e.Key).Concat(Words(map.Entries.Select(e => e.Value))),
        _ => [],
    });

    private static IEnumerable<Reference> Where(Mesh mesh, Func<Product, bool> which) => mesh.Products.Where(which).Select(p => p.Ref);
}
