using System.Globalization;
using System.Security.Cryptography;
using Treaty.Backends.DuckDb;
using Treaty.Operations.Samples;

namespace Treaty.Backends.Tests.Samples;

/// <summary>A sample written to a folder that is gone after the test, and plain readings of its files that share nothing with the writer.</summary>
public sealed class SampleWorld : IDisposable
{
    public SampleWorld() : this(42, 1) { }

    internal SampleWorld(long seed, double scale)
    {
        Folder = Directory.CreateTempSubdirectory("treaty-sample-").FullName;
        Report = Make(Folder, seed, scale);
    }

    public string Folder { get; }

    public SampleReport Report { get; }

    public static SampleReport Make(string folder, long seed, double scale) =>
        new MakeSample(new DuckDbEngine()).RunAsync(new("order-to-cash", folder, seed, scale), null, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    /// <summary>The rows of a Parquet file, each value as text.</summary>
    public IReadOnlyList<string[]> ParquetRows(string file)
    {
        using var connection = new DuckDB.NET.Data.DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"select columns(*)::varchar from read_parquet('{At(file)}')";
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        return rows;
    }

    /// <summary>Every file below the folder, with forward slashes, in ordinal order.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal);

    /// <summary>One line a file: its name and the SHA-256 of its bytes.</summary>
    public IReadOnlyList<string> Hashes => [.. Files.Select(file => $"{file} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(At(file))))}")];

    public string At(string file) => Path.Combine(Folder, file);

    public string[] Lines(string file) => File.ReadAllLines(At(file));

    /// <summary>The fields of a file that quotes nothing we read, its header left out.</summary>
    public IEnumerable<string[]> Rows(string file, string delimiter = ",", bool header = true) =>
        Lines(file).Skip(header ? 1 : 0).Select(line => line.Split(delimiter));

    public static decimal Money(string text) => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
