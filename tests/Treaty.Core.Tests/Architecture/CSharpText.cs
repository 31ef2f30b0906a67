namespace Treaty.Core.Tests.Architecture;

/// <summary>
/// C# with the inside of comments (and, where asked, of strings) turned to blanks, so that what is left can be searched and its braces
/// counted. Every character keeps its place. The expressions in interpolated strings stay, for they are code.
/// </summary>
public sealed class CSharpText
{
    private readonly string _text;
    private readonly char[] _kept;
    private readonly bool _blankStrings;
    private int _at;

    private CSharpText(string text, bool blankStrings) => (_text, _kept, _blankStrings) = (text, text.ToCharArray(), blankStrings);

    public static string WithoutComments(string text) => new CSharpText(text, blankStrings: false).Run();

    public static string WithoutCommentsAndStrings(string text) => new CSharpText(text, blankStrings: true).Run();

    private string Run()
    {
        while (_at < _text.Length) Code(closing: '\0');
        return new string(_kept);
    }

    private bool Sees(string expected) => string.CompareOrdinal(_text, _at, expected, 0, expected.Length) == 0;

    /// <summary>Reads code up to the brace that closes the hole of an interpolated string, or to the end.</summary>
    private void Code(char closing)
    {
        for (var depth = 0; _at < _text.Length;)
        {
            var c = _text[_at];
            if (c == closing && depth == 0) return;
            depth += c switch { '{' => 1, '}' => -1, _ => 0 };
            if (Sees("//")) BlankComment("\n", keepEnd: true);
            else if (Sees("/*")) BlankComment("*/", keepEnd: false);
            else if (c == '\'') Character();
            else if (c is '"' or '$' or '@' && StringStart() is { } start) String(start.Dollars, start.Verbatim);
            else _at++;
        }
    }

    private void BlankComment(string end, bool keepEnd)
    {
        var found = _text.IndexOf(end, Math.Min(_at + 2, _text.Length), StringComparison.Ordinal);
        var stop = found < 0 ? _text.Length : keepEnd ? found : found + end.Length;
        while (_at < stop) Blank(isComment: true);
    }

    private void Blank(bool isComment = false)
    {
        if ((isComment || _blankStrings) && _text[_at] != '\n') _kept[_at] = ' ';
        _at++;
    }

    private void Character()
    {
        _at++;
        while (_at < _text.Length && _text[_at] is not ('\'' or '\n')) BlankEscaped();
        if (_at < _text.Length) _at++;
    }

    private void BlankEscaped()
    {
        if (_text[_at] == '\\' && _at + 1 < _text.Length) Blank();
        Blank();
    }

    private (int Dollars, bool Verbatim)? StringStart()
    {
        var at = _at;
        while (at < _text.Length && _text[at] is '$' or '@') at++;
        if (at >= _text.Length || _text[at] != '"') return null;
        var prefix = _text[_at..at];
        _at = at;
        return (prefix.Count(c => c == '$'), prefix.Contains('@'));
    }

    private void String(int dollars, bool verbatim)
    {
        var quotes = Count('"');
        if (quotes == 2)
        {
            _at += 2;
            return;
        }

        var fence = verbatim || quotes < 3 ? 1 : quotes;
        _at += fence;
        while (_at < _text.Length)
        {
            if (verbatim && Sees("\"\"")) BlankTwo();
            else if (_text[_at] == '"' && Count('"') >= fence) break;
            else Inside(dollars, verbatim, fence);
        }

        _at = Math.Min(_at + fence, _text.Length);
    }

    private void BlankTwo()
    {
        Blank();
        Blank();
    }

    private void Inside(int dollars, bool verbatim, int fence)
    {
        var braces = dollars > 0 ? Count('{') : 0;
        if (braces == 0 || (fence == 1 && braces % 2 == 0) || (fence > 1 && braces < dollars))
        {
            for (var i = Math.Max(braces, 1); i > 0; i--)
                if (fence == 1 && !verbatim) BlankEscaped();
                else Blank();
            return;
        }

        var opening = fence == 1 ? 1 : dollars;
        for (var i = braces - opening; i > 0; i--) Blank();
        _at += opening;
        Code(closing: '}');
        _at = Math.Min(_at + opening, _text.Length);
    }

    private int Count(char c)
    {
        var at = _at;
        while (at < _text.Length && _text[at] == c) at++;
        return at - _at;
    }
}
