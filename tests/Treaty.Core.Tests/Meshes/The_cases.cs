using System.Reflection;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;

namespace Treaty.Core.Tests.Meshes;

public class The_cases
{
    /// <summary>Kinds of the compiler whose cases stand elsewhere, and where.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["TRY0005"] = "reading files: A_mesh_directory",
        ["TRY0006"] = "reading files: A_mesh_directory",
        ["TRY0503"] = "parsing SQL: A_broken_select",
        ["TRY0504"] = "parsing SQL: A_broken_select",
        ["TRY0505"] = "parsing SQL: A_broken_select",
        ["TRY1120"] = "parsing SQL: Words_of_two_contexts",
        ["TRY1400"] = "connections: Sources_and_connections_as_documents",
        ["TRY1401"] = "connections: Sources_and_connections_as_documents",
        ["TRY1402"] = "connections: Sources_and_connections_as_documents",
        ["TRY1403"] = "sources: Sources_and_connections_as_documents",
        ["TRY1404"] = "sources: Sources_and_connections_as_documents",
        ["TRY1406"] = "sources: Sources_and_connections_as_documents",
        ["TRY1405"] = "sources: Sources_and_connections_as_documents",
    };

    private static readonly string[] OfTheCompiler = ["Meshes", "Meshes.Yaml", "Contexts", "Ownership", "Products", "Contracts"];

    private static IEnumerable<string> Codes => typeof(MeshRules).Assembly.GetTypes()
        .Where(type => OfTheCompiler.Any(folder => type.Namespace == "Treaty.Core." + folder))
        .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(kind => kind.FieldType == typeof(FindingKind)).Select(kind => ((FindingKind)kind.GetValue(null)!).Code);

    [Fact]
    public void Break_every_rule_of_the_compiler() => Codes.Except(Elsewhere.Keys).Except(A_broken_mesh.Codes).Order(StringComparer.Ordinal)
        .ShouldBeEmpty("add a change of the healthy mesh to one of the lists of cases that gives this finding, and nothing besides");
}
