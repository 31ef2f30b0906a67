using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Treaty.Core.Contracts.Formats;

/// <summary>Reads the CHECK constraints of one column, as PostgreSQL writes them back; what is not understood becomes a question.</summary>
public static partial class PostgresChecks
{
    /// <param name="definitions">As <c>pg_get_constraintdef</c> gives them.</param>
    public static PortableField Apply(PortableField field, IEnumerable<string> definitions)
    {
        foreach (var definition in definitions) field = One(field, definition);
        return field;
    }

    private static PortableField One(PortableField field, string definition)
    {
        if (Any().Match(definition) is { Success: true } any) return field with { Values = [.. Texts().Matches(any.Groups[1].Value)
            .Select(m => Unquoted(m.Groups[1].Value))] };
        if (Like().Match(definition) is { Success: true } like) return field with { Pattern = Whole(Unquoted(like.Groups[1].Value)) };
        var bounds = definition.Contains(" OR ", StringComparison.Ordinal) ? [] : Bounds().Matches(definition).ToList();
        if (bounds.Count == 0)
            return field with { Questions = [.. field.Questions,
                $"the database also checks {definition.ReplaceLineEndings(" ")}; is that a promise?"] };
        var length = definition.Contains("length(", StringComparison.Ordinal);
        foreach (var bound in bounds)
        {
            var value = Unquoted(bound.Groups["value"].Value);
            field = (bound.Groups["op"].Value, length) switch
            {
                (">=", true) => field with { MinLength = Number(value) },
                (">", true) => field with { MinLength = Number(value) + 1 },
                ("<=", true) => field with { MaxLength = Number(value) },
                ("<", true) => field with { MaxLength = Number(value) - 1 },
                (">=", _) => field with { Minimum = value },
                ("<=", _) => field with { Maximum = value },
                (">", _) => field with { ExclusiveMinimum = value },
                _ => field with { ExclusiveMaximum = value },
            };
        }
        return field;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Unquoted(string text) => text.Replace("''", "'", StringComparison.Ordinal);

    private static string Whole(string pattern) => JsonSchemaReader.Pattern(pattern)!;

    [GeneratedRegex(@"= ANY \(+ARRAY\[(.*)\]")]
    private static partial Regex Any();

    [GeneratedRegex("'((?:[^']|'')*)'")]
    private static partial Regex Texts();

    [GeneratedRegex(" ~ '((?:[^']|'')*)'")]
    private static partial Regex Like();

    [GeneratedRegex(@" (?<op>[<>]=?) \(*(?:'(?<value>(?:[^']|'')*)'|(?<value>-?[0-9][0-9.eE+-]*))")]
    private static partial Regex Bounds();
}
