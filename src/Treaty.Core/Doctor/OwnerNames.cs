using System.Text.RegularExpressions;

namespace Treaty.Core.Doctor;

/// <summary>
/// Tells from the way an owner is written whether it is a team or one person. A team: a handle of a group (<c>org/team</c>,
/// <c>#channel</c>), or a name that has a word teams are called by. A person: a mail address or name of one or two words with none of
/// these. It is a guess by form; an estate that says which it is, is believed.
/// </summary>
public static partial class OwnerNames
{
    public static Owner Of(string name) => new(name, IsTeam(name));

    public static bool? IsTeam(string name)
    {
        var bare = name.Trim().TrimStart('@');
        if (bare == "") return null;
        if (bare.StartsWith('#') || bare.Contains('/')) return true;
        var local = bare.Split('@')[0];
        if (TeamWord().IsMatch(local)) return true;
        return bare.Contains('@') || PersonName().IsMatch(local) ? false : null;
    }

    [GeneratedRegex(@"(^|[\W_])(team|teams|squad|tribe|guild|crew|chapter|group|grp|wg|dept|department|office|desk|support|help|admins?|eng"
        + @"|engineering|engineers|platform|data|analytics|analysts|bi|ops|devops|dataops|sre|infra|finance|marketing|sales|product|growth|risk"
        + @"|legal|compliance|security|research|science|scientists|developers?|devs|reviewers|tools|tooling|delivery|ml|ai|stewards|owners|maintainers|alerts?|list"
        + @"|service|services|core|domain|unit|people|hr)s?($|[\W_])", RegexOptions.IgnoreCase)]
    private static partial Regex TeamWord();

    [GeneratedRegex(@"^\p{L}[\p{L}'-]*([ ._]\p{L}[\p{L}'-]*\.?){1,2}$")]
    private static partial Regex PersonName();
}
