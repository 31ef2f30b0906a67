using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Operations.Publishing;

/// <summary>
/// Says how the columns of a source differ from those the newest version was made from. It is a warning: whether the product still stands
/// is for its contract to say, and a column that is needed and gone refuses the publish there.
/// </summary>
public static class SourceDrift
{
    public static readonly FindingKind Missing = new("TRY1410", Severity.Warning, "a source lost a column");
    public static readonly FindingKind Extra = new("TRY1411", Severity.Warning, "a source has a new column");
    public static readonly FindingKind Renamed = new("TRY1412", Severity.Warning, "a source renamed a column");
    public static readonly FindingKind Retyped = new("TRY1413", Severity.Warning, "a source changed the type of a column");

    private const int NamesShown = 40;

    public static void Judge(SourceState state, IReadOnlyList<string> columns, IReadOnlyDictionary<string, string> types,
        List<Finding> findings)
    {
        if (state.Before is not { Columns.Count: > 0 } before || columns.Count == 0 || state.Take.Count == 0) return;
        var (source, gone, came) = (state.Source, before.Columns.Except(columns).ToList(), columns.Except(before.Columns).ToList());
        foreach (var name in gone.ToList())
            if (NewNameOf(name, gone, came, before.Columns, columns) is { } now)
            {
                findings.Add(Renamed.At(source.Place, $"source `{source.Name}` has `{now}` where `{name}` was",
                    "if it means the same, set `physicalName` in the contract or change the select; ask the owner of the system to announce such changes"));
                gone.Remove(name);
                came.Remove(now);
            }
        foreach (var name in gone)
            findings.Add(Missing.At(source.Place, $"source `{source.Name}` no longer has the column `{name}`",
                "ask the owner of the system; where it is promised the publish is refused"));
        foreach (var name in came)
            findings.Add(Extra.At(source.Place, $"source `{source.Name}` has the new column `{name}`",
                "add it to the contract if it should be published; it is left out until then"));
        for (var i = 0; i < before.Types.Count && i < before.Columns.Count; i++)
            if (types.TryGetValue(before.Columns[i], out var type) && before.Types[i] != "" && type != before.Types[i])
                findings.Add(Retyped.At(source.Place, $"`{before.Columns[i]}` of source `{source.Name}` is {type} where it was {before.Types[i]}",
                    "check that the contract still says what is meant; values that do not fit it are quarantined"));
    }

    /// <summary>A column that came in the place of one that went, or whose name is nearly the same.</summary>
    private static string? NewNameOf(string name, List<string> gone, List<string> came, IReadOnlyList<string> before,
        IReadOnlyList<string> now)
    {
        if (came.Count == 0) return null;
        var place = before.ToList().IndexOf(name);
        if (gone.Count == came.Count && before.Count == now.Count && came.Contains(now[place])) return now[place];
        return Nearest.Of(name, came);
    }

    public static string Names(IReadOnlyList<string> names) => string.Join(", ", names.Take(NamesShown).Select(n => $"`{n}`"));
}
