using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Ownership;
using Treaty.Core.Products;

namespace Treaty.Core.Contexts;

/// <summary>Reads context.yaml and zone/team.yaml.</summary>
public static class ContextDocument
{
    public static BoundedContext Read(YamlNode root, ImmutableArray<Source> sources, List<Finding> findings)
    {
        var fields = new Fields(root, root.Place, findings);
        var context = new BoundedContext(
            fields.Required("context"), fields.Text("domain") ?? "", fields.Text("purpose"),
            Teams(fields), Systems(fields), [.. fields.Maps("terms").Select(Term)],
                [.. fields.Maps("facts").Select(Fact)],
            HoldingsDocument.Read(fields.Map("rights")), sources, root.Place);
        fields.End();
        return context;
    }

    public static ImmutableArray<SystemOfRecord> Systems(Fields fields) => [.. fields.Maps("systems").Select(System)];

    public static ImmutableArray<Team> Teams(Fields fields) => [.. fields.Maps("teams").Select(Team)];

    private static Team Team(Fields f)
    {
        var id = f.Required("id");
        var team = new Team(id, f.Text("name") ?? id, f.Text("contact"), f.Place, HoldingsDocument.Day(f, "until"));
        f.End();
        return team;
    }

    private static SystemOfRecord System(Fields f)
    {
        var id = f.Required("id");
        var system = new SystemOfRecord(id, f.Text("name") ?? id, f.Text("owner"), f.Place);
        f.End();
        return system;
    }

    private static Term Term(Fields f)
    {
        var term = new Term(f.Required("id"), f.Required("meaning"), [.. f.Texts("synonyms")], f.Place);
        f.End();
        return term;
    }

    private static Fact Fact(Fields f)
    {
        var fact = new Fact(f.Required("id"), f.Text("term"), [.. f.Texts("key")], f.Text("system"), f.Text("meaning"), f.Place);
        f.End();
        return fact;
    }
}

/// <summary>Reads context-map.yaml.</summary>
public static class ContextMapDocument
{
    private static readonly (string Text, ContextRelationKind Kind)[] Relations =
    [
        ("published-language", ContextRelationKind.PublishedLanguage), ("conformist", ContextRelationKind.Conformist),
            ("anti-corruption-layer", ContextRelationKind.AntiCorruptionLayer),
        ("customer-supplier", ContextRelationKind.CustomerSupplier), ("partnership", ContextRelationKind.Partnership),
            ("shared-kernel", ContextRelationKind.SharedKernel), ("separate-ways", ContextRelationKind.SeparateWays),
    ];

    private static readonly (string Text, TermRelationKind Kind)[] TermRelations =
    [
        ("same", TermRelationKind.Same), ("overlaps", TermRelationKind.Overlaps), ("broader", TermRelationKind.Broader),
            ("narrower", TermRelationKind.Narrower), ("translated", TermRelationKind.Translated),
    ];

    public static ContextMap Read(YamlNode root, List<Finding> findings)
    {
        var fields = new Fields(root, root.Place, findings);
        var map = new ContextMap([.. fields.Maps("contexts").Select(Relation)], [.. fields.Maps("terms").Select(Mapping)]);
        fields.End();
        return map;
    }

    /// <summary>How a relation of terms is written.</summary>
    public static string Text(TermRelationKind kind) => TermRelations.First(r => r.Kind == kind).Text;

    private static ContextRelation Relation(Fields f)
    {
        var word = f.Word("relation", [.. Relations.Select(r => r.Text)]);
        var relation = new ContextRelation(f.Required("upstream"), f.Required("downstream"), Relations.FirstOrDefault(r => r.Text == word)
            .Kind, f.Place);
        f.End();
        return relation;
    }

    private static TermMapping Mapping(Fields f)
    {
        var word = f.Word("relation", [.. TermRelations.Select(r => r.Text)]);
        var key = f.Map("key");
        var when = f.Map("when");
        var mapping = new TermMapping(f.Required("from"), f.Required("to"), TermRelations.FirstOrDefault(r => r.Text == word).Kind,
            key.Text("from"), key.Text("to"), f.Place) { FromWhen = when.Text("from"), ToWhen = when.Text("to") };
        key.End();
        when.End();
        f.End("note");
        return mapping;
    }
}
