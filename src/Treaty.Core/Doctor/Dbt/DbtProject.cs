using Treaty.Core.Doctor.Reading;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Doctor.Dbt;

/// <summary>What dbt_project.yml says: where things lie and what holds for whole folders.</summary>
/// <param name="Folder">Where the project lies below the estate's folder; empty at its top.</param>
public sealed record DbtProject(string Folder, string Name, YamlNode? Root)
{
    public const string FileName = "dbt_project.yml";

    public static DbtProject Of(string folder, YamlNode? root) =>
        new(folder, root.Text("name") is { Length: > 0 } name ? name : "dbt project", root);

    public IReadOnlyList<string> Models => Paths("models", "model-paths", "source-paths");

    public IReadOnlyList<string> Seeds => Paths("seeds", "seed-paths", "data-paths");

    public IReadOnlyList<string> Snapshots => Paths("snapshots", "snapshot-paths");

    public IReadOnlyList<string> Tests => Paths("tests", "test-paths");

    public IReadOnlyList<string> Macros => Paths("macros", "macro-paths");

    public IReadOnlyList<string> Analyses => Paths("analyses", "analysis-paths");

    /// <summary>Folders that are others' work or only output: packages, compiled files.</summary>
    public IReadOnlyList<string> Excluded =>
        [.. Paths("dbt_packages", "packages-install-path", "modules-path"), .. Paths("target", "target-path"),
            Below("dbt_packages"), Below("dbt_modules"), Below("logs")];

    /// <summary>The part of a path below one of these folders; null where it lies in none.</summary>
    public static string? Within(IReadOnlyList<string> folders, string path) => folders
        .Where(f => f == "" || path.StartsWith(f + "/", StringComparison.Ordinal)).OrderByDescending(f => f.Length)
        .Select(f => f == "" ? path : path[(f.Length + 1)..]).FirstOrDefault();

    /// <summary>
    /// The settings that hold for a resource, the nearest folder's first: the tree under <c>models:</c> (or <c>seeds:</c> …) is walked down
    /// by the project's name and the resource's folders.
    /// </summary>
    public IEnumerable<YamlNode> Settings(string kind, string pathWithin)
    {
        var levels = new List<YamlNode>();
        var at = Root.Get(kind);
        if (at is not null) levels.Add(at);
        foreach (var part in pathWithin.Split('/').Prepend(Name))
        {
            var next = at.Get(part[..(part.LastIndexOf('.') is > 0 and var dot ? dot : part.Length)]);
            if (next is null && part != Name) break;
            if (next is not null) levels.Add(at = next);
        }
        return Enumerable.Reverse(levels);
    }

    /// <summary>The nearest folder's value of a setting, with or without its plus sign.</summary>
    public YamlNode? Setting(string kind, string pathWithin, string key) => Settings(kind, pathWithin)
        .Select(level => level.Get("+" + key) ?? (level.Get(key) is { } plain && !IsFolder(plain, key) ? plain : null))
        .FirstOrDefault(value => value is not null);

    /// <summary>A mapping under a bare name is a folder of that name, unless the setting itself is a mapping.</summary>
    private static bool IsFolder(YamlNode value, string key) => value is YamlNode.Map && key is not ("meta" or "grants" or "contract");

    private string Below(string path) => Folder == "" ? path : Folder + "/" + path;

    private IReadOnlyList<string> Paths(string standard, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            if (Root.Get(key).Texts() is { Count: > 0 } paths)
                return [.. paths.Select(p => Below(p.Trim('/') is "." or "" ? "" : p.Trim('/')).TrimEnd('/'))];
        return [Below(standard)];
    }
}
