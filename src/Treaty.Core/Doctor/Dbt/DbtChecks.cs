using Treaty.Core.Doctor.Reading;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Doctor.Dbt;

/// <summary>The tests declared of a resource and of its columns, under <c>tests</c> or <c>data_tests</c>.</summary>
public static class DbtChecks
{
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "name", "config", "severity", "where", "enabled", "tags", "description", "meta", "warn_if", "error_if", "limit", "store_failures",
        "store_failures_as", "fail_calc", "test_name", "alias", "arguments", "database", "schema",
    };

    public static IEnumerable<Check> Of(YamlNode resource, DbtProject project)
    {
        foreach (var check in Under(resource, null, project)) yield return check;
        foreach (var column in resource.List("columns"))
            foreach (var check in Under(column, column.Text("name"), project)) yield return check;
    }

    private static IEnumerable<Check> Under(YamlNode owner, string? column, DbtProject project) =>
        owner.List("tests").Concat(owner.List("data_tests")).Select(item => One(item, column, project)).OfType<Check>();

    private static Check? One(YamlNode item, string? column, DbtProject project)
    {
        if (item is YamlNode.Scalar { IsNull: false } bare) return Made(bare.Text, column, null, item.Place, project);
        if (item.Entries().FirstOrDefault() is not { } first) return null;
        // Either `unique: {…}`, or `name:` and `test_name:` beside the arguments.
        return item.Text("test_name") is { Length: > 0 } named ? Made(named, column, item, item.Place, project)
            : item.Entries().FirstOrDefault(e => !Words.Contains(e.Key)) is { } entry
                ? Made(entry.Key, column, entry.Value is YamlNode.Map ? entry.Value : item, entry.KeyPlace, project)
            : Made(first.Key, column, first.Value, item.Place, project);
    }

    private static Check Made(string kind, string? column, YamlNode? body, SourcePlace place, DbtProject project)
    {
        string Setting(string key) => body.Get("config").Text(key) is { Length: > 0 } inner ? inner : body.Text(key);
        var severity = Setting("severity");
        if (severity == "") severity = (project.Setting("data_tests", "", "severity") ?? project.Setting("tests", "", "severity"))
            is YamlNode.Scalar inherited ? inherited.Text : "error";
        var arguments = body.Get("arguments").Flat().Concat(body.Flat().Where(a => !Words.Contains(a.Key.Split('.')[0])))
            .GroupBy(a => a.Key).ToDictionary(g => g.Key, g => g.First().Value, StringComparer.Ordinal);
        return new Check(kind[(kind.LastIndexOf('.') + 1)..], column, place)
        {
            Arguments = arguments,
            Stops = !severity.Equals("warn", StringComparison.OrdinalIgnoreCase),
            Enabled = !Setting("enabled").Equals("false", StringComparison.OrdinalIgnoreCase),
            CannotFail = CheckForce.CannotFail(kind, arguments, Setting("where"), Setting("error_if"), Setting("warn_if")),
        };
    }
}
