using System.Globalization;
using Treaty.Core;
using Treaty.Core.Enforcement;

namespace Treaty.Cli.Views;

/// <summary>Declared against enforced: a line of totals a kind, then the clauses that nothing was seen to enforce.</summary>
internal static class ClausesView
{
    private const int MostAlike = 3;

    public static void Write(TextWriter to, IReadOnlyList<JudgedClause> clauses, bool all)
    {
        TextTable.Write(to, ["clause", "declared", "refused", "ran", "pending", "theatre", "not enforced"],
            [.. clauses.GroupBy(c => c.Clause.Kind).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (IReadOnlyList<string?>)[g.Key,
                Number(g.Count()), Of(g, ClauseState.Proved), Of(g, ClauseState.Exercised), Of(g, ClauseState.Pending),
                    Of(g, ClauseState.Theatre),
                Of(g, ClauseState.NotEnforced)])], new HashSet<int> { 1, 2, 3, 4, 5, 6 });
        Part(to, "theatre: said to be enforced, and never ran", clauses.Where(c => c.State == ClauseState.Theatre));
        Part(to, "not enforced", clauses.Where(c => c.State == ClauseState.NotEnforced));
        Part(to, "bypassed", clauses.Where(c => c.Clause.Bypasses.Count > 0 && c.State is not (ClauseState.Theatre or ClauseState.NotEnforced)));
        if (!all) return;
        Part(to, "refused something", clauses.Where(c => c.State == ClauseState.Proved));
        Part(to, "ran, and nothing broke it", clauses.Where(c => c.State == ClauseState.Exercised));
        Part(to, "pending: what it is about has not happened", clauses.Where(c => c.State == ClauseState.Pending));
    }

    private static void Part(TextWriter to, string title, IEnumerable<JudgedClause> clauses)
    {
        var list = clauses.ToList();
        if (list.Count == 0) return;
        to.WriteLine($"\n{title}");
        foreach (var alike in list.GroupBy(c => c.Clause.By))
        {
            var plain = alike.Where(c => c.Exercise is null && c.Clause.Bypasses.Count == 0).ToList();
            if (plain.Count <= MostAlike) plain = [];
            else
            {
                to.WriteLine($"  {Number(plain.Count)} clauses: {alike.Key}");
                foreach (var subject in plain.GroupBy(c => c.Clause.Subject))
                    to.WriteLine($"    {subject.Key}: {string.Join("; ", subject.Select(c => c.Clause.Text))}");
            }
            foreach (var c in alike.Except(plain))
            {
                to.WriteLine($"  {c.Clause.Subject}: {c.Clause.Text}");
                to.WriteLine($"    {c.Clause.By}{Said(c.Exercise)}");
                foreach (var bypass in c.Clause.Bypasses) to.WriteLine($"    bypass: {bypass}");
            }
        }
    }

    private static string Said(Exercise? e) => e is null ? "" : $"; ran {Times(e.Times)}, last {Moment.InstantText(e.Last)[..10]}"
        + (e.LastRefusal is { } at ? $", refused {Times(e.Refusals)}, last {Moment.InstantText(at)[..10]}: {e.Refused}" : "");

    private static string Of(IEnumerable<JudgedClause> clauses, ClauseState state) =>
        clauses.Count(c => c.State == state) is > 0 and var number ? Number(number) : "";

    private static string Times(int number) => number == 1 ? "once" : $"{Number(number)} times";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
