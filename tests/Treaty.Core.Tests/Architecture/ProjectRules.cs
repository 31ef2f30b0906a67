using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Treaty.Core.Tests.Architecture;

/// <summary>What a project may know: the one project below it and the packages that are its business.</summary>
public sealed record ProjectRule(string Project, string[] Projects, string[] Packages)
{
    public string Path => $"src/{Project}/{Project}.csproj";

    /// <summary>What the project file uses beyond that.</summary>
    public IEnumerable<string> Breaches(string projectFile)
    {
        var project = XDocument.Parse(projectFile);
        var projects = Included(project, "ProjectReference").Select(System.IO.Path.GetFileNameWithoutExtension).Except(Projects);
        var packages = Included(project, "PackageReference").Except(Packages);
        return projects.Select(p => $"{Project} -> {p}").Concat(packages.Select(p => $"{Project} uses the package {p}"));
    }

    private static IEnumerable<string> Included(XDocument project, string kind) =>
        project.Descendants(kind).Select(reference => ((string?)reference.Attribute("Include") ?? "").Replace('\\', '/'));
}

/// <summary>Who may know whom.</summary>
public static partial class ProjectRules
{
    public const int DoorMembers = 7;

    public static readonly IReadOnlyList<ProjectRule> All =
    [
        new("Treaty.Core", [], ["YamlDotNet", "Microsoft.CodeAnalysis.BannedApiAnalyzers"]),
        new("Treaty.Operations", ["Treaty.Core"], []),
        new("Treaty.Backends", ["Treaty.Operations"], ["DuckDB.NET.Data.Full", "Microsoft.Data.Sqlite", "Npgsql", "Dapper"]),
        new("Treaty.Server", ["Treaty.Backends"], []),
        new("Treaty.Cli", ["Treaty.Server"], ["System.CommandLine", "Spectre.Console"]),
    ];

    /// <summary>What Core's build must refuse, by the start of its banned symbols.</summary>
    public static readonly IReadOnlyList<string> Banned =
    [
        "P:System.DateTime.UtcNow", "P:System.DateTimeOffset.UtcNow", "T:System.IO.File", "T:System.IO.Directory", "T:System.Random",
        "M:System.Guid.NewGuid", "T:System.Environment", "T:System.Threading.Thread", "T:System.Threading.Tasks.Task",
        "P:System.Globalization.CultureInfo.CurrentCulture",
    ];

    /// <summary>Assemblies that pure code has no use for.</summary>
    public static IEnumerable<string> Impure(IEnumerable<string> assemblies) => assemblies.Where(name => ImpureAssembly().IsMatch(name));

    /// <summary>Doors with more members than a door should have.</summary>
    public static IEnumerable<string> WideDoors(SourceFile file) =>
        from type in CSharpOutline.Types(file)
        where type.Kind == "interface" && type.Parts.Count > DoorMembers
        where type.Head.Contains("public", StringComparison.Ordinal)
        select $"{file.Path}:{type.Line}: {type.Name} has {type.Parts.Count} members";

    /// <summary>Places of this machine or of a package source, which no reader of the project can use.</summary>
    public static IEnumerable<string> Places(SourceFile file) =>
        file.Lines.Index().Where(line => Place().IsMatch(line.Item)).Select(line => $"{file.Path}:{line.Index + 1}: {line.Item.Trim()}");

    [GeneratedRegex(@"^(System\.Net|System\.IO\.|System\.Data|System\.Console|System\.Threading\.(Thread|Channels|Tasks)"
        + @"|System\.Diagnostics\.Process|Microsoft\.(AspNetCore|Data|Extensions)|DuckDB|Dapper|Npgsql|SQLite|Spectre"
        + @"|System\.CommandLine)")]
    private static partial Regex ImpureAssembly();

    // Each name is broken by a bracket so that this file keeps the rule too.
    [GeneratedRegex(@"(?<![\w.~}-])/([w]ork|[r]oot|[h]ome|[U]sers)/|[n]uget\.org|[n]pmjs\.|[p]ypi\.org|[p]ythonhosted\.org"
        + @"|[c]rates\.io|[m]aven\.org|[r]ubygems\.org|[m]yget\.org|[p]kgs\.dev\.azure\.com|[p]kg\.github\.com|[p]roxy\.golang\.org",
        RegexOptions.IgnoreCase)]
    private static partial Regex Place();
}
