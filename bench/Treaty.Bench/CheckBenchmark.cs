using static System.FormattableString;

namespace Treaty.Bench;

/// <summary>Checking a mesh of very many products: from nothing, then again after ten documents changed.</summary>
internal sealed class CheckBenchmark(Options options)
{
    public string Run()
    {
        var folder = options.Folder("check");
        var mesh = new WideMesh(folder, options.Products);
        mesh.Write();
        var files = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).ToList();
        var cold = new List<double>();
        var edited = new List<double>();
        for (var i = 0; i < options.Times; i++)
        {
            if (Directory.Exists(Path.Combine(folder, ".treaty"))) Directory.Delete(Path.Combine(folder, ".treaty"), recursive: true);
            cold.Add(Seconds(folder));
            mesh.Edit(10, i + 1);
            edited.Add(Seconds(folder));
        }
        Directory.Delete(folder, recursive: true);
        return Invariant(
            $"""
            ## check: {options.Products:N0} products in 100 contexts ({files.Count:N0} documents, {files.Sum(f => f.Length) / 1e6:N1} MB), median of {options.Times}

            | `treaty check`, a process each | seconds | target |
            |---|---:|---:|
            | cold | {Median(cold):N1} | 15 |
            | after ten edits | {Median(edited):N1} | 3 |

            """);
    }

    private static double Seconds(string folder) => Child.Start([Path.Combine(AppContext.BaseDirectory, "treaty.dll"), "check", "--mesh", folder]).Seconds;

    private static double Median(IEnumerable<double> all) => all.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;
}
