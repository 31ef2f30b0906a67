using Treaty.Core.Findings;

namespace Treaty.Core.Contracts.Formats;

/// <summary>What can be wrong with a document of another format, and what a format cannot say.</summary>
public static class FormatFindings
{
    public static readonly FindingKind NotReadable = new("TRY1260", Severity.Error, "a source of a contract cannot be read as what it is");
    public static readonly FindingKind Outward = new("TRY1261", Severity.Error, "a schema refers to what is outside of it");
    public static readonly FindingKind Circular = new("TRY1262", Severity.Error, "a schema contains itself");
    public static readonly FindingKind NothingIn = new("TRY1263", Severity.Error, "a source holds no table");
    public static readonly FindingKind Loses = new("TRY1264", Severity.Warning, "a format cannot say what the contract says");
    public static readonly FindingKind UnknownSource = new("TRY1265", Severity.Error, "it is not clear of which format a source is");
    public static readonly FindingKind Standing = new("TRY1266", Severity.Error, "a file stands where one would be written");
}
