using System.Collections.Immutable;
using Treaty.Core.Contexts;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Reconciliation;

namespace Treaty.Core.Products;

/// <summary>What feed.yaml says: the feed as a product without class, the systems and sources it brings, and its comparisons.</summary>
internal sealed record FeedDocument(
    ProductDocument Product, ImmutableArray<SystemOfRecord> Systems, ImmutableArray<Source> Sources,
        ImmutableArray<Comparison> Comparisons);

/// <summary>Reads feed.yaml of a legacy feed.</summary>
internal static class FeedReader
{
    public static FeedDocument Read(Fields fields, Reference feed)
    {
        var id = fields.Id("feed");
        FolderNames.Check(fields, "feed", id, feed.Product);
        var team = fields.Required("team");
        var sources = SourceReader.Read(fields);
        if (!fields.Has("sources")) fields.Missing("sources");
        return new FeedDocument(
            new ProductDocument(id, fields.Text("title") ?? id, null, "1.0.0", "active", team,
                new ProductMeaning(fields.Text("purpose"), fields.Text("usage"), fields.Text("limitations")),
                [], [], [], [.. sources.Select(source => source.Name)], ImmutableDictionary<string, string>.Empty, fields.Place),
            fields.Each("systems", ContextReader.System),
            sources,
            new ComparisonReader(feed, team, fields.Text("timezone") ?? "UTC", (side, key, text) =>
                Standards.Reference(side, key, text)).Read(fields));
    }
}
