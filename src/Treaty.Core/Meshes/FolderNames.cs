using System.Text.RegularExpressions;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Meshes;

/// <summary>Rules that hold for ids and versions in every kind of document.</summary>
internal static partial class FolderNames
{
    /// <summary>An id equals the name of the folder that its document is in.</summary>
    public static void Check(Fields fields, string key, string id, string folder)
    {
        if (id.Length > 0 && id != folder)
            fields.Report(DocumentFindings.WrongFolder.At(fields.At(key), $"`{key}` is `{id}` but the folder is `{folder}`",
                "rename one of the two"));
    }

    /// <summary>A version that has to be of the form 1.2.3; missing is a finding, and reads as 0.0.0.</summary>
    public static string Version(this Fields fields, string key = "version")
    {
        var text = fields.Required(key);
        if (text.Length > 0 && !IsSemVer(text))
            fields.Report(DocumentFindings.NotSemVer.At(fields.At(key), $"the version `{text}` is not of the form 1.2.3",
                "write three numbers with dots"));
        return text.Length > 0 ? text : "0.0.0";
    }

    public static bool IsSemVer(string text) => SemVer().IsMatch(text);

    [GeneratedRegex(@"^(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex SemVer();
}
