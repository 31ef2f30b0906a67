using Treaty.Core.Findings;

namespace Treaty.Core.Reconciliation;

/// <summary>What can be wrong with reconciliation rules and comparisons.</summary>
public static class ReconciliationFindings
{
    public static readonly FindingKind NoRules = new("TRY0601", Severity.Error, "A reconciled product has no reconciliation.yaml");
    public static readonly FindingKind NoRows = new("TRY0602", Severity.Error, "A reconciled product has no rows.sql");
    public static readonly FindingKind NotReconciled = new("TRY0603", Severity.Error,
        "A product that is not reconciled has a reconciliation.yaml");
    public static readonly FindingKind KeyLength = new("TRY0604", Severity.Error, "The keys of two sides differ in length");
    public static readonly FindingKind Tolerance = new("TRY0605", Severity.Error, "A tolerance makes no sense");
    public static readonly FindingKind NotTheFeed = new("TRY0606", Severity.Error, "A comparison of a feed does not compare the feed");
    public static readonly FindingKind SameSides = new("TRY0607", Severity.Error, "A comparison compares an object with itself");
    public static readonly FindingKind MeasureObject = new("TRY0608", Severity.Error,
        "A measure is about another object than the side that is compared");
    public static readonly FindingKind NothingCompared = new("TRY0609", Severity.Info, "A comparison compares keys only");
}
