using System.Text;

namespace Treaty.Core.Doctor.Reading;

/// <summary>A record of a CSV file by the names of its header, with the line it begins on.</summary>
public sealed record CsvRecord(IReadOnlyDictionary<string, string> Values, int Line)
{
    /// <summary>The value under a name, trimmed; empty where there is no such column or no value.</summary>
    public string this[string name] => Values.TryGetValue(name, out var value) ? value.Trim() : "";

    /// <summary>Several values in one, separated by semicolons.</summary>
    public IReadOnlyList<string> List(string name) =>
        this[name].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>True, false, or null where neither is said.</summary>
    public bool? Flag(string name) => this[name].ToLowerInvariant() switch
    {
        "yes" or "true" or "1" or "y" => true,
        "no" or "false" or "0" or "n" => false,
        _ => null,
    };
}

/// <summary>Reads CSV with a header: comma, semicolon or tab as the header has it; quotes as in RFC 4180.</summary>
public static class CsvText
{
    /// <param name="unread">Gets a record that has more values than the header has names.</param>
    public static IReadOnlyList<CsvRecord> Read(EstateFile file, List<Unread> unread)
    {
        var rows = Rows(file.Text, Delimiter(file.Text)).ToList();
        if (rows.Count == 0) return [];
        var names = rows[0].Values.Select(n => n.Trim().ToLowerInvariant().Replace(' ', '_')).ToList();
        var records = new List<CsvRecord>();
        foreach (var (values, line) in rows.Skip(1))
        {
            if (values is [""] or []) continue;
            if (values.Count > names.Count)
            {
                unread.Add(new(new(file.Path, line, 1), $"the record has {values.Count} values, the header {names.Count}"));
                continue;
            }
            var named = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var i = 0; i < values.Count; i++) named[names[i]] = values[i];
            records.Add(new(named, line));
        }
        return records;
    }

    private static char Delimiter(string text)
    {
        var header = text.AsSpan(0, text.IndexOf('\n') is >= 0 and var end ? end : text.Length);
        var (commas, semicolons, tabs) = (header.Count(','), header.Count(';'), header.Count('\t'));
        return tabs > commas && tabs > semicolons ? '\t' : semicolons > commas ? ';' : ',';
    }

    private static IEnumerable<(List<string> Values, int Line)> Rows(string text, char delimiter)
    {
        var (values, value, quoted, line, start) = (new List<string>(), new StringBuilder(), false, 1, 1);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n') line++;
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') { value.Append('"'); i++; }
            else if (c == '"' && (quoted || value.Length == 0)) quoted = !quoted;
            else if (quoted) value.Append(c);
            else if (c == delimiter) { values.Add(value.ToString()); value.Clear(); }
            else if (c == '\n')
            {
                values.Add(value.ToString().TrimEnd('\r'));
                yield return (values, start);
                (values, start) = ([], line);
                value.Clear();
            }
            else value.Append(c);
        }
        if (value.Length > 0 || values.Count > 0)
        {
            values.Add(value.ToString().TrimEnd('\r'));
            yield return (values, start);
        }
    }
}
