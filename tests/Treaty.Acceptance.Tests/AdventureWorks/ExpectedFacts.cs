namespace Treaty.Acceptance.Tests.AdventureWorks;

/// <summary>EXPECTED.yaml beside the mesh: one fact and its exact text a line.</summary>
internal static class ExpectedFacts
{
    public static IReadOnlyDictionary<string, string> Read() =>
        File.ReadLines(Path.Combine(AdventureWorksFolders.Mesh, "EXPECTED.yaml"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(": ", 2))
            .ToDictionary(parts => parts[0].Trim('"'), parts => parts[1].Trim('"'), StringComparer.Ordinal);

    /// <summary>What differs, one line each, in the order of the names; empty where nothing does.</summary>
    public static IReadOnlyList<string> Differences(
        IEnumerable<KeyValuePair<string, string>> expected, IReadOnlyDictionary<string, string> actual) =>
        [.. expected.Where(fact => actual.GetValueOrDefault(fact.Key) != fact.Value)
            .OrderBy(fact => fact.Key, StringComparer.Ordinal)
            .Select(fact => $"{fact.Key}: expected {fact.Value}, found {actual.GetValueOrDefault(fact.Key) ?? "nothing"}")];
}
