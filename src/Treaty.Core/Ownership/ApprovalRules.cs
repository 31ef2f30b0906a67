using System.Collections.Immutable;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Ownership;

/// <summary>What silence of a consumer means when its time to acknowledge a breaking change is over.</summary>
public enum Silence { Consents, Refuses }

/// <summary>How changes are approved.</summary>
/// <param name="FourEyes">The rights whose decisions need a second person besides the one who planned them.</param>
/// <param name="BreakingNeedsFourEyes">Whether every breaking change needs one too.</param>
/// <param name="AcknowledgementDays">How long consumers have to acknowledge a breaking change, from the day the plan is saved.</param>
public sealed record ApprovalRules(
    ImmutableArray<DecisionRight> FourEyes, bool BreakingNeedsFourEyes, int AcknowledgementDays, Silence Silence)
{
    public static ApprovalRules Default { get; } =
        new([DecisionRight.AmendConstitution, DecisionRight.Waive, DecisionRight.SetPolicy], true, 14, Silence.Consents);

    public static ApprovalRules Read(Fields f)
    {
        if (!f.Has("approvals")) return Default;
        var approvals = f.Map("approvals");
        var acknowledgement = approvals.Map("acknowledgement");
        var days = acknowledgement.Integer("days");
        var silence = acknowledgement.Word("silence", "consents", "refuses");
        acknowledgement.End();
        var rules = new ApprovalRules(
            approvals.Has("fourEyes") ? [.. Rights(approvals)] : Default.FourEyes,
            approvals.Has("fourEyes") ? approvals.Texts("fourEyes").Contains("breaking") : Default.BreakingNeedsFourEyes,
            days ?? Default.AcknowledgementDays, silence == "refuses" ? Silence.Refuses : Silence.Consents);
        approvals.End();
        return rules;
    }

    private static IEnumerable<DecisionRight> Rights(Fields f)
    {
        foreach (var text in f.Texts("fourEyes").Where(text => text != "breaking"))
            if (DecisionRights.TryParse(text) is { } right) yield return right;
            else
                f.Findings.Add(Fields.UnknownWord.At(f.PlaceOf("fourEyes"), $"`{text}` is no decision right",
                    Nearest.Help(text, [.. DecisionRights.Texts, "breaking"])));
    }
}
