using Treaty.Core.Contracts.Changes;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Plans;
using Treaty.Core.Products;
using Treaty.Operations.Doors;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>Reads from the record which contracts of a product were in force, and compares two of them.</summary>
public sealed class ReadContractHistory(ILedger ledger, Mesh mesh)
{
    public static readonly FindingKind NoProduct = new("TRY1243", Severity.Error, "the history of a contract is asked for that is not there");
    public static readonly FindingKind NoEdition = new("TRY1244", Severity.Error, "an edition of a contract is asked for that never was");

    private sealed record Read(ContractEdition Edition, YamlNode? Root);

    public async ValueTask<ContractHistoryReport> RunAsync(string reference, string? from, string? to, CancellationToken cancel)
    {
        if (Reference.TryParse(reference) is not { } asked || mesh.Product(asked.Bare) is not { } product)
            return Refused(reference, [], NoProduct.At(null, $"`{reference}` is no product of this mesh",
                Nearest.Help(reference, [.. mesh.Products.Select(p => p.Ref.ToString())])));
        var reads = await EditionsAsync(product, cancel).ConfigureAwait(false);
        List<ContractEdition> editions = [.. reads.Select(r => r.Edition)];
        foreach (var name in new[] { from, to })
            if (name is not null && editions.TrueForAll(e => e.Name != name))
                return Refused(product.Ref.ToString(), editions, NoEdition.At(null, $"`{name}` is no edition of this contract",
                    Nearest.Help(name, [.. editions.Select(e => e.Name)])));
        var after = to is null ? reads.Count - 1 : reads.FindIndex(r => r.Edition.Name == to);
        var before = from is null ? after - 1 : reads.FindIndex(r => r.Edition.Name == from);
        if (before < 0 || after < 0)
            return new(product.Ref.ToString(), editions, null, after < 0 ? null : editions[after].Name, null, [], []);
        var comparison = ContractComparison.Between(reads[before].Root, reads[after].Root, PortDirection.Output);
        return new(product.Ref.ToString(), editions, editions[before].Name, editions[after].Name, comparison,
            [.. comparison.Breaking.Select(c => new ContractBreak(c.Path, Hit(product, c, reads[before].Root)))], []);
    }

    private static ContractHistoryReport Refused(string reference, IReadOnlyList<ContractEdition> editions, Finding finding) =>
        new(reference, editions, null, null, null, [], [finding]);

    private IReadOnlyList<string> Hit(Product product, ContractChange change, YamlNode? contract) =>
    [
        .. mesh.Products.Where(p => mesh.Reads(p).Contains(product.Ref) && RelianceChanges.Touches(p, product.Ref, change, contract))
            .Select(p => p.Ref.ToString()).Order(StringComparer.Ordinal),
    ];

    /// <summary>Every text that a contract in the product's folder had, in the order in which they first came into force.</summary>
    private async ValueTask<List<Read>> EditionsAsync(Product product, CancellationToken cancel)
    {
        var file = product.Contract.Place.File;
        var folder = file[..(file.LastIndexOf('/') + 1)];
        var (reads, seen, times) = (new List<Read>(), new HashSet<string>(), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var record in await ledger.ReadAsync(new(RecordKind.Mesh), cancel).ConfigureAwait(false))
            foreach (var document in TreatyJson.Read<ForceManifest>(record.Entry.Body).Documents)
            {
                if (!document.Path.StartsWith(folder, StringComparison.Ordinal)
                    || DocumentScope.Of(document.Path).Kind != DocumentKind.Contract || !seen.Add(document.Sha256)) continue;
                var text = await ledger.KeptAsync(document.Sha256, cancel).ConfigureAwait(false) ?? "";
                var root = YamlReader.Read(new MeshDocument(document.Path, text), []);
                var version = (root as YamlNode.Map)?["version"] is YamlNode.Scalar { Text: var said } ? said : "?";
                var time = times[version] = times.GetValueOrDefault(version) + 1;
                reads.Add(new(new(time == 1 ? version : $"{version}~{time}", version, document.Path, record.Entry.Run, record.Entry.At,
                    record.Entry.By), root));
            }
        return reads;
    }
}
