using Treaty.Core.Findings;
using Treaty.Core.Ownership;

namespace Treaty.Core.Meshes;

/// <summary>Whether accords are between contexts that exist, give what they can, and have an end.</summary>
internal static class AccordRules
{
    public static readonly FindingKind Ended = new("TRY0211", Severity.Warning, "an accord has ended");
    public static readonly FindingKind WrongSide = new("TRY0212", Severity.Error, "an accord gives a right that its parties do not have");
    public static readonly FindingKind Endless = new("TRY0213", Severity.Warning, "an accord has no end");

    public static IEnumerable<Finding> Judge(Mesh mesh, DateOnly today) => mesh.Accords.SelectMany(a => Of(mesh, a, today));

    private static IEnumerable<Finding> Of(Mesh mesh, Accord accord, DateOnly today)
    {
        var contexts = mesh.Contexts.Select(c => c.Id).ToList();
        foreach (var party in accord.Between.Where(p => mesh.Context(p) is null))
            yield return MeshRules.Unknown(accord.Place, "context", party, contexts);
        if (accord.Between.Distinct(StringComparer.Ordinal).Count() != 2)
            yield return WrongSide.At(accord.Place, $"`{accord.Id}` is between {accord.Between.Length} contexts",
                "an accord is between two: write `between: [one, other]`");
        if (accord.Until is not { } until)
            yield return Endless.At(accord.Place, $"`{accord.Id}` gives rights away for ever", "add `until:` with the day on which it is to be looked at again");
        else if (today > until)
            yield return Ended.At(accord.Place, $"`{accord.Id}` ended on {RightRules.Day(until)}, and gives nothing since",
                "renew it with both contexts, or remove it");
        foreach (var given in accord.Rights)
        {
            if (!accord.Between.Contains(given.Of))
                yield return WrongSide.At(given.Place, $"`{accord.Id}` gives a right of `{given.Of}`, which is no party to it",
                    $"`of` is one of {string.Join(", ", accord.Between.Select(b => $"`{b}`"))}");
            var receivers = mesh.Contexts.Where(c => c.Id != given.Of && accord.Between.Contains(c.Id)).SelectMany(c => c.Teams)
                .Select(t => t.Id).ToList();
            if (mesh.Team(given.To) is null) yield return MeshRules.Unknown(given.Place, "team", given.To, receivers);
            else if (!receivers.Contains(given.To))
                yield return WrongSide.At(given.Place, $"`{accord.Id}` gives a right to `{given.To}`, which is no team of the other context",
                    receivers.Count == 0 ? "the other context has no team" : $"the teams of the other context are {string.Join(", ", receivers.Select(t => $"`{t}`"))}");
        }
    }
}
