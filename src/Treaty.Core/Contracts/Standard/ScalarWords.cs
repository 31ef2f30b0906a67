using System.Globalization;
using System.Text.RegularExpressions;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Contracts.Standard;

/// <summary>What an unquoted word of a document is by the core schema of YAML 1.2: <c>no</c> is a text, <c>1_000</c> is a text,
/// <c>2024-01-01</c> is a text.</summary>
internal static partial class ScalarWords
{
    public static bool IsFlag(this YamlNode.Scalar scalar) =>
        scalar is { Plain: true, Text: "true" or "True" or "TRUE" or "false" or "False" or "FALSE" };

    public static bool IsNumber(this YamlNode.Scalar scalar) => scalar.Plain && AnyNumber().IsMatch(scalar.Text);

    public static bool IsWhole(this YamlNode.Scalar scalar) => scalar.Plain && WholeNumber().IsMatch(scalar.Text);

    public static bool IsText(this YamlNode.Scalar scalar) => !scalar.IsNull && !scalar.IsFlag() && !scalar.IsNumber();

    /// <summary>The number; null where it is none or too large for a decimal.</summary>
    public static decimal? Number(this YamlNode.Scalar scalar) => scalar.IsNumber()
        && decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The kind of a value in words.</summary>
    public static string Words(this YamlNode node) => node switch
    {
        YamlNode.Map => "a mapping",
        YamlNode.Sequence => "a list",
        YamlNode.Scalar { IsNull: true } => "empty",
        YamlNode.Scalar scalar when scalar.IsFlag() => $"`{scalar.Text}`",
        YamlNode.Scalar scalar when scalar.IsNumber() => $"the number {scalar.Text}",
        YamlNode.Scalar scalar => $"the text `{(scalar.Text.Length > 40 ? scalar.Text[..40] + "…" : scalar.Text).ReplaceLineEndings(" ")}`",
        _ => "something else",
    };

    [GeneratedRegex(@"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex AnyNumber();
}
