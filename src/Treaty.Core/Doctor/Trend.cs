namespace Treaty.Core.Doctor;

/// <summary>What is kept of a diagnosis, so that the next can be compared with it.</summary>
/// <param name="Affected">By code, how many were affected.</param>
public sealed record KeptDiagnosis(string Estate, DateOnly AsOf, IReadOnlyDictionary<string, int> Affected,
    IReadOnlyDictionary<FailureMode, Verdict> Verdicts)
{
    public static KeptDiagnosis Of(Diagnosis diagnosis) => new(diagnosis.Estate, diagnosis.AsOf,
        diagnosis.Modes.SelectMany(m => m.Observations).OrderBy(o => o.Code, StringComparer.Ordinal)
            .ToDictionary(o => o.Code, o => o.Affected, StringComparer.Ordinal),
        diagnosis.Modes.ToDictionary(m => m.Mode, m => m.Verdict));
}

/// <summary>How a diagnosis differs from an earlier one.</summary>
/// <param name="Since">The day of the earlier one.</param>
public sealed record Trend(DateOnly Since, IReadOnlyList<TrendLine> Lines)
{
    public int Better => Lines.Count(l => l.Change < 0);

    public int Worse => Lines.Count(l => l.Change > 0);

    public static Trend Between(KeptDiagnosis before, Diagnosis now) => new(before.AsOf,
        [.. now.Modes.SelectMany(m => m.Observations).Where(o => before.Affected.ContainsKey(o.Code))
            .Select(o => new TrendLine(o.Code, o.Title, before.Affected[o.Code], o.Affected)).Where(l => l.Change != 0)
            .OrderByDescending(l => l.Change).ThenBy(l => l.Code, StringComparer.Ordinal)]);
}

/// <summary>One code then and now.</summary>
public sealed record TrendLine(string Code, string Title, int Before, int Now)
{
    public int Change => Now - Before;
}
