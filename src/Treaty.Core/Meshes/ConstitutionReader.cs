using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Ownership;
using Treaty.Core.Products;

namespace Treaty.Core.Meshes;

/// <summary>Reads constitution.yaml; what it leaves out holds as in <see cref="Constitution.Default"/>.</summary>
internal static class ConstitutionReader
{
    public static Constitution Read(Fields fields) => new(
        fields.Inside("rights", Rights) ?? Constitution.Default.Rights,
        fields.Inside("required", Required) ?? Constitution.Default.RequiredOfProducts,
        fields.Inside("facts", Naming),
        fields.Inside("severity", Severities) ?? ImmutableDictionary<string, Severity>.Empty);

    private static ImmutableDictionary<ProductClass, ImmutableArray<DecisionRight>> Rights(Fields fields)
    {
        var rights = Constitution.Default.Rights;
        foreach (var productClass in Enum.GetValues<ProductClass>())
            if (fields.Has(productClass.Text()))
                rights = rights.SetItem(productClass,
                    [.. fields.Texts(productClass.Text()).Select(text =>
                        Right(fields, productClass.Text(), text)).OfType<DecisionRight>()]);
        return rights;
    }

    internal static DecisionRight? Right(Fields fields, string key, string text)
    {
        if (DecisionRights.TryParse(text) is { } right) return right;
        fields.Report(YamlFindings.UnknownWord.At(fields.At(key), $"`{text}` is no decision right",
            Nearest.Help(text, DecisionRights.Texts, "use one of the decision rights of docs/documents.md")));
        return null;
    }

    private static ImmutableArray<string>? Required(Fields fields)
    {
        if (!fields.Has("product")) return null;
        var demands = fields.Texts("product");
        foreach (var demand in demands.Except(Constitution.Default.RequiredOfProducts))
            fields.Report(YamlFindings.UnknownWord.At(fields.At("product"), $"`{demand}` cannot be required of a product",
                Nearest.Help(demand, Constitution.Default.RequiredOfProducts, "remove it")));
        return demands;
    }

    private static string? Naming(Fields fields)
    {
        if (fields.Text("naming") is not { } pattern || IsPattern(pattern)) return fields.Text("naming");
        fields.Report(YamlFindings.WrongShape.At(fields.At("naming"), $"`{pattern}` is not a pattern",
            "write a regular expression without look-around and back references"));
        return null;
    }

    private static bool IsPattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking);
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

    private static ImmutableDictionary<string, Severity> Severities(Fields fields)
    {
        fields.AllowAll();
        var severities = ImmutableDictionary.CreateBuilder<string, Severity>(StringComparer.Ordinal);
        foreach (var entry in fields.Entries)
        {
            var place = new SourcePlace(fields.File, entry.Line, entry.Column);
            if (!FindingKinds.Known(entry.Key))
                fields.Report(DocumentFindings.FixedSeverity.At(place, $"`{entry.Key}` is no code of a finding",
                    Nearest.Help(entry.Key, FindingKinds.All.Select(kind => kind.Code), "use a code of docs/findings.md")));
            else if (entry.Key.StartsWith("TRY00", StringComparison.Ordinal))
                fields.Report(DocumentFindings.FixedSeverity.At(place, $"the severity of `{entry.Key}` is fixed",
                    "remove it: a document that cannot be read cannot be obeyed"));
            else if (fields.Word<Severity>(entry.Key, Words) is { } severity) severities[entry.Key] = severity;
        }
        return severities.ToImmutable();
    }

    internal static readonly (string, Severity)[] Words = [("info", Severity.Info), ("warning", Severity.Warning),
        ("error", Severity.Error)];
}
