using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>Neither an asset nor the space it lies in says who may read it.</summary>
public sealed class NoAccessRule() : Sign(Found, FailureMode.TablesAsProducts, Basis.Access, Topic.Access)
{
    public static readonly FindingKind Found = new("TRY1013", Severity.Warning, "assets without an access rule of their own");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var made = estate.Made.ToList();
        var spaces = estate.Spaces.Where(s => s.Grants.Count > 0).Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        if (made.Count == 0 || spaces.Count == 0 && made.All(a => a.Grants.Count == 0)) return null;
        // What its own group alone may build on is no offer to others.
        var bare = made.Where(a => a.Grants.Count == 0 && a.Access != "private" && !spaces.Contains(a.Space)).ToList();
        return Seen(made.Count, bare.Select(a => new Evidence(a.Name, a.Place, "no rule says who may read it")),
            $"{bare.Count} of {made.Count} assets have no access rule, neither their own nor their space's",
            "say who may read it for what, and let that be enforced where it is read")
            .With([.. ByKind.Of("with an access rule of their own", made, made.Where(a => a.Grants.Count > 0)),
                new("spaces without access rule", estate.Spaces.Count(s => s.Grants.Count == 0), estate.Spaces.Count)]);
    }
}
