using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>Nothing is tested of an asset: whether it is right is found out by those who use it.</summary>
public sealed class NoChecks() : Sign(Found, FailureMode.TablesAsProducts, Basis.Checks, Topic.Checks)
{
    public static readonly FindingKind Found = new("TRY1012", Severity.Error, "assets without a quality check");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var made = estate.Made.Where(a => a.Kind != AssetKind.Product).ToList();
        if (made.Count == 0) return null;
        var bare = made.Where(a => !a.Checks.Any(c => c.Enabled)).ToList();
        return Seen(made.Count, bare.Select(a => new Evidence(a.Name, a.Place, "nothing is checked")),
            $"{bare.Count} of {made.Count} assets have no check",
            "check at least the key, what may not be empty, and how old the newest row may be")
            .With([.. ByKind.Of("without check", made, bare), new("with a schema, yet without check", bare.Count(a => a.Columns
                is { Count: > 0 }), made.Count(a => a.Columns is { Count: > 0 })),
            new("checks", made.Sum(a => a.Checks.Count)),
                new("checks, sources and seeds included", estate.Assets.Sum(a => a.Checks.Count))]);
    }
}
