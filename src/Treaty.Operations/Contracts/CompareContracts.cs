using Treaty.Core.Contracts.Changes;
using Treaty.Core.Contracts.Standard;
using Treaty.Core.Findings;

namespace Treaty.Operations.Contracts;

/// <summary>What changed between two versions of a contract or a product, and what that asks of the version.</summary>
/// <param name="Comparison">Null where one of them cannot be read.</param>
public sealed record ContractDiffReport(string Before, string After, ContractComparison? Comparison, IReadOnlyList<Finding> Findings)
{
    public bool Succeeded => !Findings.HasErrors();
}

/// <summary>Compares two files by the table of compatibility.</summary>
public static class CompareContracts
{
    public static readonly FindingKind OtherKinds = new("TRY1240", Severity.Error, "two documents of different kinds are compared");
    public static readonly FindingKind SmallStep = new("TRY1241", Severity.Error, "a breaking change keeps the major version");
    public static readonly FindingKind LowStep = new("TRY1242", Severity.Warning, "the version moves less than the changes ask for");

    public static ContractDiffReport Run(string before, string after, PortDirection direction)
    {
        var findings = new List<Finding>();
        var (old, @new) = (CheckContracts.Read(before, findings), CheckContracts.Read(after, findings));
        // How well each keeps to its standard is the business of `check`; only what cannot be read at all stops a comparison.
        findings.RemoveAll(f => f.Code.StartsWith("TRY12", StringComparison.Ordinal) && f.Code != StandardFindings.NotOfAStandard.Code);
        if (old?.Standard is null || @new?.Standard is null) return new(before, after, null, findings.Sorted());
        if (old.Standard != @new.Standard)
            return new(before, after, null,
                [OtherKinds.At(new(after, 1, 1), $"`{before}` is of {old.Standard.Name} and `{after}` of {@new.Standard.Name}",
                "compare two versions of one document")]);
        var comparison = ContractComparison.Between(old.Root, @new.Root, direction);
        if (comparison.BreaksUnderSameMajor)
            findings.Add(SmallStep.At(comparison.Breaking.First().Place,
                $"{comparison.Breaking.Count()} breaking changes, and the version goes from {comparison.VersionBefore} to {comparison.VersionAfter}",
                $"write version {comparison.Suggested}, or keep the promise"));
        else if (comparison.Made < comparison.Needed && comparison.Needed != VersionStep.None)
            findings.Add(LowStep.At(new(after, 1, 1), $"the version goes from {comparison.VersionBefore} to {comparison.VersionAfter}",
                $"the changes ask for {comparison.Suggested}"));
        return new(before, after, comparison, findings.Sorted());
    }
}
