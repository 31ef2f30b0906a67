using System.Text.RegularExpressions;

namespace Treaty.Core.Tests.Architecture;

/// <summary>A rule of form over one file, and a file that breaks it: a rule that would let its own example pass proves nothing.</summary>
/// <param name="Breaches">What breaks the rule, one text each; empty where the file keeps it.</param>
public sealed record TidyRule(string Name, Func<SourceFile, IEnumerable<string>> Breaches, params SourceFile[] Bad);

/// <summary>The rules of form every file under src/ keeps.</summary>
public static partial class TidyRules
{
    public const int MedianLines = 100;
    private const int FileLines = 400, Columns = 140, MethodLines = 60, Parameters = 6;

    /// <summary>Where anything at all may be caught: the edge of the process, one middleware, one worker loop. Nowhere else.</summary>
    public static readonly IReadOnlyList<string> CatchAll =
    [
        "src/Treaty.Cli/Program.cs",
        "src/Treaty.Server/Worker.cs",
    ];

    /// <summary>Files beside money that need binary floating point all the same, each with its reason; none so far.</summary>
    public static readonly IReadOnlyDictionary<string, string> FloatingPoint = new Dictionary<string, string>();

    private static readonly string[] MoneyFolders = ["src/Treaty.Core/Reconciliation/", "src/Treaty.Core/Contracts/"];

    public static readonly IReadOnlyList<TidyRule> All =
    [
        new("a file has at most 400 lines", LongFile, Snippet(string.Concat(Enumerable.Repeat("// x\n", FileLines + 1)))),
        new("a line has at most 140 columns besides the words of its texts", LongLines, Snippet("// " + new string('x', Columns))),
        new("a method has at most 60 lines", LongMethods,
            Snippet("class A { void M() {" + new string('\n', MethodLines) + "} }"),
            Snippet("class A { int M(int x) => x" + new string('\n', MethodLines) + "; }"),
            Snippet("class A { int P { get {" + new string('\n', MethodLines) + "} } }")),
        new("nothing is folded into regions", Lines(Region()), Snippet("#region Fields")),
        new("no debug markers", Lines(Marker()),
            Snippet("// TODO later"), Snippet("// FIXME"), Snippet("// HACK"), Snippet("throw new NotImplementedException();")),
        new("a type's name says what it is", VagueNames,
            Snippet("class LakeManager;"), Snippet("record struct RowInfo(int A);"), Snippet("static class SqlUtils { }"),
            Snippet("class A { class XBase; }")),
        new("only three named files catch everything", CatchEverything,
            Snippet("try { } catch (Exception e) { }"), Snippet("try { } catch { }"), Snippet("try { } catch when (x) { }"),
            Snippet("try { } catch (System.Exception) { }")),
        new("a constructor has at most 6 parameters", ManyParameters,
            Snippet("class A(int a, int b, int c, int d, int e, int f, int g);"),
            Snippet("class A { public A(int a, int b, int c, int d, int e, int f, Func<int, int> g) { } }")),
        new("no binary floating point beside money", Floats,
            Money("double x;"), Money("float x;"), Money("var x = 0.5;"), Money("var s = \"cast(x as DOUBLE)\";")),
        new("partial only where a generator needs it", Partials, Snippet("partial class A { }")),
    ];

    public static int Median(IEnumerable<SourceFile> files) =>
        files.Select(file => file.Lines.Length).Order().ToList() is { Count: > 0 } lengths ? lengths[lengths.Count / 2] : 0;

    private static SourceFile Snippet(string text) => new("src/Treaty.Core/Snippet.cs", text);

    private static SourceFile Money(string text) => new(MoneyFolders[0] + "Snippet.cs", text);

    private static IEnumerable<string> LongFile(SourceFile file) =>
        file.Lines.Length > FileLines ? [$"{file.Path}: {file.Lines.Length} lines"] : [];

    /// <summary>The words inside a text literal do not count: a line of SQL or a sentence of a message reads better whole.</summary>
    private static IEnumerable<string> LongLines(SourceFile file)
    {
        var code = CSharpText.WithoutCommentsAndStrings(file.Text).Split('\n');
        var words = CSharpText.WithoutComments(file.Text).Split('\n');
        for (var i = 0; i < file.Lines.Length; i++)
        {
            var quoted = words[i].Zip(code[i], (word, left) => word != ' ' && left == ' ').Count(inside => inside);
            if (file.Lines[i].Length - quoted > Columns) yield return $"{file.Path}:{i + 1}: {file.Lines[i].Length - quoted} columns";
        }
    }

    private static IEnumerable<string> LongMethods(SourceFile file) =>
        from part in CSharpOutline.Of(file).SelectMany(part => part.All)
        where part.Kind == "" && part.Length > MethodLines && (part.Parameters is not null || part.HasBlock)
        select $"{file.Path}:{part.Line}: {part.Name} has {part.Length} lines";

    private static Func<SourceFile, IEnumerable<string>> Lines(Regex forbidden) => file =>
        file.Lines.Index().Where(line => forbidden.IsMatch(line.Item)).Select(line => $"{file.Path}:{line.Index + 1}: {line.Item.Trim()}");

    private static IEnumerable<string> VagueNames(SourceFile file) =>
        CSharpOutline.Types(file).Where(type => VagueEnding().IsMatch(type.Name)).Select(type => $"{file.Path}:{type.Line}: {type.Name}");

    private static IEnumerable<string> CatchEverything(SourceFile file) =>
        CatchAll.Contains(file.Path) ? [] : Matches(file, CSharpText.WithoutCommentsAndStrings(file.Text), CatchesAll());

    private static IEnumerable<string> ManyParameters(SourceFile file) =>
        from type in CSharpOutline.Types(file)
        where type.Kind == "class"
        from part in type.Parts.Where(part => part.Kind == "" && part.Name == type.Name).Prepend(type)
        let count = part.Parameters?.Count ?? 0
        where count > Parameters
        select $"{file.Path}:{part.Line}: {type.Name} takes {count} parameters";

    private static IEnumerable<string> Floats(SourceFile file) =>
        !MoneyFolders.Any(folder => file.Path.StartsWith(folder, StringComparison.Ordinal)) || FloatingPoint.ContainsKey(file.Path) ? []
        : Matches(file, CSharpText.WithoutCommentsAndStrings(file.Text), FloatingCode())
            .Concat(Matches(file, CSharpText.WithoutComments(file.Text), FloatingSql()));

    private static IEnumerable<string> Partials(SourceFile file) =>
        Generator().IsMatch(file.Text) ? []
        : CSharpOutline.Types(file).Where(type => Partial().IsMatch(type.Head))
            .Select(type => $"{file.Path}:{type.Line}: partial {type.Name}");

    private static IEnumerable<string> Matches(SourceFile file, string text, Regex forbidden) =>
        forbidden.Matches(text).Select(match => $"{file.Path}:{text.AsSpan(0, match.Index).Count('\n') + 1}: {match.Value}");

    [GeneratedRegex(@"^\s*#region\b")]
    private static partial Regex Region();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b")]
    private static partial Regex Marker();

    [GeneratedRegex("(Manager|Helper|Util|Utils|Common|Base|Impl|Info|Processor)$")]
    private static partial Regex VagueEnding();

    [GeneratedRegex(@"\bcatch\s*(\(\s*(global::)?(System\.)?Exception\b|\{|when\b)")]
    private static partial Regex CatchesAll();

    [GeneratedRegex(@"\b(double|float|Double\.|Single\.|System\.Double|System\.Single)(?!\w)|\b[0-9][0-9_]*\.[0-9_]+(?![0-9_mM])")]
    private static partial Regex FloatingCode();

    [GeneratedRegex(@"\b(DOUBLE|FLOAT|FLOAT4|FLOAT8|REAL)\b|(::|\bas )\s*(double|float|real)\b")]
    private static partial Regex FloatingSql();

    [GeneratedRegex(@"\[(GeneratedRegex|JsonSerializable|LibraryImport)\b")]
    private static partial Regex Generator();

    [GeneratedRegex(@"\bpartial\b")]
    private static partial Regex Partial();
}
