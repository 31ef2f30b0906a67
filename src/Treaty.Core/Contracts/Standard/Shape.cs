using System.Collections.Immutable;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Contracts.Standard;

/// <summary>What a value of an open standard's document must look like. The standards are written down as such values, one table an
/// edition, so that a rule of a standard stands in one place and can be read.</summary>
public abstract record Shape
{
    /// <summary>A text.</summary>
    /// <param name="Loose">True where an unquoted number or word is taken as the text it looks like: versions.</param>
    public sealed record Text(bool Loose = false) : Shape;

    /// <summary>One of a closed list of words.</summary>
    public sealed record Word(ImmutableArray<string> Words) : Shape;

    /// <summary>A text of a form: a pattern over the whole of it, and that form in words.</summary>
    public sealed record Form(string Pattern, string Words) : Shape;

    /// <summary>A day or an instant in ISO 8601; another text is only doubted, since the standards do not check it.</summary>
    public sealed record Day(bool WithTime) : Shape;

    /// <param name="Least">The least value allowed; null for none.</param>
    /// <param name="Above">True where the least value itself is not allowed.</param>
    public sealed record Number(bool Whole = false, decimal? Least = null, bool Above = false) : Shape;

    public sealed record Flag : Shape;

    /// <summary>Anything at all.</summary>
    public sealed record Anything : Shape;

    /// <summary>A text, a number, true, false or null.</summary>
    public sealed record Scalar : Shape;

    /// <summary>A mapping with any keys.</summary>
    public sealed record Mapping : Shape;

    public sealed record List(Shape Item, int Least = 0, int? Most = null, bool Distinct = false) : Shape;

    /// <summary>A block by its name in the table, since blocks contain each other.</summary>
    public sealed record Block(string Name) : Shape;

    /// <summary>The first of several shapes whose kind (text, list, mapping) the value has.</summary>
    public sealed record Either(ImmutableArray<Shape> Shapes) : Shape;
}

/// <summary>A key of a block.</summary>
/// <param name="Since">The first edition that knows it.</param>
/// <param name="RequiredBefore">Required in editions before this one; 0 where it never is.</param>
/// <param name="RequiredSince">And in none before this one.</param>
public sealed record KeyShape(string Name, Shape Shape, int Since = 0, int RequiredBefore = 0, int RequiredSince = 0)
{
    /// <summary>What to write instead of a key that the standard will drop; null where it stays.</summary>
    public string? Instead { get; init; }

    public bool RequiredIn(int edition) => edition >= RequiredSince && edition < RequiredBefore;
}

/// <summary>Keys that a block has besides, where its content calls for them.</summary>
/// <param name="Holds">Whether it does, by the block and the edition.</param>
/// <param name="Because">What calls for them, in words that follow "since": <c>the server is of type athena</c>.</param>
/// <param name="OneOf">Keys of which exactly one must be given, in editions from <paramref name="OneOfSince"/>.</param>
public sealed record BlockVariant(
    Func<YamlNode.Map, int, bool> Holds, string Because, ImmutableArray<KeyShape> Keys, ImmutableArray<string> OneOf = default,
        int OneOfSince = 0);

/// <summary>A mapping of a standard.</summary>
/// <param name="Words">What a reader calls it: <c>a quality entry</c>.</param>
/// <param name="ClosedSince">The edition from which other keys are refused.</param>
/// <param name="Refused">Keys that must not stand here, with the reason.</param>
public sealed record BlockShape(
    string Name, string Words, ImmutableArray<KeyShape> Keys, int ClosedSince = 0, ImmutableArray<BlockVariant> Variants = default,
    ImmutableArray<(string Key, string Reason)> Refused = default)
{
    private readonly Dictionary<string, KeyShape> _byName = Keys.ToDictionary(k => k.Name, StringComparer.Ordinal);

    public KeyShape? Key(string name) => _byName.GetValueOrDefault(name);
}

/// <summary>A standard: the blocks of its documents, the first of them the document itself.</summary>
/// <param name="Editions">The versions that documents name, each with the edition by which it is judged.</param>
public sealed record DocumentStandard(string Name, string Kind, ImmutableArray<(string ApiVersion, int Edition)> Editions,
    ImmutableArray<BlockShape> Blocks)
{
    private readonly Dictionary<string, BlockShape> _byName = Blocks.ToDictionary(b => b.Name, StringComparer.Ordinal);

    public BlockShape Root => Blocks[0];

    public BlockShape Block(string name) => _byName[name];

    public int? Edition(string apiVersion) => Editions.Where(e => e.ApiVersion == apiVersion).Select(e => (int?)e.Edition).FirstOrDefault();
}

/// <summary>Short words to write the tables with.</summary>
internal static class Shapes
{
    public const int Always = int.MaxValue;

    public static Shape Text { get; } = new Shape.Text();
    public static Shape Flag { get; } = new Shape.Flag();
    public static Shape Number { get; } = new Shape.Number();
    public static Shape Whole { get; } = new Shape.Number(Whole: true);
    public static Shape Count { get; } = new Shape.Number(Whole: true, Least: 0);
    public static Shape Anything { get; } = new Shape.Anything();
    public static Shape Scalar { get; } = new Shape.Scalar();
    public static Shape Texts { get; } = new Shape.List(Text);

    /// <summary>An id that other documents may refer to.</summary>
    public static Shape StableId { get; } = new Shape.Form("[A-Za-z0-9_-]+", "letters, digits, - and _");

    public static Shape Words(params ImmutableArray<string> words) => new Shape.Word(words);

    public static Shape Block(string name) => new Shape.Block(name);

    public static Shape ListOf(string block) => new Shape.List(Block(block));

    public static Shape Either(params ImmutableArray<Shape> shapes) => new Shape.Either(shapes);

    public static KeyShape Key(string name, Shape shape, int since = 0) => new(name, shape, since);

    public static KeyShape Must(string name, Shape shape, int before = Always, int since = 0) => new(name, shape, since, before);

    /// <summary>True where a key holds one of these words.</summary>
    public static bool Is(this YamlNode.Map map, string key, params ReadOnlySpan<string> words) =>
        map[key] is YamlNode.Scalar { IsNull: false, Text: var text } && words.Contains(text);
}
