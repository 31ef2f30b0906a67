using System.Collections.Immutable;
using static Treaty.Core.Contracts.Changes.Weighing;

namespace Treaty.Core.Contracts.Changes;

/// <summary>
/// The rules of compatibility, all of them, in the order in which they are tried. Paths are those of <see cref="Plans.TreeDifferences"/>.
/// The last line matches anything and takes it for words, so that nothing escapes the table.
/// </summary>
public static class CompatibilityTable
{
    public static ImmutableArray<CompatibilityRule> Rules { get; } =
    [
        Of("words",
            @"\.(description|tags|examples|synonyms|context|label)(\.|\[|$)|^(name|tags|tenant|domain|context|support|team)(\.|\[|$)|\(order\)$",
            Words, "", "", ""),
        Of("limitations", @"^description\.limitations$", Restriction, "restricts how the data may be used", "lifts a restriction",
            "restricts how the data may be used"),
        Of("contract", @"^$", Held, "takes the whole contract away", "is a new contract", "is another contract"),
        Of("identity", @"^(id|kind)$", Meaning, "is another contract", "names the contract", "is another contract"),
        Of("life", @"^status$", Life, "ends the contract", "takes the contract into use", "changes where the contract stands"),

        Of("object", @"^schema(\[[^\]]*\])?$", Held, "is gone", "is new", "is another"),
        Of("column", @"\.properties(\[[^\]]*\])?$", Weighing.Column, "is gone", "is new", "is another"),
        Of("rename", @"^schema.*\.name$", Meaning, "is called otherwise", "has a name", "is called otherwise"),
        Of("type", @"\.logicalType$", Weighing.Type, "has no type any more", "has a type now", "is of another type"),
        Of("digits", @"\.physicalType$", Weighing.Type, "may hold larger values than before", "holds smaller values than before",
            "is of another physical type"),
        Of("required", @"\.required$", Flag, "may now be absent", "is now always there", "may now be absent"),
        Of("unique", @"\.unique$", Flag, "may now repeat", "no longer repeats", "may now repeat"),
        Of("key", @"\.primaryKey$", Meaning, "identifies rows otherwise", "identifies rows now", "identifies rows otherwise"),
        Of("enum", @"\.enum\[[^\]]*\]$", Allowed, "may now be a value", "is no longer a value", "is another value"),
        Of("enums", @"\.enum$", Held, "allows any value now", "allows only listed values now", "allows other values"),
        Of("longest", @"\.logicalTypeOptions\.(maxLength|maxItems|maxProperties|maximum|exclusiveMaximum)$", Upper,
            "allows larger values than before", "allows only smaller values than before", "is another limit"),
        Of("shortest", @"\.logicalTypeOptions\.(minLength|minItems|minProperties|minimum|exclusiveMinimum)$", Lower,
            "allows smaller values than before", "allows only larger values than before", "is another limit"),
        Of("step", @"\.logicalTypeOptions\.multipleOf$", Step, "allows finer values than before",
            "allows only coarser values than before", "is another step"),
        Of("distinct", @"\.logicalTypeOptions\.uniqueItems$", Flag, "may now hold an item twice", "holds each item once",
            "may now hold an item twice"),
        Of("pattern", @"\.logicalTypeOptions\.(pattern|format)$", Held, "allows any text now", "allows only texts of a form now",
            "allows texts of another form"),
        Of("zone", @"\.logicalTypeOptions\.(timezone|defaultTimezone)$", Meaning, "is read in another zone", "names its zone",
            "is read in another zone"),
        Of("options", @"\.logicalTypeOptions(\.|$)", Held, "is limited less", "is limited more", "is limited otherwise"),
        Of("nested", @"\.(items|map)(\.|$)", Held, "holds anything now", "says what it holds", "holds something else"),
        Of("reference", @"\.relationships(\[[^\]]*\])?$", Held, "may now refer to nothing", "now refers to something that is there",
            "refers to something else"),
        Of("target", @"\.relationships\[[^\]]*\]\.(to|from|type)(\[|$)", Meaning, "refers to something else", "refers to something",
            "refers to something else"),
        Of("classification", @"\.classification$", Classification, "may now be seen by fewer", "may now be seen by more",
            "may now be seen by others"),
        Of("deprecated", @"\.deprecated$", Words, "", "", ""),
        Of("semantics", @"\.semanticType$", Meaning, "is of another kind", "says its kind", "is of another kind"),
        Of("business name", @"\.businessName$", Meaning, "has no business name any more", "has a business name",
            "has another business name"),
        Of("business definition", @"\.authoritativeDefinitions\[[^\]]*\](\.(url|type))?$", Definition, "has no definition any more",
            "has a definition",
            "is defined otherwise"),
        Of("physical name", @"\.physicalName$", Physical, "lies elsewhere", "says where it lies", "lies elsewhere"),

        Of("check", @"(^|\.)quality(\[[^\]]*\])?$", Held, "is no longer checked", "is checked now", "is checked otherwise"),
        Of("threshold", @"\.quality\[[^\]]*\]\.must[A-Za-z]+(\[.*)?$", Threshold, "passes with worse data than before",
            "demands better data than before",
            "has another threshold"),
        Of("severity", @"\.quality\[[^\]]*\]\.severity$|customProperties\[treatySeverity\]", Weighing.Severity, "only warns now",
            "now refuses", "is judged otherwise"),
        Of("valid values", @"\.arguments\.validValues\[[^\]]*\]$", Allowed, "may now be a value", "is no longer a value",
            "is another value"),
        Of("missing values", @"\.arguments\.missingValues\[[^\]]*\]$", Held, "no longer counts as missing", "now counts as missing",
            "is another value"),
        Of("check content", @"\.quality\[[^\]]*\]\.(type|metric|rule|query|unit|arguments|engine|implementation)(\.|\[|$)", Meaning,
            "checks something else",
            "says what it checks", "checks something else"),

        Of("objective", @"^slaProperties(\[[^\]]*\])?$|^slaProperties\[[^\]]*\]\.(value|unit)$", Weighing.Objective,
            "promises a worse service", "promises a better service",
            "promises another service"),
        Of("objective's element", @"^slaProperties\[[^\]]*\]\.(element|property|valueExt)$|^slaDefaultElement$", Meaning,
            "is about something else",
            "says what it is about", "is about something else"),
        Of("role", @"^roles(\[[^\]]*\])?$", Held, "gives nobody access any more", "gives access", "gives other access"),
        Of("access", @"^roles\[[^\]]*\]\.(role|access)$", Meaning, "gives other access", "says what access it gives", "gives other access"),
        Of("price", @"^price(\.(priceAmount|priceCurrency|priceUnit))?$", Price, "costs more", "costs less", "is priced otherwise"),
        Of("server",
            @"^servers(\[[^\]]*\](\.(type|host|port|database|schema|catalog|location|path|format|project|dataset|account|delimiter|encoding))?)?$", Held,
            "is no longer there to read from", "can be read from", "is read otherwise"),

        Of("currency or unit", @"customProperties\[treaty(Currency|Unit)\]", Meaning, "is in another currency or unit",
            "says its currency or unit",
            "is in another currency or unit"),
        Of("fact", @"customProperties\[treaty(Fact|OccurredAt|RecordedAt)\]", Meaning, "states something else", "says what it states",
            "states something else"),
        Of("measure", @"customProperties\[treatyMeasures\](\.value(\[[^\]]*\])?)?$", Held, "is gone", "is new", "adds up otherwise"),
        Of("measure's content", @"customProperties\[treatyMeasures\]\.value\[[^\]]*\]\.(?!description)", Meaning, "adds up otherwise",
            "adds up otherwise",
            "adds up otherwise"),
        Of("quarantine", @"customProperties\[treatyQuarantine\](\..*)?$", Upper, "publishes with more rows held back",
            "publishes only with fewer rows held back",
            "is another limit"),
        Of("port", @"^(outputPorts|managementPorts)(\[[^\]]*\])?$", Held, "is gone", "is new", "is another"),
        Of("port's content", @"^(outputPorts|managementPorts)\[[^\]]*\]\.(name|contractId|type|content|url|channel)$", Meaning,
            "leads elsewhere",
            "says where it leads", "leads elsewhere"),
        Of("class", @"customProperties\[treatyClass\]", Meaning, "is another kind of truth", "says what kind of truth it is",
            "is another kind of truth"),
        Of("anything else", "", Words, "", "", ""),
    ];

    public static CompatibilityRule For(string path) => Rules.First(rule => rule.Matches(path));

    private static CompatibilityRule Of(string id, string path, Weighing weighing, string weaker, string stronger, string different) =>
        new(id, path, weighing, weaker, stronger, different);
}
