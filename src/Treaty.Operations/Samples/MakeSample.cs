using System.Globalization;
using System.Reflection;
using Treaty.Core.Findings;
using Treaty.Operations.Doors;
using Treaty.Operations.Samples.OrderToCash;

namespace Treaty.Operations.Samples;

/// <param name="Scale">1 is 20,000 orders.</param>
public sealed record SampleRequest(string Name, string Folder, long Seed, double Scale);

/// <summary>What was written: files, orders, and how often each fault was planted.</summary>
public sealed record SampleReport(string Folder, int Files, long Orders, IReadOnlyDictionary<string, long> Planted,
    IReadOnlyList<Finding> Findings)
{
    /// <summary>Rows in the files of the source systems, malformed ones counted, header lines not.</summary>
    public long Rows { get; init; }
}

/// <summary>Writes a sample mesh: documents, the files of its source systems, and the truth about what was planted in them. Equal seeds
/// give equal bytes.</summary>
public sealed class MakeSample(IQueryEngine engine)
{
    public static readonly FindingKind Unknown = new("TRY0720", Severity.Error, "there is no such sample");
    public static readonly FindingKind NotEmpty = new("TRY0721", Severity.Error, "the folder is not empty");

    public static readonly FindingKind OutOfScale = new("TRY0722", Severity.Error, "the scale is out of range");

    public const string OrderToCashName = "order-to-cash";
    private const string Marker = ".treaty-sample";

    public async ValueTask<SampleReport> RunAsync(SampleRequest request, IProgress<string>? progress, CancellationToken cancel)
    {
        if (Refusal(request) is { } refusal) return new(request.Folder, 0, 0, new Dictionary<string, long>(), [refusal]);
        if (Directory.Exists(request.Folder)) Clear(request.Folder);
        Directory.CreateDirectory(request.Folder);
        File.WriteAllText(Path.Combine(request.Folder, Marker), $"{request.Name}\n");
        var documents = Documents(request.Folder);
        var orders = new Orders(request.Seed, request.Scale);
        using var writer = new OrderToCashWriter(orders, request.Folder);
        writer.Write(progress, cancel);
        writer.Dispose();
        await BankExtract.MakeAsync(engine, request.Folder, cancel).ConfigureAwait(false);
        return new(request.Folder, documents + writer.Files.Count, orders.Count, writer.Truth.Planted, []) { Rows = writer.Rows };
    }

    private static Finding? Refusal(SampleRequest request)
    {
        if (request.Name != OrderToCashName)
            return Unknown.At(null, $"there is no sample `{request.Name}`", $"there is `{OrderToCashName}`");
        if (request.Scale is not (> 0 and <= 1000))
            return OutOfScale.At(null, $"scale `{Text(request.Scale)}` is not between 0 and 1000", "scale 1 is 20,000 orders");
        if (File.Exists(request.Folder)) return NotEmpty.At(null, $"`{request.Folder}` is a file", "name a new folder");
        var taken = Directory.Exists(request.Folder) && Directory.EnumerateFileSystemEntries(request.Folder).Any()
            && !File.Exists(Path.Combine(request.Folder, Marker));
        return taken ? NotEmpty.At(null, $"`{request.Folder}` holds other files",
            "name a new folder; only an earlier sample is written over") : null;
    }

    private static string Text(double scale) => scale.ToString(CultureInfo.InvariantCulture);

    /// <summary>Removes what an earlier sample wrote, and nothing else.</summary>
    private static void Clear(string folder)
    {
        foreach (var name in new[] { "sources", "truth", ".treaty" })
            if (Directory.Exists(Path.Combine(folder, name))) Directory.Delete(Path.Combine(folder, name), recursive: true);
    }

    private static int Documents(string folder)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith(OrderToCashName + "/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).ToList();
        foreach (var name in names)
        {
            var path = Path.Combine(folder, name[(OrderToCashName.Length + 1)..].Replace('\\', '/'));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var file = File.Create(path);
            stream.CopyTo(file);
        }
        return names.Count;
    }
}
