using Treaty.Core.Findings;

namespace Treaty.Core.Products;

/// <summary>What can be wrong with raw sources as declared.</summary>
public static class SourceFindings
{
    public static readonly FindingKind Escape = new("TRY0801", Severity.Error, "A source's location leads out of the mesh or its root");
    public static readonly FindingKind UnknownRoot = new("TRY0802", Severity.Error,
        "A source names a root that treaty.yaml does not declare");
    public static readonly FindingKind Delimiter = new("TRY0803", Severity.Error, "A CSV dialect cannot work");
    public static readonly FindingKind NoColumns = new("TRY0804", Severity.Error, "A CSV source without a header does not say its columns");
    public static readonly FindingKind NotCsv = new("TRY0805", Severity.Error, "A dialect is given for a source that is not CSV");
}
