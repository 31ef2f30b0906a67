using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Products;

namespace Treaty.Core.Tests.Products;

/// <summary>What treaty.yaml and sources.yaml may say of sources: each case is a document and the codes of what is wrong with it.</summary>
public sealed class Sources_and_connections_as_documents
{
    private const string Plain = "name: s\nformat: csv\nlocation: a.csv\n";

    [Theory]
    [InlineData(Plain)]
    [InlineData("name: s\nformat: json\nlocation: a.json")]
    [InlineData("name: s\nformat: delta\nlocation: tables/a")]
    [InlineData("name: s\nformat: sqlite\nlocation: a.db\ntable: t")]
    [InlineData(Plain + "numbers: [amount]\ndialect: {decimal: \",\", thousands: \".\", delimiter: \";\"}")]
    [InlineData(Plain + "dialect: {encoding: windows-1252, comment: \"#\", skipLines: 3, escape: \"\\\\\", null: [\"\", NULL], quotedNull: false, compression: gzip}")]
    [InlineData(Plain + "mode: upsert\nchanges: {key: [id], sequence: at, operation: op, deletes: [D]}")]
    [InlineData(Plain + "mode: upsert\nchanges: {key: id}")]
    [InlineData(Plain + "mode: history\nchanges: {key: [id], sequence: at, validFrom: since, validTo: until}")]
    [InlineData(Plain + "mode: upsert", "TRY1403")]
    [InlineData(Plain + "mode: history\nchanges: {key: id}", "TRY1403")]
    [InlineData("name: s\nformat: postgres\nconnection: db\ntable: public.t\nmode: upsert\nchanges: {key: id}", "TRY1403")]
    [InlineData(Plain + "mode: upsert\nchanges: {key: id, operation: op}", "TRY0010")]
    [InlineData("name: s\nformat: postgres\ntable: t", "TRY0010")]
    [InlineData("name: s\nformat: postgres\nconnection: db", "TRY0010")]
    [InlineData("name: s\nformat: sqlite\nlocation: a.db", "TRY0010")]
    [InlineData("name: s\nformat: postgres\nconnection: db\ntable: t\nlocation: a", "TRY0012")]
    [InlineData("name: s\nformat: xlsx\nlocation: a", "TRY0013")]
    [InlineData("name: s\nformat: sqlite\nlocation: /etc/a.db\ntable: t", "TRY0805")]
    [InlineData("name: s\nformat: sqlite\nlocation: ../a.db\ntable: t", "TRY0805")]
    [InlineData("name: s\nformat: delta\nlocation: s3://bucket/t", "TRY0805")]
    [InlineData("name: s\nformat: sqlite\nlocation: a.db\ntable: t\nmode: append", "TRY1403")]
    [InlineData("name: s\nformat: delta\nlocation: a\nmode: append", "TRY1403")]
    [InlineData(Plain + "changes: {sequence: at}", "TRY1404")]
    [InlineData(Plain + "dialect: {decimal: \",\"}", "TRY0806")]
    [InlineData(Plain + "dialect: {header: false}", "TRY0806")]
    [InlineData(Plain + "numbers: [a]\ndialect: {decimal: \",\", thousands: \",\"}", "TRY1405")]
    [InlineData(Plain + "dialect: {comment: \"//\"}", "TRY1405")]
    [InlineData(Plain + "dialect: {comment: \",\"}", "TRY1405")]
    [InlineData(Plain + "dialect: {escape: \"ab\"}", "TRY1405")]
    [InlineData(Plain + "dialect: {skipLines: -1}", "TRY1405")]
    [InlineData(Plain + "dialect: {encoding: windows-1252, compression: zstd}", "TRY1405")]
    [InlineData(Plain + "dialect: {encoding: ebcdic}", "TRY0013")]
    [InlineData(Plain + "dialect: {delimiter: \",,,,,\"}", "TRY0807")]
    public void Of_a_source(string document, params string[] codes) =>
        Codes("sources:\n  - " + document.Trim().Replace("\n", "\n    "), root => SourceDocument.Read(root.Node, root.Findings)).ShouldBe(codes);

    [Theory]
    [InlineData("{host: db.example.com, database: shop, user: reader}")]
    [InlineData("{host: \"::1\", port: 5433, database: shop, user: reader, tls: verify-full, passwordFrom: SHOP_PASSWORD, description: the shop}")]
    [InlineData("{database: shop, user: reader}", "TRY0010")]
    [InlineData("{host: db, user: reader}", "TRY0010")]
    [InlineData("{host: db, database: shop, user: reader, password: secret}", "TRY1400")]
    [InlineData("{host: \"reader:secret@db\", database: shop, user: reader}", "TRY1401")]
    [InlineData("{host: \"db1,db2\", database: shop, user: reader}", "TRY1401")]
    [InlineData("{host: \"db;Password=x\", database: shop, user: reader}", "TRY1401")]
    [InlineData("{host: /var/run/postgresql, database: shop, user: reader}", "TRY1401")]
    [InlineData("{host: db, database: shop, user: reader, tls: none}", "TRY0013")]
    [InlineData("{host: db, database: shop, user: reader, options: x}", "TRY0012")]
    public void Of_a_connection(string document, params string[] codes) =>
        Codes($"treaty: 1\nname: m\nconnections:\n  shop_db: {document}\n", root => SettingsDocument.Read(root.Node, root.Findings)).ShouldBe(codes);

    [Fact]
    public void A_password_is_never_repeated_in_what_is_said_about_it()
    {
        var findings = new List<Finding>();
        SettingsDocument.Read(YamlReader.Read(new("treaty.yaml", "treaty: 1\nname: m\nconnections:\n  db: {host: h, database: d, user: u, password: s3cret}\n"), findings)!, findings);
        findings.ShouldHaveSingleItem().ToString().ShouldNotContain("s3cret");
    }

    [Fact]
    public void A_source_reads_only_through_a_connection_that_is_configured()
    {
        var settings = "treaty: 1\nname: m\nconnections:\n  shop_db: {host: h, database: d, user: u}\n";
        MeshDocument[] Documents(string connection) =>
        [
            new("treaty.yaml", settings), new("contexts/sales/context.yaml", "context: sales\ndomain: d\npurpose: p\n"),
            new("contexts/sales/sources.yaml", $"sources:\n  - {{name: s, format: postgres, connection: {connection}, table: t}}\n"),
        ];
        MeshCompiler.Compile(Documents("shop_db")).Findings.Select(f => f.Code).ShouldNotContain("TRY1402");
        var finding = MeshCompiler.Compile(Documents("shop_bd")).Findings.Single(f => f.Code == "TRY1402");
        (finding.Help, finding.Place!.Value.Line).ShouldBe(("did you mean `shop_db`?", 2));
    }

    private static IReadOnlyList<string> Codes(string document, Action<(YamlNode Node, List<Finding> Findings)> read)
    {
        var findings = new List<Finding>();
        read((YamlReader.Read(new MeshDocument("x.yaml", document + "\n"), findings)!, findings));
        return [.. findings.Select(f => f.Code)];
    }

    [Theory]
    [InlineData("append", "append", false)]
    [InlineData("full", "upsert", false)]
    [InlineData("full", "append", true)]
    [InlineData("upsert", "append", true)]
    public void A_product_reads_appended_sources_only_or_none(string one, string other, bool refused)
    {
        string Mode(string mode) => mode + (mode == "upsert" ? ", changes: {key: id}" : "");
        MeshDocument[] documents =
        [
            new("treaty.yaml", "treaty: 1\nname: m\n"), new("contexts/sales/context.yaml", "context: sales\ndomain: d\npurpose: p\n"),
            new("contexts/sales/sources.yaml", $"sources:\n  - {{name: a, location: a, mode: {Mode(one)}}}\n  - {{name: b, location: b, mode: {Mode(other)}}}\n"),
            new("contexts/sales/p/product.odps.yaml", "id: p\nname: p\ncustomProperties: [{property: treatySources, value: [a, b]}]\n"),
            new("contexts/sales/p/contract.odcs.yaml", "id: c\nversion: 1.0.0\n"),
        ];
        MeshCompiler.Compile(documents).Findings.Any(f => f.Code == "TRY1406").ShouldBe(refused);
    }
}
