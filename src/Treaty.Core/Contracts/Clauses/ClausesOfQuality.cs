using System.Collections.Immutable;
using Treaty.Core.Contracts.Standard;
using static Treaty.Core.Contracts.Clauses.ClauseMechanism;
using static Treaty.Core.Contracts.Clauses.ContractClauses;

namespace Treaty.Core.Contracts.Clauses;

/// <summary>The clauses of quality entries and of the service level.</summary>
internal static class ClausesOfQuality
{
    public static ImmutableArray<ContractClause> All { get; } =
    [
        Enforced("quality", "type", Metric, "library and sql run in the publish; text is for people"),
        Enforced("quality", "metric", Metric,
            "nullValues, missingValues, invalidValues, duplicateValues and rowCount are counted in the publish; with mustBe: 0 a broken row goes to quarantine"),
        Enforced("quality", "arguments", Metric, "validValues, missingValues, pattern, properties"),
        Enforced("quality", "query", Assertion, "one SELECT that yields one number, run in the publish behind the gate for foreign SQL"),
        Enforced("quality", "unit", Metric, "rows, or percent of the object's rows"),
        Enforced("quality", "severity", Metric, "error refuses the publish; warning and info let it pass and are recorded"),
        .. OdcsQuality.Operators.Select(key => Enforced("quality", key, Metric, key.EndsWith("Between", StringComparison.Ordinal)
            ? "the threshold; both ends are included" : "the threshold")),
        NotEnforced("quality", "rule", "the word of ODCS 3.0 for metric; read as metric where it is one"),
        NotEnforced("quality", "engine", "no check of another tool is run yet"),
        NotEnforced("quality", "implementation", "no check of another tool is run yet"),
        NotEnforced("quality", "schedule", "checks run with every publish"),
        NotEnforced("quality", "scheduler", "checks run with every publish"),
        Descriptive("quality", "id", "unique in its list"),
        Descriptive("quality", "name", "names the check in every report"),
        Descriptive("quality", "description", "names the check where it has no name"),
        Descriptive("quality", "dimension", "one of the standard's seven; groups checks in reports"),
        Descriptive("quality", "method", "free text"),
        Descriptive("quality", "businessImpact", "free text"),
        Descriptive("quality", "tags", "for search"),
        Descriptive("quality", "customProperties", "kept"),
        Descriptive("quality", "authoritativeDefinitions", "links for people, never followed"),

        NotEnforced("sla", "property", "see the properties below; a word that is none of them is kept and shown"),
        NotEnforced("sla", "value", "see the properties below"),
        NotEnforced("sla", "unit", "see the properties below"),
        NotEnforced("sla", "element", "see the properties below"),
        NotEnforced("sla", "valueExt", "no property that is measured needs it"),
        NotEnforced("sla", "schedule", "objectives are measured with every publish"),
        NotEnforced("sla", "scheduler", "objectives are measured with every publish"),
        Descriptive("sla", "id", "unique in its list"),
        Descriptive("sla", "driver", "why the objective matters: regulatory, analytics, operational"),
        Descriptive("sla", "description", "shown beside the objective"),
        Descriptive("sla", "customProperties", "kept"),
        Descriptive("sla", "authoritativeDefinitions", "links for people, never followed"),
        .. Objectives.Select(o => NotEnforced("sla:" + o.Property, "value", o.Why)),
    ];

    private static IEnumerable<(string Property, string Why)> Objectives =>
    [
        ("freshness", "not measured yet"), ("latency", "not measured yet"), ("frequency", "not measured yet"),
            ("retention", "not measured yet"),
        ("availability", "not measured yet"), ("throughput", "Treaty answers no requests for the data of others"),
        ("errorRate", "not measured yet"), ("generalAvailability", "a date for people"), ("endOfSupport", "not looked at yet"),
        ("endOfLife", "not looked at yet"), ("timeToDetect", "not measured yet"), ("timeToNotify", "not measured yet"),
        ("timeToRepair", "not measured yet"), ("timeOfAvailability", "not measured yet"),
    ];
}
