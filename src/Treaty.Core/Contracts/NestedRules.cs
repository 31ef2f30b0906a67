using Treaty.Core.Sql;

namespace Treaty.Core.Contracts;

/// <summary>
/// What a contract asks of objects and arrays. They are columns of JSON text; their members and items are judged where they stand, and each
/// rule names its path.
/// </summary>
internal static class NestedRules
{
    /// <param name="json">The object, as an expression of JSON.</param>
    /// <param name="depth">How many arrays it stands in; names the engine's variables.</param>
    public static IEnumerable<ValueRule> OfObject(Property property, string json, int depth, string path = "")
    {
        var limits = property.Limits;
        if (limits.MinProperties is { } least) yield return new(RowRule.Length, "options/object/minProperties",
            $"{path}has at least {least} members", $"len(json_keys({json})) < {Quote.Number(least)}");
        if (limits.MaxProperties is { } most) yield return new(RowRule.Length, "options/object/maxProperties",
            $"{path}has at most {most} members", $"len(json_keys({json})) > {Quote.Number(most)}");
        foreach (var name in limits.RequiredMembers)
            yield return new(RowRule.Required, "options/object/required", $"{path}has the member {name}",
                $"{json} IS NOT NULL AND NOT json_exists({json}, {Member(name)})");
        foreach (var member in property.Members)
            foreach (var rule in OfMember(member, json, depth, path)) yield return rule;
    }

    public static IEnumerable<ValueRule> OfArray(Property property, string json, int depth, string path = "")
    {
        var limits = property.Limits;
        if (limits.MinItems is { } least) yield return new(RowRule.Length, "options/array/minItems", $"{path}has at least {least} items",
            $"json_array_length({json}) < {Quote.Number(least)}");
        if (limits.MaxItems is { } most) yield return new(RowRule.Length, "options/array/maxItems", $"{path}has at most {most} items",
            $"json_array_length({json}) > {Quote.Number(most)}");
        if (limits.UniqueItems) yield return new(RowRule.Unique, "options/array/uniqueItems", $"{path}has no item twice",
            $"len(list_distinct(json_extract({json}, '$[*]'))) < json_array_length({json})");
        if (property.Items is not { } item) yield break;
        var each = "x" + Quote.Number(depth);
        foreach (var rule in OfJson(item, each, depth + 1, path + "each item "))
            yield return rule with
            {
                Broken = $"len(list_filter(json_extract({json}, '$[*]'), lambda {each}: coalesce({rule.Broken}, false))) > 0",
            };
    }

    private static IEnumerable<ValueRule> OfMember(Property member, string json, int depth, string path)
    {
        var value = $"json_extract({json}, {Member(member.Name)})";
        var name = $"{path}{member.Name} ";
        if (member.Required)
            yield return new(RowRule.Required, "property/required", name + "is present",
                $"{json} IS NOT NULL AND ({value} IS NULL OR json_type({value}) = 'NULL')");
        foreach (var rule in OfJson(member, value, depth, name)) yield return rule;
    }

    /// <summary>The type of a nested value and what its type allows. A JSON null is an absent value.</summary>
    private static IEnumerable<ValueRule> OfJson(Property property, string json, int depth, string path)
    {
        var fits = property.Type switch
        {
            LogicalType.Integer => "IN ('BIGINT', 'UBIGINT')",
            // The engine tells several kinds of numbers.
            LogicalType.Number => "NOT IN ('VARCHAR', 'BOOLEAN', 'OBJECT', 'ARRAY')",
            LogicalType.Boolean => "IN ('BOOLEAN')",
            LogicalType.Object => "IN ('OBJECT')",
            LogicalType.Array => "IN ('ARRAY')",
            _ => "IN ('VARCHAR')",
        };
        var text = $"({json} ->> '$')";
        var typed = property.Type switch
        {
            LogicalType.Object or LogicalType.Array => $"CASE WHEN json_type({json}) {fits} THEN {json} END",
            LogicalType.Integer or LogicalType.Boolean => $"TRY_CAST({text} AS {property.EngineType()})",
            LogicalType.Number => $"TRY_CAST({text} AS DECIMAL(38,12))",
            LogicalType.Date or LogicalType.Timestamp => $"TRY_CAST({text} AS {property.EngineType()})",
            _ => text,
        };
        var misread = property.Type is LogicalType.Date or LogicalType.Timestamp or LogicalType.Integer ? $" OR {typed} IS NULL" : "";
        yield return new(RowRule.Type, "property/logicalType", $"{path}is {property.ReaderType()}",
            $"json_type({json}) <> 'NULL' AND (NOT (json_type({json}) {fits}){misread})");
        var rules = property.Type switch
        {
            LogicalType.Object => OfObject(property, typed, depth, path),
            LogicalType.Array => OfArray(property, typed, depth, path),
            _ => ValueRules.Of(property, typed).Select(r => r with { Words = path + r.Words }),
        };
        foreach (var rule in rules) yield return rule;
    }

    private static string Member(string name) => Quote.Text($"$.\"{name}\"");
}
