using Treaty.Core.Doctor;
using Treaty.Core.Doctor.Dbt;

namespace Treaty.Core.Tests.Doctor;

/// <summary>Made-up projects for the doctor, written as files in one text: a line <c>== path</c>, then the file.</summary>
internal static class SmallEstate
{
    public static readonly DateOnly Day = new(2026, 6, 1);

    public static IReadOnlyList<ReadFile> Files(string text)
    {
        var files = new List<ReadFile>();
        foreach (var part in ("\n" + text).Split("\n== ", StringSplitOptions.RemoveEmptyEntries).Where(p => p.Contains('\n')))
        {
            var end = part.IndexOf('\n');
            files.Add(ReadFile.Read(new EstateFile(part[..end].Trim(), part[(end + 1)..])));
        }
        return files;
    }

    /// <summary>A dbt project; where the text has no dbt_project.yml of its own, the standard one.</summary>
    public static Estate Dbt(string text)
    {
        var files = Files(text);
        var root = files.FirstOrDefault(f => f.File.Name == DbtProject.FileName);
        return DbtEstate.Read(DbtProject.Of(root?.File.Folder ?? "", root?.Yaml is [var first, ..] ? first : null), files);
    }

    public static Observation? Seen(Estate estate, string code, DateOnly? day = null) =>
        SignList.All.Single(s => s.Kind.Code == code) is var sign && sign.CanExamine(estate) ? sign.Look(estate, day ?? Day) : null;
}
