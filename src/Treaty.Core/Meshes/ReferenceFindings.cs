using Treaty.Core.Findings;

namespace Treaty.Core.Meshes;

/// <summary>Names that lead nowhere.</summary>
public static class ReferenceFindings
{
    public static readonly FindingKind Team = new("TRY0101", Severity.Error, "A team is not declared");
    public static readonly FindingKind Term = new("TRY0102", Severity.Error, "A term is not declared");
    public static readonly FindingKind System = new("TRY0103", Severity.Error, "A system of record is not declared");
    public static readonly FindingKind Source = new("TRY0104", Severity.Error, "A source is not declared");
    public static readonly FindingKind Product = new("TRY0105", Severity.Error, "A product does not exist");
    public static readonly FindingKind Object = new("TRY0106", Severity.Error, "A schema object does not exist");
    public static readonly FindingKind ContractId = new("TRY0107", Severity.Error,
        "A contract id is not the one of the product's contract");
    public static readonly FindingKind Measure = new("TRY0108", Severity.Error, "A measure does not exist");
    public static readonly FindingKind Alias = new("TRY0109", Severity.Error, "An alias is not declared");
    public static readonly FindingKind Column = new("TRY0110", Severity.Error, "A column does not exist");
    public static readonly FindingKind Context = new("TRY0112", Severity.Error, "A context does not exist");
    public static readonly FindingKind Cycle = new("TRY0113", Severity.Error, "Products depend on each other in a circle");
    public static readonly FindingKind NotAReference = new("TRY0114", Severity.Error, "A text is not a reference");
    public static readonly FindingKind WhichObject = new("TRY0115", Severity.Error,
        "A reference does not say which object of a product with several");
}
