using System.Collections.Immutable;
using System.Text;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;
using Treaty.Operations.Meshes;

namespace Treaty.Backends.Tests.Meshes;

public sealed class A_mesh_directory : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("treaty-mesh-").FullName;

    public A_mesh_directory()
    {
        Write("treaty.yaml", "treaty: 1\nname: shop\nroots: {archive: ../archive}\n");
        Write("contexts/sales/context.yaml", "context: sales\ndomain: Commerce\nterms:\n  - {id: order, meaning: A purchase.}\n");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Cache => DocumentCache.PathIn(Path.Combine(folder, ".treaty"));

    private void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    private void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
        File.WriteAllBytes(Path.Combine(folder, path), bytes);
    }

    private CheckReport Check(params (string Name, string Folder)[] roots) => CheckMesh.Run(
        new CheckRequest(folder, roots.ToImmutableSortedDictionary(r => r.Name, r => r.Folder, StringComparer.Ordinal)),
            TestContext.Current.CancellationToken);

    [Fact]
    public void Is_read_without_what_is_no_document()
    {
        Write("README.md", "x");
        Write("data/orders.csv", "a");
        Write(".treaty/ledger.yaml", "a");
        Write("contexts/sales/truth/deep/down/contract.odcs.yaml", "a");
        Write("contexts/sales/notes.yaml", "a");
        Check().Documents.Select(d => d.Path).ShouldBe(["contexts/sales/context.yaml", "treaty.yaml"]);
        Check().Findings.ShouldBeEmpty();
    }

    [Fact]
    public void Takes_roots_from_the_caller()
    {
        Check(("archive", "/data/archive")).Mesh.Settings.Roots["archive"].ShouldBe("/data/archive");
        Check(("archives", "/data")).Findings.ShouldHaveSingleItem().Help.ShouldBe("did you mean `archive`?");
    }

    [Fact]
    public void Says_at_which_byte_a_document_is_not_utf8()
    {
        Write("context-map.yaml", [.. "terms: []\n# Stra"u8, 0xDF, (byte)'e']);
        var finding = Check().Findings.ShouldHaveSingleItem();
        (finding.Code, finding.Place).ShouldBe(("TRY0007", new SourcePlace("context-map.yaml", 1, 1)));
        finding.Sentence.ShouldContain("offset 16");
    }

    [Fact]
    public void May_have_documents_with_byte_order_marks() =>
        Marked().Documents.Single(d => d.Path == "context-map.yaml").Text.ShouldBe("terms: []\n");

    private CheckReport Marked()
    {
        Write("context-map.yaml", [.. Encoding.UTF8.Preamble, .. "terms: []\n"u8]);
        return Check();
    }

    [Fact]
    public void Does_not_load_what_is_too_large()
    {
        Write("context-map.yaml", new byte[YamlTree.MaxCharacters + 1]);
        Check().Findings.ShouldHaveSingleItem().Code.ShouldBe("TRY0004");
    }

    [Fact]
    public void Follows_links_inside_and_none_that_lead_out()
    {
        File.CreateSymbolicLink(Path.Combine(folder, "context-map.yaml"), "/etc/hostname");
        Directory.CreateSymbolicLink(Path.Combine(folder, "zone"), Path.GetTempPath());
        Directory.CreateSymbolicLink(Path.Combine(folder, "contexts/orders"), Path.Combine(folder, "contexts/sales"));
        Check().Findings.Select(f =>
            $"{f.Code} {f.Place}").ShouldBe(["TRY0015 contexts/orders/context.yaml:1:10", "TRY0009 context-map.yaml:1:1",
                "TRY0009 zone:1:1"], ignoreOrder: true);
    }

    [Fact]
    public void Without_a_mesh_leaves_nothing_behind()
    {
        File.Delete(Path.Combine(folder, "treaty.yaml"));
        Check().Findings.ShouldContain(f => f.Code == "TRY0001");
        Directory.Exists(Path.Combine(folder, ".treaty")).ShouldBeFalse();
    }

    [Fact]
    public void Comes_to_the_same_with_kept_trees_as_without()
    {
        Write("contexts/sales/context.yaml",
            "context: sale\ndomain: \"\"\nterms:\n  - {id: order, meaning: A purchase., synonyms: [a, 'b']}\nbogus: {x: [1, {y: ~}]}\n");
        var first = Check();
        File.Exists(Cache).ShouldBeTrue();
        var second = Check();
        second.Findings.ShouldBe(first.Findings);
        second.Hash.ShouldBe(first.Hash);
    }

    [Fact]
    public void Reads_a_kept_document_no_second_time()
    {
        Check();
        var cache = DocumentCache.Open(Cache);
        var text = File.ReadAllText(Path.Combine(folder, "treaty.yaml"));
        ((YamlMap)cache.Get(text, () => throw new InvalidOperationException("read again")).Root!)["name"].ShouldBe(new YamlScalar("shop",
            false, 2, 7));
        Should.Throw<InvalidOperationException>(() => cache.Get(text + " ", () => throw new InvalidOperationException("read again")));
    }

    [Fact]
    public void Ignores_a_damaged_cache_wherever_the_damage_is()
    {
        var whole = Check();
        var bytes = File.ReadAllBytes(Cache);
        for (var at = 0; at < bytes.Length; at += 7)
        {
            var damaged = bytes.ToArray();
            damaged[at] ^= 0x41;
            File.WriteAllBytes(Cache, at % 2 == 0 ? damaged : damaged[..at]);
            Check().Findings.ShouldBe(whole.Findings);
            File.ReadAllBytes(Cache).ShouldBe(bytes);
        }
    }

    [Fact]
    public void Does_not_mind_a_store_that_cannot_be_written_to()
    {
        File.WriteAllText(Path.Combine(folder, ".treaty"), "in the way");
        Check().Findings.ShouldBeEmpty();
    }

    [Fact]
    public void May_be_checked_by_two_at_once()
    {
        Parallel.For(0, 40, i =>
        {
            Write($"contexts/c{i}/context.yaml", $"context: c{i}\ndomain: D\n");
            Check().Findings.Where(f => f.Code.StartsWith("TRY00", StringComparison.Ordinal)
                && f.Code is not ("TRY0006" or "TRY0008" or "TRY0018")).ShouldBeEmpty();
        });
        Check().Mesh.Contexts.Length.ShouldBe(41);
        Directory.GetFiles(Path.GetDirectoryName(Cache)!).ShouldBe([Cache]);
    }
}
