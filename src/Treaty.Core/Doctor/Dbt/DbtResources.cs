using Treaty.Core.Doctor.Reading;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor.Dbt;

/// <summary>The models, sources, seeds and snapshots of a dbt project, each with what its files and its folders say of it.</summary>
internal sealed class DbtResources(
    DbtProject project, DbtFiles declared, IReadOnlyDictionary<string, IReadOnlyList<Owner>> groups)
{
    public IEnumerable<Asset> Models(IEnumerable<ReadFile> files)
    {
        var versions = DbtVersions.Of(declared.All("models"));
        foreach (var file in files.Where(f => f.Sql is not null))
            if (DbtProject.Within(project.Models, file.File.Path) is { } within)
            {
                var stem = Stem(file.File);
                var version = versions.GetValueOrDefault(stem);
                yield return Made("models", version?.Model ?? stem, within, file, AssetKind.Table, version);
            }
    }

    public IEnumerable<Asset> Seeds(IEnumerable<ReadFile> files) =>
        from file in files
        where file.File.Ends(".csv")
        let within = DbtProject.Within(project.Seeds, file.File.Path)
        where within is not null
        select Made("seeds", Stem(file.File), within, file, AssetKind.Seed, null);

    /// <summary>Snapshots as blocks of SQL files, and those declared in YAML alone.</summary>
    public IEnumerable<Asset> Snapshots(IReadOnlyList<ReadFile> files)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files.Where(f => f.Sql is not null))
            if (DbtProject.Within(project.Snapshots, file.File.Path) is { } within
                && DbtProject.Within(project.Models, file.File.Path) is null)
                foreach (var block in file.Sql!.Tokens.Where(t => t.Kind == TokenKind.JinjaBlock
                    && t.Text.StartsWith("snapshot ", StringComparison.Ordinal)))
                    if (found.Add(block.Text[9..].Trim()))
                        yield return Made("snapshots", block.Text[9..].Trim(), within, file, AssetKind.Snapshot, null);
        foreach (var only in declared.All("snapshots").Where(s => s.Text("relation") != "" && found.Add(s.Text("name"))))
            yield return new Asset(only.Text("name"), AssetKind.Snapshot, "", only.Place)
            {
                Description = only.Text("description"), Columns = Columns(only), Checks = [.. DbtChecks.Of(only, project)],
                Sql = new(only.Place.File, [], 1) { Calls = [.. JinjaReader.Calls(only.Text("relation"), only.Place.Line)] },
            };
    }

    public IEnumerable<Asset> Sources() => declared.All("sources").SelectMany(source => source.List("tables").Select(table =>
    {
        var owners = OwnersSaid(table);
        return new Asset($"{source.Text("name")}.{table.Text("name")}", AssetKind.Source, source.Text("name"), table.Place)
        {
            Owners = owners.Count > 0 ? owners : OwnersSaid(source),
            Description = table.Text("description"),
            Columns = Columns(table),
            Checks = [.. DbtChecks.Of(table, project)],
            Monitored = Watched(table) ?? Watched(source) ?? false,
            Enabled = (table.Get("config").Flag("enabled") ?? source.Get("config").Flag("enabled")) != false,
        };
    }));

    /// <summary>
    /// True where an age is declared at which somebody is warned; false where that is switched off; null where nothing is said.
    /// </summary>
    private static bool? Watched(YamlNode node)
    {
        var said = node.Get("freshness") ?? node.Get("config").Get("freshness");
        if (said is YamlNode.Map) return said.Get("warn_after", "error_after") is not null;
        var map = node as YamlNode.Map;
        return map?["freshness"] is YamlNode.Scalar { IsNull: true } ? false : null;
    }

    private Asset Made(string kind, string name, string within, ReadFile file, AssetKind assetKind, DbtVersion? version)
    {
        var said = declared.Of(kind, name).Select(d => d.Node).ToList();
        var config = file.Sql?.Configs.FirstOrDefault();
        YamlNode? Setting(string key) => said.Select(n => n.Get("config").Get(key) ?? n.Get(key)).FirstOrDefault(v => v is not null)
            ?? project.Setting(kind, within, key);
        string Word(string key) => config?.Named.GetValueOrDefault(key) ?? (Setting(key) as YamlNode.Scalar)?.Text ?? "";
        var folder = within.LastIndexOf('/') is > 0 and var at ? within[..at] : "";
        var columns = said.Select(Columns).FirstOrDefault(c => c is not null);
        return new Asset(version is null ? name : $"{name}.v{version.Number}", Kind(assetKind, config, Setting), folder,
            said.FirstOrDefault()?.Place is { } place && file.Sql is null ? place : new SourcePlace(file.File.Path, 1, 1))
        {
            Layer = folder,
            Owners = Owners(said, config, Setting),
            Description = said.Select(n => n.Text("description")).FirstOrDefault(t => t != "") ?? "",
            Columns = columns,
            Checks = [.. said.SelectMany(n => DbtChecks.Of(n, project))],
            Grants = [.. Setting("grants").Entries().SelectMany(e => e.Value.Texts().Select(member => new Grant(e.Key.TrimStart('+'), member)))],
            Access = Word("access"),
            Group = Word("group"),
            Labels = Setting("meta").Flat(),
            Enabled = Enabled(config, Setting),
            ContractEnforced = Setting("contract").Flag("enforced") == true,
            Deprecated = said.Any(n => n.Text("deprecation_date") != "") || Setting("meta").Flag("deprecated") == true,
            GoneBy = version?.GoneBy ?? said.Select(n => n.Day("deprecation_date")).FirstOrDefault(d => d is not null),
            Version = version?.Number,
            Sql = file.Sql,
        };
    }

    private static AssetKind Kind(AssetKind kind, JinjaCall? config, Func<string, YamlNode?> setting) => kind != AssetKind.Table ? kind
        : (config?.Named.GetValueOrDefault("materialized") ?? (setting("materialized") as YamlNode.Scalar)?.Text) is { } how
            && how is "view" or "ephemeral" ? AssetKind.View : AssetKind.Table;

    private static bool Enabled(JinjaCall? config, Func<string, YamlNode?> setting) =>
        !(config?.Named.GetValueOrDefault("enabled") ?? (setting("enabled") as YamlNode.Scalar)?.Text ?? "")
            .Trim().Equals("false", StringComparison.OrdinalIgnoreCase);

    private IReadOnlyList<Owner> Owners(IReadOnlyList<YamlNode> said, JinjaCall? config, Func<string, YamlNode?> setting)
    {
        if (said.Select(OwnersSaid).FirstOrDefault(o => o.Count > 0) is { } own) return own;
        var group = config?.Named.GetValueOrDefault("group") ?? (setting("group") as YamlNode.Scalar)?.Text ?? "";
        if (groups.TryGetValue(group, out var ofGroup)) return ofGroup.Count > 0 ? ofGroup : [new(group, true)];
        return Under(setting("meta"));
    }

    private static IReadOnlyList<Owner> OwnersSaid(YamlNode node) => Under(node.Get("config").Get("meta")) is { Count: > 0 } inner ? inner
        : Under(node.Get("meta")) is { Count: > 0 } outer ? outer : DbtEstate.Owners(node.Get("owner"));

    private static IReadOnlyList<Owner> Under(YamlNode? meta) =>
        [.. meta.Entries().Where(e => OwnerKeys.Contains(e.Key.ToLowerInvariant())).SelectMany(e => DbtEstate.Owners(e.Value)).Distinct()];

    private static readonly HashSet<string> OwnerKeys = new(StringComparer.Ordinal)
    {
        "owner", "owners", "owned_by", "owner_team", "team", "owning_team", "model_owner", "data_owner", "model_maturity_owner", "steward",
    };

    private static IReadOnlyList<AssetColumn>? Columns(YamlNode node) => node.Get("columns") is not YamlNode.Sequence list ? null
        : [.. list.Items.Where(c => c.Text("name") != "").Select(c => new AssetColumn(c.Text("name"), c.Text("data_type"),
            c.Text("description")) { Place = c.Place })];

    private static string Stem(EstateFile file) => file.Name[..(file.Name.LastIndexOf('.') is > 0 and var dot ? dot : file.Name.Length)];
}
