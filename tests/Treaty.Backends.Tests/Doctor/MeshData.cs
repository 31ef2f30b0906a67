using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using Treaty.Backends.Files;
using Treaty.Core.Doctor;
using Treaty.Operations.Doctor;

namespace Treaty.Backends.Tests.Doctor;

/// <summary>Real declarations of others, unpacked to a folder of the test; absent where the data do not lie beside the project.</summary>
internal static class MeshData
{
    public static readonly DateOnly Day = new(2026, 8, 21);

    public static readonly Lazy<Diagnosis?> DbtProject = new(() => Diagnosed("mitol_dbt.tar.gz", (from, to) => Path.Combine(Unpack(from, to), "oldp")));

    public static readonly Lazy<Diagnosis?> Inventory = new(() => Diagnosed("bqetl.tar.gz", (from, to) =>
    {
        var unpacked = Path.Combine(to, "unpacked");
        Unpack(from, unpacked);
        var folder = Path.Combine(to, "inventory");
        BigQueryInventory.Write(unpacked, Path.Combine(Path.GetDirectoryName(from)!, "bqetl_lineage_edges.csv.gz"), folder);
        return folder;
    }));

    public static Diagnosis OrSkip(Lazy<Diagnosis?> diagnosis)
    {
        Assert.SkipWhen(diagnosis.Value is null, "the folder shared/data/mesh is not beside the project");
        return diagnosis.Value!;
    }

    /// <summary>A counted number: the main one of a sign, or the one of that name.</summary>
    public static (int Number, int? Of) Counted(Diagnosis diagnosis, string code, string what)
    {
        var seen = diagnosis.Modes.SelectMany(m => m.Observations).SingleOrDefault(o => o.Code == code);
        seen.ShouldNotBeNull($"{code} was not looked for");
        if (what == "") return (seen.Affected, seen.Of);
        var count = seen.Counts.SingleOrDefault(c => c.What == what);
        count.ShouldNotBeNull($"{code} counts {string.Join(" / ", seen.Counts.Select(c => c.What))}, not {what}");
        return (count.Number, count.Of);
    }

    public static string? Folder([CallerFilePath] string here = "")
    {
        for (var folder = new FileInfo(here).Directory; folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "shared", "data", "mesh"))) return Path.Combine(folder.FullName, "shared", "data", "mesh");
        return null;
    }

    private static Diagnosis? Diagnosed(string archive, Func<string, string, string> make)
    {
        if (Folder() is not { } data || !File.Exists(Path.Combine(data, archive))) return null;
        var scratch = Directory.CreateTempSubdirectory("treaty-doctor-");
        try
        {
            var folder = make(Path.Combine(data, archive), scratch.FullName);
            return new RunDoctor(new EstateFolder()).Run(new(folder, Day), null, default);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static string Unpack(string archive, string folder)
    {
        Directory.CreateDirectory(folder);
        using var zipped = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress);
        TarFile.ExtractToDirectory(zipped, folder, overwriteFiles: true);
        return folder;
    }
}
