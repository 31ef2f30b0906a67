using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>A single text of several hundred lines joins and decides so much that no domain can answer for it.</summary>
public sealed class HugeModels() : Sign(Found, FailureMode.PlatformOverreach, Basis.Sql, Topic.Sql)
{
    public static readonly FindingKind Found = new("TRY1043", Severity.Warning, "models too large to own");

    private const int Huge = 400;

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var sql = estate.Made.Where(a => a.Sql is not null).ToList();
        if (sql.Count == 0) return null;
        var huge = sql.Where(a => a.Sql!.Lines >= Huge).OrderByDescending(a => a.Sql!.Lines).ToList();
        return Observation.Made(this, sql.Count, [.. huge.Select(a => new Evidence(a.Name, a.Sql!.At(1), $"{a.Sql!.Lines} lines"))],
            $"{huge.Count} of {sql.Count} assets are made by {Huge} lines of SQL or more"
            + (huge.Count > 0 ? $"; `{huge[0].Name}` by {huge[0].Sql!.Lines}" : ""),
            "split it along the contexts it mixes, and let each team own its part")
            .Graded(huge.Count * 20 >= sql.Count || huge.Count > 0 && huge[0].Sql!.Lines >= 2 * Huge ? Severity.Warning : Severity.Info);
    }
}
