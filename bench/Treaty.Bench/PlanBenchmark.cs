using static System.FormattableString;

namespace Treaty.Bench;

/// <summary>Planning over a mesh of very many products: what is in force against a directory in which fifty contracts changed.</summary>
internal sealed class PlanBenchmark(Options options)
{
    private const int Changes = 50;

    public string Run()
    {
        var folder = options.Folder("plan");
        var mesh = new WideMesh(folder, options.Products);
        mesh.Write();
        Treaty(folder, "apply");
        var preview = new List<double>();
        var save = new List<double>();
        for (var i = 0; i < options.Times; i++)
        {
            mesh.Edit(Changes, i + 1);
            preview.Add(Treaty(folder, "plan"));
            save.Add(Treaty(folder, "plan", "--save"));
        }
        Directory.Delete(folder, recursive: true);
        return Invariant(
            $"""
            ## plan: {options.Products:N0} products, {Changes} changed contracts, median of {options.Times}

            | a process each | seconds | target |
            |---|---:|---:|
            | `treaty plan` | {Median(preview):N1} | 5 |
            | `treaty plan --save` | {Median(save):N1} | |

            """);
    }

    private static double Treaty(string folder, params string[] command) =>
        Child.Start([Path.Combine(AppContext.BaseDirectory, "treaty.dll"), .. command, "--mesh", folder, "--format", "json"]).Seconds;

    private static double Median(IEnumerable<double> all) => all.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;
}
