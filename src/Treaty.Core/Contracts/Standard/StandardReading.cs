using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Contracts.Standard;

/// <summary>Reads a document of a mesh that was held against the table of its open standard for what Treaty uses of it.</summary>
internal static class StandardReading
{
    /// <param name="read">Reads the document in the words of the newest edition. What it says of a line is not said again by the
    /// standard, and names used twice are the mesh's own rule.</param>
    public static T Read<T>(StandardDocument document, Func<YamlNode, List<Finding>, T> read, List<Finding> findings)
    {
        var own = new List<Finding>();
        var result = read(document.Root, own);
        findings.AddRange(own);
        if (document.Findings.Count == 0) return result;
        var said = own.Select(f => (f.Place?.File, f.Place?.Line)).ToHashSet();
        findings.AddRange(
            document.Findings.Where(f =>
                f.Severity == Severity.Error && f.Code != StandardFindings.SameName.Code
                    && !said.Contains((f.Place?.File, f.Place?.Line))));
        return result;
    }
}
