using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;

namespace Treaty.Bench;

/// <summary>The file of results of a machine: what it is, how to repeat, then one section a benchmark.</summary>
internal static class Results
{
    public static int Append(Options options, string section)
    {
        var path = Path.Combine(Folder(), options.Machine + ".md");
        Directory.CreateDirectory(Folder());
        if (!File.Exists(path)) File.WriteAllText(path, Head(options));
        File.AppendAllText(path, $"\n{section.TrimEnd()}\n");
        Console.WriteLine(section);
        return 0;
    }

    private static string Folder([CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, "..", "results");

    private static string Head(Options options) =>
        $"""
        # Measured on {options.Machine}, {options.Date}

        - {Cpu()}, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB of memory, {RuntimeInformation.OSDescription}
        - {RuntimeInformation.FrameworkDescription}, DuckDB {DuckDb()}
        - Each side of a measurement ran in a process of its own; seconds are of the work, without the start of the process, except for `check`.

        To repeat, build in release and run each with the date and a name for the machine:

        ```
        dotnet run -c Release --project bench/Treaty.Bench -- publish --date {options.Date} --machine {options.Machine} --rows 10000000
        dotnet run -c Release --project bench/Treaty.Bench -- publish --date {options.Date} --machine {options.Machine} --rows 100000000 --memory 1GB --times 1 --side treaty
        dotnet run -c Release --project bench/Treaty.Bench -- conformance --date {options.Date} --machine {options.Machine} --rows 10000000
        dotnet run -c Release --project bench/Treaty.Bench -- append --date {options.Date} --machine {options.Machine} --rows 10000000
        dotnet run -c Release --project bench/Treaty.Bench -- sources --date {options.Date} --machine {options.Machine} --rows 10000000 --postgres HOST:PORT:DATABASE:USER
        dotnet run -c Release --project bench/Treaty.Bench -- run --date {options.Date} --machine {options.Machine} --scale 10
        dotnet run -c Release --project bench/Treaty.Bench -- check --date {options.Date} --machine {options.Machine} --products 10000
        dotnet run -c Release --project bench/Treaty.Bench -- plan --date {options.Date} --machine {options.Machine} --products 10000
        ```

        """;

    private static string Cpu()
    {
        if (!File.Exists("/proc/cpuinfo")) return RuntimeInformation.ProcessArchitecture.ToString();
        return File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown CPU";
    }

    private static string DuckDb()
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        return $"{connection.ServerVersion} through DuckDB.NET {typeof(DuckDBConnection).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";
    }
}
