using Treaty.Core.Meshes;
using Treaty.Core.Products;

namespace Treaty.Core.Doctor;

/// <summary>A context or area of the estate, as the place to go on.</summary>
/// <param name="Strength">How strong ownership is there: the sum of the shares below, 0 to 5, in two digits.</param>
/// <param name="ToDo">What could be taken up: facts without a product, feeds without a successor, assets without a contract.</param>
public sealed record FlowCandidate(string Area, decimal Strength, IReadOnlyList<string> Because, IReadOnlyList<string> ToDo);

/// <summary>Ranks where ownership is strongest: a mesh grows from there, one flow at a time.</summary>
public static class NextFlow
{
    private const int Shown = 5;

    public static IReadOnlyList<FlowCandidate> Rank(Estate estate)
    {
        var read = estate.Edges.Select(e => e.Upstream).Concat(estate.Consumers.SelectMany(c => c.Reads))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. estate.Assets.Where(a => a.Enabled).GroupBy(Area).Where(g =>
            g.Key is not ("" or Reference.ZoneContext or Reference.LegacyContext))
            .Select(g => Candidate(estate, g.Key, [.. g], read)).OrderByDescending(c => c.ToDo.Count > 0).ThenByDescending(c => c.Strength)
            .ThenBy(c => c.Area, StringComparer.Ordinal)];
    }

    private static string Area(Asset asset) => asset.Space != "" ? asset.Space : asset.Layer;

    private static FlowCandidate Candidate(Estate estate, string area, IReadOnlyList<Asset> assets, HashSet<string> read)
    {
        (string What, decimal Share)[] shares =
        [
            ("owned by a team", Share(assets, a => a.Owners.Any(o => o.IsTeam == true))),
            ("described", Share(assets, a => a.Description != "")),
            ("checked", Share(assets, a => a.Checks.Any(c => c.Enabled))),
            ("with a contract or support", Share(assets, a => a.ContractEnforced || a.Support.Count > 0)),
            ("read by others", Share(assets, a => read.Contains(a.Name))),
        ];
        return new(area, decimal.Round(shares.Sum(s => s.Share), 2), [.. shares.Select(s => $"{s.Share:P0} {s.What}".Replace(" %", " %",
            StringComparison.Ordinal))],
            [.. ToDo(estate, area, assets).Take(Shown)]);
    }

    private static decimal Share(IReadOnlyList<Asset> assets, Func<Asset, bool> has) => (decimal)assets.Count(has) / assets.Count;

    private static IEnumerable<string> ToDo(Estate estate, string area, IReadOnlyList<Asset> assets)
    {
        if (estate.OfMesh?.Mesh is not { } mesh)
            return assets.Where(a => !a.ContractEnforced && a.Kind is AssetKind.Table or AssetKind.View or AssetKind.Topic)
                .Select(a => $"{a.Name} has no enforced contract");
        var stated = mesh.Products.Where(p => p.Class == ProductClass.AuthoritativeFact).SelectMany(p => p.Contract.Objects).Select(o =>
            o.Fact).ToHashSet(StringComparer.Ordinal);
        var facts = mesh.Context(area)?.Facts.Where(f => !stated.Contains(f.Id)).Select(f => $"the fact {f.Id} is asserted and published by no product") ?? [];
        var reading = mesh.Products.Where(p => p.Ref.Context == area).Select(p => p.Ref).ToHashSet();
        var feeds = mesh.Products.Where(p => p.IsFeed && p.Status is not ("deprecated" or "retired")).Where(f => mesh.ComparisonsOf(f.Ref)
            .SelectMany(c => new[] { c.A.Object.Bare, c.B.Object.Bare }).SelectMany(r => mesh.Product(r) is { } p ? mesh.Reads(p).Append(r)
                : []).Any(reading.Contains))
            .Select(f => $"{f.Ref} rests on it and still stands: move its readers");
        return facts.Concat(feeds);
    }
}
