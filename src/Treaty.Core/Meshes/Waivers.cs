using Treaty.Core.Findings;
using Treaty.Core.Ownership;

namespace Treaty.Core.Meshes;

/// <summary>Gives findings the severity the constitution wants, and lowers those that a waiver in time covers. A waiver never hides a
/// finding.</summary>
internal static class Waivers
{
    public static readonly FindingKind Ended = new("TRY0214", Severity.Warning, "a waiver has ended");
    public static readonly FindingKind MayNotWaive = new("TRY0215", Severity.Error, "a waiver's approver may not waive");

    /// <summary>The families of errors about what documents say at all: names that lead nowhere, SQL that cannot run, contracts that cannot
    /// be read. Treaty could not do what they ask, so no constitution can allow them.</summary>
    private static readonly string[] Structural = ["TRY00", "TRY01", "TRY04", "TRY05", "TRY06"];

    /// <summary>The rules about who decides and who may waive: leave to break them is an amendment of the constitution, never a
    /// waiver.</summary>
    private static readonly string[] OfDecisions = [MayNotWaive.Code, PrincipalRules.NobodyAmends.Code, PrincipalRules.SharedKey.Code,
        PrincipalRules.BadKey.Code, PrincipalRules.NoPerson.Code];

    private static bool CannotLower(Finding finding) => finding.Severity == Severity.Error
        && (OfDecisions.Contains(finding.Code) || Structural.Any(family => finding.Code.StartsWith(family, StringComparison.Ordinal)));

    /// <param name="today">Null to take waivers as they stand.</param>
    public static Finding Judge(Mesh mesh, Finding finding, DateOnly? today)
    {
        var judged = mesh.Constitution.Judge(finding);
        var waiver = mesh.Constitution.Waivers.FirstOrDefault(w => w.Covers(finding) && (today is null || w.HoldsOn(today.Value)));
        if (CannotLower(finding))
            return waiver is null && judged.Severity == Severity.Error ? finding
                : finding with { Help = finding.Help + "; no waiver and no severity of the constitution can allow it" };
        return waiver is null ? judged : judged with
        {
            Severity = Severity.Info,
            Sentence = $"{judged.Sentence} (waived until {RightRules.Day(waiver.Expires ?? default)} by `{waiver.Approver}`: {waiver.Reason})",
        };
    }

    public static IEnumerable<Finding> Rules(Mesh mesh, DateOnly today)
    {
        foreach (var waiver in mesh.Constitution.Waivers)
        {
            if (waiver.Expires is { } expires && today > expires)
                yield return Ended.At(waiver.Place, $"the waiver of {waiver.Code} for `{waiver.Where}` ended on {RightRules.Day(expires)}",
                    "mend what it waived and remove it, or have it renewed");
            if (!mesh.Principals.IsEmpty && !(mesh.Principal(waiver.Approver) is { } who
                && Holders.By(mesh, who, DecisionRight.Waive, RightScope.Mesh, today).Count > 0))
                yield return MayNotWaive.At(waiver.Place, $"`{waiver.Approver}` approves a waiver without the right waive",
                    $"the right waive is held by {WhoWaives(mesh, today)}");
        }
    }

    private static string WhoWaives(Mesh mesh, DateOnly today) => string.Join(", ",
        Holders.Of(mesh, DecisionRight.Waive, RightScope.Mesh, today).Select(h => $"`{h.Team}`").DefaultIfEmpty("no one"));
}
