using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>A single contract promises more tables than anybody can give a meaning: a database dump with a cover page.</summary>
public sealed class ContractDumpsTables() : Sign(Found, FailureMode.TablesAsProducts, Basis.Contracts, Topic.Contracts)
{
    public static readonly FindingKind Found = new("TRY1016", Severity.Error, "one contract that dumps many tables");

    private const int Many = 20;

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var contracts = estate.Of(AssetKind.Contract).ToList();
        if (contracts.Count == 0) return null;
        var dumps = contracts.Where(c => c.Objects.Count >= Many).ToList();
        var active = dumps.Where(c => c.Status is not ("draft" or "proposed" or "retired")).ToList();
        var largest = dumps.OrderByDescending(c => c.Objects.Count).ThenBy(c => c.Name, StringComparer.Ordinal).FirstOrDefault();
        return Seen(contracts.Count, dumps.Select(c => new Evidence(c.Name, c.Place,
                    $"{c.Objects.Count} tables in one {(c.Status == "" ? "" : c.Status + " ")}contract, such as "
                    + string.Join(", ", c.Objects.Take(3)))),
                largest is null ? $"none of {contracts.Count} contracts promises {Many} tables or more"
                : $"`{largest.Name}` puts {largest.Objects.Count} tables into one contract"
                    + (dumps.Count > 1 ? $", and {dumps.Count - 1} more do alike" : ""),
                "publish the few facts a domain can assert, each with its own contract; leave the other tables private")
            .With([.. Said(dumps)])
            .Graded(active.Count > 0 ? Severity.Error : dumps.Count > 0 ? Severity.Warning : Severity.Info);
    }

    /// <summary>How far what is dumped is at least explained.</summary>
    private static IEnumerable<Count> Said(List<Asset> dumps)
    {
        if (dumps.Count == 0) yield break;
        var columns = dumps.SelectMany(c => c.Columns ?? []).ToList();
        yield return new("tables in such contracts", dumps.Sum(c => c.Objects.Count));
        yield return new("their columns with a description", columns.Count(c => c.Description != ""), columns.Count);
        yield return new("checks of any of them", dumps.Sum(c => c.Checks.Count(check => check.Enabled)));
    }
}
