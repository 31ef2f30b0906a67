using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>Nothing says what an asset means.</summary>
public sealed class NoDescription() : Sign(Found, FailureMode.TablesAsProducts, Basis.Metadata, Topic.Descriptions)
{
    public static readonly FindingKind Found = new("TRY1010", Severity.Error, "assets without a description");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var made = estate.Made.ToList();
        if (made.Count == 0) return null;
        var bare = made.Where(a => string.IsNullOrWhiteSpace(a.Description)).ToList();
        return Seen(made.Count, bare.Select(a => new Evidence(a.Name, a.Place, "has no description")),
            $"{bare.Count} of {made.Count} assets say nothing of what they mean",
            "write one sentence a consumer can decide by: what a row is, and what it is not")
            .With(ByKind.Of("without description", made, bare));
    }
}
