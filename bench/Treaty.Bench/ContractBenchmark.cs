using System.Diagnostics;
using System.Globalization;
using System.Text;
using Treaty.Core.Contracts.Standard;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using static System.FormattableString;

namespace Treaty.Bench;

/// <summary>Reading and checking one large contract, warm: the file that <c>--file</c> names, or one of 68 tables that is made
/// up.</summary>
internal sealed class ContractBenchmark(Options options, string? file)
{
    private const int Tables = 68, Columns = 10;

    public string Run()
    {
        var text = file is null ? MadeUp() : File.ReadAllText(file);
        var times = new List<double>();
        var (findings, first) = (0, Once(text, out _));
        for (var i = 0; i < Math.Max(10, options.Times); i++) times.Add(Once(text, out findings));
        var name = file is null ? "made up" : Path.GetFileName(file);
        return Invariant(
            $"""
            ## contract: reading and checking {Encoding.UTF8.GetByteCount(text) / 1000.0:N0} kB ({name}), median of {times.Count}

            | | milliseconds | target |
            |---|---:|---:|
            | first in the process | {first:N0} | |
            | warm | {Median(times):N0} | 200 |

            {findings} findings.

            """);
    }

    private static double Once(string text, out int findings)
    {
        var watch = Stopwatch.StartNew();
        var found = new List<Finding>();
        var root = YamlReader.Read(new MeshDocument("contract.odcs.yaml", text), found)!;
        found.AddRange(StandardDocument.Read(root).Findings);
        findings = found.Count;
        return watch.Elapsed.TotalMilliseconds;
    }

    private static string MadeUp()
    {
        var text = new StringBuilder("apiVersion: v3.1.0\nkind: DataContract\nid: made_up\nversion: 1.0.0\nstatus: active\nschema:\n");
        for (var t = 0; t < Tables; t++)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"  - name: table_{t}\n    physicalType: table\n    description: The rows of table {t}.\n    properties:\n");
            for (var c = 0; c < Columns; c++)
                text.Append(CultureInfo.InvariantCulture,
                    $"      - name: column_{c}\n        businessName: Column {c}\n        logicalType: string\n        physicalType: varchar(50)\n        required: {(c == 0 ? "true" : "false")}\n"
                    + $"        description: What column {c} of table {t} says.\n        classification: internal\n        logicalTypeOptions:\n          maxLength: 50\n");
        }
        return text.ToString();
    }

    private static double Median(IEnumerable<double> all) => all.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;
}
