namespace Treaty.Core.Doctor;

/// <summary>Makes one estate of several that lie in one folder.</summary>
public static class Joined
{
    /// <summary>
    /// Assets of equal name in two of them are told apart by the estate's name; what is read under that name leads to the reader's own
    /// estate.
    /// </summary>
    public static Estate? Of(IReadOnlyList<Estate> estates)
    {
        if (estates.Count < 2) return estates is [var only] ? only : null;
        var twice = estates.SelectMany(e => e.Assets.Select(a => a.Name).Distinct()).CountBy(n => n).Where(x => x.Value > 1)
            .Select(x => x.Key).ToHashSet(StringComparer.Ordinal);
        var own = estates.Select(e => Renamed(e, twice)).ToList();
        return new Estate(string.Join(" + ", estates.Select(e => e.Name)), estates[0].Kind)
        {
            Speaks = estates.Aggregate(Topic.Nothing, (all, e) => all | e.Speaks),
            Assets = [.. own.SelectMany(e => e.Assets)], Edges = [.. own.SelectMany(e => e.Edges)],
            Spaces = [.. own.SelectMany(e => e.Spaces)], Consumers = [.. own.SelectMany(e => e.Consumers)],
            OtherSql = [.. own.SelectMany(e => e.OtherSql)], Unread = [.. own.SelectMany(e => e.Unread)],
            FilesRead = own.Sum(e => e.FilesRead),
        };
    }

    private static Estate Renamed(Estate estate, HashSet<string> twice)
    {
        var mine = estate.Assets.Select(a => a.Name).Where(twice.Contains).ToHashSet(StringComparer.Ordinal);
        string Name(string name) => mine.Contains(name) ? $"{estate.Name}.{name}" : name;
        return estate with
        {
            Assets = [.. estate.Assets.Select(a => a with { Name = Name(a.Name) })],
            Edges = [.. estate.Edges.Select(e => e with { Downstream = Name(e.Downstream), Upstream = Name(e.Upstream) })],
            Consumers = [.. estate.Consumers.Select(c => c with { Reads = [.. c.Reads.Select(Name)] })],
        };
    }
}
