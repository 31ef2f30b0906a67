using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>An asset is marked as going while assets that stay are built on it: the mark changed nothing.</summary>
public sealed class DeprecatedStillRead() : Sign(Found, FailureMode.GovernanceTheatre, Basis.Lineage, Topic.Lineage | Topic.Dates)
{
    public static readonly FindingKind Found = new("TRY1065", Severity.Error, "deprecated, and still read");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var going = estate.Assets.Where(a => a.Deprecated && a.Enabled).ToList();
        if (going.Count == 0) return null;
        var names = going.Select(a => a.Name).ToHashSet(StringComparer.Ordinal);
        var readers = estate.Edges.Where(e => names.Contains(e.Upstream) && !names.Contains(e.Downstream)).Select(e =>
            (e.Upstream, Reader: e.Downstream))
            .Concat(estate.Reads.Where(r => r.Day <= day && r.Day > day.AddDays(-90)).Select(r => (Upstream: r.Asset, Reader: r.Who)))
            .Distinct().ToLookup(x => x.Upstream, x => x.Reader);
        var read = going.Where(a => readers[a.Name].Any()).ToList();
        return Seen(going.Count, read.Select(a => new Evidence(a.Name, a.Place,
                $"read by {string.Join(", ", readers[a.Name].Order(StringComparer.Ordinal).Take(3))}")),
            $"{read.Count} of {going.Count} deprecated assets are still read by what stays",
            "move the readers first, and let the build refuse new ones");
    }
}
