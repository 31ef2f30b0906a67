using System.Text;

namespace Treaty.Operations.Drafting;

/// <summary>Makes ids of the names that people gave to files and columns.</summary>
internal static class DraftId
{
    private const string Letters = "àáâãäåāăąçćčďđèéêëēęěğìíîïīıłñńňòóôõöøōőŕřśşšţťùúûüūůűýÿźżž";
    private const string Plain = "aaaaaaaaacccddeeeeeeegiiiiiilnnnoooooooorrsssttuuuuuuuyyzzz";

    public static string Of(string name)
    {
        var id = new StringBuilder();
        foreach (var c in Spelled(name))
            if (char.IsAsciiLetterUpper(c) && id.Length > 0 && char.IsAsciiLetterLower(id[^1])) 
                id.Append('_').Append(char.ToLowerInvariant(c));
            else if (char.IsAsciiLetterOrDigit(c)) id.Append(char.ToLowerInvariant(c));
            else if (id.Length > 0 && id[^1] != '_') id.Append('_');
        var text = id.ToString().Trim('_');
        return text switch
        {
            "" => "column",
            "null" => "null_",
            _ when char.IsAsciiDigit(text[0]) => "n" + text,
            _ => text,
        };
    }

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
