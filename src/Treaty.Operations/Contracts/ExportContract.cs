using Treaty.Core.Contracts.Formats;
using Treaty.Core.Contracts.Standard;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Operations.Meshes;

namespace Treaty.Operations.Contracts;

/// <param name="Text">The contract in the other format; null where it could not be written.</param>
public sealed record ExportReport(string File, string Format, string? Text, IReadOnlyList<Finding> Findings)
{
    public bool Succeeded => Text is not null && !Findings.HasErrors();
}

/// <summary>Writes a contract in another format, or as ODCS 3.1.</summary>
public static class ExportContract
{
    public static ExportReport Run(string file, ContractFormat format)
    {
        var findings = new List<Finding>();
        if (DocumentText.Read(file, file, findings) is not { } text
            || YamlReader.Read(new MeshDocument(file, text), findings) is not { } root)
            return new(file, format.ToString(), null, findings.Sorted());
        var document = StandardDocument.Read(root, OdcsStandard.Standard);
        findings.AddRange(document.Findings.Where(f => f.Severity == Severity.Error));
        if (findings.HasErrors()) return new(file, format.ToString(), null, findings.Sorted());
        var written = format == ContractFormat.Odcs ? ContractText.As31(new(file, text), root, findings)
            : ContractFormats.Write(document.Root, format, file, findings);
        return new(file, format.ToString(), findings.HasErrors() ? null : written, findings.Sorted());
    }
}
