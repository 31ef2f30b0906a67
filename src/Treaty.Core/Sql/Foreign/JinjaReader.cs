using System.Text.RegularExpressions;

namespace Treaty.Core.Sql.Foreign;

/// <summary>Reads what Jinja says without running it: the calls it makes, with their literal arguments.</summary>
public static partial class JinjaReader
{
    /// <summary>Calls whose result is known to be a name or a value, not SQL.</summary>
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "ref", "source", "config", "var", "env_var", "this", "target", "model", "log", "return", "set", "run_started_at", "invocation_id",
        "is_incremental", "adapter", "loop", "range", "exceptions", "modules", "caller", "doc", "now",
    };

    /// <summary>Where the closing mark begins, texts inside passed over; -1 where it never comes.</summary>
    public static int End(string text, int from, string close, bool comment)
    {
        if (comment) return from > text.Length ? -1 : text.IndexOf(close, from, StringComparison.Ordinal);
        for (var at = from; at < text.Length; at++)
        {
            if (string.CompareOrdinal(text, at, close, 0, close.Length) == 0) return at;
            if (text[at] is not ('\'' or '"')) continue;
            var end = TextEnd(text, at);
            // An apostrophe that opens no text, as in a comment: the mark is then looked for as it stands.
            if (end < 0) return text.IndexOf(close, at, StringComparison.Ordinal);
            at = end;
        }
        return -1;
    }

    private static int TextEnd(string text, int open)
    {
        for (var at = open + 1; at < text.Length; at++)
            if (text[at] == '\\') at++;
            else if (text[at] == text[open]) return at;
        return -1;
    }

    /// <summary>True where an expression calls something the reader does not know, so that it may write any SQL.</summary>
    public static bool WritesSql(string expression) =>
        Call().Match(expression) is { Success: true, Index: 0 } call && !Known.Contains(call.Groups["name"].Value.Split('.')[0]);

    /// <summary>The literal texts, unescaped; those joined by <c>~</c> to one another or to values are one, values left out.</summary>
    public static IEnumerable<(string Text, int At)> Texts(string code)
    {
        var (joined, first, last) = (new System.Text.StringBuilder(), -1, -1);
        for (var at = 0; at < code.Length; at++)
        {
            if (code[at] is not ('\'' or '"')) continue;
            if (TextEnd(code, at) is not (>= 0 and var end)) break;
            if (last >= 0 && !code.AsSpan(last, at - last).Contains('~'))
            {
                yield return (joined.ToString(), first);
                (joined, first) = (new(), -1);
            }
            if (first < 0) first = at;
            joined.Append(code[(at + 1)..end].Replace("\\'", "'", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal));
            last = end + 1;
            at = end;
        }
        if (joined.Length > 0) yield return (joined.ToString(), first);
    }

    /// <summary>Every call, outer before inner.</summary>
    public static IEnumerable<JinjaCall> Calls(string code, int line)
    {
        foreach (Match call in Call().Matches(code))
        {
            var open = call.Index + call.Length - 1;
            var (arguments, named) = Arguments(code, open);
            yield return new(call.Groups["name"].Value, arguments, named, line + code.AsSpan(0, call.Index).Count('\n'));
        }
    }

    /// <summary>The arguments of the call whose parenthesis opens there; literal texts without quotes, all else as written.</summary>
    private static (IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Named) Arguments(string code, int open)
    {
        var arguments = new List<string>();
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in Split(code, open))
            if (Named().Match(part) is { Success: true } match) named[match.Groups["name"].Value] = Bare(part[match.Length..]);
            else if (part.Trim() is { Length: > 0 }) arguments.Add(Bare(part));
        return (arguments, named);
    }

    private static IEnumerable<string> Split(string code, int open)
    {
        var (depth, from) = (0, open + 1);
        for (var at = open; at < code.Length; at++)
        {
            if (code[at] is '\'' or '"' && TextEnd(code, at) is >= 0 and var end) { at = end; continue; }
            if (code[at] is '(' or '[' or '{') depth++;
            else if (code[at] is ')' or ']' or '}') depth--;
            if (depth > 1 || depth == 1 && code[at] != ',') continue;
            yield return code[from..at];
            from = at + 1;
            if (depth == 0) yield break;
        }
    }

    private static string Bare(string argument)
    {
        var text = argument.Trim();
        return text.Length >= 2 && text[0] is '\'' or '"' && text[^1] == text[0] && text.IndexOf(text[0], 1) == text.Length - 1
            ? text[1..^1] : text;
    }

    [GeneratedRegex(@"(?<![\w.])(?<name>[A-Za-z_][\w]*(\.[A-Za-z_]\w*)*)\s*\(")]
    private static partial Regex Call();

    [GeneratedRegex(@"^\s*(?<name>[A-Za-z_]\w*)\s*=(?!=)")]
    private static partial Regex Named();
}
