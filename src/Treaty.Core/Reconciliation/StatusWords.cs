using Treaty.Core.Meshes;
using Treaty.Core.Ownership;

namespace Treaty.Core.Reconciliation;

/// <summary>Says in words why one of two statuses holds.</summary>
public static class StatusWords
{
    /// <summary>Which of two statuses that differ holds by the rights of a day, and whose right it is; or that neither does.</summary>
    /// <param name="a">What side a says; null where it says nothing.</param>
    public static string Why(Mesh mesh, Comparison comparison, string? a, string? b, DateOnly day)
    {
        var status = StatusAuthority.Apply(mesh, comparison, day).Status!;
        var (ofA, ofB) = (Of(status.Voices.A, a), Of(status.Voices.B, b));
        if (ofA != ofB)
        {
            var (side, said) = ofA > ofB ? (Side.A, a) : (Side.B, b);
            var named = (ofA > ofB ? ofA : ofB) == StatusStanding.Named;
            var holders = StatusAuthority.Holding(mesh, comparison, side, said, day).Where(h => h.ByStatus == named).DistinctBy(h => h.Team)
                .Select(h => $"{h.Team} ({(h.Accord is { } accord ? $"accord {accord}, " : "")}{h.Place})");
            return $"{Holds(side, said)}: {StatusAuthority.RightOf(mesh, comparison.On(side)).Text()} over {(named ? "it" : "what it says")} "
                + $"lies with {string.Join(" and ", holders)}";
        }
        foreach (var (word, side) in status.Rights)
            if ((side == Side.A ? a : b) == word) return $"{Holds(side, word)}, as declared under rights";
        return status.Decides is { } decides ? $"{Holds(decides, decides == Side.A ? a : b)}, as declared under decides"
            : "no status holds: the decision rights leave it open";
    }

    private static string Holds(Side side, string? said) => $"{said ?? "nothing"} of {side.Letter()} holds";

    private static StatusStanding Of(StatusVoice voice, string? status) => status is null ? StatusStanding.None : voice.Of(status);
}
