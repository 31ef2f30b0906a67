namespace Treaty.Operations.Samples.OrderToCash;

/// <summary>Chance that depends on nothing but the seed, what is asked, and of whom: the same on every machine and in any order
/// (SplitMix64).</summary>
public readonly struct Dice(long seed)
{
    public ulong Roll(string purpose, long number)
    {
        var state = (ulong)seed * 0x9E3779B97F4A7C15UL;
        foreach (var c in purpose) state = Mix(state ^ c);
        return Mix(state ^ Mix((ulong)number));
    }

    /// <summary>True in so many cases of 10,000.</summary>
    public bool Hits(string purpose, long number, int inTenThousand) => Roll(purpose, number) % 10_000 < (ulong)inTenThousand;

    /// <summary>A whole number from least to most, both included.</summary>
    public long Between(string purpose, long number, long least, long most) => least
        + (long)(Roll(purpose, number) % (ulong)(most - least + 1));

    public T Pick<T>(string purpose, long number, params ReadOnlySpan<T> choices) =>
        choices[(int)(Roll(purpose, number) % (ulong)choices.Length)];

    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
