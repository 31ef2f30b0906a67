namespace Treaty.Acceptance.Tests.Contracts;

/// <summary>One product over one source, whose contract promises something of every kind; the tests write the source's files.</summary>
internal sealed class PromisedMesh : IDisposable
{
    public const string Header = "card_id,holder,limit_eur,opened,tier\n";

    private const string Rights =
        "{define-term: desk, define-schema: desk, change-source-semantics: desk, release: desk, resolve-discrepancy: desk}";

    private readonly TemporaryFolder _folder = new();

    public PromisedMesh(string source = "location: in, mode: full", string more = "")
    {
        Write("treaty.yaml", "treaty: 1\nname: cards\ntitle: Cards\nstore: .treaty\nengine: {memory: 1GB, threads: 2}\n");
        Write("contexts/cards/context.yaml",
            "context: cards\ndomain: Banking\npurpose: Issues cards.\n"
            + "teams: [{id: desk, name: Card desk, contact: \"mailto:desk@example.com\"}]\nsystems: [{id: core, name: Core, owner: desk}]\n"
            + "terms: [{id: card, meaning: A card.}]\n"
            + "facts: [{id: card_issued, term: card, key: [card_id], system: core, meaning: A card was issued.}]\n"
            + $"rights: {Rights}\n");
        Write("contexts/cards/sources.yaml", $"sources: [{{name: cards, system: core, format: csv, {source}}}]\n");
        Write("contexts/cards/issued/product.odps.yaml",
            """
            apiVersion: v1.0.0
            kind: DataProduct
            id: cards_issued
            name: issued
            version: 1.0.0
            status: active
            domain: cards
            description: {purpose: Issued cards., usage: Read., limitations: None.}
            outputPorts: [{name: issued, version: 1.0.0, contractId: cards_issued}]
            support: [{channel: "#desk", url: "https://chat.example.com/desk"}]
            team: {name: desk}
            customProperties:
              - {property: treatyClass, value: authoritative-fact}
              - {property: treatySources, value: [cards]}

            """);
        Write("contexts/cards/issued/contract.odcs.yaml",
            """
            apiVersion: v3.1.0
            kind: DataContract
            id: cards_issued
            version: 1.0.0
            status: active
            domain: cards
            description: {purpose: Issued cards.}
            price: {priceAmount: 9.95, priceCurrency: EUR}
            schema:
              - name: card_issued
                description: A card as it was issued.
                customProperties: [{property: treatyFact, value: card_issued}]
                quality: [{name: never empty, metric: rowCount, mustBeGreaterThan: 0}]
                properties:
                  - {name: card_id, logicalType: string, primaryKey: true, primaryKeyPosition: 1, required: true}
                  - {name: holder, logicalType: string, required: true, classification: restricted, logicalTypeOptions: {pattern: '[A-Z ]+'}}
                  - {name: limit_eur, logicalType: number, physicalType: "decimal(18,2)", required: true, customProperties: [{property: treatyCurrency, value: EUR}]}
                  - {name: opened, logicalType: date}
                  - {name: tier, logicalType: string, logicalTypeOptions: {pattern: 'gold|blue'}}

            """ + more);
    }

    public string Path => _folder.Path;

    public string this[string name] => _folder[name];

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], text);
    }

    public TreatyProgram.Outcome Treaty(params string[] arguments) => PublishedSample.Treaty([.. arguments, "--mesh", Path]);

    public void Dispose() => _folder.Dispose();
}
