using System.Globalization;
using System.Text.RegularExpressions;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Delta;

/// <summary>Where one table stands on disk. Only plain ids become folders, so no name can lead out of the lake.</summary>
internal sealed partial class DeltaPlace
{
    private readonly string _root;

    public DeltaPlace(string root, LakeTable table)
    {
        _root = root;
        Table = table;
        Folder = Path.Combine(root, Id(table.Context), Id(table.Product), Major(table.Major), Id(table.Object));
        LogFolder = Path.Combine(Folder, "_delta_log");
    }

    private DeltaPlace(string folder)
    {
        _root = Folder = folder;
        LogFolder = Path.Combine(folder, "_delta_log");
    }

    /// <summary>A table that another program keeps in a folder.</summary>
    public static DeltaPlace OfOthers(string folder) => new(folder);

    public LakeTable Table { get; }

    public string Folder { get; }

    public string LogFolder { get; }

    /// <summary>The folders from the log up to the lake's root: those whose names a new table must make durable.</summary>
    public IEnumerable<string> NewFolders()
    {
        for (var folder = LogFolder; folder.Length > _root.Length; folder = Path.GetDirectoryName(folder)!) yield return folder;
        yield return _root;
    }

    public string LogFile(long version) => Path.Combine(LogFolder, LogName(version));

    public string CheckpointFile(long version) =>
        Path.Combine(LogFolder, version.ToString("D20", CultureInfo.InvariantCulture) + ".checkpoint.parquet");

    /// <summary>The absolute path of a data file that the log names, still encoded as it stands there.</summary>
    public string DataFile(string encoded) => Path.Combine([Folder, .. Segments(Uri.UnescapeDataString(encoded))]);

    /// <summary>A data file's path as the log writes it: relative, each part percent-encoded.</summary>
    public static string Encode(string path) => string.Join('/', Segments(path).Select(Uri.EscapeDataString));

    public static string LogName(long version) => version.ToString("D20", CultureInfo.InvariantCulture) + ".json";

    /// <summary>The version that a file of the log folder holds; null for anything else that lies there.</summary>
    public static long? VersionOf(string fileName) =>
        LogNamePattern().IsMatch(fileName) && long.TryParse(fileName.AsSpan(0, 20), CultureInfo.InvariantCulture, out var version)
            ? version
            : null;

    private static string[] Segments(string path)
    {
        var segments = path.Split('/');
        var plain = path.EndsWith(".parquet", StringComparison.Ordinal)
            && segments[0] != "_delta_log"
            && segments.All(s => s is not ("" or "." or "..") && s.AsSpan().IndexOfAny("\\:\0") < 0);
        return plain ? segments : throw Refused(path, "the name of a Parquet file inside the table's folder");
    }

    private static string Id(string part) => IdPattern().IsMatch(part) ? part : throw Refused(part, "a plain id");

    private static string Major(int major) =>
        major >= 0 ? "v" + major.ToString(CultureInfo.InvariantCulture) : throw Refused($"v{major}", "a major version");

    private static BackendException Refused(string text, string expected) => new(BackendFault.Refused,
        $"`{text}` is not {expected}", "ids are lower-case letters, digits and underscores and begin with a letter");

    [GeneratedRegex(@"\A[a-z][a-z0-9_]*\z")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"\A[0-9]{20}\.json\z")]
    private static partial Regex LogNamePattern();
}
