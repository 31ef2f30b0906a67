using System.Globalization;
using Treaty.Core;
using Treaty.Core.Ownership;
using Treaty.Operations.Reports;

namespace Treaty.Cli.Views;

/// <summary>The ledger as people read it: records, whether they hold, and what they say of the promises.</summary>
internal static class AuditView
{
    public static void Write(TextWriter to, AuditReport report)
    {
        if (report.Lines.Count == 0)
        {
            to.WriteLine("the filter finds no record");
            return;
        }
        TextTable.Write(to, ["no.", "when", "who", "what", "to", ""],
            [.. report.Lines.Select(l => (IReadOnlyList<string?>)[Number(l.Number), Moment.InstantText(l.At)[..16], l.By, l.Kind,
                l.Subject, l.What])],
            new HashSet<int> { 0 });
        if (report.Lines.Count < report.Records) to.WriteLine($"and {Number(report.Records - report.Lines.Count)} older ones: --limit N");
    }

    public static void WriteVerification(TextWriter to, VerificationReport report)
    {
        FindingView.Write(to, report.Findings);
        to.WriteLine($"{Number(report.Records)} records, {Number(report.Changes)} changes of the mesh in force"
            + (report.Free > 0 ? $" ({Number(report.Free)} while no principals were in force)" : ""));
        to.WriteLine(report.Holds ? "the chain of hashes is whole, and every change had the approvals it needed" : "the ledger does not hold");
        if (report.Head == "") return;
        to.WriteLine($"head {report.Head}");
        to.WriteLine("keep it elsewhere, and later: treaty audit verify --expect " + report.Head[..Math.Min(report.Head.Length, 24)]);
    }

    public static void WritePromises(TextWriter to, Promises promises)
    {
        to.WriteLine($"from plan to first version: {(promises.MedianDays is { } median ? $"{Days(median)} in the middle" : "nothing was published yet")}");
        TextTable.Write(to, ["product", "planned", "in force", "first version", "days"],
            [.. promises.Products.Select(p => (IReadOnlyList<string?>)[p.Ref, Text(p.Planned), Text(p.InForce), Text(p.Published),
                p.Days?.ToString(CultureInfo.InvariantCulture)])], new HashSet<int> { 4 }, "  ");
        to.WriteLine();
        to.WriteLine("what domains changed of their own, after their mesh first came into force");
        TextTable.Write(to, ["context", "changes", "without the platform", "a month"],
            [.. promises.Domains.Select(d => (IReadOnlyList<string?>)[d.Context, Number(d.Changes),
                d.Known == 0 ? d.Changes == 0 ? "" : "not known" : $"{Number(d.Alone)} of {Number(d.Known)}",
                d.PerMonth?.ToString(CultureInfo.InvariantCulture) ?? (d.Changes == 0 ? "" : "too early")])], new HashSet<int> { 1, 3 }, "  ");
        if (promises.Domains.Any(d => d.Known < d.Changes))
            to.WriteLine("  who changes is known once there is a principals.yaml; the platform's teams are `platform:` of constitution.yaml");
    }

    private static string Days(decimal days) => $"{days.ToString(CultureInfo.InvariantCulture)} days";

    private static string? Text(DateTimeOffset? at) => at is { } instant ? Moment.InstantText(instant)[..16] : null;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
