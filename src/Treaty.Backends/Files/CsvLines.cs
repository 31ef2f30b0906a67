using Treaty.Operations.Doors;

namespace Treaty.Backends.Files;

/// <summary>Passes the characters of a CSV file on, but for lines to skip, comments, and carriage returns outside quotes.</summary>
internal sealed class CsvLines(TextWriter to, SourceDecoding how)
{
    private const string LatinMark = "\u00EF\u00BB\u00BF"; // the byte order mark of UTF-8, byte by byte

    private readonly char? _quote = how.Quote is { Length: 1 } quote ? quote[0] : null;
    private readonly char? _escape = how.Escape is { Length: 1 } escape && escape != how.Quote ? escape[0] : null;
    private readonly char? _comment = how.Comment is { Length: 1 } comment ? comment[0] : null;
    private readonly bool _passes = how.Encoding is "utf-8";
    private int _mark;
    private int _linesToSkip = how.SkipLines;
    private bool _quoted, _escaped, _skipping, _returned;
    private bool _atStart = true;

    public void Take(ReadOnlySpan<char> text)
    {
        foreach (var c in text) Take(c);
    }

    public void End()
    {
        if (_returned) EndLine();
    }

    private void Take(char c)
    {
        if (_passes && _mark < LatinMark.Length)
        {
            if (c == LatinMark[_mark++]) return;
            to.Write(LatinMark.AsSpan(0, _mark - 1));
            _mark = LatinMark.Length;
        }
        if (_quoted) Quoted(c);
        else Plain(c);
    }

    private void Quoted(char c)
    {
        to.Write(c);
        if (_escaped) _escaped = false;
        else if (c == _escape) _escaped = true;
        else if (c == _quote) _quoted = false;
    }

    /// <summary>A carriage return ends the line, alone or before a line feed.</summary>
    private void Plain(char c)
    {
        var ended = _returned;
        _returned = c == '\r';
        if (ended || c == '\n') EndLine();
        if (c is '\r' or '\n') return;
        if (_atStart) _skipping = _linesToSkip > 0 || c == _comment;
        _atStart = false;
        if (_skipping) return;
        to.Write(c);
        _quoted = c == _quote;
    }

    private void EndLine()
    {
        if (!_skipping && _linesToSkip == 0) to.Write('\n');
        if (_linesToSkip > 0) _linesToSkip--;
        (_skipping, _atStart) = (false, true);
    }
}
