namespace Treaty.Operations.Reports;

/// <summary>What stands behind a line of a bridge besides its rows: the rule, the people and the decisions.</summary>
/// <param name="Rule">The rule that puts rows there, as the documents in force have it.</param>
/// <param name="Open">How many discrepancies of its kind and currency are open.</param>
/// <param name="Settled">How many are not.</param>
/// <param name="Queue">The filter that lists those that are open; null where the line is of no class of discrepancies.</param>
/// <param name="Decisions">The decisions about them that hold, the newest first.</param>
public sealed record BehindLine(RuleText Rule, PeopleLine People, long Open, long Settled, DiscrepancyFilter? Queue,
    IReadOnlyList<AuditLine> Decisions)
{
    /// <summary>True where there are more decisions than are listed, or may be: they are looked for behind the largest discrepancies
    /// alone.</summary>
    public bool MoreDecisions { get; init; }
}

/// <summary>A rule as a document in force has it.</summary>
/// <param name="Place">File, line and column.</param>
/// <param name="Text">Its lines.</param>
public sealed record RuleText(string Place, string Text);

/// <summary>Who answers for something, and who may decide about it.</summary>
/// <param name="Team">The team's id; null where nobody answers.</param>
/// <param name="Members">Its principals who may act; empty where the mesh names none.</param>
/// <param name="Resolve">The teams that may say how it ends.</param>
/// <param name="Accept">The teams that may let it stand.</param>
public sealed record PeopleLine(string? Team, string? Name, string? Contact, IReadOnlyList<string> Members, IReadOnlyList<string> Resolve,
    IReadOnlyList<string> Accept);
