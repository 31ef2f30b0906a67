using Treaty.Core.Findings;

namespace Treaty.Operations.Reports;

/// <summary>What a run recorded, held against what its inputs, rules and decisions give today.</summary>
public sealed record ReplayReport(string Run, IReadOnlyList<ReplayLine> Lines, IReadOnlyList<Finding> Findings)
{
    /// <summary>The products and comparisons of the run that could not be made again; the findings say what is missing.</summary>
    public IReadOnlyList<string> NotMade { get; init; } = [];
}

/// <param name="Ref">The comparison or product.</param>
/// <param name="How">made-anew: published again, beside the lake, from the same sources, versions and documents; compared-anew: worked
/// out again from the same versions, rules and decisions; read-again: the stored rows hashed again.</param>
/// <param name="Recorded">Content as recorded, rows and hash.</param>
/// <param name="Found">Content as found now.</param>
public sealed record ReplayLine(string Ref, string Table, string How, string Recorded, string Found)
{
    public bool Equal => Recorded == Found;
}

/// <summary>Whether two sides hold the same rows by all that their comparison compares.</summary>
public sealed record IdenticalReport(string Comparison, IReadOnlyList<IdenticalSide> Sides, IReadOnlyList<Finding> Findings)
{
    public bool Identical => Sides is [var a, var b] && a.Rows == b.Rows && a.Content == b.Content;
}

/// <param name="Version">The product version, such as sales.orders#3.</param>
/// <param name="Content">Sum and exclusive or of the hashes of all rows.</param>
public sealed record IdenticalSide(string Version, long Rows, string Content)
{
    /// <summary>Rows that the comparison leaves out by its scope, besides the others.</summary>
    public long OutOfScope { get; init; }
}
