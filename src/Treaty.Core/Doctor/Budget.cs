using Treaty.Core.Doctor.Reading;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Doctor;

/// <summary>How many of each finding are tolerated.</summary>
/// <param name="Others">The number for codes that are not listed; null where they are not limited.</param>
public sealed record Budget(IReadOnlyDictionary<string, int> Allowed, int? Others)
{
    public static readonly FindingKind NotABudget = new("TRY1090", Severity.Error, "a budget of findings cannot be read");

    /// <summary>Reads YAML such as <c>TRY1000: 12</c>, one line a code, and <c>others: 0</c> for the codes not listed.</summary>
    public static Budget Read(EstateFile file, List<Finding> findings)
    {
        var root = YamlReader.Read(new MeshDocument(file.Path, file.Text), findings);
        var known = SignList.All.Select(s => s.Kind.Code).Append("others").ToList();
        var allowed = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in (root.Get("budget") ?? root).Entries())
            if (!known.Contains(entry.Key))
                findings.Add(NotABudget.At(entry.KeyPlace, $"`{entry.Key}` is no code of a sign", Nearest.Help(entry.Key, known)));
            else if ((root.Get("budget") ?? root).Whole(entry.Key) is { } number and >= 0) allowed[entry.Key] = number;
            else findings.Add(NotABudget.At(entry.Value.Place, $"the budget of `{entry.Key}` is no whole number", "write how many are allowed"));
        return new(allowed.Where(a => a.Key != "others").ToDictionary(StringComparer.Ordinal), allowed.TryGetValue("others", out var o) ? o : null);
    }

    /// <summary>Each limited code with what was found; those over their budget first.</summary>
    public IReadOnlyList<BudgetLine> Judge(Diagnosis diagnosis) =>
    [
        .. diagnosis.Modes.SelectMany(m => m.Observations)
            .Select(o => (o.Code, o.Affected, Limit: Allowed.TryGetValue(o.Code, out var limit) ? limit : Others))
            .Where(x => x.Limit is not null).Select(x => new BudgetLine(x.Code, x.Limit!.Value, x.Affected))
            .OrderByDescending(l => l.Over).ThenBy(l => l.Code, StringComparer.Ordinal),
    ];
}

/// <summary>A code's budget and what was found.</summary>
public sealed record BudgetLine(string Code, int Allowed, int Found)
{
    public bool Over => Found > Allowed;
}
