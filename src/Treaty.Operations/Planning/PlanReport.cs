using Treaty.Core.Findings;
using Treaty.Core.Plans;

namespace Treaty.Operations.Planning;

/// <summary>A plan and where it stands.</summary>
/// <param name="Id">The first twelve digits of the hash that approvals sign.</param>
/// <param name="Author">Who saved it; null while it is not saved.</param>
/// <param name="Applied">When it was carried out; null while it was not.</param>
/// <param name="Outdated">True where the mesh in force is another than the one it was made against.</param>
public sealed record PlanReport(
    string Id, string Hash, string? Author, DateTimeOffset? SavedAt, DateTimeOffset? Applied, bool Outdated, Plan Plan, PlanState State,
    IReadOnlyList<Finding> Findings)
{
    public bool Refused => Findings.HasErrors();
}

/// <summary>One line of the list of plans.</summary>
public sealed record PlanLine(string Id, string Author, DateTimeOffset SavedAt, DateTimeOffset? Applied, bool Outdated, bool Ready,
    int Changes, int Breaking, int Missing);
