using Treaty.Core.Findings;

namespace Treaty.Core.Contracts.Standard;

/// <summary>What can be wrong with a document by its standard, and what is doubtful though the standard lets it pass.</summary>
public static class StandardFindings
{
    public static readonly FindingKind NotOfAStandard = new("TRY1200", Severity.Error, "a document is of no open standard that is read");
    public static readonly FindingKind Missing = new("TRY1201", Severity.Error, "the standard requires a key");
    public static readonly FindingKind WrongType = new("TRY1202", Severity.Error, "a value is not of the type that the standard wants");
    public static readonly FindingKind Unknown = new("TRY1203", Severity.Error, "the standard does not know a key");
    public static readonly FindingKind Later = new("TRY1204", Severity.Error, "a key is of a later edition of the standard");
    public static readonly FindingKind NotAWord = new("TRY1205", Severity.Error, "a word is not one of the standard's");
    public static readonly FindingKind BadForm = new("TRY1206", Severity.Error, "a text has not the form that the standard wants");
    public static readonly FindingKind BadCount = new("TRY1207", Severity.Error, "a list is too short or too long");
    public static readonly FindingKind Repeated = new("TRY1208", Severity.Error, "a list holds a value twice");
    public static readonly FindingKind NotOne = new("TRY1209", Severity.Error, "a check has no threshold, or several");
    public static readonly FindingKind MustNotStand = new("TRY1210", Severity.Error, "a key must not stand here");
    public static readonly FindingKind OutOfRange = new("TRY1211", Severity.Error, "a number is out of range");
    public static readonly FindingKind NoDay = new("TRY1212", Severity.Warning, "a day or an instant is not ISO 8601");
    public static readonly FindingKind Outgoing = new("TRY1213", Severity.Info, "the standard will drop a key");

    public static readonly FindingKind NoTarget = new("TRY1220", Severity.Warning, "a relationship leads nowhere in the document");
    public static readonly FindingKind Unequal = new("TRY1221", Severity.Error, "the ends of a relationship do not match");
    public static readonly FindingKind SameId = new("TRY1222", Severity.Error, "an id stands twice in a list");
    public static readonly FindingKind SameName = new("TRY1223", Severity.Error, "a name stands twice in a list");
    public static readonly FindingKind Contradiction = new("TRY1224", Severity.Error, "two limits leave no value");
    public static readonly FindingKind BadValue = new("TRY1245", Severity.Error, "a listed value is not of its column's type");
    public static readonly FindingKind BadPattern = new("TRY1225", Severity.Error, "a pattern is no regular expression");

    /// <summary>What <see cref="BadPattern"/> says of a pattern.</summary>
    public static string NoPattern(string pattern) => $"`{pattern}` is no regular expression";
    public static readonly FindingKind KeyOrder = new("TRY1226", Severity.Warning, "the positions of a key are not 1, 2, 3 …");
    public static readonly FindingKind NoElement = new("TRY1227", Severity.Warning,
        "an SLA property is about an element that is not there");
    public static readonly FindingKind OutwardLink = new("TRY1228", Severity.Info, "a link out of the document is not followed");
    public static readonly FindingKind NoArgument = new("TRY1229", Severity.Warning, "a library check lacks the argument it needs");
}
