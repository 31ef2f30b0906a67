using Treaty.Core.Findings;
using Treaty.Core.Ownership;

namespace Treaty.Core.Meshes;

/// <summary>Gives findings the severity the constitution wants, and lowers those that a waiver in time covers. A waiver never hides a
/// finding.</summary>
internal static class Waivers
{
    public static readonly FindingKind Ended = new("TRY0214", Severity.Warning, "a waiver has ended");
    public static readonly FindingKind MayNotWaive = new("TRY0215", Severity.Error, "a waiver's approver may not waive");

    /// <param name="today">Null to take waivers as they stand.</param>
    public static Finding Judge(Mesh mesh, Finding finding, DateOnly? today)
    {
        var judged = mesh.Constitution.Judge(finding);
        var waiver = mesh.Constitution.Waivers.FirstOrDefault(w => w.Covers(finding) && (today is null || w.HoldsOn(today.Value)));
        return waiver is null || finding.Code == MayNotWaive.Code ? judged : judged with
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
