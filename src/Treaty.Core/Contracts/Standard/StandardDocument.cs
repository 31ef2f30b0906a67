using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Contracts.Standard;

/// <summary>A document of an open standard: which one, by which edition it is judged, and what is wrong with it.</summary>
/// <param name="Standard">Null where it is of none that is read.</param>
/// <param name="Root">The document in the form of ODCS 3 or ODPS: a contract of ODCS 2.2 is read into it.</param>
public sealed record StandardDocument(DocumentStandard? Standard, int Edition, YamlNode Root, IReadOnlyList<Finding> Findings)
{
    private static readonly DocumentStandard[] All = [OdcsStandard.Standard, OdpsStandard.Standard];

    /// <summary>Judges a document by the standard that its <c>kind</c> and <c>apiVersion</c> name.</summary>
    /// <param name="expected">The standard it must be of; null for any.</param>
    public static StandardDocument Read(YamlNode root, DocumentStandard? expected = null)
    {
        var findings = new List<Finding>();
        if (root is not YamlNode.Map map)
        {
            findings.Add(StandardFindings.NotOfAStandard.At(root.Place, $"the document is {root.Words()}",
                "write it as keys with values, beginning with `apiVersion:`"));
            return new(null, 0, root, findings);
        }
        var kind = Text(map, "kind");
        var standard = expected ?? All.FirstOrDefault(s => s.Kind == kind) ?? Guess(map);
        if (standard == OdcsStandard.Standard && Odcs2.Is(map))
        {
            Odcs2.Check(map, findings);
            return new(standard, OdcsStandard.V30, Odcs2.Upgrade(map), findings);
        }
        var version = Text(map, "apiVersion");
        var edition = version is null ? null : standard.Edition(version);
        if (version is not null && edition is null)
            findings.Add(StandardFindings.NotOfAStandard.At(map["apiVersion"]!.Place,
                $"`{version}` is no version of {standard.Name} that is read",
                $"use one of {string.Join(", ", standard.Editions.Select(e => $"`{e.ApiVersion}`"))}"));
        new StandardCheck(standard, edition ?? standard.Editions[0].Edition, findings).Document(map);
        if (standard == OdcsStandard.Standard) findings.AddRange(ContractSense.Judge(map));
        return new(standard, edition ?? standard.Editions[0].Edition, map, findings);
    }

    /// <summary>A document that is known to keep a standard as it stands.</summary>
    internal static StandardDocument Kept(YamlNode root, DocumentStandard standard) =>
        new(standard, (Text((YamlNode.Map)root, "apiVersion") is { } version ? standard.Edition(version) : null)
            ?? standard.Editions[0].Edition, root, []);

    /// <summary>The keys that only products have decide where the kind does not.</summary>
    private static DocumentStandard Guess(YamlNode.Map map) =>
        map["outputPorts"] is not null || map["inputPorts"] is not null ? OdpsStandard.Standard : OdcsStandard.Standard;

    private static string? Text(YamlNode.Map map, string key) =>
        map[key] is YamlNode.Scalar { IsNull: false, Text: var text } ? text : null;
}
