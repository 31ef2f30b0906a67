using System.Globalization;
using System.Text.RegularExpressions;

namespace Treaty.Core.Contracts.Changes;

/// <summary>A version as SemVer has it; what follows the three numbers is left out.</summary>
public sealed partial record SemanticVersion(int Major, int Minor, int Patch)
{
    /// <summary>Reads <c>1.2.3</c>, <c>v1.2</c> or <c>1</c>; null for anything else.</summary>
    public static SemanticVersion? Of(string? text) => text is not null && Form().Match(text) is { Success: true } match
        ? new(Number(match, 1), Number(match, 2), Number(match, 3)) : null;

    public SemanticVersion After(VersionStep step) => step switch
    {
        VersionStep.Major => new(Major + 1, 0, 0),
        VersionStep.Minor => new(Major, Minor + 1, 0),
        VersionStep.Patch => this with { Patch = Patch + 1 },
        _ => this,
    };

    /// <summary>The greatest part that moved forward; none where the version stays or goes back.</summary>
    public VersionStep StepTo(SemanticVersion next) =>
        next.Major > Major ? VersionStep.Major
        : next.Major < Major ? VersionStep.None
        : next.Minor > Minor ? VersionStep.Minor
        : next.Minor < Minor ? VersionStep.None
        : next.Patch > Patch ? VersionStep.Patch : VersionStep.None;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");

    private static int Number(Match match, int group) =>
        match.Groups[group].Success
            && int.TryParse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"^v?([0-9]{1,9})(?:\.([0-9]{1,9}))?(?:\.([0-9]{1,9}))?(?:[-+][0-9A-Za-z.-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
