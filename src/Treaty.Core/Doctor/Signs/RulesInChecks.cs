using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>Tests carry conditions on business values of their own: rules that the data do not state and consumers never see.</summary>
public sealed class RulesInChecks() : Sign(Found, FailureMode.PlatformOverreach, Basis.Checks, Topic.Checks)
{
    public static readonly FindingKind Found = new("TRY1042", Severity.Warning, "business rules kept in tests");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var checks = estate.Assets.SelectMany(a => a.Checks.Where(c => c.Enabled).Select(c => (Asset: a, Check: c))).ToList();
        if (checks.Count == 0) return null;
        var ruled = checks.Select(x => (x.Asset, x.Check, Rule: x.Check.Arguments.Where(a => a.Key is "row_condition" or "expression" or "condition"
                or "where").Select(a => a.Value).FirstOrDefault(v => v.Contains('\''))))
            .Where(x => x.Rule is not null).ToList();
        return Seen(checks.Count, ruled.Select(x => new Evidence(x.Asset.Name, x.Check.Place, $"{x.Check.Kind} only where {Short(x.Rule!)}")),
            $"{ruled.Count} of {checks.Count} tests hold under a business condition of their own",
            "state the rule in the contract, where consumers see it");
    }

    private static string Short(string rule) => rule.ReplaceLineEndings(" ") is var line && line.Length > 80 ? line[..80] + "…" : line;
}
