using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Contracts;

/// <summary>A relationship that is declared for a whole object, with the column of the object that it is about.</summary>
internal sealed record ObjectRelationship(string Column, Relationship Relationship);

/// <summary>Reads <c>relationships</c>: of a property with <c>to</c>, of an object with <c>from</c> and <c>to</c>.</summary>
internal static class RelationshipReader
{
    public static Relationship? OfProperty(Fields fields)
    {
        Known(fields);
        return fields.Required("to") is { Length: > 0 } to ? Target(fields, to) : null;
    }

    public static ObjectRelationship? OfObject(Fields fields, string schemaObject)
    {
        Known(fields);
        if (fields.Node("from") is not YamlScalar from || fields.Node("to") is not YamlScalar to)
        {
            fields.Report(ContractFindings.NotEnforced.At(fields.Place, "a relationship over several columns is not enforced",
                "declare it for one column, or check it by SQL"));
            return null;
        }
        var column = from.Text.StartsWith(schemaObject + ".", StringComparison.Ordinal) ? from.Text[(schemaObject.Length + 1)..]
            : from.Text;
        return Target(fields, to.Text) is { } target ? new ObjectRelationship(column, target) : null;
    }

    private static void Known(Fields fields) =>
        fields.Allow("id", "type", "description", "from", "to", "customProperties", "tags", "authoritativeDefinitions");

    private static Relationship? Target(Fields fields, string to)
    {
        var severity = fields.Customs(own => new Said(own.Word<Severity>("treatySeverity", ConstitutionReader.Words)))?.Severity
            ?? Severity.Error;
        var place = fields.At("to");
        if (to.StartsWith("schema/", StringComparison.Ordinal) && to.Split('/') is [_, var named, "properties", var property])
            return new Relationship(null, named, property, severity, place);
        var (owner, rest) = to.IndexOf('/') is >= 0 and var slash ? (to[..slash], to[(slash + 1)..]) : (null, to);
        var product = Reference.TryParse(owner);
        if ((owner is null || product is { Object: null }) && rest.Split('.') is [{ Length: > 0 } of, { Length: > 0 } column])
            return new Relationship(product?.Bare, of, column, severity, place);
        if (to.Contains('#') || to.StartsWith("/schema/", StringComparison.Ordinal))
            fields.Report(ContractFindings.NotEnforced.At(place, $"the relationship to `{to}` is not enforced",
                "write `object.property` or `context.product/object.property`"));
        else
            fields.Report(ContractFindings.Relationship.At(place, $"`{to}` is no target of a relationship",
                "write `object.property` or `context.product/object.property`"));
        return null;
    }

    private sealed record Said(Severity? Severity);
}
