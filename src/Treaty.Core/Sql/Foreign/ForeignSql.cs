using Treaty.Core.Findings;

namespace Treaty.Core.Sql.Foreign;

/// <summary>What a piece of foreign SQL is.</summary>
public enum TokenKind { Word, Quoted, Text, Number, Symbol, Jinja, JinjaBlock, Comment }

/// <summary>A piece of foreign SQL.</summary>
/// <param name="Text">Words as written; quoted names, texts and Jinja without what encloses them.</param>
public readonly record struct SqlToken(TokenKind Kind, string Text, int Line)
{
    public bool Is(string word) => Kind == TokenKind.Word && string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(char c) => Kind == TokenKind.Symbol && Text.Length == 1 && Text[0] == c;

    public bool IsName => Kind is TokenKind.Word or TokenKind.Quoted;
}

/// <summary>A call of a Jinja or Python function that names an asset or sets a property.</summary>
public sealed record JinjaCall(string Name, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Named, int Line);

/// <summary>
/// SQL that Treaty does not run, in whatever dialect and templating it was written: read for what it shows, never judged for being right.
/// </summary>
/// <param name="File">Relative to the estate.</param>
public sealed record ForeignSql(string File, IReadOnlyList<SqlToken> Tokens, int Lines)
{
    /// <summary>The tokens without comments.</summary>
    public IReadOnlyList<SqlToken> Code { get; } = [.. Tokens.Where(t => t.Kind != TokenKind.Comment)];

    /// <summary>Every call in Jinja, in order.</summary>
    public IReadOnlyList<JinjaCall> Calls { get; init; } = [];

    /// <summary>Tables named after FROM and JOIN in plain SQL, without the names of the text's own common table expressions.</summary>
    public IReadOnlyList<TableRead> Tables { get; init; } = [];

    /// <summary>The characters whose meaning stays unknown: calls of macros that write SQL, texts that are never closed.</summary>
    public int CharactersUnread { get; init; }

    public int Characters { get; init; }

    public double ShareRead => Characters == 0 ? 1 : 1 - (double)CharactersUnread / Characters;

    public IEnumerable<JinjaCall> Refs => Calls.Where(c => c.Name == "ref" && c.Arguments.Count > 0);

    public IEnumerable<JinjaCall> Sources => Calls.Where(c => c.Name == "source" && c.Arguments.Count > 1);

    public IEnumerable<JinjaCall> Configs => Calls.Where(c => c.Name == "config");

    public SourcePlace At(int line) => new(File, line, 1);
}

/// <summary>A table that plain SQL reads.</summary>
public readonly record struct TableRead(string Name, int Line);
