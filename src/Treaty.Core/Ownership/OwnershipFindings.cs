using Treaty.Core.Findings;

namespace Treaty.Core.Ownership;

/// <summary>What can be wrong with who answers for what, and with how contexts meet.</summary>
public static class OwnershipFindings
{
    public static readonly FindingKind TwoAssert = new("TRY0201", Severity.Error, "Two contexts assert the same fact");
    public static readonly FindingKind ForeignSystem = new("TRY0202", Severity.Warning,
        "A fact is asserted from a system that another context's team owns");
    public static readonly FindingKind LacksRight = new("TRY0203", Severity.Error,
        "The owner of a product lacks a decision right that its class demands");
    public static readonly FindingKind NoRights = new("TRY0204", Severity.Info, "A context does not say who holds which decision right");
    public static readonly FindingKind NoMapping = new("TRY0205", Severity.Error,
        "Data of two contexts is joined without a mapping of their terms");
    public static readonly FindingKind FactName = new("TRY0206", Severity.Error, "A fact is not named as the constitution wants");
}
