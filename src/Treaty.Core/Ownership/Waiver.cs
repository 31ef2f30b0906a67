using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Ownership;

/// <summary>Leave to break one rule in one place, with a reason, someone who answers for it, and an end.</summary>
/// <param name="Code">The finding that is waived.</param>
/// <param name="Where">The document, or the folder ending in /, to which it applies.</param>
/// <param name="Approver">The principal who grants it, or the team where the mesh knows no principals.</param>
public sealed record Waiver(string Code, string Where, string Reason, string Approver, DateOnly? Expires, SourcePlace Place)
{
    public bool Covers(Finding finding) => finding.Code == Code && finding.Place is { } place
        && (place.File == Where || (Where.EndsWith('/') && place.File.StartsWith(Where, StringComparison.Ordinal)));

    /// <summary>A waiver without an end holds on no day.</summary>
    public bool HoldsOn(DateOnly day) => Expires is { } expires && day <= expires;

    public static ImmutableArray<Waiver> Read(Fields f) => [.. f.Maps("waivers").Select(One)];

    private static Waiver One(Fields f)
    {
        f.Required("expires");
        var waiver = new Waiver(f.Required("code"), f.Required("where"), f.Required("reason"), f.Required("approver"),
            HoldingsDocument.Day(f, "expires"), f.Place);
        f.End();
        return waiver;
    }
}
