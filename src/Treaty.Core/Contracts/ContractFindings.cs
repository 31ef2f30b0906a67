using Treaty.Core.Findings;

namespace Treaty.Core.Contracts;

/// <summary>What can be wrong with contracts as declared.</summary>
public static class ContractFindings
{
    public static readonly FindingKind NoObjects = new("TRY0401", Severity.Error, "A contract has no schema object");
    public static readonly FindingKind PhysicalType = new("TRY0402", Severity.Error,
        "A physicalType of a number is not a decimal that can be kept");
    public static readonly FindingKind MoneyType = new("TRY0403", Severity.Error, "A column of money is not a number");
    public static readonly FindingKind RelationshipPort = new("TRY0404", Severity.Error,
        "A relationship leads to a product that is no input port");
    public static readonly FindingKind AsText = new("TRY0405", Severity.Warning, "A column of a nested type is kept as text");
    public static readonly FindingKind NotEnforced = new("TRY0406", Severity.Info, "A clause of a contract is not enforced");
    public static readonly FindingKind Operator = new("TRY0407", Severity.Error,
        "A quality check has several operators, or one without a number");
    public static readonly FindingKind Relationship = new("TRY0408", Severity.Error, "The target of a relationship cannot be read");
    public static readonly FindingKind Sign = new("TRY0409", Severity.Error, "A sign is neither 1 nor -1");
    public static readonly FindingKind Limit = new("TRY0410", Severity.Error, "A limit makes no sense");
    public static readonly FindingKind NoKey = new("TRY0411", Severity.Warning, "An object has no primary key");
    public static readonly FindingKind Reserved = new("TRY0412", Severity.Error, "A column has a name that Treaty keeps for itself");
}
