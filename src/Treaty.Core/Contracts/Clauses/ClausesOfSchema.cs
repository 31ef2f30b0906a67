using System.Collections.Immutable;
using static Treaty.Core.Contracts.Clauses.ClauseMechanism;
using static Treaty.Core.Contracts.Clauses.ContractClauses;

namespace Treaty.Core.Contracts.Clauses;

/// <summary>The clauses of schema objects, properties and relationships.</summary>
internal static class ClausesOfSchema
{
    private const string Shown = "shown in the catalog and on the product's page";

    public static ImmutableArray<ContractClause> All { get; } =
    [
        Enforced("object", "name", Document, "an id, unique in the contract; it names the published table"),
        Enforced("object", "properties", EachRow, "the published table has exactly these columns; a missing one refuses the publish"),
        Enforced("object", "quality", Metric, "see the clauses of quality"),
        Enforced("object", "relationships", EachRow, "a row whose columns together lead nowhere goes to quarantine; one with an absent column is free"),
        Descriptive("object", "id", "unique in its list; other documents may refer to it"),
        Descriptive("object", "logicalType", "always object"),
        Descriptive("object", "physicalName", "the table's name in another store; the lake uses `name`"),
        Descriptive("object", "physicalType", Shown),
        Descriptive("object", "description", Shown),
        Descriptive("object", "businessName", Shown),
        Descriptive("object", "dataGranularityDescription", "free text; the primary key states the granularity as a check"),
        Descriptive("object", "tags", Shown),
        Descriptive("object", "authoritativeDefinitions", "links for people, never followed"),
        Descriptive("object", "customProperties",
            "Treaty's own are read (treatyFact, treatyOccurredAt, treatyRecordedAt); others are kept"),
        Descriptive("object", "deprecated", "a hint for consumers"),
        Descriptive("object", "synonyms", "for search"),
        Descriptive("object", "context", "guidance for assistants; never executed"),

        Enforced("property", "name", Document, "unique in its object; it names the published column"),
        Enforced("property", "logicalType", EachRow,
            "a value that is not of the type goes to quarantine; objects and arrays are columns of JSON text; map and vector are refused"),
        Enforced("property", "physicalType", EachRow,
            "decimal(p,s) gives digits and scale of a number; other physical types are descriptive"),
        Enforced("property", "logicalTypeOptions", EachRow, "see the clauses of each type"),
        Enforced("property", "required", EachRow, "a row without a value goes to quarantine"),
        Enforced("property", "unique", EachRow,
            "of rows with the same value only exact copies leave one behind; the others go to quarantine"),
        Enforced("property", "primaryKey", EachRow, "required, and unique together with the other columns of the key"),
        Enforced("property", "primaryKeyPosition", EachRow, "the order of the key's columns"),
        Enforced("property", "relationships", EachRow,
            "a value that the target does not hold goes to quarantine, also where the target is another product"),
        Enforced("property", "quality", Metric, "see the clauses of quality"),
        Enforced("property", "physicalName", EachRow, "the column's name in the source, where no select maps it"),
        Enforced("property", "enum", EachRow, "another value goes to quarantine"),
        NotEnforced("property", "classification", "values of a classified column are masked in quarantine; who reads the column is decided by policies"),
        Enforced("property", "items", EachRow, "a row with an item that breaks a clause goes to quarantine"),
        Enforced("property", "properties", EachRow, "a row with a member that breaks a clause goes to quarantine; other members are free"),
        NotEnforced("property", "map", "maps are no columns"),
        NotEnforced("property", "encryptedName", "Treaty does not encrypt columns"),
        NotEnforced("property", "partitioned", "the lake is not partitioned by columns; reading skips files by their statistics"),
        NotEnforced("property", "partitionKeyPosition", "the lake is not partitioned by columns"),
        NotEnforced("property", "semanticType", "measures are declared by treatyMeasures, which bridges and reconciliation use"),
        Descriptive("property", "id", "unique in its list; other documents may refer to it"),
        Descriptive("property", "description", Shown),
        Descriptive("property", "businessName", Shown),
        Descriptive("property", "tags", Shown),
        Descriptive("property", "examples", Shown),
        Descriptive("property", "criticalDataElement", "a mark; a change of it needs the right set-policy"),
        Descriptive("property", "transformSourceObjects", "the lineage is read from the selects that run"),
        Descriptive("property", "transformLogic", "the selects that run are in facts.sql and rows.sql"),
        Descriptive("property", "transformDescription", Shown),
        Descriptive("property", "deprecated", "a hint for consumers"),
        Descriptive("property", "synonyms", "for search"),
        Descriptive("property", "authoritativeDefinitions", "links for people, never followed"),
        Descriptive("property", "customProperties", "Treaty's own are read (treatyCurrency, treatySeverity); others are kept"),

        .. Options("string", ["minLength", "maxLength"], "the number of characters of each value"),
        .. Options("string", ["pattern"], "the whole of each value must match"),
        Enforced("options/string", "format", EachRow,
            "uuid, email, uri, hostname, ipv4, ipv6, date, time, date-time, byte; password and binary ask nothing; another is a finding"),
        .. new[] { "date", "timestamp", "integer", "number" }.SelectMany(type =>
            Options(type, ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"], "the range of each value")),
        Enforced("options/timestamp", "defaultTimezone", EachRow, "text without a zone is read in it"),
        Enforced("options/timestamp", "timezone", EachRow, "true: text without an offset goes to quarantine; false: text with one"),
        Enforced("options/date", "format", EachRow, "text is read in it and in no other form; without one as ISO 8601"),
        Enforced("options/timestamp", "format", EachRow, "text is read in it and in no other form; without one as ISO 8601"),
        .. new[] { "integer", "number" }.SelectMany(type => Options(type, ["multipleOf"], "each value divides by it without rest")),
        Enforced("options/integer", "format", EachRow, "the range of the width; every integer has 64 bits with a sign"),
        Descriptive("options/number", "format", "a width of storage; numbers are decimals and are never rounded to it"),
        .. Options("time", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"], "the range of the clock, whatever the offset"),
        .. new[] { "format", "timezone", "defaultTimezone" }
            .Select(key => NotEnforced("options/time", key, "a time is kept as text, HH:mm[:ss[.f]] with or without an offset")),
        .. Options("object", ["maxProperties", "minProperties", "required"], "the members of each object"),
        .. Options("array", ["maxItems", "minItems", "uniqueItems"], "the items of each array"),
        .. new[] { "dimensions", "elementType", "distanceMetric", "embeddingModel", "embeddingModelVersion", "normalized" }
            .Select(key => NotEnforced("options/vector", key, "vectors are no columns")),

        Enforced("enum", "value", EachRow, "compared as a value of the column's type"),
        Descriptive("enum", "id", "unique in its list"),
        Descriptive("enum", "label", Shown),
        Descriptive("enum", "description", Shown),
        Descriptive("enum", "customProperties", "kept"),
        Descriptive("enum", "authoritativeDefinitions", "links for people, never followed"),
        Descriptive("enum", "tags", Shown),
        NotEnforced("map", "key", "maps are no columns"),
        NotEnforced("map", "value", "maps are no columns"),

        Enforced("propertyRelationship", "to", EachRow, "<object>.<property>, or <context>.<product>/<object>.<property> of an input port"),
        Descriptive("propertyRelationship", "type", "always foreignKey"),
        Descriptive("propertyRelationship", "id", "unique in its list"),
        Descriptive("propertyRelationship", "customProperties", "treatySeverity: warning lets the row pass; others are kept"),
        Enforced("objectRelationship", "from", EachRow, "columns of the object, with or without its name before them"),
        Enforced("objectRelationship", "to", EachRow, "as many columns of one object, of this contract or of an input port"),
        Descriptive("objectRelationship", "type", "always foreignKey"),
        Descriptive("objectRelationship", "id", "unique in its list"),
        Descriptive("objectRelationship", "customProperties", "kept"),
    ];

    private static IEnumerable<ContractClause> Options(string type, string[] keys, string by) =>
        keys.Select(key => Enforced("options/" + type, key, EachRow, by + "; other rows go to quarantine"));
}
