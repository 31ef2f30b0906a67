using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>Nearly everything is open to the same group: the access rule distinguishes nothing.</summary>
public sealed class OneGrantForAll() : Sign(Found, FailureMode.GovernanceTheatre, Basis.Access, Topic.Access)
{
    public static readonly FindingKind Found = new("TRY1064", Severity.Warning, "one grant for everyone");

    private const int LeastPlaces = 10;

    public override Observation? Look(Estate estate, DateOnly day)
    {
        // Spaces where they carry rights; else the assets themselves.
        var places = estate.Spaces.Any(s => s.Grants.Count > 0) ? estate.Spaces.Select(s => (s.Name, s.Place, s.Grants)).ToList()
            : estate.Made.Where(a => a.Grants.Count > 0).Select(a => (a.Name, a.Place, a.Grants)).ToList();
        if (places.Count < LeastPlaces) return null;
        var common = places.SelectMany(p => p.Grants.Where(g => Reads(g.Role)).Select(g => g.Member).Distinct()).CountBy(m => m)
            .OrderByDescending(x => x.Value).ThenBy(x => x.Key, StringComparer.Ordinal).FirstOrDefault();
        var same = common.Value >= places.Count * 0.8 ? places.Where(p => p.Grants.Any(g => g.Member == common.Key)).ToList() : [];
        return Seen(places.Count, same.Select(p => new Evidence(p.Name, p.Place, $"open to {common.Key}")),
            same.Count > 0 ? $"{same.Count} of {places.Count} places are open to the same group, `{common.Key}`"
                : $"no group may read four fifths of {places.Count} places",
            "grant by what the data are and what for, and name who decides each grant");
    }

    private static bool Reads(string role) => role == "" || role.Contains("select", StringComparison.OrdinalIgnoreCase)
        || role.Contains("read", StringComparison.OrdinalIgnoreCase) || role.Contains("view", StringComparison.OrdinalIgnoreCase)
        || role.Contains("usage", StringComparison.OrdinalIgnoreCase);
}
