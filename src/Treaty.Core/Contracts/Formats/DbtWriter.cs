using System.Globalization;

namespace Treaty.Core.Contracts.Formats;

/// <summary>Writes a contract as dbt's properties: models with an enforced contract, constraints and tests.</summary>
internal static class DbtWriter
{
    public static string Write(PortableContract contract)
    {
        var yaml = new YamlText().Word(0, "version", "2").Line(0, "models:");
        foreach (var table in contract.Tables) Model(yaml, table);
        return yaml.ToString();
    }

    private static void Model(YamlText yaml, PortableTable table)
    {
        yaml.Key(1, "- name", table.PhysicalName ?? table.Name);
        if (table.Description is { } description) yaml.Key(2, "description", description);
        yaml.Line(2, "config:").Line(3, "contract: {enforced: true}");
        if (table.Key is { Length: > 1 } key)
            yaml.Line(2, "constraints:").Line(3, "- type: primary_key").Line(4,
                $"columns: [{string.Join(", ", key.Select(f => YamlText.Quoted(f.Name)))}]");
        yaml.Line(2, "columns:");
        foreach (var field in table.Fields) Column(yaml, field, table.Key.Length == 1);
    }

    private static void Column(YamlText yaml, PortableField field, bool onlyKey)
    {
        yaml.Key(3, "- name", field.Name).Key(4, "data_type", SqlTypes.Postgres(field));
        if (field.Description is { } description) yaml.Key(4, "description", description);
        Constraints(yaml, field, onlyKey);
        Meta(yaml, field);
        var tests = new List<string>();
        if (field.Required) tests.Add("- not_null");
        if (field.Unique) tests.Add("- unique");
        if (!field.Values.IsEmpty) tests.Add(
            $"- accepted_values: {{arguments: {{values: [{string.Join(", ", field.Values.Select(YamlText.Quoted))}]}}}}");
        if (field.RefersTo?.Split('.') is [.., var table, var column])
            tests.Add(
                $"- relationships: {{arguments: {{to: {YamlText.Quoted($"ref('{table.Split('/')[^1]}')")}, field: {YamlText.Quoted(column)}}}}}");
        if (tests.Count == 0) return;
        yaml.Line(4, "data_tests:");
        foreach (var test in tests) yaml.Line(5, test);
    }

    private static void Constraints(YamlText yaml, PortableField field, bool onlyKey)
    {
        var types = new[] { (field.Required || field.KeyPosition > 0, "not_null"), (onlyKey && field.KeyPosition > 0, "primary_key"),
            (field.Unique, "unique") }
            .Where(c => c.Item1).Select(c => c.Item2).ToList();
        if (types.Count == 0) return;
        yaml.Line(4, "constraints:");
        foreach (var type in types) yaml.Line(5, $"- type: {type}");
    }

    /// <summary>What dbt has no word for.</summary>
    private static void Meta(YamlText yaml, PortableField field)
    {
        var said = new List<(string Key, string Value)>();
        void Add(string key, string? value)
        {
            if (value is not null) said.Add((key, YamlText.Quoted(value)));
        }
        Add("pattern", field.Pattern);
        Add("format", field.Format);
        Add("minimum", field.Minimum);
        Add("maximum", field.Maximum);
        Add("exclusiveMinimum", field.ExclusiveMinimum);
        Add("exclusiveMaximum", field.ExclusiveMaximum);
        Add("minLength", field.MinLength?.ToString(CultureInfo.InvariantCulture));
        Add("classification", field.Classification);
        Add("width", field.Width);
        if (said.Count == 0) return;
        yaml.Line(4, "config:").Line(5, "meta:");
        foreach (var (key, value) in said) yaml.Line(6, $"{key}: {value}");
    }
}
