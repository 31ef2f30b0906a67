using System.Runtime.CompilerServices;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;

namespace Treaty.Core.Tests.Meshes;

public class Contracts_of_the_standard
{
    private const string Examples = "shared/data/contracts/odcs/valid-3.1";

    // Beside the repository, or beside a folder of working trees.
    private static string? Folder([CallerFilePath] string file = "")
    {
        for (var folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
            if (Directory.Exists(Path.Combine(folder, Examples))) return Path.Combine(folder, Examples);
        return null;
    }

    [Fact]
    public void Are_read_without_errors_of_form()
    {
        if (Folder() is null) Assert.Skip($"no example contracts in {Examples} beside the repository");
        foreach (var file in Directory.EnumerateFiles(Folder()!, "*.yaml").Order(StringComparer.Ordinal))
        {
            var mesh = HealthyMesh.Whole.With("contexts/sales/example/contract.odcs.yaml", File.ReadAllText(file));
            mesh.Findings.Where(f => f.Severity == Severity.Error && f.Place?.File == "contexts/sales/example/contract.odcs.yaml"
                && f.Code is not ("TRY0014" or "TRY0020")).Select(f => $"{Path.GetFileName(file)}: {f}").ShouldBeEmpty();
        }
    }
}
