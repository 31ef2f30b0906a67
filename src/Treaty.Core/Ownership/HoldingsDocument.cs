using System.Collections.Immutable;
using System.Globalization;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Ownership;

/// <summary>Reads a mapping of decision rights to those who hold them: a team, a list of teams, or entries that narrow the right to a
/// product, a fact or statuses, or end it on a day.</summary>
public static class HoldingsDocument
{
    public static readonly FindingKind NoDay = new("TRY0015", Severity.Error, "a day is malformed");

    public static ImmutableArray<RightHolding> Read(Fields rights)
    {
        var holdings = ImmutableArray.CreateBuilder<RightHolding>();
        foreach (var entry in rights.Entries)
            if (DecisionRights.TryParse(entry.Key) is { } right) holdings.AddRange(Of(right, entry.Value, rights.Findings));
            else
                rights.Findings.Add(Fields.UnknownWord.At(entry.KeyPlace, $"`{entry.Key}` is no decision right",
                    Nearest.Help(entry.Key, [.. DecisionRights.Texts])));
        return holdings.ToImmutable();
    }

    private static IEnumerable<RightHolding> Of(DecisionRight right, YamlNode node, List<Finding> findings) => node switch
    {
        YamlNode.Scalar { IsNull: true } => [],
        YamlNode.Scalar team => [new(right, team.Text, team.Place)],
        YamlNode.Sequence list => list.Items.SelectMany(item => Of(right, item, findings)),
        _ => [Narrowed(right, new Fields(node, node.Place, findings))],
    };

    private static RightHolding Narrowed(DecisionRight right, Fields f)
    {
        var holding = new RightHolding(right, f.Required("team"), f.Place, f.Text("product"), f.Text("fact"), Day(f, "until"))
        {
            Statuses = [.. f.Texts("statuses")],
        };
        f.End();
        return holding;
    }

    /// <summary>A calendar day such as 2026-01-31; null where the key is absent, or malformed, which is a finding.</summary>
    public static DateOnly? Day(Fields f, string key)
    {
        if (f.Text(key) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        f.Findings.Add(NoDay.At(f.PlaceOf(key), $"`{text}` is no day", "write it as 2026-01-31"));
        return null;
    }
}
