using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>No columns are declared: consumers learn the shape from the data, and of its changes from their failures.</summary>
public sealed class NoSchema() : Sign(Found, FailureMode.TablesAsProducts, Basis.Contracts, Topic.Columns)
{
    public static readonly FindingKind Found = new("TRY1011", Severity.Error, "assets without a declared schema");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var made = estate.Made.Where(a => a.Kind is not (AssetKind.Contract or AssetKind.Product)).ToList();
        if (made.Count == 0) return null;
        var bare = made.Where(a => a.Columns is null or { Count: 0 }).ToList();
        var columns = made.SelectMany(a => a.Columns ?? []).ToList();
        return Seen(made.Count, bare.Select(a => new Evidence(a.Name, a.Place, "declares no column")),
            $"{bare.Count} of {made.Count} assets declare no columns",
            "declare names, types and meaning of what consumers may rely on")
            .With([.. ByKind.Of("without schema", made, bare),
                new("declared columns with a description", columns.Count(c => c.Description != ""), columns.Count)]);
    }
}
