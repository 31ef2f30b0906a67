using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>Data are split by time, so that old parts could be dropped, and no age is named at which they are.</summary>
public sealed class NoRetention() : Sign(Found, FailureMode.TablesAsProducts, Basis.Dates, Topic.Retention)
{
    public static readonly FindingKind Found = new("TRY1014", Severity.Warning, "partitioned data kept for ever");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var split = estate.Of(AssetKind.Table).Where(a => a.Partitioned).ToList();
        if (split.Count == 0) return null;
        var kept = split.Where(a => a.RetentionDays is null).ToList();
        return Seen(split.Count, kept.Select(a => new Evidence(a.Name, a.Place, "split by time, kept for ever")),
            $"{kept.Count} of {split.Count} partitioned tables never expire",
            "name how long the data are needed, and let the store drop what is older");
    }
}
