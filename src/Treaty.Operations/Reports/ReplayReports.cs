using Treaty.Core.Findings;

namespace Treaty.Operations.Reports;

/// <summary>What a run recorded, held against what its inputs, rules and decisions give today.</summary>
public sealed record ReplayReport(string Run, IReadOnlyList<ReplayLine> Lines, IReadOnlyList<Finding> Findings);

/// <param name="Ref">The comparison or product.</param>
/// <param name="How">compared-anew: worked out again from the same versions, rules and decisions; read-again: the stored rows hashed
/// again.</param>
/// <param name="Recorded">Content as recorded, rows and hash.</param>
/// <param name="Found">Content as found now.</param>
public sealed record ReplayLine(string Ref, string Table, string How, string Recorded, string Found)
{
    public bool Equal => Recorded == Found;
}
