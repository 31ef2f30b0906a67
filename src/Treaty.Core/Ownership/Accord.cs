using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Ownership;

/// <summary>An agreement signed by two contexts that delegates or shares rights of one with teams of the other, for a purpose and until a
/// day.</summary>
public sealed record Accord(
    string Id, string? Purpose, ImmutableArray<string> Between, ImmutableArray<AccordedRight> Rights, DateOnly? Until, SourcePlace Place)
{
    public bool HoldsOn(DateOnly day) => Until is not { } until || day <= until;
}

/// <summary>One right that an accord gives.</summary>
/// <param name="Of">The context whose right it is.</param>
/// <param name="To">The team that receives it.</param>
/// <param name="Delegated">True where the giver lets go of it; else both hold it.</param>
public sealed record AccordedRight(
    DecisionRight Right, string Of, string To, bool Delegated, string? Product, string? Fact, SourcePlace Place)
{
    /// <summary>The statuses of which alone it lets decide; empty for everything.</summary>
    public ImmutableArray<string> Statuses { get; init; } = [];
}

/// <summary>Reads accords/*.yaml.</summary>
public static class AccordDocument
{
    public static Accord Read(YamlNode root, List<Finding> findings)
    {
        var f = new Fields(root, root.Place, findings);
        var accord = new Accord(f.Required("accord"), f.Text("purpose"), [.. f.Texts("between")],
            [.. f.Maps("rights").Select(Given).OfType<AccordedRight>()], HoldingsDocument.Day(f, "until"), root.Place);
        f.End("note");
        return accord;
    }

    private static AccordedRight? Given(Fields f)
    {
        var word = f.Required("right");
        var right = DecisionRights.TryParse(word);
        if (right is null && word != "")
            f.Findings.Add(Fields.UnknownWord.At(f.PlaceOf("right"), $"`{word}` is no decision right",
                Nearest.Help(word, [.. DecisionRights.Texts])));
        var how = f.Word("how", "shared", "delegated");
        var given = new AccordedRight(right ?? default, f.Required("of"), f.Required("to"), how == "delegated", f.Text("product"),
            f.Text("fact"), f.Place) { Statuses = [.. f.Texts("statuses")] };
        f.End();
        return right is null ? null : given;
    }
}
