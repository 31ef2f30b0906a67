using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Meshes;

/// <summary>What contracts (ODCS) and products (ODPS) have in common.</summary>
internal static class Standards
{
    /// <summary>Reads <c>apiVersion</c> and <c>kind</c>; another kind or an unknown generation of the standard is a finding.</summary>
    public static void Format(Fields fields, string kind, params string[] generations)
    {
        var (version, said) = (fields.Required("apiVersion"), fields.Required("kind"));
        if (said.Length > 0 && said != kind)
            fields.Report(DocumentFindings.Format.At(fields.At("kind"), $"the kind is `{said}`", $"write `kind: {kind}`"));
        if (version.Length > 0 && !generations.Any(g => version.StartsWith(g, StringComparison.Ordinal)))
            fields.Report(DocumentFindings.Format.At(fields.At("apiVersion"),
                $"the version `{version}` of the standard is not one that Treaty reads",
                $"write one that begins with {string.Join(" or ", generations.Select(g => $"`{g}`"))}"));
    }

    /// <summary>The name of the team; the older form, a list of members, has none.</summary>
    public static string? Team(Fields fields) => fields.Node("team") is YamlSequence ? null : fields.Inside("team", team =>
    {
        team.Allow("id", "description", "members", "tags", "customProperties", "authoritativeDefinitions");
        return team.Text("name");
    });

    /// <summary>Reads a reference; null, with a finding, where the text is none.</summary>
    public static Reference? Reference(Fields fields, string key, string text)
    {
        if (text.Length == 0) return null;
        if (Meshes.Reference.TryParse(text) is { } reference) return reference;
        fields.Report(ReferenceFindings.NotAReference.At(fields.At(key), $"`{text}` is not a reference",
            "write `context.product`, or `context.product/object` for one object"));
        return null;
    }
}
