using System.Collections.Immutable;
using Treaty.Core.Findings;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Treaty.Core.Meshes.Yaml;

/// <summary>Reads one YAML document into nodes with places. Bounded: size, depth and what aliases expand to are limited, so that no
/// document can make the
/// reader work without end.</summary>
public static class YamlReader
{
    public static readonly FindingKind Malformed = new("TRY0001", Severity.Error, "a document is not YAML");
    public static readonly FindingKind DuplicateKey = new("TRY0002", Severity.Error, "a key stands twice");
    public static readonly FindingKind TooLarge = new("TRY0003", Severity.Error, "a document is too large");
    public static readonly FindingKind Unsupported = new("TRY0004", Severity.Error, "a document uses YAML that is not read");

    public const int MaxCharacters = 4_000_000;
    public const int MaxDepth = 64;
    private const int MaxNodes = 400_000;
    private const string TextTag = "tag:yaml.org,2002:str";

    /// <summary>The tags of YAML's own kinds, which say nothing that is not read anyway.</summary>
    private static readonly HashSet<string> Tags = new(new[] { "str", "int", "float", "bool", "null", "seq", "map", "timestamp" }
        .Select(kind => "tag:yaml.org,2002:" + kind), StringComparer.Ordinal);

    /// <returns>The root; null where there is none to go on with (the findings say why).</returns>
    public static YamlNode? Read(MeshDocument document, List<Finding> findings)
    {
        var start = new SourcePlace(document.Path, 1, 1);
        if (document.Text.Length > MaxCharacters)
        {
            findings.Add(TooLarge.At(start, $"`{document.Path}` has {document.Text.Length} characters, {MaxCharacters} are read",
                "split the document"));
            return null;
        }
        var parser = new Parser(new StringReader(document.Text));
        try
        {
            return new Reading(document.Path, findings).Document(parser);
        }
        catch (YamlException e)
        {
            findings.Add(YamlSyntax.Explain(document, e));
            return null;
        }
        catch (InvalidOperationException)
        {
            findings.Add(YamlSyntax.Unclosed(document.Path, parser.Current?.End));
            return null;
        }
        catch (ReadingStopped)
        {
            return null;
        }
    }

    /// <summary>Ends a reading whose finding is already noted.</summary>
    private sealed class ReadingStopped : Exception;

    private sealed class Reading(string path, List<Finding> findings)
    {
        private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
        private int _nodes;

        public YamlNode? Document(Parser parser)
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _)) return null;
            parser.Consume<DocumentStart>();
            var root = Node(parser, 0);
            parser.Consume<DocumentEnd>();
            if (parser.Accept<DocumentStart>(out var second)) throw Stop(Unsupported, second.Start, "a second document begins here",
                "put each document into a file of its own");
            return root is YamlNode.Scalar { IsNull: true } ? null : root;
        }

        private YamlNode Node(Parser parser, int depth)
        {
            var place = parser.Current!.Start;
            if (depth > MaxDepth) throw Stop(Unsupported, place, $"nested more than {MaxDepth} deep", "flatten the document");
            if (++_nodes > MaxNodes) throw Stop(TooLarge, place, $"more than {MaxNodes} values",
                "split the document; aliases count as often as they are used");
            if (parser.TryConsume<AnchorAlias>(out var alias)) return Alias(alias);
            if (parser.Current is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } tag }
                && !Tags.Contains(tag.Value))
                throw Stop(Unsupported, place, $"the tag `{tag.Value}` is not read", "remove the tag");
            var anchor = parser.Current is NodeEvent { Anchor: { IsEmpty: false } name } ? name.Value : null;
            YamlNode node = parser.Current switch
            {
                Scalar => ScalarNode(parser.Consume<Scalar>()),
                SequenceStart => Sequence(parser, depth),
                _ => Mapping(parser, depth),
            };
            if (anchor is not null) _anchors[anchor] = node;
            return node;
        }

        private YamlNode Alias(AnchorAlias alias)
        {
            if (!_anchors.TryGetValue(alias.Value.Value, out var node)) throw Stop(Malformed, alias.Start,
                $"`*{alias.Value.Value}` refers to nothing before it", "define the anchor first");
            _nodes += Count(node);
            if (_nodes > MaxNodes) throw Stop(TooLarge, alias.Start, $"aliases expand to more than {MaxNodes} values",
                "write the values out where they are needed");
            return node;
        }

        private static int Count(YamlNode node) => node switch
        {
            YamlNode.Map map => 1 + map.Entries.Sum(entry => Count(entry.Value)),
            YamlNode.Sequence list => 1 + list.Items.Sum(Count),
            _ => 1,
        };

        private YamlNode.Scalar ScalarNode(Scalar scalar) => new(scalar.Value,
            scalar.Style == ScalarStyle.Plain
                && (scalar.Tag.IsEmpty || scalar.Tag.IsNonSpecific || scalar.Tag.Value != TextTag), Place(scalar.Start));

        private YamlNode.Sequence Sequence(Parser parser, int depth)
        {
            var start = parser.Consume<SequenceStart>().Start;
            var items = ImmutableArray.CreateBuilder<YamlNode>();
            while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Node(parser, depth + 1));
            return new(items.ToImmutable(), Place(start));
        }

        private YamlNode.Map Mapping(Parser parser, int depth)
        {
            var start = parser.Consume<MappingStart>().Start;
            var entries = ImmutableArray.CreateBuilder<YamlEntry>();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var inherited = new List<YamlEntry>();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                if (parser.Current is not Scalar) throw Stop(Unsupported, parser.Current!.Start, "a key is not a text",
                    "use a text as the key");
                var key = parser.Consume<Scalar>();
                var value = Node(parser, depth + 1);
                if (key is { Value: "<<", Style: ScalarStyle.Plain } && Merged(value) is { } merged) inherited.AddRange(merged);
                else if (seen.Add(key.Value)) entries.Add(new(key.Value, Place(key.Start), value));
                else findings.Add(DuplicateKey.At(Place(key.Start), $"`{key.Value}` stands twice in this mapping", "keep one of them"));
            }
            foreach (var entry in inherited.Where(entry => seen.Add(entry.Key))) entries.Add(entry);
            return new(entries.ToImmutable(), Place(start));
        }

        /// <summary>The entries that a merge key brings in, the first mapping of a list before the others; null where it is none.</summary>
        private static IEnumerable<YamlEntry>? Merged(YamlNode value) => value switch
        {
            YamlNode.Map map => map.Entries,
            YamlNode.Sequence list when list.Items.All(item => item is YamlNode.Map) =>
                list.Items.SelectMany(item => ((YamlNode.Map)item).Entries),
            _ => null,
        };

        private SourcePlace Place(Mark mark) => new(path, (int)mark.Line, (int)mark.Column);

        private ReadingStopped Stop(FindingKind kind, Mark mark, string sentence, string help)
        {
            findings.Add(kind.At(Place(mark), sentence, help));
            return new ReadingStopped();
        }
    }
}
