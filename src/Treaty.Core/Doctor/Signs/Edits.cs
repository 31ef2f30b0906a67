using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Doctor.Signs;

/// <summary>How far two words are apart in letters changed, put in or left out.</summary>
internal static class Edits
{
    public static bool AtMost(string a, string b, int limit) =>
        Math.Abs(a.Length - b.Length) <= limit && Nearest.Distance(a, b) <= limit;
}
