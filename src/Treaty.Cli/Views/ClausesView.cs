using System.Globalization;
using Treaty.Core;
using Treaty.Core.Enforcement;

namespace Treaty.Cli.Views;

/// <summary>Declared against enforced: a line of totals a kind, then the clauses that nothing was seen to enforce.</summary>
internal static class ClausesView
{
    private const int MostAlike = 3;

    public static void Write(TextWriter to, IReadOnlyList<ClauseStanding> clauses, bool all)
    {
        TextTable.Write(to, ["clause", "declared", "refused", "ran", "pending", "theatre", "not enforced"],
            [.. clauses.GroupBy(c => c.Clause.Kind).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (IReadOnlyList<string?>)[g.Key,
                Number(g.Count()), Of(g, Standing.Proved), Of(g, Standing.Exercised), Of(g, Standing.Pending), Of(g, Standing.Theatre),
                Of(g, Standing.NotEnforced)])], new HashSet<int> { 1, 2, 3, 4, 5, 6 });
        Part(to, "theatre: said to be enforced, and never ran", clauses.Where(c => c.Standing == Standing.Theatre));
        Part(to, "not enforced", clauses.Where(c => c.Standing == Standing.NotEnforced));
        Part(to, "bypassed", clauses.Where(c => c.Clause.Bypasses.Count > 0 && c.Standing is not (Standing.Theatre or Standing.NotEnforced)));
        if (!all) return;
        Part(to, "refused something", clauses.Where(c => c.Standing == Standing.Proved));
        Part(to, "ran, and nothing broke it", clauses.Where(c => c.Standing == Standing.Exercised));
        Part(to, "pending: what it is about has not happened", clauses.Where(c => c.Standing == Standing.Pending));
    }

    private static void Part(TextWriter to, string title, IEnumerable<ClauseStanding> clauses)
    {
        var list = clauses.ToList();
        if (list.Count == 0) return;
        to.WriteLine($"\n{title}");
        foreach (var alike in list.GroupBy(c => c.Clause.By))
        {
            if (alike.Count() > MostAlike && alike.All(c => c.Exercise is null && c.Clause.Bypasses.Count == 0))
            {
                to.WriteLine($"  {Number(alike.Count())} clauses: {alike.Key}");
                foreach (var subject in alike.GroupBy(c => c.Clause.Subject))
                    to.WriteLine($"    {subject.Key}: {string.Join("; ", subject.Select(c => c.Clause.Text))}");
                continue;
            }
            foreach (var c in alike)
            {
                to.WriteLine($"  {c.Clause.Subject}: {c.Clause.Text}");
                to.WriteLine($"    {c.Clause.By}{Said(c.Exercise)}");
                foreach (var bypass in c.Clause.Bypasses) to.WriteLine($"    bypass: {bypass}");
            }
        }
    }

    private static string Said(Exercise? e) => e is null ? "" : $"; ran {Number(e.Times)} times, last {Moment.InstantText(e.Last)[..10]}"
        + (e.LastRefusal is { } at ? $", refused {Number(e.Refusals)} times, last {Moment.InstantText(at)[..10]}: {e.Refused}" : "");

    private static string Of(IEnumerable<ClauseStanding> clauses, Standing standing) =>
        clauses.Count(c => c.Standing == standing) is > 0 and var number ? Number(number) : "";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
