using System.Collections.Immutable;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Products;

/// <summary>The part of another product's contract that a consumer relies on, as its input port declares it: it is held against every
/// change the producer plans and every version he publishes.</summary>
/// <param name="Object">The schema object; null for the only one.</param>
/// <param name="Columns">Columns that must stay, with their types and promises.</param>
/// <param name="Meaning">Columns whose described meaning matters: any other wording is said to the consumer.</param>
/// <param name="Quality">Checks that are counted in the producer's publish.</param>
/// <param name="Objectives">Objectives that the contract must promise at least.</param>
public sealed record Reliance(
    string? Object, ImmutableArray<string> Columns, ImmutableArray<string> Meaning, ImmutableArray<QualityRule> Quality,
    ImmutableArray<Objective> Objectives, SourcePlace Place)
{
    /// <summary>Whether a change of an object or a column of it touches what is relied on.</summary>
    public bool Touches(string? schemaObject, string? column) =>
        (Object is null || schemaObject is null || Object == schemaObject)
            && (column is null || Columns.Contains(column) || Meaning.Contains(column));
}

/// <summary>Reads <c>treatyReliesOn</c> of an input port.</summary>
internal static class RelianceDocument
{
    public const string Property = "treatyReliesOn";

    public static readonly FindingKind OnlyCounted = new("TRY1290", Severity.Error, "a consumer relies on a check that is not counted");

    public static Reliance Read(Fields f)
    {
        var quality = f.Maps("quality").Select(Rule).OfType<QualityRule>().ToImmutableArray();
        var reliance = new Reliance(f.Text("object"), [.. f.Texts("columns")], [.. f.Texts("meaning")], quality,
            [.. f.Maps("objectives").Select(Objective)], f.Place);
        f.End();
        return reliance;
    }

    private static QualityRule? Rule(Fields f)
    {
        if (f.Text("type") is not (null or "library"))
        {
            f.Findings.Add(OnlyCounted.At(f.PlaceOf("type"), $"a consumer cannot have {f.Text("type")} run in another product's publish",
                "rely on a library metric: nullValues, missingValues, invalidValues, duplicateValues or rowCount"));
            return null;
        }
        return QualityDocument.Read(f, f.Text("column")) is { } rule ? rule with { Severity = Severity.Warning } : null;
    }

    private static Objective Objective(Fields f)
    {
        var objective = new Objective(f.Required("property"), f.Text("value") ?? "", f.Text("unit"), f.Text("element"), f.Place);
        f.End();
        return objective;
    }
}
