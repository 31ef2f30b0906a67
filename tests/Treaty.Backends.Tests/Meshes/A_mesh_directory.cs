using System.Text;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Tests.Meshes;
using Treaty.Operations.Meshes;

namespace Treaty.Backends.Tests.Meshes;

public sealed class A_mesh_directory : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public A_mesh_directory()
    {
        foreach (var (path, text) in HealthyMesh.Whole.Texts) _folder.Write(path, text);
    }

    public void Dispose() => _folder.Dispose();

    private string Cache => DocumentCache.PathIn(Path.Combine(_folder.Path, ".treaty"));

    private CheckReport Check() => CheckMesh.Documents(_folder.Path, new DateOnly(2026, 1, 31));

    private void Write(string path, byte[] bytes) => File.WriteAllBytes(_folder.Write(path, ""), bytes);

    private Finding Only() => Check().Findings.ShouldHaveSingleItem();

    [Fact]
    public void Is_read_without_what_is_no_document()
    {
        foreach (var path in new[] { "README.md", "data/orders.csv", ".treaty/ledger.yaml", "truth/deep/contract.odcs.yaml" })
            _folder.Write(path, "[");
        var report = Check();
        report.Findings.ShouldBeEmpty();
        report.Documents.Select(d => d.Path).ShouldBe(HealthyMesh.Whole.Texts.Keys, ignoreOrder: true);
    }

    [Fact]
    public void Says_at_which_byte_a_document_is_not_utf8()
    {
        Write(HealthyMesh.Map, [.. "terms: []\n# Stra"u8, 0xDF, (byte)'e']);
        var finding = Only();
        $"{finding.Code} {finding.Place}".ShouldBe($"TRY0006 {HealthyMesh.Map}:1:1");
        finding.Sentence.ShouldContain("byte 16 is DF");
    }

    [Fact]
    public void Says_which_document_cannot_be_read_and_nothing_of_what_refers_to_it()
    {
        using var held = new FileStream(Path.Combine(_folder.Path, HealthyMesh.CapturesContract), FileMode.Open, FileAccess.Read, FileShare.None);
        var finding = Only();
        $"{finding.Code} {finding.Place}".ShouldBe($"TRY0005 {HealthyMesh.CapturesContract}:1:1");
    }

    [Fact]
    public void May_have_documents_with_byte_order_marks_and_lines_that_end_as_on_windows()
    {
        Write(HealthyMesh.Map, [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(HealthyMesh.Whole.Texts[HealthyMesh.Map].Replace("\n", "\r\n", StringComparison.Ordinal))]);
        Check().Findings.ShouldBeEmpty();
    }

    [Fact]
    public void Does_not_load_what_is_too_large()
    {
        using (var stream = File.OpenWrite(Path.Combine(_folder.Path, HealthyMesh.Map))) stream.SetLength((4L * YamlReader.MaxCharacters) + 1);
        var finding = Only();
        $"{finding.Code} {finding.Place}".ShouldBe($"TRY0003 {HealthyMesh.Map}:1:1");
    }

    [Fact]
    public void Without_a_mesh_leaves_nothing_behind()
    {
        File.Delete(Path.Combine(_folder.Path, HealthyMesh.Root));
        Check().Findings.ShouldContain(f => f.Code == "TRY0020");
        Directory.Exists(Path.Combine(_folder.Path, ".treaty")).ShouldBeFalse();
    }

    [Fact]
    public void Comes_to_the_same_with_kept_trees_as_without()
    {
        _folder.Write(HealthyMesh.Sales, "context: sale\ndomain: \"\"\nterms:\n  - {id: order, meaning: A., synonyms: [a, 'b']}\nbogus: {x: [1, {y: ~}]}\n");
        var first = Check();
        File.Exists(Cache).ShouldBeTrue();
        var second = Check();
        second.Findings.ShouldBe(first.Findings);
        second.Mesh.Hash.ShouldBe(first.Mesh.Hash);
    }

    [Fact]
    public void Ignores_a_damaged_cache_wherever_the_damage_is()
    {
        var whole = Check();
        var bytes = File.ReadAllBytes(Cache);
        for (var at = 0; at < bytes.Length; at += bytes.Length / 20)
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
        _folder.Write(".treaty", "in the way");
        Check().Findings.ShouldBeEmpty();
    }

    [Fact]
    public void May_be_checked_by_two_at_once()
    {
        Parallel.For(0, 12, i =>
        {
            _folder.Write($"contexts/c{i}/context.yaml", $"context: c{i}\nrights: {{}}\n");
            Check().Findings.Where(f => f.Code is "TRY0001" or "TRY0010" or "TRY0021").ShouldBeEmpty();
        });
        Check().Mesh.Contexts.Length.ShouldBe(15);
        Directory.GetFiles(Path.GetDirectoryName(Cache)!).ShouldBe([Cache]);
    }
}
