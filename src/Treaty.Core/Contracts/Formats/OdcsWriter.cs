using System.Globalization;
using System.Text;

namespace Treaty.Core.Contracts.Formats;

/// <summary>Writes a contract of ODCS 3.1. Questions stand as comments where their answers belong, and the status is a draft.</summary>
internal static class OdcsWriter
{
    public static string Write(PortableContract contract)
    {
        var yaml = new YamlText();
        yaml.Key(0, "apiVersion", "v3.1.0").Key(0, "kind", "DataContract").Key(0, "id", contract.Id);
        if (contract.Name is { } name) yaml.Key(0, "name", name);
        yaml.Key(0, "version", contract.Version).Key(0, "status", "draft");
        yaml.Line(0, "description:").Key(1, "purpose", contract.Description ?? "To be said by its owner.",
            contract.Description is null ? "what is this data for, and what must it not be used for?" : null);
        yaml.Line(0, "schema:");
        foreach (var table in contract.Tables) Table(yaml, table);
        return yaml.ToString();
    }

    private static void Table(YamlText yaml, PortableTable table)
    {
        yaml.Key(1, "- name", table.Name);
        if (table.PhysicalName is { } physical && physical != table.Name) yaml.Key(2, "physicalName", physical);
        if (table.Description is { } description) yaml.Key(2, "description", description);
        foreach (var question in table.Questions) yaml.Question(2, question);
        yaml.Line(2, "properties:");
        foreach (var field in table.Fields) Field(yaml, 3, field, "- name");
    }

    /// <param name="first">The key that the field begins with: its name in a list; none for an item.</param>
    private static void Field(YamlText yaml, int depth, PortableField field, string? first)
    {
        var inner = depth + 1;
        if (first is not null) yaml.Key(depth, first, field.Name);
        if (field.PhysicalName is { } physical && physical != field.Name) yaml.Key(inner, "physicalName", physical);
        // ODCS 3.1 has no maps: they are objects whose keys are not named.
        yaml.Key(inner, "logicalType", (field.Kind == PortableKind.Map ? PortableKind.Object : field.Kind).Word());
        if (PhysicalType(field) is { } type) yaml.Key(inner, "physicalType", type);
        if (field.Description is { } description) yaml.Key(inner, "description", description);
        if (field.Required) yaml.Word(inner, "required", "true");
        if (field.Unique) yaml.Word(inner, "unique", "true");
        if (field.KeyPosition > 0) yaml.Word(inner, "primaryKey", "true").Word(inner, "primaryKeyPosition", Text(field.KeyPosition));
        if (field.Classification is { } classification) yaml.Key(inner, "classification", classification);
        Options(yaml, inner, field);
        if (!field.Values.IsEmpty)
            yaml.Line(inner, "quality:").Line(inner + 1, "- metric: invalidValues").Line(inner + 2, "arguments:")
                .Line(inner + 3, $"validValues: [{string.Join(", ", field.Values.Select(YamlText.Quoted))}]").Line(inner + 2, "mustBe: 0");
        if (field.RefersTo is { } to) yaml.Line(inner, "relationships:").Key(inner + 1, "- to", to);
        foreach (var question in field.Questions) yaml.Question(inner, question);
        if (!field.Fields.IsEmpty)
        {
            yaml.Line(inner, "properties:");
            foreach (var member in field.Fields) Field(yaml, inner + 1, member, "- name");
        }
        if (field is { Kind: PortableKind.Array, Item: { } item })
        {
            yaml.Line(inner, "items:");
            Field(yaml, inner, item, null);
        }
    }

    private static string? PhysicalType(PortableField field) => field switch
    {
        { Digits: { } digits } => string.Create(CultureInfo.InvariantCulture, $"decimal({digits.Precision},{digits.Scale})"),
        { Kind: PortableKind.Map, Item: { } item } => $"map<string, {item.Kind.Word()}>",
        _ => field.PhysicalType,
    };

    private static void Options(YamlText yaml, int depth, PortableField field)
    {
        var options = new List<(string Key, string Value)>();
        void Add(string key, string? value, bool text = false)
        {
            if (value is not null) options.Add((key, text ? YamlText.Quoted(value) : value));
        }
        var days = field.Kind is PortableKind.Date or PortableKind.Timestamp or PortableKind.Time;
        Add("minLength", field.MinLength is { } min ? Text(min) : null);
        Add("maxLength", field.MaxLength is { } max ? Text(max) : null);
        Add("pattern", field.Pattern, text: true);
        Add("format", field.Format ?? field.Width, text: true);
        Add("minimum", field.Minimum, days);
        Add("maximum", field.Maximum, days);
        Add("exclusiveMinimum", field.ExclusiveMinimum, days);
        Add("exclusiveMaximum", field.ExclusiveMaximum, days);
        if (field is { Kind: PortableKind.Timestamp, Zoned: false }) Add("timezone", "false");
        if (options.Count == 0) return;
        yaml.Line(depth, "logicalTypeOptions:");
        foreach (var (key, value) in options) yaml.Word(depth + 1, key, value);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Lines of YAML that read back as what was meant: every text that could be taken for something else is quoted.</summary>
internal sealed class YamlText
{
    private readonly StringBuilder _text = new();

    public YamlText Line(int depth, string line)
    {
        _text.Append(' ', depth * 2).Append(line).Append('\n');
        return this;
    }

    public YamlText Question(int depth, string question) => Line(depth, $"# question: {question.ReplaceLineEndings(" ")}");

    /// <summary>A key with a text.</summary>
    public YamlText Key(int depth, string key, string value, string? question = null) =>
        Line(depth, $"{key}: {Quoted(value)}{(question is null ? "" : $"   # question: {question}")}");

    /// <summary>A key with a number, true or false.</summary>
    public YamlText Word(int depth, string key, string value) => Line(depth, $"{key}: {value}");

    /// <summary>The text as it is where nothing could misread it, else in double quotes.</summary>
    public static string Quoted(string text)
    {
        var plain = text.Length > 0 && char.IsAsciiLetter(text[0])
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '(' or ')' or '/')
            && text.ToLowerInvariant() is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n");
        var version = text.Length > 0 && text.Split('.') is { Length: 3 } parts && parts.All(p => p.Length > 0 && p.All(char.IsAsciiDigit));
        if (plain || version) return text;
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF' or '\u0085' =>
                    string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => c.ToString(),
            });
        return quoted.Append('"').ToString();
    }

    public override string ToString() => _text.ToString();
}
