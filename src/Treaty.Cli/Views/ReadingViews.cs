using Treaty.Operations.Reports;

namespace Treaty.Cli.Views;

/// <summary>Rows of a query, then what kind of truth was read.</summary>
internal static class QueryView
{
    public static void Write(TextWriter to, QueryReport report)
    {
        FindingView.Write(to, report.Findings);
        if (report.Findings.Count > 0) return;
        var numbers = report.Types.Select((type, i) => (type, i))
            .Where(t => t.type is "BIGINT" or "DECIMAL" or "INTEGER" or "HUGEINT" or "DOUBLE")
            .Select(t => t.i).ToHashSet();
        TextTable.Write(to, report.Columns, report.Rows, numbers);
        to.WriteLine($"{Figures.Count(report.Rows.Count)} rows{(report.Truncated ? ", and more: raise --limit" : "")}");
        foreach (var truth in report.Truth)
        {
            var fresh = truth.FreshAsOf is { } at ? $", fresh as of {At(at)}" : "";
            to.WriteLine($"read {truth.Ref}#{truth.Version}: {truth.Class}, published {At(truth.PublishedAt)}{fresh}, checks {truth.Verdict}");
        }
    }

    private static string At(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'",
        System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Where one row came from, as text.</summary>
internal static class ExplainView
{
    public static void Write(TextWriter to, ExplainReport report)
    {
        FindingView.Write(to, report.Findings);
        if (report.Values.Count == 0) return;
        to.WriteLine($"{report.Ref} {report.Key}");
        TextTable.Write(to, ["column", "value", "from", "rule"],
            [.. report.Values.Select(v => (IReadOnlyList<string?>)[v.Column, v.Value, string.Join(", ", v.From), v.Rule])],
                new HashSet<int>(), "  ");
        foreach (var origin in report.Origins)
        {
            to.WriteLine();
            var place = origin.Source is null ? "made from other products" : $"{origin.Source}:{origin.Record}";
            to.WriteLine($"  {origin.Ref} {origin.Key}  ← {place}{(origin.SourceUnchanged ? "" : "  (the file has changed since)")}");
            if (origin.SourceText is { } text) to.WriteLine($"    {text}");
            foreach (var cell in origin.Cells) to.WriteLine($"    {cell.Column} = {cell.Value ?? "∅"}");
        }
        if (report.Discrepancies.Count > 0)
        {
            to.WriteLine();
            to.WriteLine("  open discrepancies of this key");
            foreach (var d in report.Discrepancies)
            {
                var amount = d.Amount is { } value ? $"{Figures.Signed(value)} {d.Currency} " : "";
                to.WriteLine($"    {d.Class} {d.Subject} {amount}→ {d.Team} ({d.Comparison})");
            }
        }
        to.WriteLine();
        to.WriteLine($"  versions: {string.Join(", ", report.Versions)}");
    }
}
