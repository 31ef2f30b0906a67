using Treaty.Core.Findings;

namespace Treaty.Core.Products;

/// <summary>What can be wrong with data products as declared.</summary>
public static class ProductFindings
{
    public static readonly FindingKind NoClass = new("TRY0301", Severity.Error, "A product has no class");
    public static readonly FindingKind ObjectWithoutFact = new("TRY0302", Severity.Error,
        "An object of an authoritative product states no fact");
    public static readonly FindingKind ForeignFact = new("TRY0303", Severity.Error,
        "An object states a fact that its context does not assert");
    public static readonly FindingKind FactKey = new("TRY0304", Severity.Error, "The key of an object differs from the key of its fact");
    public static readonly FindingKind Unsaid = new("TRY0305", Severity.Error, "A product does not say what the constitution requires");
    public static readonly FindingKind ClaimsAuthority = new("TRY0306", Severity.Error,
        "A product that is not authoritative claims to state a fact");
    public static readonly FindingKind RawSources = new("TRY0307", Severity.Error, "A derived or reconciled product reads raw sources");
    public static readonly FindingKind ForeignInput = new("TRY0308", Severity.Error,
        "An authoritative product is built from another context's product");
    public static readonly FindingKind OutsideZone = new("TRY0309", Severity.Error,
        "A reconciled product is outside the treaty zone, or another class inside it");
    public static readonly FindingKind TypeConflict = new("TRY0310", Severity.Error, "The ODPS type of a product contradicts its class");
    public static readonly FindingKind NoContract = new("TRY0311", Severity.Error, "A product has no contract");
    public static readonly FindingKind WrongDomain = new("TRY0312", Severity.Error,
        "A product's domain is not the context whose folder it is in");
    public static readonly FindingKind NotAPort = new("TRY0313", Severity.Error, "A product is used that is no input port");
    public static readonly FindingKind OldVersion = new("TRY0314", Severity.Warning,
        "An input port names another major version than the product has");
    public static readonly FindingKind NoOutput = new("TRY0315", Severity.Warning, "A product has no output port for its contract");
}
