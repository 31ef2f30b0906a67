using System.Text.RegularExpressions;
using Treaty.Operations.Doors;

namespace Treaty.Backends.DuckDb;

/// <summary>
/// A second fence around what DuckDB itself refuses: which kinds of statement a session takes at all, and that COPY writes only below the
/// folders for writing, which DuckDB cannot tell from those for reading.
/// </summary>
internal sealed partial class StatementRules(FolderFence fence)
{
    private static readonly HashSet<string> Executable = new(StringComparer.OrdinalIgnoreCase)
    {
        "alter", "analyze", "begin", "commit", "copy", "create", "delete", "drop", "explain", "from", "insert", "merge", "rollback",
            "select",
        "start", "truncate", "update", "values", "with", "table", "(",
    };

    private static readonly HashSet<string> Selects = new(StringComparer.OrdinalIgnoreCase)
    {
        "describe", "explain", "from", "pivot", "select", "show", "summarize", "table", "unpivot", "values", "with", "(",
    };

    public void CheckExecutable(string sql)
    {
        foreach (var statement in StatementScan.Split(sql))
        {
            if (!Executable.Contains(statement.FirstWord)) throw Refusal(statement.FirstWord);
            if (IsCopy(statement)) CheckCopy(statement.Text);
            if (CreatesSecret().IsMatch(statement.Text)) throw Refusal(statement.FirstWord);
        }
    }

    public static void CheckSelect(string sql)
    {
        var statements = StatementScan.Split(sql);
        if (statements.Count != 1)
            throw new BackendException(BackendFault.Refused, $"a query is one select, not {statements.Count} statements",
                "run them one by one");
        if (!Selects.Contains(statements[0].FirstWord)) throw Refusal(statements[0].FirstWord);
    }

    private static bool IsCopy(ScannedStatement statement) =>
        statement.FirstWord.Equals("copy", StringComparison.OrdinalIgnoreCase)
        || (statement.FirstWord.Equals("explain", StringComparison.OrdinalIgnoreCase) && CopyWord().IsMatch(statement.Text));

    /// <summary>The target must be a plain literal, and every literal behind a TO must be writable: one that is not a target at all at
    /// worst refuses too much.</summary>
    private void CheckCopy(string sql)
    {
        if (StatementScan.TargetOf(sql) is not { } target)
            throw new BackendException(BackendFault.Refused, "copy without a target path", "name the target as a plain literal after to");
        var others = Target().Matches(sql).Select(m => m.Groups["path"].Value.Replace("''", "'", StringComparison.Ordinal));
        foreach (var path in others.Prepend(target))
        {
            if (!fence.MayWrite(path))
                throw new BackendException(BackendFault.Refused, $"`{path}` is not below a folder this session may write to",
                    "write below one of the session's write folders");
        }
    }

    private static BackendException Refusal(string word) =>
        new(BackendFault.Refused, $"a session does not take `{word.ToLowerInvariant()}` statements",
            "use selects, tables, views and copy only");

    [GeneratedRegex(@"\bto\s*'(?<path>(?:[^']|'')*)'", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Target();

    [GeneratedRegex(@"\bcopy\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CopyWord();

    [GeneratedRegex(@"^\s*create\s+(or\s+replace\s+)?(temp\s+|temporary\s+|persistent\s+)?secret\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CreatesSecret();
}
