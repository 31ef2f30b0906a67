using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Treaty.Core.Contexts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Ownership;
using Treaty.Core.Products;

namespace Treaty.Core.Meshes;

/// <summary>Reads treaty.yaml.</summary>
public static partial class SettingsDocument
{
    public const string Path = "treaty.yaml";

    public static MeshSettings Read(YamlNode root, List<Finding> findings)
    {
        var f = new Fields(root, root.Place, findings);
        if (f.Required("treaty") is { Length: > 0 } form && form != "1")
            findings.Add(Fields.UnknownWord.At(f.PlaceOf("treaty"), $"format `{form}` is not known to this treaty",
                "write `treaty: 1`, or use a newer treaty"));
        var name = f.Required("name");
        var engine = f.Map("engine");
        var roots = f.Map("roots");
        var settings = new MeshSettings(name, f.Text("title") ?? name, f.Text("store") ?? ".treaty", Memory(engine),
            engine.Integer("threads"),
            roots.Entries.Where(e => e.Value is YamlNode.Scalar)
                .ToImmutableSortedDictionary(e => e.Key, e => ((YamlNode.Scalar)e.Value).Text,
                StringComparer.Ordinal))
        {
            Connections = ConnectionDocument.Read(f),
            RetentionDays = Days(f.Map("lake")),
        };
        engine.End();
        f.End("description");
        return settings;
    }

    private static int Days(Fields lake)
    {
        var days = lake.Integer("retentionDays") ?? Retention.StandardDays;
        if (days < 0) lake.Findings.Add(Fields.WrongKind.At(lake.PlaceOf("retentionDays"), $"`{days}` days cannot pass", "write 0 or more days"));
        lake.End();
        return days;
    }

    private static long? Memory(Fields f)
    {
        if (f.Text("memory") is not { } text) return null;
        if (Bytes().Match(text) is { Success: true } match && long.TryParse(match.Groups[1].Value, NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var count))
            return count << (match.Groups[2].Value.ToUpperInvariant() switch { "G" => 30, "M" => 20, _ => 10 });
        f.Findings.Add(Fields.WrongKind.At(f.PlaceOf("memory"), $"`{text}` is no amount of memory",
            "write a number with MB or GB, such as 2GB"));
        return null;
    }

    [GeneratedRegex(@"^\s*([0-9]{1,6})\s*([KMG])i?B\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Bytes();
}

/// <summary>Reads constitution.yaml; what it leaves out is as in <see cref="Constitution.Default"/>.</summary>
public static partial class ConstitutionDocument
{
    public static Constitution Read(YamlNode root, List<Finding> findings)
    {
        var f = new Fields(root, root.Place, findings);
        var standard = Constitution.Default;
        var constitution = new Constitution(
            f.Has("rights") ? standard.Rights.SetItems(Rights(f.Map("rights"))) : standard.Rights,
            f.Has("required") ? Required(f.Map("required")) : standard.RequiredOfProducts,
            Naming(f.Map("facts")), Severities(f.Map("severity")))
        {
            Holders = HoldingsDocument.Read(f.Map("holders")),
            Teams = ContextDocument.Teams(f),
            Waivers = Waiver.Read(f),
            PlatformTeams = [.. f.Texts("platform")],
            Approvals = ApprovalRules.Read(f),
        };
        f.End("description");
        return constitution;
    }

    private static ImmutableArray<string> Required(Fields f)
    {
        var words = f.Texts("product");
        foreach (var word in words.Where(w => !Constitution.Default.RequiredOfProducts.Contains(w)))
            f.Findings.Add(Fields.UnknownWord.At(f.PlaceOf("product"), $"`{word}` is nothing that a product says",
                Nearest.Help(word, Constitution.Default.RequiredOfProducts)));
        f.End();
        return [.. words];
    }

    /// <summary>The pattern of facts' names; null where none is given, or none that can be used.</summary>
    private static string? Naming(Fields f)
    {
        var pattern = f.Text("naming");
        f.End();
        if (pattern is null || IsPattern(pattern)) return pattern;
        f.Findings.Add(Fields.WrongKind.At(f.PlaceOf("naming"), $"`{pattern}` is no pattern",
            "write a regular expression without look-around and back references"));
        return null;
    }

    private static bool IsPattern(string text)
    {
        try
        {
            _ = Regex.IsMatch("", $"^(?:{text})\\z", RegexOptions.NonBacktracking);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }

    private static IEnumerable<KeyValuePair<ProductClass, ImmutableArray<DecisionRight>>> Rights(Fields f)
    {
        foreach (var entry in f.Entries)
        {
            if (ProductClasses.TryParse(entry.Key) is not { } @class)
            {
                f.Findings.Add(Fields.UnknownWord.At(entry.KeyPlace, $"`{entry.Key}` is no class of products",
                    "use authoritative-fact, context-view, derived or reconciled"));
                continue;
            }
            var rights = f.Texts(entry.Key).Select(text => (text, Right: DecisionRights.TryParse(text))).ToList();
            foreach (var (text, right) in rights.Where(r => r.Right is null))
                f.Findings.Add(Fields.UnknownWord.At(entry.Value.Place, $"`{text}` is no decision right",
                    Nearest.Help(text, [.. DecisionRights.Texts])));
            yield return new(@class, [.. rights.Select(r => r.Right).OfType<DecisionRight>()]);
        }
    }

    private static ImmutableDictionary<string, Severity> Severities(Fields f)
    {
        var severities = ImmutableDictionary.CreateBuilder<string, Severity>(StringComparer.Ordinal);
        foreach (var entry in f.Entries)
            if (!Code().IsMatch(entry.Key))
                f.Findings.Add(Fields.UnknownWord.At(entry.KeyPlace, $"`{entry.Key}` is no code of a finding", "write a code such as TRY0305"));
            else if (f.Word(entry.Key, "error", "warning", "info") is { } word) severities[entry.Key] =
                Enum.Parse<Severity>(word, ignoreCase: true);
        return severities.ToImmutable();
    }

    [GeneratedRegex(@"^TRY[0-9]{4}\z")]
    private static partial Regex Code();
}
