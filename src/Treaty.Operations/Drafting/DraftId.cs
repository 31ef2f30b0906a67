using System.Text;

namespace Treaty.Operations.Drafting;

/// <summary>Makes ids of the names that people gave to files and columns.</summary>
internal static class DraftId
{
    private const string Letters = "àáâãäåāăąçćčďđèéêëēęěğìíîïīıłñńňòóôõöøōőŕřśşšţťùúûüūůűýÿźżž";
    private const string Plain = "aaaaaaaaacccddeeeeeeegiiiiiilnnnoooooooorrsssttuuuuuuuyyzzz";

    /// <summary>Lower-case words joined by `_`: `Order Date` is `order_date`, `CustomerID` is `customer_id`, `VATNumber` is
    /// `vat_number`.</summary>
    public static string Of(string name)
    {
        var (id, letters) = (new StringBuilder(), Spelled(name).ToArray());
        for (var i = 0; i < letters.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(letters[i]) || BeginsWord(letters, i))
                if (id.Length > 0 && id[^1] != '_') id.Append('_');
            if (char.IsAsciiLetterOrDigit(letters[i])) id.Append(char.ToLowerInvariant(letters[i]));
        }
        var text = id.ToString().Trim('_');
        return text switch
        {
            "" => "column",
            "null" => "null_",
            _ when char.IsAsciiDigit(text[0]) => "n" + text,
            _ => text,
        };
    }

    /// <summary>True for a capital after a small letter, and for the last of several capitals that a small letter follows.</summary>
    private static bool BeginsWord(char[] letters, int i) => i > 0 && char.IsAsciiLetterUpper(letters[i])
        && (char.IsAsciiLetterLower(letters[i - 1])
            || (char.IsAsciiLetterUpper(letters[i - 1]) && i + 1 < letters.Length && char.IsAsciiLetterLower(letters[i + 1])));

    /// <summary>Letters with marks become those without.</summary>
    private static IEnumerable<char> Spelled(string name)
    {
        foreach (var c in name)
            if (Letters.IndexOf(char.ToLowerInvariant(c), StringComparison.Ordinal) is >= 0 and var at)
                yield return char.IsUpper(c) ? char.ToUpperInvariant(Plain[at]) : Plain[at];
            else if (c is 'ß') foreach (var s in "ss") yield return s;
            else if (c is 'æ' or 'Æ') foreach (var a in "ae") yield return a;
            else yield return c;
    }
}
