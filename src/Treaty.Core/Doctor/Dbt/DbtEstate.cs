using Treaty.Core.Doctor.Reading;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor.Dbt;

/// <summary>Reads a dbt project as an estate: from its files alone, without running dbt.</summary>
public static class DbtEstate
{
    private const Topic Speaks = Topic.Owners | Topic.Descriptions | Topic.Columns | Topic.Checks | Topic.Access | Topic.Dates
        | Topic.Lineage | Topic.Sql | Topic.Contracts | Topic.Monitoring | Topic.Labels;

    /// <param name="files">Every file of the estate that was read, also those outside the project's folder.</param>
    public static Estate Read(DbtProject project, IReadOnlyList<ReadFile> files)
    {
        var own = files.Where(f => DbtProject.Within([project.Folder], f.File.Path) is not null
            && DbtProject.Within(project.Excluded, f.File.Path) is null).ToList();
        var declared = new DbtFiles(own.Where(f => f.File.Name != DbtProject.FileName && DbtProject.Within(
            [.. project.Models, .. project.Seeds, .. project.Snapshots, .. project.Macros, .. project.Analyses, .. project.Tests],
            f.File.Path) is not null));
        var groups = declared.All("groups").GroupBy(g => g.Text("name"))
            .ToDictionary(g => g.Key, g => Owners(g.First().Get("owner")), StringComparer.Ordinal);
        var resources = new DbtResources(project, declared, groups);
        var models = resources.Models(own).ToList();
        var sources = resources.Sources().ToList();
        var seeds = resources.Seeds(own).ToList();
        var snapshots = resources.Snapshots(own).ToList();
        List<Asset> assets = [.. models, .. sources, .. seeds, .. snapshots];
        return new Estate(project.Name, EstateKind.DbtProject)
        {
            Speaks = Speaks,
            Assets = assets,
            Edges = [.. DbtLineage.Edges(assets)],
            Consumers = [.. Consumers(declared)],
            OtherSql = [.. own.Where(f => f.Sql is not null && DbtProject.Within([.. project.Macros, .. project.Tests, .. project.Analyses],
                f.File.Path) is not null).Select(f => f.Sql!)],
            Unread = [.. own.SelectMany(f => f.Unread)],
            FilesRead = own.Count(f => f.Sql is not null || f.Yaml.Count > 0),
        };
    }

    /// <summary>An owner as groups and exposures write it: a mapping of name and mail address, or a text.</summary>
    public static IReadOnlyList<Owner> Owners(YamlNode? node) => node switch
    {
        YamlNode.Map map => new[] { map.Text("name"), map.Text("email") }.FirstOrDefault(t => t != "") is { } name
            ? [OwnerNames.Of(name) with { IsTeam = OwnerNames.IsTeam(map.Text("email")) == true ? true : OwnerNames.IsTeam(name)
                ?? OwnerNames.IsTeam(map.Text("email")) }] : [],
        _ => [.. node.Texts().SelectMany(t => t.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(OwnerNames.Of)],
    };

    private static IEnumerable<Consumer> Consumers(DbtFiles declared)
    {
        foreach (var exposure in declared.All("exposures"))
            yield return new(exposure.Text("name"), "exposure", exposure.Place,
                [.. exposure.Get("depends_on").Texts().Select(DbtLineage.Named).OfType<string>()]) { Owners = Owners(exposure.Get("owner")) };
        foreach (var model in declared.All("semantic_models"))
            yield return new(model.Text("name"), "semantic model", model.Place,
                [.. new[] { model.Text("model") }.Select(DbtLineage.Named).OfType<string>()]);
    }
}
