using System.Globalization;

namespace Treaty.Bench;

/// <summary>What the command line asks for.</summary>
/// <param name="Machine">Names the file of results.</param>
/// <param name="Work">Where generated files lie while they are needed.</param>
/// <param name="Alone">True where Treaty's side alone is to run, without what it is compared with.</param>
internal sealed record Options(string Date, string Machine, long Rows, int Times, double Scale, int Products, string Memory, string Work, bool Alone)
{
    public static Options Read(string[] args)
    {
        string Of(string name, string otherwise) =>
            Array.IndexOf(args, "--" + name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : otherwise;
        var work = Path.GetFullPath(Of("work", Path.Combine(Path.GetTempPath(), "treaty-bench")));
        return new(Of("date", "undated"), Of("machine", "machine"), long.Parse(Of("rows", "10000000"), CultureInfo.InvariantCulture),
            int.Parse(Of("times", "3"), CultureInfo.InvariantCulture), double.Parse(Of("scale", "10"), CultureInfo.InvariantCulture),
            int.Parse(Of("products", "10000"), CultureInfo.InvariantCulture), Of("memory", "2GB"), work,
            Of("side", "both") == "treaty");
    }

    /// <summary>The file that --file names; null where it names none.</summary>
    public static string? File(string[] args) => Text(args, "file");

    public static string? Text(string[] args, string name) =>
        Array.IndexOf(args, "--" + name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

    public static int Number(string[] args, string name, int otherwise) =>
        Array.IndexOf(args, "--" + name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;

    public string Folder(string name)
    {
        var folder = Path.Combine(Work, name);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        return Directory.CreateDirectory(folder).FullName;
    }
}
