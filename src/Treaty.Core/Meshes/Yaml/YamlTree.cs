using System.Collections.Immutable;
using Treaty.Core.Findings;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Treaty.Core.Meshes.Yaml;

/// <summary>A document read as YAML: its tree, or null with the findings that say why there is none.</summary>
public sealed record ParsedDocument(YamlNode? Root, ImmutableArray<Finding> Findings);

/// <summary>
/// Reads one YAML document into a tree with places. Bounded, because documents come from many hands: 4 MB of text, 64 levels, and 100,000
/// nodes
/// after aliases are resolved. The first thing wrong ends the reading, except keys that stand twice.
/// </summary>
public sealed class YamlTree
{
    public const int MaxCharacters = 4 * 1024 * 1024;
    public const int MaxDepth = 64;
    public const int MaxNodes = 100_000;

    private readonly string file;
    private readonly Parser parser;
    private readonly List<Finding> findings = [];
    private readonly Dictionary<string, (YamlNode Node, int Size)> anchors = new(StringComparer.Ordinal);
    private int nodes;

    private YamlTree(string file, string text) =>
        (this.file, parser) = (file, new Parser(new Scanner(new StringReader(text), skipComments: true)));

    public static ParsedDocument Read(MeshDocument document)
    {
        var text = document.Text.StartsWith('\uFEFF') ? document.Text[1..] : document.Text;
        var start = new SourcePlace(document.Path, 1, 1);
        if (text.Length > MaxCharacters)
            return Failed(YamlFindings.TooLarge.At(start, "the document has more than 4 MB of text",
                "split it, or keep data out of documents"));
        var tree = new YamlTree(document.Path, text);
        try
        {
            return new ParsedDocument(tree.Document(), [.. tree.findings]);
        }
        catch (RefusedException refused)
        {
            return Failed(refused.Finding);
        }
        catch (YamlException error)
        {
            return Failed(YamlSyntax.Explain(document.Path, text, error));
        }
    }

    private static ParsedDocument Failed(Finding finding) => new(null, [finding]);

    private YamlNode Document()
    {
        Next();
        Next();
        if (parser.Current is StreamEnd or null) throw Refuse(YamlFindings.Empty, new Mark(0, 1, 1), "the document is empty",
            "write it, or remove the file");
        Next();
        var root = Node(1);
        Next();
        Next();
        if (parser.Current is DocumentStart second)
            throw Refuse(YamlFindings.Refused, second.Start, "a second document begins here",
                "keep one document in a file and remove the line `---`");
        if (root is YamlScalar { IsNull: true })
            throw Refuse(YamlFindings.Empty, new Mark(0, 1, 1), "the document is empty", "write it, or remove the file");
        return root;
    }

    // The parser fails by InvalidOperationException on some brackets that are never closed.
    private bool Next()
    {
        var last = parser.Current?.End ?? new Mark(0, 1, 1);
        try
        {
            return parser.MoveNext();
        }
        catch (InvalidOperationException)
        {
            throw Refuse(YamlFindings.Syntax, last, "a list or map in brackets is not closed or lacks a comma",
                "check `,`, `]` and `}` here");
        }
    }

    // Leaves the parser on the last event of the node.
    private YamlNode Node(int depth)
    {
        var at = parser.Current!;
        Count(1, at.Start);
        if (depth > MaxDepth)
            throw Refuse(YamlFindings.TooLarge, at.Start, $"the document is nested deeper than {MaxDepth} levels", "nest less deeply");
        if (at is NodeEvent { Tag.IsEmpty: false } tagged)
            throw Refuse(YamlFindings.Refused, tagged.Start, $"the tag `{tagged.Tag}` is not allowed",
                "remove the tag; values are read as text");
        if (at is AnchorAlias alias) return Alias(alias);
        var before = nodes;
        YamlNode node = at switch
        {
            Scalar scalar => new YamlScalar(scalar.Value, scalar.Style != ScalarStyle.Plain, Line(scalar.Start), Column(scalar.Start)),
            SequenceStart => Sequence(at.Start, depth),
            MappingStart => Map(at.Start, depth),
            _ => throw Refuse(YamlFindings.Syntax, at.Start, "a value is expected here", "write a text, a list or a map"),
        };
        if (at is NodeEvent { Anchor.IsEmpty: false } anchored) anchors[anchored.Anchor.Value] = (node, nodes - before + 1);
        return node;
    }

    private YamlNode Alias(AnchorAlias alias)
    {
        if (!anchors.TryGetValue(alias.Value.Value, out var target))
            throw Refuse(YamlFindings.Syntax, alias.Start, $"the alias `*{alias.Value.Value}` names no anchor above it",
                $"write `&{alias.Value.Value}` before the value that it should repeat");
        Count(target.Size, alias.Start);
        return target.Node;
    }

    private YamlSequence Sequence(Mark start, int depth)
    {
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        while (Next() && parser.Current is not SequenceEnd) items.Add(Node(depth + 1));
        return new YamlSequence(items.ToImmutable(), Line(start), Column(start));
    }

    private YamlMap Map(Mark start, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (Next() && parser.Current is not MappingEnd)
        {
            var at = parser.Current!.Start;
            if (Node(depth + 1) is not YamlScalar key)
                throw Refuse(YamlFindings.Syntax, at, "a key has to be a text", "write the key as one word before the `:`");
            Next();
            var value = Node(depth + 1);
            if (keys.Add(key.Text)) entries.Add(new YamlEntry(key.Text, Line(at), Column(at), value));
            else findings.Add(YamlFindings.DuplicateKey.At(Place(at), $"the key `{key.Text}` stands twice in this map",
                "keep one of the two"));
        }
        return new YamlMap(entries.ToImmutable(), Line(start), Column(start));
    }

    private void Count(int more, Mark at)
    {
        nodes += more;
        if (nodes > MaxNodes)
            throw Refuse(YamlFindings.TooLarge, at, $"the document expands to more than {MaxNodes} values",
                "split it, or repeat less by alias");
    }

    private SourcePlace Place(Mark mark) => new(file, Line(mark), Column(mark));

    internal static int Line(Mark mark) => (int)Math.Max(1, mark.Line);

    internal static int Column(Mark mark) => (int)Math.Max(1, mark.Column);

    private RefusedException Refuse(FindingKind kind, Mark mark, string sentence, string help) => new(kind.At(Place(mark), sentence, help));

    // Ends the reading of one document from any depth; never leaves this class.
    private sealed class RefusedException(Finding finding) : Exception
    {
        public Finding Finding { get; } = finding;
    }
}
