namespace Treaty.Core.Sql.Foreign;

/// <summary>
/// Splits SQL of any dialect, with or without Jinja, into tokens. It never fails: what it does not understand it counts. Backticks,
/// double quotes, raw, byte and triple-quoted texts (BigQuery), dollar-quoted texts (PostgreSQL), comments by <c>--</c>, <c>#</c>,
/// <c>//</c> are not told apart by dialect but by form.
/// </summary>
public sealed class ForeignSqlReader
{
    private readonly string _text;
    private readonly List<SqlToken> _tokens = [];
    private readonly List<(string Text, int Line)> _jinja = [];
    private int _at, _line = 1, _unread;

    private ForeignSqlReader(string text) => _text = text;

    public static ForeignSql Read(string file, string text)
    {
        var reader = new ForeignSqlReader(text);
        reader.Run();
        var calls = reader._jinja.SelectMany(j => JinjaReader.Calls(j.Text, j.Line)).ToList();
        return new ForeignSql(file, reader._tokens, text.AsSpan().TrimEnd().Count('\n') + 1)
        {
            Calls = calls,
            Tables = TablesNamed.In(reader._tokens),
            Characters = text.Length,
            CharactersUnread = Math.Min(text.Length, reader._unread),
        };
    }

    private char Here => _at < _text.Length ? _text[_at] : '\0';

    private char Next => _at + 1 < _text.Length ? _text[_at + 1] : '\0';

    private bool Sees(string expected) => string.CompareOrdinal(_text, _at, expected, 0, expected.Length) == 0;

    private void Run()
    {
        while (_at < _text.Length)
        {
            var c = Here;
            if (c == '\n') { _line++; _at++; }
            else if (char.IsWhiteSpace(c)) _at++;
            else if (c == '{' && Next is '{' or '%' or '#') Jinja(inText: false);
            else if (c == '-' && Next == '-' || c == '#' || c == '/' && Next == '/') Take(TokenKind.Comment, LineEnd());
            else if (c == '/' && Next == '*') Enclosed(TokenKind.Comment, "/*", "*/");
            else if (IsTextPrefix()) _at++;
            else if (c is '\'' or '"' or '`') Quoted(c);
            else if (c == '$' && Dollar() is { } fence) Enclosed(TokenKind.Text, fence, fence);
            else if (char.IsLetter(c) || c is '_' or '@') Take(TokenKind.Word, End(x => char.IsLetterOrDigit(x) || x is '_' or '$' or '@'));
            else if (char.IsAsciiDigit(c)) Take(TokenKind.Number, End(x => char.IsLetterOrDigit(x) || x is '.' or '_'));
            else Take(TokenKind.Symbol, _at + 1);
        }
    }

    /// <summary>The r, b or rb before a text; N'…' and E'…' too.</summary>
    private bool IsTextPrefix() => Here is 'r' or 'R' or 'b' or 'B' or 'n' or 'N' or 'e' or 'E'
        && (Next is '\'' || Next is '"' && Here is 'r' or 'R' or 'b' or 'B')
        && (_at == 0 || !char.IsLetterOrDigit(_text[_at - 1]) && _text[_at - 1] != '_');

    private int LineEnd() => _text.IndexOf('\n', _at) is >= 0 and var end ? end : _text.Length;

    private int End(Func<char, bool> belongs)
    {
        var end = _at + 1;
        while (end < _text.Length && belongs(_text[end])) end++;
        return end;
    }

    private void Take(TokenKind kind, int end)
    {
        _tokens.Add(new(kind, _text[_at..end], _line));
        _at = end;
    }

    private string? Dollar()
    {
        var end = End(x => char.IsLetterOrDigit(x) || x == '_');
        if (end >= _text.Length || _text[end] != '$') return null;
        var fence = _text[_at..(end + 1)];
        return _text.IndexOf(fence, end + 1, StringComparison.Ordinal) < 0 ? null : fence;
    }

    private void Enclosed(TokenKind kind, string open, string close)
    {
        var from = _at + open.Length;
        var end = from <= _text.Length ? _text.IndexOf(close, from, StringComparison.Ordinal) : -1;
        if (end < 0) { _unread += _text.Length - _at; end = _text.Length; }
        Add(kind, _text[Math.Min(from, end)..end], Math.Min(_text.Length, end + close.Length));
    }

    private void Add(TokenKind kind, string content, int end)
    {
        _tokens.Add(new(kind, content, _line));
        _line += _text.AsSpan(_at, end - _at).Count('\n');
        _at = end;
    }

    /// <summary>
    /// Three quotes enclose a text, unless they are single ones that standard SQL reads as a text beginning with a quote (<c>'''x'</c>,
    /// <c>''''</c>): then no three follow on the same line.
    /// </summary>
    private bool IsFence(char quote)
    {
        var run = _at;
        while (run < _text.Length && _text[run] == quote) run++;
        if (run - _at != 3) return quote == '"' && run - _at > 4;
        return quote == '"' || _text.AsSpan(run, LineEnd() - run) is var line && (line.IsWhiteSpace() || line.IndexOf("'''") >= 0);
    }

    private void Quoted(char quote)
    {
        var fence = new string(quote, 3);
        if (quote != '`' && Sees(fence) && IsFence(quote)) { Enclosed(TokenKind.Text, fence, fence); return; }
        var (start, line) = (_at, _line);
        _at++;
        while (_at < _text.Length)
        {
            if (Here == '{' && Next is '{' or '%') { Jinja(inText: true); continue; }
            if (Here == '\\' && Next != '\0' && quote != '`') { _at += 2; continue; }
            if (Here == quote && Next == quote) { _at += 2; continue; }
            if (Here == quote) break;
            if (Here == '\n') _line++;
            _at++;
        }
        if (_at >= _text.Length) _unread += _text.Length - start;
        var kind = quote == '\'' ? TokenKind.Text : TokenKind.Quoted;
        _tokens.Add(new(kind, _text[Math.Min(start + 1, _text.Length)..Math.Min(_at, _text.Length)], line));
        _at = Math.Min(_text.Length, _at + 1);
    }

    private void Jinja(bool inText)
    {
        var (start, line, opener) = (_at, _line, Next);
        var close = opener switch { '{' => "}}", '%' => "%}", _ => "#}" };
        var end = JinjaReader.End(_text, _at + 2, close, opener == '#');
        if (end < 0) { _unread += _text.Length - start; end = _text.Length; }
        var content = _text[Math.Min(start + 2, end)..end].Trim('-', '+', ' ', '\t', '\r', '\n');
        _line += _text.AsSpan(start, end - start).Count('\n');
        _at = Math.Min(_text.Length, end + 2);
        if (opener == '#') { if (!inText) _tokens.Add(new(TokenKind.Comment, content, line)); return; }
        _jinja.Add((content, line));
        var writes = opener == '{' && JinjaReader.WritesSql(content);
        if (writes) _unread += _at - start;
        if (inText) return;
        _tokens.Add(new(opener == '{' ? TokenKind.Jinja : TokenKind.JinjaBlock, content, line));
        if (writes) Arguments(content, line);
    }

    /// <summary>SQL handed to a macro as text: its pieces stand between parentheses of their own.</summary>
    private void Arguments(string content, int line)
    {
        foreach (var (text, at) in JinjaReader.Texts(content).Where(t => t.Text.Contains('(')))
        {
            var inner = new ForeignSqlReader(text) { _line = line + content.AsSpan(0, at).Count('\n') };
            inner.Run();
            _tokens.Add(new(TokenKind.Symbol, "(", line));
            _tokens.AddRange(inner._tokens);
            _tokens.Add(new(TokenKind.Symbol, ")", line));
        }
    }
}
