using System.Text.RegularExpressions;

namespace Treaty.Core.Tests.Architecture;

/// <summary>A type or a member of one: where it starts, how many lines it takes, its text up to its body, and what it holds.</summary>
/// <param name="Kind">class, struct, record, interface, enum, namespace; empty for a member.</param>
public sealed record CSharpPart(string Kind, string Name, string Head, int Line, int Length, IReadOnlyList<CSharpPart> Parts)
{
    public bool IsType => Kind is not ("" or "namespace");

    public IEnumerable<CSharpPart> All => Parts.SelectMany(part => part.All).Prepend(this);

    /// <summary>True where a block follows the head, as in a method or a property; false for a value or an expression.</summary>
    public bool HasBlock { get; init; }

    /// <summary>What stands between the parentheses behind the name, split at its own commas; null without parentheses.</summary>
    public IReadOnlyList<string>? Parameters => CSharpOutline.ParametersOf(Head);
}

/// <summary>Types and members of a file, by counting brackets: no compiler, good enough for limits on size.</summary>
public static partial class CSharpOutline
{
    public static IReadOnlyList<CSharpPart> Of(SourceFile file)
    {
        var code = CSharpText.WithoutCommentsAndStrings(file.Text);
        return [.. Parts(code, 0, code.Length)];
    }

    public static IEnumerable<CSharpPart> Types(SourceFile file) => Of(file).SelectMany(part => part.All).Where(part => part.IsType);

    private static IEnumerable<CSharpPart> Parts(string code, int from, int to)
    {
        for (var start = SkipBlank(code, from, to); start < to; start = SkipBlank(code, start, to))
        {
            var end = End(code, start, to);
            yield return Part(code, start, end);
            start = end;
        }
    }

    private static CSharpPart Part(string code, int start, int end)
    {
        var stop = HeadEnd(code, start, end);
        var head = Attributes().Replace(code[start..stop], "");
        var length = code.AsSpan(start, end - start).TrimEnd().Count('\n') + 1;
        var line = code.AsSpan(0, start).Count('\n') + 1;
        if (Extension().IsMatch(head)) return new("namespace", "extension", head, line, length, [.. Parts(code, stop + 1, end - 1)]);
        var hasBlock = stop < end && code[stop] == '{';
        if (TypeHead().Match(head) is not { Success: true } type) return Member(head, line, length) with { HasBlock = hasBlock };
        var kind = type.Groups["kind"].Value;
        var parts = kind == "enum" || !hasBlock ? [] : Parts(code, stop + 1, end - 1).ToList();
        return new(kind, type.Groups["name"].Value, head, line, length, parts);
    }

    private static CSharpPart Member(string head, int line, int length) =>
        new("", NameAndList().Match(head).Groups["name"].Value, head, line, length, []);

    private static int SkipBlank(string code, int at, int to)
    {
        while (at < to && (char.IsWhiteSpace(code[at]) || code[at] is ';' or '}')) at++;
        return at;
    }

    /// <summary>Behind the semicolon, or the brace, that ends what starts here.</summary>
    private static int End(string code, int start, int to)
    {
        var depth = 0;
        var isValue = false;
        for (var at = start; at < to; at++)
        {
            if (depth == 0 && IsValueSign(code, at)) isValue = true;
            depth += Step(code[at]);
            if (depth == 0 && (code[at] == ';' || code[at] == '}' && !isValue)) return at + 1;
        }

        return to;
    }

    private static int HeadEnd(string code, int start, int end)
    {
        var depth = 0;
        for (var at = start; at < end; at++)
        {
            if (depth == 0 && (code[at] is '{' or ';' || IsValueSign(code, at))) return at;
            depth += Step(code[at]);
        }

        return end;
    }

    /// <summary>An arrow or an assignment, not the name of an operator.</summary>
    private static bool IsValueSign(string code, int at) =>
        code[at] == '=' && code[at - 1] is not ('=' or '!' or '<' or '>') && (at + 1 == code.Length || code[at + 1] != '=');

    private static int Step(char c) => c switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 };

    internal static IReadOnlyList<string>? ParametersOf(string head) =>
        NameAndList().Match(head) is { Success: true } match ? List(head, match.Groups["open"].Index) : null;

    private static List<string> List(string head, int open)
    {
        var items = new List<string>();
        var (depth, from) = (0, open + 1);
        for (var at = open; at < head.Length; at++)
        {
            depth += head[at] switch { '<' => 1, '>' => -1, var c => Step(c) };
            if (depth > 1 || depth == 1 && head[at] != ',') continue;
            items.Add(head[from..at].Trim());
            from = at + 1;
            if (depth == 0) break;
        }

        return items is [""] ? [] : items;
    }

    [GeneratedRegex(@"\b(?<kind>namespace|class|interface|enum|record|struct)\s+(class\s+|struct\s+)?(?<name>[A-Za-z_][\w.]*)")]
    private static partial Regex TypeHead();

    [GeneratedRegex(@"^(\s*\[[^\[\]]*(\[[^\[\]]*\][^\[\]]*)*\])+\s*")]
    private static partial Regex Attributes();

    [GeneratedRegex(@"^extension\s*[<(]")]
    private static partial Regex Extension();

    /// <summary>The first word with a parenthesis behind it that is no keyword before a tuple.</summary>
    [GeneratedRegex(@"\b(?!(public|private|internal|protected|static|readonly|required|const|override|abstract|virtual|async"
        + @"|ref|sealed|extern|partial)\b)(?<name>\w+)\s*(<[^()]*>)?\s*(?<open>\()")]
    private static partial Regex NameAndList();
}
