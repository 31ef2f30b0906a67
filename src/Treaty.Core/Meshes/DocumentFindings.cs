using Treaty.Core.Findings;

namespace Treaty.Core.Meshes;

/// <summary>What can be wrong with documents as files: which there are, what they are called, which version of a format they say.</summary>
public static class DocumentFindings
{
    public static readonly FindingKind NoTreaty = new("TRY0001", Severity.Error, "The directory has no treaty.yaml");
    public static readonly FindingKind NotUtf8 = new("TRY0007", Severity.Error, "A document is not UTF-8 text");
    public static readonly FindingKind Unreadable = new("TRY0008", Severity.Error, "A document cannot be read from the disk");
    public static readonly FindingKind Escape = new("TRY0009", Severity.Error, "A document is a link that leads out of the mesh");
    public static readonly FindingKind WrongFolder = new("TRY0015", Severity.Error, "An id differs from the name of its folder");
    public static readonly FindingKind Duplicate = new("TRY0016", Severity.Error, "An id is given twice");
    public static readonly FindingKind Stray = new("TRY0017", Severity.Info,
        "A file in a product's folder is none of its documents and is ignored");
    public static readonly FindingKind Missing = new("TRY0018", Severity.Error, "A folder lacks the document that says what it is");
    public static readonly FindingKind Format = new("TRY0019", Severity.Error,
        "A document says a format or version that Treaty does not read");
    public static readonly FindingKind NotSemVer = new("TRY0020", Severity.Error, "A version is not of the form 1.2.3");
    public static readonly FindingKind FixedSeverity = new("TRY0021", Severity.Error,
        "A severity is set that the constitution may not set");
}
