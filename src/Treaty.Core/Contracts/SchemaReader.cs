using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Contracts;

/// <summary>Reads one schema object of a contract.</summary>
internal static class SchemaReader
{
    public static SchemaObject Read(Fields fields)
    {
        fields.Allow("id", "physicalName", "physicalType", "businessName", "dataGranularityDescription", "logicalType", "tags",
            "authoritativeDefinitions", "deprecated", "synonyms", "context");
        var name = fields.Required("name");
        var own = fields.Customs(own =>
            new OwnProperties(own.Text("treatyFact"), own.Text("treatyOccurredAt"), own.Text("treatyRecordedAt")));
        var properties = InKeyOrder(fields.Each("properties", PropertyReader.Read));
        return new SchemaObject(name, own?.Fact, fields.Text("description"), own?.OccurredAt, own?.RecordedAt,
            WithRelationships(properties, fields), fields.Each("quality", rule => QualityReader.Read(rule, name, null)), fields.Place);
    }

    // A key column without a position stands where it stands among the key columns.
    private static ImmutableArray<Property> InKeyOrder(ImmutableArray<Property> properties)
    {
        var position = 0;
        return [.. properties.Select(p => p.KeyPosition is { } said
            ? p with { KeyPosition = Math.Max(said, 0) is > 0 and var given ? given : ++position, Required = true } : p)];
    }

    private static ImmutableArray<Property> WithRelationships(ImmutableArray<Property> properties, Fields fields)
    {
        var ofObject = fields.Each("relationships", relationship => RelationshipReader.OfObject(relationship, fields.Text("name") ?? ""));
        return ofObject.IsEmpty ? properties
            : [.. properties.Select(p =>
                p with { Relationships = [.. p.Relationships, .. ofObject.Where(r => r.Column == p.Name).Select(r => r.Relationship)] })];
    }

    private sealed record OwnProperties(string? Fact, string? OccurredAt, string? RecordedAt);
}
