using Treaty.Core.Contracts.Standard;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Operations.Meshes;

namespace Treaty.Operations.Contracts;

/// <summary>A document that was checked by itself.</summary>
/// <param name="Standard">ODCS or ODPS with the edition it was judged by; null where it is of neither.</param>
public sealed record CheckedDocument(string File, string? Standard, string? Id, string? Version, bool Valid);

/// <param name="Documents">In order of name.</param>
public sealed record ContractCheckReport(IReadOnlyList<CheckedDocument> Documents, IReadOnlyList<Finding> Findings)
{
    public bool Succeeded => !Findings.HasErrors();
}

/// <summary>Checks contracts and products by themselves, without a mesh: each against the standard it names.</summary>
public static class CheckContracts
{
    /// <param name="named">Files, folders and globs, relative to the working directory.</param>
    public static ContractCheckReport Run(IReadOnlyList<string> named, CancellationToken cancel)
    {
        var findings = new List<Finding>();
        var documents = new List<CheckedDocument>();
        foreach (var file in ContractFiles.Find(named, findings))
        {
            cancel.ThrowIfCancellationRequested();
            var own = new List<Finding>();
            var read = Read(file, own);
            documents.Add(new(file, read?.Standard is { } s ? $"{s.Name} {read.Edition / 10}.{read.Edition % 10}"
                : null, Text(read, "id"), Text(read, "version"),
                !own.HasErrors()));
            findings.AddRange(own);
        }
        return new(documents, findings.Sorted());
    }

    /// <summary>A document with what is wrong with it; null where it could not be read as YAML.</summary>
    public static StandardDocument? Read(string file, List<Finding> findings)
    {
        if (DocumentText.Read(file, file, findings) is not { } text) return null;
        if (YamlReader.Read(new MeshDocument(file, text), findings) is not { } root)
        {
            if (findings.Count == 0)
                findings.Add(StandardFindings.NotOfAStandard.At(new(file, 1, 1), "the document is empty",
                    "begin with `apiVersion:` and `kind:`"));
            return null;
        }
        var document = StandardDocument.Read(root);
        findings.AddRange(document.Findings);
        return document;
    }

    private static string? Text(StandardDocument? document, string key) =>
        (document?.Root as YamlNode.Map)?[key] is YamlNode.Scalar { IsNull: false, Text: var text } ? text : null;
}
