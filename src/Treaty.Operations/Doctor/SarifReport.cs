using System.Text.Json.Serialization;
using Treaty.Core.Doctor;
using Treaty.Core.Findings;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Doctor;

/// <summary>A diagnosis in SARIF 2.1.0, as code hosts and editors show it: a rule a sign, a result a piece of evidence.</summary>
public static class SarifReport
{
    public static string Write(Diagnosis diagnosis)
    {
        var present = diagnosis.Present.OrderBy(o => o.Code, StringComparer.Ordinal).ToList();
        return TreatyJson.Write(new Log("https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", [new Run(
            new(new("treaty doctor", [.. present.Select(RuleOf)])), [.. present.SelectMany(Results)])]), indented: true);
    }

    private static Rule RuleOf(Observation seen) => new(seen.Code, new(Sentence(seen.Title)), new(Sentence(seen.Sentence)),
        new(Sentence(seen.Help)),
        new(Level(seen.Severity)), new(["data-mesh", $"failure-mode-{(int)seen.Mode}"]));

    private static IEnumerable<Result> Results(Observation seen) => seen.Evidence.Select(e => new Result(seen.Code, Level(seen.Severity),
        new($"{e.Subject}: {e.Note}. {Sentence(seen.Help)}"),
        e.Place is { File.Length: > 0 } place ? [new(new(new(Uri(place.File)), new(Math.Max(1, place.Line), Math.Max(1,
            place.Column))))] : []));

    private static string Uri(string path) => string.Join('/', path.Split('/').Select(System.Uri.EscapeDataString));

    private static string Sentence(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..] + ".";

    private static string Level(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };

    private sealed record Log([property: JsonPropertyName("$schema")] string Schema, string Version, IReadOnlyList<Run> Runs);

    private sealed record Run(Tool Tool, IReadOnlyList<Result> Results);

    private sealed record Tool(Driver Driver);

    private sealed record Driver(string Name, IReadOnlyList<Rule> Rules);

    private sealed record Rule(string Id, Message ShortDescription, Message FullDescription, Message Help,
        Configuration DefaultConfiguration,
        Properties Properties);

    private sealed record Configuration(string Level);

    private sealed record Properties(IReadOnlyList<string> Tags);

    private sealed record Message(string Text);

    private sealed record Result(string RuleId, string Level, Message Message, IReadOnlyList<Location> Locations);

    private sealed record Location(PhysicalLocation PhysicalLocation);

    private sealed record PhysicalLocation(ArtifactLocation ArtifactLocation, Region Region);

    private sealed record ArtifactLocation(string Uri);

    private sealed record Region(int StartLine, int StartColumn);
}
