using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Meshes;

/// <summary>Reads treaty.yaml.</summary>
internal static partial class SettingsReader
{
    public static MeshSettings Read(Fields fields)
    {
        var format = fields.Required("treaty");
        if (format is not ("" or "1"))
            fields.Report(DocumentFindings.Format.At(fields.At("treaty"), $"the format version `{format}` is not known",
                "write `treaty: 1`, or use a newer Treaty"));
        var name = fields.Id("name");
        var engine = fields.Inside("engine", Engine);
        return new MeshSettings(name, fields.Text("title") ?? name, fields.Text("store") ?? ".treaty", engine?.Memory, engine?.Threads,
            fields.Inside("roots", Roots) ?? ImmutableSortedDictionary<string, string>.Empty);
    }

    private static (long? Memory, int? Threads)? Engine(Fields fields) => (
        fields.Parsed<long>("memory", "an amount of memory such as `2GB`", Bytes),
        fields.Parsed<int>("threads", "a whole number from 1 to 1024",
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is > 0 and <= 1024 ? n : null));

    private static ImmutableSortedDictionary<string, string> Roots(Fields fields)
    {
        fields.AllowAll();
        var roots = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var entry in fields.Entries)
        {
            if (!Reference.IsId(entry.Key)) fields.Report(Fields.BadId(new(fields.File, entry.Line, entry.Column), entry.Key));
            if (fields.Required(entry.Key) is { Length: > 0 } folder) roots[entry.Key] = folder;
        }
        return roots.ToImmutable();
    }

    // Decimal and binary units are told apart as engines do: 1 GB is 10^9 bytes, 1 GiB is 2^30.
    private static long? Bytes(string text)
    {
        if (Size().Match(text) is not { Success: true } match) return null;
        var scale = "KMGT".IndexOf(match.Groups["unit"].Value, StringComparison.OrdinalIgnoreCase) + 1;
        var unit = (long)Math.Pow(match.Groups["binary"].Success ? 1024 : 1000, scale);
        return long.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) * unit;
    }

    [GeneratedRegex(@"^(?<number>[1-9][0-9]{0,5}) ?(?<unit>[KMGTkmgt])(?<binary>i)?[Bb]\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Size();
}
