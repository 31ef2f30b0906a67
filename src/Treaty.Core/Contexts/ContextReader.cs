using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Ownership;

namespace Treaty.Core.Contexts;

/// <summary>Reads context.yaml of a context, and team.yaml of the treaty zone, which has the same keys.</summary>
internal static class ContextReader
{
    public static BoundedContext Read(Fields fields, string folder)
    {
        var zone = folder == Reference.ZoneContext;
        FolderNames.Check(fields, "context", fields.Id("context"), folder);
        return new BoundedContext(
            folder,
            (zone ? fields.Text("domain") : fields.Required("domain")) ?? folder,
            fields.Text("purpose"),
            fields.Each("teams", Team),
            fields.Each("systems", System),
            fields.Each("terms", Term),
            fields.Each("facts", Fact),
            fields.Inside("rights", Rights) is { IsDefault: false } rights ? rights : [],
            [],
            fields.Place);
    }

    public static SystemOfRecord System(Fields fields)
    {
        var id = fields.Id("id");
        return new SystemOfRecord(id, fields.Text("name") ?? id, fields.Text("owner"), fields.Place);
    }

    private static Team Team(Fields fields)
    {
        var id = fields.Id("id");
        return new Team(id, fields.Text("name") ?? id, fields.Text("contact"), fields.Place);
    }

    private static Term Term(Fields fields) => new(fields.Id("id"), fields.Required("meaning"), fields.Texts("synonyms"), fields.Place);

    private static Fact Fact(Fields fields)
    {
        var id = fields.Id("id");
        if (!fields.Has("key")) fields.Missing("key");
        return new Fact(id, fields.Text("term"), fields.Texts("key"), fields.Text("system"), fields.Text("meaning"), fields.Place);
    }

    private static ImmutableArray<RightHolding> Rights(Fields fields) =>
        [.. Enum.GetValues<DecisionRight>().SelectMany(right => fields.Texts(right.Text()).Select(team => (right, team)))
            .Select(held => new RightHolding(held.right, held.team, fields.At(held.right.Text())))
            .OrderBy(held => held.Place).ThenBy(held => held.Right)];
}
