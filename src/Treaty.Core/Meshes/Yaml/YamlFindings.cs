using Treaty.Core.Findings;

namespace Treaty.Core.Meshes.Yaml;

/// <summary>What can be wrong with the text and the shape of a document, whatever it is about.</summary>
public static class YamlFindings
{
    public static readonly FindingKind Syntax = new("TRY0002", Severity.Error, "A document is not valid YAML");
    public static readonly FindingKind DuplicateKey = new("TRY0003", Severity.Error, "A key stands twice in one map");
    public static readonly FindingKind TooLarge = new("TRY0004", Severity.Error, "A document is too large, too deep or expands too far");
    public static readonly FindingKind Refused = new("TRY0005", Severity.Error,
        "A document uses a feature of YAML that Treaty refuses (tags, several documents)");
    public static readonly FindingKind Empty = new("TRY0006", Severity.Error, "A document is empty");
    public static readonly FindingKind UnknownKey = new("TRY0010", Severity.Error, "A key is not known");
    public static readonly FindingKind MissingKey = new("TRY0011", Severity.Error, "A required key is missing");
    public static readonly FindingKind WrongShape = new("TRY0012", Severity.Error, "A value has another shape than the key needs");
    public static readonly FindingKind UnknownWord = new("TRY0013", Severity.Error, "A word is not one of those that the key allows");
    public static readonly FindingKind BadId = new("TRY0014", Severity.Error, "An id does not match `[a-z][a-z0-9_]*`");
}
