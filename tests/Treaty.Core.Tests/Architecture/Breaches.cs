namespace Treaty.Core.Tests.Architecture;

internal static class Breaches
{
    private const int Shown = 40;

    /// <summary>Fails with one breach a line, the first forty of them.</summary>
    public static void ShouldBeNone(this IEnumerable<string> breaches)
    {
        var all = breaches.ToList();
        if (all.Count > 0) Assert.Fail($"{all.Count} breaches\n{string.Join('\n', all.Take(Shown))}");
    }
}
