using CsCheck;
using Treaty.Core.Meshes;

namespace Treaty.Core.Tests.Meshes;

/// <summary>Whatever stands in the documents, the compiler says something about it and never fails.</summary>
public class Damaged_documents
{
    private static readonly string[] Paths = [.. HealthyMesh.Whole.Texts.Keys];

    private static readonly string[] Splinters = ["\t", "\n", ": ", "- ", "[", "]", "{", "}", "&a ", "*a", "!x ", "\"", "'", "#", "|", ">",
        "%", "@", "\0", "\uFFFD", "\u2028", "\r", "..", "null", "-1", "99999999999999999999", "<<: ", "(", "*", "\\"];

    private static readonly Gen<string> Splinter = Gen.OneOf(Gen.Int[0, Splinters.Length - 1].Select(i => Splinters[i]),
        Gen.Char.Select(c => c.ToString()));

    // One place is cut out or written over; or a piece of another document is put in.
    private static readonly Gen<HealthyMesh> Damaged =
        from path in Gen.Int[0, Paths.Length - 1].Select(i => Paths[i])
        from cuts in Gen.Select(Gen.Int[0, 4000], Gen.Int[0, 40], Splinter).Array[1, 4]
        select HealthyMesh.Whole.With(path, cuts.Aggregate(HealthyMesh.Whole.Texts[path], (text, cut) =>
        {
            var at = cut.Item1 % (text.Length + 1);
            return text[..at] + cut.Item3 + text[Math.Min(text.Length, at + cut.Item2)..];
        }));

    private static readonly Gen<string> Noise = Splinter.Array[0, 60].Select(string.Concat);

    [Fact]
    public void Never_throw() => Damaged.Sample(mesh => mesh.Findings.All(f => f.Sentence.Length > 0 && f.Help.Length > 0),
        iter: 400, print: mesh =>
            string.Join('\n', mesh.Texts.Where(t => HealthyMesh.Whole.Texts[t.Key] != t.Value).Select(t => t.Value)));

    [Fact]
    public void Of_noise_never_throw() => Noise.Sample(noise =>
    {
        foreach (var path in Paths) _ = MeshCompiler.Compile([new MeshDocument(path, noise)]);
    }, iter: 60);

    [Fact]
    public void Give_the_same_findings_in_every_order() => Damaged.Sample(mesh =>
        mesh.Compile().Findings.SequenceEqual(MeshCompiler.Compile([.. mesh.Documents.Reverse()]).Findings), iter: 60);
}
