using System.Globalization;
using Treaty.Core.Doctor.Reading;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Doctor.Dbt;

/// <summary>A declared version of a model.</summary>
internal sealed record DbtVersion(string Model, int Number, DateOnly? GoneBy);

/// <summary>Which file holds which version of which model.</summary>
internal static class DbtVersions
{
    /// <summary>
    /// By the file's name without ending: <c>orders_v2</c>, the name after <c>defined_in</c>, or <c>orders</c> for the latest.
    /// </summary>
    public static IReadOnlyDictionary<string, DbtVersion> Of(IEnumerable<YamlNode> models)
    {
        var byFile = new Dictionary<string, DbtVersion>(StringComparer.Ordinal);
        foreach (var model in models)
        {
            var versions = model.List("versions").ToList();
            var latest = model.Whole("latest_version") ?? versions.Select(v => v.Whole("v") ?? 0).DefaultIfEmpty(0).Max();
            foreach (var version in versions)
                if (version.Whole("v") is { } number)
                {
                    var made = new DbtVersion(model.Text("name"), number, version.Day("deprecation_date"));
                    byFile[version.Text("defined_in") is { Length: > 0 } file ? file
                        : string.Create(CultureInfo.InvariantCulture, $"{made.Model}_v{number}")] = made;
                    if (number == latest) byFile.TryAdd(made.Model, made);
                }
        }
        return byFile;
    }
}
