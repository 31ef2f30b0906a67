using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Contracts;

/// <summary>
/// Reads contract.odcs.yaml: ODCS 3. All keys of the standard are known; those that Treaty does not act on are not looked into, except
/// quality
/// checks and relationships, of which it says which are not enforced.
/// </summary>
internal static class ContractReader
{
    public static Contract Read(Fields fields)
    {
        Standards.Format(fields, "DataContract", "v3.");
        fields.Allow("name", "tenant", "tags", "servers", "dataProduct", "domain", "support", "price", "team", "roles", "slaDefaultElement",
            "authoritativeDefinitions", "contractCreatedTs");
        var objects = fields.Each("schema", SchemaReader.Read);
        var own = fields.Customs(own => Own(own, objects));
        return new Contract(fields.Required("id"), fields.Version(), fields.Required("status"), fields.Inside("description", Purpose),
            objects, own?.Measures ?? [], fields.Each("slaProperties", Objective), own?.Quarantine ?? QuarantineLimit.None, fields.Place);
    }

    private static string? Purpose(Fields fields)
    {
        fields.Allow("usage", "limitations", "authoritativeDefinitions", "customProperties");
        return fields.Text("purpose");
    }

    private static OwnProperties Own(Fields fields, ImmutableArray<SchemaObject> objects) => new(
        fields.Each("treatyMeasures", measure => MeasureReader.Read(measure, objects)),
        fields.Inside("treatyQuarantine", Quarantine) ?? QuarantineLimit.None);

    private static QuarantineLimit Quarantine(Fields fields)
    {
        var limit = new QuarantineLimit(fields.Long("maxRows"), fields.Decimal("maxPercent"));
        if (limit.MaxRows < 0 || limit.MaxPercent is < 0 or > 100)
            fields.Report(ContractFindings.Limit.At(fields.Place, "the limit of the quarantine makes no sense",
                "write rows from 0, or percent from 0 to 100"));
        return limit;
    }

    private static Objective Objective(Fields fields)
    {
        fields.Allow("id", "valueExt", "driver", "scheduler", "schedule", "description", "customProperties", "tags",
            "authoritativeDefinitions");
        return new Objective(fields.Required("property"), fields.Required("value"), fields.Text("unit"), fields.Text("element"),
            fields.Place);
    }

    private sealed record OwnProperties(ImmutableArray<Measure> Measures, QuarantineLimit Quarantine);
}
