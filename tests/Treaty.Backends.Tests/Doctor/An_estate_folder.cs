using System.Text;
using Treaty.Backends.Files;
using Treaty.Core.Doctor;
using Treaty.Operations.Doctor;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Tests.Doctor;

public sealed class An_estate_folder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Estate Estate(string path = "") => new ReadEstate(new EstateFolder()).Run(Path.Combine(_folder.Path, path), null, default);

    [Fact]
    public void Leaves_out_packages_hidden_folders_and_links_and_says_what_is_unreadable()
    {
        _folder.Write("dbt_project.yml", "name: shop\n");
        _folder.Write("models/a.sql", "select 1");
        _folder.Write("dbt_packages/p/models/b.sql", "select 1");
        _folder.Write(".venv/models/c.sql", "select 1");
        File.WriteAllBytes(_folder.Write("models/d.sql", ""), [0xE9, 0x20, 0x0A]);
        File.WriteAllBytes(_folder.Write("models/e.sql", ""), Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("select 1 from {{ ref('a') }}")).ToArray());
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "models", "loop"), _folder.Path);
        var estate = Estate();
        estate.Assets.Select(a => a.Name).ShouldBe(["a", "e"], ignoreOrder: true);
        estate.Edges.Single().Downstream.ShouldBe("e");
        estate.Unread.ShouldHaveSingleItem().Place.File.ShouldBe("models/d.sql");
    }

    [Fact]
    public void Several_projects_are_one_estate_and_names_are_kept_apart()
    {
        _folder.Write("shop/dbt_project.yml", "name: shop\n");
        _folder.Write("shop/models/orders.sql", "select 1");
        _folder.Write("shop/models/more.sql", "select * from {{ ref('orders') }}");
        _folder.Write("pay/dbt_project.yml", "name: pay\n");
        _folder.Write("pay/models/orders.sql", "select 1");
        var estate = Estate();
        estate.Assets.Select(a => a.Name).ShouldBe(["shop.orders", "more", "pay.orders"], ignoreOrder: true);
        estate.Edges.Single().Upstream.ShouldBe("shop.orders");
    }

    [Fact]
    public void A_manifest_alone_is_an_estate_and_beside_files_it_tells_what_macros_hide()
    {
        const string Manifest = """
            {"metadata": {"project_name": "shop"},
             "nodes": {
               "model.shop.a": {"unique_id": "model.shop.a", "resource_type": "model", "package_name": "shop", "name": "a", "path": "staging/a.sql",
                 "original_file_path": "models/staging/a.sql", "description": "A.", "raw_code": "select 1", "columns": {"x": {"name": "x"}},
                 "config": {"materialized": "view", "meta": {"owner": "orders-team"}}, "depends_on": {"nodes": ["source.shop.raw.t"]}},
               "model.shop.b": {"unique_id": "model.shop.b", "resource_type": "model", "package_name": "shop", "name": "b", "path": "b.sql",
                 "original_file_path": "models/b.sql", "raw_code": "{{ everything() }}", "config": {}, "depends_on": {"nodes": ["model.shop.a"]}},
               "model.other.c": {"unique_id": "model.other.c", "resource_type": "model", "package_name": "other", "name": "c"},
               "test.shop.u": {"unique_id": "test.shop.u", "resource_type": "test", "package_name": "shop", "name": "unique_a_x", "column_name": "x",
                 "attached_node": "model.shop.a", "test_metadata": {"name": "unique", "kwargs": {"column_name": "x"}}, "config": {"severity": "WARN"}}},
             "sources": {"source.shop.raw.t": {"unique_id": "source.shop.raw.t", "resource_type": "source", "package_name": "shop",
               "source_name": "raw", "name": "t"}},
             "exposures": {"exposure.shop.e": {"name": "e", "owner": {"name": "Sales"}, "depends_on": {"nodes": ["model.shop.b"]}}}}
            """;
        var file = _folder.Write("target/manifest.json", Manifest);
        foreach (var estate in (Estate[])[Estate("target"), Estate(Path.GetRelativePath(_folder.Path, file))])
        {
            estate.Assets.Select(a => a.Name).ShouldBe(["a", "b", "raw.t"], ignoreOrder: true);
            estate.Assets.Single(a => a.Name == "a").Checks.Single().Stops.ShouldBeFalse();
            estate.Assets.Single(a => a.Name == "a").Owners.Single().IsTeam.ShouldBe(true);
            estate.Edges.Select(e => (e.Downstream, e.Upstream)).ShouldBe([("a", "raw.t"), ("b", "a")], ignoreOrder: true);
            estate.Consumers.Single().Reads.ShouldBe(["b"]);
        }
        _folder.Write("dbt_project.yml", "name: shop\n");
        _folder.Write("models/a.sql", "select 1");
        _folder.Write("models/b.sql", "{{ everything() }}");
        Estate().Edges.ShouldContain(e => e.Downstream == "b" && e.Upstream == "a");
    }

    [Theory]
    [InlineData("manifest.json", "[1, 2]")]
    [InlineData("manifest.json", "{\"nodes\": [")]
    [InlineData("notes.md", "# nothing")]
    [InlineData("x.yaml", "a: 1")]
    public void What_is_no_estate_is_refused_with_what_would_be(string name, string text)
    {
        _folder.Write(name, text);
        var refused = Should.Throw<BackendException>(() => Estate());
        refused.Fault.ShouldBe(BackendFault.Unreachable);
        refused.Help.ShouldContain("dbt_project.yml");
    }
}
