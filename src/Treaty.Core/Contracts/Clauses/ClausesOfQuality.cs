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
        Enforced("quality", "rule", Metric, "the word of ODCS 3.0 for metric: nullCheck, duplicateCount, validValues …; another is named in every report as not enforced"),
        NotEnforced("quality", "engine", "no check of another tool is run; each is named in every report"),
        NotEnforced("quality", "implementation", "no check of another tool is run; each is named in every report"),
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

        Enforced("sla", "property", ClauseMechanism.Objective, "see the properties below, in any case or as their two letters; another word is a finding"),
        Enforced("sla", "value", ClauseMechanism.Objective, "see the properties below; a missed objective is a warning and is kept in the version's record"),
        Enforced("sla", "unit", ClauseMechanism.Objective, "s, min, h, d, week, month, quarter, year, percent; a bare m and unknown units are findings"),
        Enforced("sla", "element", ClauseMechanism.Objective, "the column of time that is measured; without one the object's business time"),
        NotEnforced("sla", "valueExt", "no property that is measured needs it"),
        NotEnforced("sla", "schedule", "objectives are measured with every publish"),
        NotEnforced("sla", "scheduler", "objectives are measured with every publish"),
        Descriptive("sla", "id", "unique in its list"),
        Descriptive("sla", "driver", "why the objective matters: regulatory, analytics, operational"),
        Descriptive("sla", "description", "shown beside the objective"),
        Descriptive("sla", "customProperties", "kept"),
        Descriptive("sla", "authoritativeDefinitions", "links for people, never followed"),
        .. Measured.Select(o => Enforced("sla:" + o.Property, "value", ClauseMechanism.Objective, o.How)),
        .. Unmeasured.Select(o => NotEnforced("sla:" + o.Property, "value", o.Why)),
    ];

    private static IEnumerable<(string Property, string How)> Measured =>
    [
        ("freshness", "how old the newest row is when it is published"), ("latency", "the same as freshness"),
        ("frequency", "how long ago the version before was published"), ("retention", "how old the oldest row is"),
        ("errorRate", "the share of rows held back"), ("completeness", "the share of rows published"),
        ("timeToDetect", "how long after its newest file was written the source was checked"),
        ("timeOfAvailability", "the time of day of the publish"), ("generalAvailability", "a publish before the day says so"),
        ("endOfSupport", "a publish past the day warns"), ("endOfLife", "a publish past the day warns"),
    ];

    private static IEnumerable<(string Property, string Why)> Unmeasured =>
    [
        ("availability", "files are always there; Treaty answers no requests for the data of others"),
        ("throughput", "Treaty answers no requests for the data of others"), ("timeToNotify", "a publish does not see who read of it when"),
        ("timeToRepair", "a publish does not know when a fault began"),
    ];
}
