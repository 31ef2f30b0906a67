using CsCheck;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Tests.Meshes;
using Treaty.Operations.Meshes;

namespace Treaty.Backends.Tests.Meshes;

/// <summary>What is kept from one check to the next saves time and never changes a finding.</summary>
public class A_kept_check
{
    private static readonly DateOnly Day = new(2026, 1, 31);
    private static readonly string[] Paths = [.. HealthyMesh.Whole.Texts.Keys];

    /// <summary>The bytes before the checksum: a word, and the builds of the two libraries that wrote the file.</summary>
    private const int Stamp = 12 + 16 + 16;

    private enum Deed { CutLine, RepeatLine, Misspell, Delete, Restore, MoveOnto, CopyOnto, Twice, DamageCache, OldCache }

    private sealed record Step(Deed Deed, string Path, string Other, int At)
    {
        public override string ToString() => $"{Deed} {Path} {Other} {At}";
    }

    private static readonly Gen<string> APath = Gen.Int[0, Paths.Length - 1].Select(i => Paths[i]);

    private static readonly Gen<Step[]> Steps = Gen.Select(Gen.Int[0, Enum.GetValues<Deed>().Length - 1], APath, APath, Gen.Int[0, 10_000])
        .Select(s => new Step((Deed)s.Item1, s.Item2, s.Item3, s.Item4)).Array[4, 12];

    [Fact]
    public void Finds_what_a_check_without_it_finds_whatever_was_done_to_the_documents() => Steps.Sample(steps =>
    {
        using var folder = new TemporaryFolder();
        foreach (var (path, text) in HealthyMesh.Whole.Texts) folder.Write(path, text);
        return Same(folder) && steps.All(step =>
        {
            Do(folder, step);
            return Same(folder);
        });
    }, iter: 60, print: steps => string.Join("; ", steps.Select(s => s.ToString())));

    [Theory]
    [InlineData(12)]
    [InlineData(12 + 16)]
    public void Starts_anew_when_another_build_wrote_it(int build)
    {
        using var folder = new TemporaryFolder();
        foreach (var (path, text) in HealthyMesh.Whole.Texts) folder.Write(path, text);
        Same(folder).ShouldBeTrue();
        var bytes = File.ReadAllBytes(Cache(folder));
        var other = bytes.ToArray();
        other[build] ^= 1;
        File.WriteAllBytes(Cache(folder), other);
        Same(folder).ShouldBeTrue();
        File.ReadAllBytes(Cache(folder)).ShouldBe(bytes);
    }

    [Fact]
    public void Knows_of_a_text_only_that_it_keeps_the_standard_of_its_own_place()
    {
        using var folder = new TemporaryFolder();
        foreach (var (path, text) in HealthyMesh.Whole.Texts) folder.Write(path, text);
        // A product's standard lets an id be any text, that of a contract does not.
        var dotted = HealthyMesh.Whole.Texts[HealthyMesh.Orders].Replace("team: {name:", "team: {id: a.b, name:", StringComparison.Ordinal);
        folder.Write(HealthyMesh.Orders, dotted);
        folder.Write(HealthyMesh.OrdersContract, dotted);
        Same(folder).ShouldBeTrue();
        Kept(folder).ShouldContain(f =>
            f.Sentence.Contains("`a.b` cannot be the value of `id`", StringComparison.Ordinal));
    }

    [Fact]
    public void Holds_with_others_who_check_and_change_at_the_same_time()
    {
        using var folder = new TemporaryFolder();
        foreach (var (path, text) in HealthyMesh.Whole.Texts) folder.Write(path, text);
        Parallel.For(0, 16, i => Parallel.Invoke(
            () => folder.Write($"contexts/c{i}/context.yaml", $"context: c{i}\nrights: {{}}\n"), () => Kept(folder)));
        Same(folder).ShouldBeTrue();
    }

    private static string Cache(TemporaryFolder folder) => DocumentCache.PathIn(folder[".treaty"]);

    private static IReadOnlyList<Finding> Kept(TemporaryFolder folder) => CheckMesh.Documents(folder.Path, Day).Findings;

    private static bool Same(TemporaryFolder folder)
    {
        var fresh = MeshCompiler.Compile([.. MeshDirectory.Read(folder.Path).Documents.Select(ReadDocument.Read)], Day);
        var kept = CheckMesh.Documents(folder.Path, Day);
        return kept.Mesh.Hash == fresh.Mesh.Hash && kept.Findings.SequenceEqual(fresh.Findings);
    }

    private static void Do(TemporaryFolder folder, Step step)
    {
        var (here, there) = (folder[step.Path], folder[step.Other]);
        switch (step.Deed)
        {
            case Deed.Restore: folder.Write(step.Path, HealthyMesh.Whole.Texts[step.Path]); break;
            case Deed.Delete: File.Delete(here); break;
            case Deed.MoveOnto when File.Exists(here): File.Move(here, there, overwrite: true); break;
            case Deed.CopyOnto when File.Exists(here) && here != there: File.Copy(here, there, overwrite: true); break;
            case Deed.Twice: Parallel.For(0, 2, _ => Kept(folder)); break;
            case Deed.DamageCache when File.Exists(Cache(folder)): Rewrite(folder, bytes => bytes[..(step.At % bytes.Length)]); break;
            case Deed.OldCache when File.Exists(Cache(folder)):
                Rewrite(folder, bytes => [.. bytes[..(Stamp - 1)], (byte)(bytes[Stamp - 1] ^ 1), .. bytes[Stamp..]]);
                break;
            case Deed.CutLine or Deed.RepeatLine or Deed.Misspell when File.Exists(here): Edit(here, step); break;
        }
    }

    private static void Rewrite(TemporaryFolder folder, Func<byte[], byte[]> change) =>
        File.WriteAllBytes(Cache(folder), change(File.ReadAllBytes(Cache(folder))));

    private static void Edit(string file, Step step)
    {
        var lines = File.ReadAllLines(file).ToList();
        if (lines.Count == 0) return;
        var at = step.At % lines.Count;
        if (step.Deed == Deed.CutLine) lines.RemoveAt(at);
        else if (step.Deed == Deed.RepeatLine) lines.Insert(at, lines[at]);
        else lines[at] = lines[at].Replace("e:", "ee:", StringComparison.Ordinal).Replace("true", "perhaps", StringComparison.Ordinal);
        File.WriteAllText(file, string.Join('\n', lines) + "\n");
    }
}
