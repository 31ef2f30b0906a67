using System.Text.RegularExpressions;
using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor.Dbt;

/// <summary>A model written in Python: the assets it names are read, its logic is not.</summary>
internal static partial class PythonModel
{
    public static ForeignSql Read(EstateFile file)
    {
        var calls = DbtCall().Matches(file.Text).SelectMany(m => JinjaReader.Calls(file.Text[(m.Index + 4)..m.Index.LineEndIn(file.Text)],
            file.Text.AsSpan(0, m.Index).Count('\n') + 1).Take(1)).ToList();
        return new(file.Path, [], file.Text.AsSpan().TrimEnd().Count('\n') + 1)
        {
            Calls = calls, Characters = file.Text.Length, CharactersUnread = file.Text.Length,
        };
    }

    private static int LineEndIn(this int from, string text) => text.IndexOf(')', from) is >= 0 and var end ? end + 1 : text.Length;

    [GeneratedRegex(@"\bdbt\.(ref|source|config)\s*\(")]
    private static partial Regex DbtCall();
}
