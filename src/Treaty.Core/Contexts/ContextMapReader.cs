using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Contexts;

/// <summary>Reads context-map.yaml.</summary>
internal static class ContextMapReader
{
    public static ContextMap Read(Fields fields) => new(fields.Each("contexts", Relation), fields.Each("terms", Mapping));

    private static ContextRelation? Relation(Fields fields)
    {
        var (upstream, downstream) = (fields.Required("upstream"), fields.Required("downstream"));
        fields.Required("relation");
        var kind = fields.Word<ContextRelationKind>("relation",
            ("published-language", ContextRelationKind.PublishedLanguage), ("conformist", ContextRelationKind.Conformist),
            ("anti-corruption-layer", ContextRelationKind.AntiCorruptionLayer), ("customer-supplier", ContextRelationKind.CustomerSupplier),
            ("partnership", ContextRelationKind.Partnership), ("shared-kernel", ContextRelationKind.SharedKernel),
            ("separate-ways", ContextRelationKind.SeparateWays));
        return kind is { } known ? new ContextRelation(upstream, downstream, known, fields.Place) : null;
    }

    private static TermMapping? Mapping(Fields fields)
    {
        var (from, to) = (fields.Required("from"), fields.Required("to"));
        fields.Required("relation");
        var kind = fields.Word<TermRelationKind>("relation", ("same", TermRelationKind.Same), ("overlaps", TermRelationKind.Overlaps),
            ("broader", TermRelationKind.Broader), ("narrower", TermRelationKind.Narrower), ("translated", TermRelationKind.Translated));
        var key = fields.Inside("key", k => new TwoKeys(k.Required("from"), k.Required("to")));
        return kind is { } known ? new TermMapping(from, to, known, key?.From, key?.To, fields.Place) : null;
    }

    private sealed record TwoKeys(string From, string To);
}
