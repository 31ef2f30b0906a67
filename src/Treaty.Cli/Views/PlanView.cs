using Treaty.Core;
using Treaty.Core.Ownership;
using Treaty.Core.Plans;
using Treaty.Operations.Planning;

namespace Treaty.Cli.Views;

/// <summary>A plan as people read it: what changes, whom it touches, whose word is missing, and the next command.</summary>
internal static class PlanView
{
    private const int MostNames = 4;

    public static void Write(TextWriter to, PlanReport report)
    {
        FindingView.Write(to, report.Findings);
        if (report.Plan.IsEmpty) return;
        to.WriteLine($"plan {report.Id}, {Count(report.Plan.Changes.Length, "change")} in {Count(report.Plan.Documents.Length, "document")}{Saved(report)}");
        foreach (var document in report.Plan.Changes.GroupBy(c => c.Document))
        {
            to.WriteLine($"\n  {document.Key}");
            foreach (var change in document) Change(to, change, report.Plan);
        }
        foreach (var quiet in report.Plan.Documents.Where(d => report.Plan.Changes.All(c => c.Document != d.Path)))
            to.WriteLine($"\n  {quiet.Path}\n    only its layout or comments change");
        Decisions(to, report);
        Next(to, report);
    }

    public static void WriteList(TextWriter to, IReadOnlyList<PlanLine> plans)
    {
        if (plans.Count == 0) to.WriteLine("no plan was saved yet: treaty plan --save");
        else
            TextTable.Write(to, ["plan", "saved", "by", "changes", "breaking", "missing", "stands"],
                [.. plans.Select(p => (IReadOnlyList<string?>)[p.Id, Moment.InstantText(p.SavedAt)[..16], p.Author, Text(p.Changes),
                    Text(p.Breaking),
                    Text(p.Missing), p.Applied is not null ? "carried out" : p.Outdated ? "outdated" : p.Ready ? "ready" : "waits"])],
                new HashSet<int> { 3, 4, 5 }, "");
    }

    private static void Change(TextWriter to, PlannedChange change, Plan plan)
    {
        var sign = change.Kind switch { ChangeKind.Added => "+", ChangeKind.Removed => "-", _ => "~" };
        var what = change.Path == "" ? "the whole document" : change.Path;
        var values = change.Kind switch
        {
            ChangeKind.Changed when change.Before != "" || change.After != "" => $": {change.Before} → {change.After}",
            ChangeKind.Added when change.Path != "" => $": {change.After}",
            _ => "",
        };
        to.WriteLine($"    {sign} {what}{values}");
        var needs = string.Join(", ", change.Needs.Select(n => plan.Decisions[n]).Select(d => $"{d.Right.Text()} of {d.Scope}"));
        to.WriteLine($"        {(change.Compatibility == Compatibility.Breaking ? "breaking; " : "")}needs {needs}{Touches(change)}");
        if (!change.Columns.IsEmpty) to.WriteLine($"        computes {Some(change.Columns)}");
    }

    private static string Touches(PlannedChange change) => change.Touches.IsEmpty ? ""
        : $"; touches {Some(change.Touches)}";

    private static string Some(IReadOnlyList<string> names) =>
        $"{string.Join(", ", names.Take(MostNames))}{(names.Count > MostNames ? $" and {names.Count - MostNames} more" : "")}";

    private static void Decisions(TextWriter to, PlanReport report)
    {
        to.WriteLine();
        if (report.State.Free)
        {
            to.WriteLine("there is no principals.yaml, so the local user holds every right");
            return;
        }
        to.WriteLine("decisions");
        foreach (var d in report.State.Decisions)
            to.WriteLine($"  {(d.Missing is null ? "✓" : "·")} {d.Decision.Right.Text()} of {d.Decision.Scope}"
                + $"{(d.Decision.Receiver is null ? "" : ", to receive it")}: {d.Missing ?? "approved by " + string.Join(", ", d.ApprovedBy)}");
        foreach (var a in report.State.Acknowledgements)
            to.WriteLine($"  {(a.Missing is null ? "✓" : "·")} {a.Acknowledgement.Consumer} of {a.Acknowledgement.Team}"
                + (a.Acknowledgement.Origin is { } origin && a.Missing is null ? $" (what breaks in {origin} is passed on)" : "") + ": "
                + (a.By is { } by ? $"acknowledged by {by}" : a.Missing ?? "silent until the deadline, which consents"));
        foreach (var refusal in report.State.Refusals) to.WriteLine($"  ✗ refused by {refusal}");
    }

    private static void Next(TextWriter to, PlanReport report)
    {
        if (report.Refused) return;
        to.WriteLine();
        to.WriteLine(report switch
        {
            { Applied: not null } => "in force",
            { Outdated: true } => "the mesh in force has moved since; plan again",
            { State.Free: true } => "bring it into force with `treaty apply`, or just `treaty run`",
            { Author: null } => "keep it for approval with `treaty plan --save`",
            { State.Ready: true } => $"everything is approved: treaty apply {report.Id}",
            _ => $"ask for: treaty approve {report.Id} --as PRINCIPAL",
        });
    }

    private static string Saved(PlanReport report) => report.Author is { } author
        ? $", saved by {author} at {Moment.InstantText(report.SavedAt!.Value)}" : "";

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{Text(number)} {what}s";

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
