using System.Text.RegularExpressions;

namespace Treaty.Core.Doctor.Signs;

/// <summary>A page of tasks: how many are open, and whether it admits that its status was wrong.</summary>
/// <param name="FirstOpen">The line of the first open task.</param>
/// <param name="Wrong">The line that admits a wrong status; 0 where none does.</param>
/// <param name="Latest">The newest day the page names.</param>
/// <param name="Moves">True where it speaks of a migration.</param>
internal sealed partial record Backlog(Page Page, int Open, int Done, int FirstOpen, int Wrong, DateOnly? Latest)
{
    private const int LeastTasks = 3;

    public bool Moves { get; private init; }

    public string Note => $"{Open} tasks open, {Done} done" + (Wrong > 0 ? "; it says that an earlier status was wrong" : "")
        + (Latest is { } day ? $"; its newest date is {day:yyyy-MM-dd}" : "");

    /// <returns>Null where the page is no list of tasks.</returns>
    public static Backlog? Of(Page page)
    {
        if (!page.Path.EndsWith(".md", StringComparison.OrdinalIgnoreCase) && !page.Path.EndsWith(".txt",
            StringComparison.OrdinalIgnoreCase)) return null;
        var lines = page.Text.Split('\n');
        var open = lines.Index().Where(l => OpenTask().IsMatch(l.Item)).Select(l => l.Index + 1).ToList();
        var done = lines.Count(l => DoneTask().IsMatch(l));
        if (open.Count + done < LeastTasks) return null;
        var wrong = lines.Index().Where(l => Admission().IsMatch(l.Item)).Select(l => l.Index + 1).FirstOrDefault();
        var days = Day().Matches(page.Text).Select(m => Reading.LooseNode.ToDay(m.Value)).OfType<DateOnly>().ToList();
        return new(page, open.Count, done, open.FirstOrDefault(1), wrong, days.Count > 0 ? days.Max()
            : null) { Moves = Move().IsMatch(page.Text) };
    }

    [GeneratedRegex(@"^\s*[-*+]\s+\[ \]|^[^\n]*(⏳|🔶)|^\|[^\n]*\b(todo|pending|not started|in progress|blocked)\b", RegexOptions.IgnoreCase)]
    private static partial Regex OpenTask();

    [GeneratedRegex(@"^\s*[-*+]\s+\[[xX]\]|^[^\n]*(✅|☑)|^\|[^\n]*\b(done|complete|completed)\b", RegexOptions.IgnoreCase)]
    private static partial Regex DoneTask();

    [GeneratedRegex(@"\b(previous|earlier|prior|last)\b.{0,60}\b(claimed|reported|said|stated|wrong|incorrect|outdated|stale)\b"
        + @"|\b(was|were) (wrong|incorrect|outdated)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Admission();

    [GeneratedRegex(@"\b20\d\d-\d\d-\d\d\b")]
    private static partial Regex Day();

    [GeneratedRegex(@"\b(migrat|cut.?over|decommission|sunset|strangl)", RegexOptions.IgnoreCase)]
    private static partial Regex Move();
}
