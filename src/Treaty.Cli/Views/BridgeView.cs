using Treaty.Operations.Reading;
using Treaty.Operations.Reports;

namespace Treaty.Cli.Views;

/// <summary>
/// A bridge as a text waterfall: the walk from total a to total b, amounts under each other, each bar where the running total moves.
/// </summary>
internal static class BridgeView
{
    private const int Widest = 40, Narrowest = 10;

    public static void Write(TextWriter to, BridgeReport bridge) => Write(to, bridge, Wide.Standard);

    public static void Write(TextWriter to, BridgeReport bridge, int width)
    {
        foreach (var walk in bridge.Walks) Walk(to, bridge, walk, width);
        if (bridge.Walks.Count == 0 && bridge.Findings.Count == 0)
            to.WriteLine($"{bridge.Measure} from {bridge.From} to {bridge.To}, {bridge.Period ?? "all time"}: no row of either side, so both totals are 0\n");
        if (bridge.Method is { } method) to.WriteLine(method + "\n");
        TieOuts(to, bridge);
        if (bridge.Rows is null && bridge.Walks.Any(w => w.Lines.Any(l => l.Gross != 0)))
            to.WriteLine("open a line into its rows: --rows LINE\n");
        foreach (var period in bridge.Periods) CloseView.WritePeriod(to, period);
        if (bridge.Rows is { } rows)
        {
            Rows(to, rows, bridge.Walks.FirstOrDefault(w => w.Currency == rows.Currency)?.Digits() ?? 2, width);
            if (rows.Behind is { } behind) BehindView.Write(to, rows, behind);
            if (rows.Rows.Count > 0 && bridge.Comparison.Contains(':', StringComparison.Ordinal))
                to.WriteLine($"where a row came from, by which rule, and who decided: treaty explain {bridge.Comparison} KEY");
        }
        FindingView.Write(to, bridge.Findings);
    }

    /// <summary>The bridges that there are, and how one is drawn.</summary>
    public static void WritePairs(TextWriter to, IReadOnlyList<BridgePair> pairs)
    {
        if (pairs.Count == 0)
        {
            to.WriteLine("no comparison was made yet; declare one in reconciliation.yaml or feed.yaml, then: treaty run");
            return;
        }
        TextTable.Write(to, ["from", "to", "measures", "currencies", "comparison"],
            [.. pairs.Select(p => (IReadOnlyList<string?>)[p.From, p.To, string.Join(", ", p.Measures),
                string.Join(", ", p.Currencies.Where(c => c.Length > 0)), p.Comparison])], new HashSet<int>());
        var (first, measure) = (pairs[0], pairs[0].Measures.Count > 1 ? $" --measure {pairs[0].Measures[0]}" : "");
        to.WriteLine($"walk from one total to the other: treaty bridge {first.From} {first.To}{measure}");
    }

    private static void Walk(TextWriter to, BridgeReport bridge, BridgeWalk walk, int width)
    {
        var (currency, digits) = (walk.Currency == "" ? "" : ", " + walk.Currency, walk.Digits());
        to.WriteLine($"{bridge.Measure} from {bridge.From} to {bridge.To}, {bridge.Period ?? "all time"}{currency}");
        to.WriteLine();
        var names = walk.Lines.Select(l => Wide.Of(l.Name) + 2).Append(Wide.Of(bridge.From)).Append(Wide.Of(bridge.To)).Max();
        var amounts = walk.Lines.Select(l => Figures.Signed(l.Amount, digits).Length).Append(Figures.Amount(walk.TotalA, digits).Length)
            .Append(Figures.Amount(walk.TotalB, digits).Length).Max();
        var bars = new TextBars(walk, Math.Clamp(width - names - amounts - 4, Narrowest, Widest));
        void Row(string name, string amount, string bar) =>
            to.WriteLine($"{Wide.Pad(name, names)}  {Wide.Pad(amount, amounts, right: true)}  {bar}".TrimEnd());
        Row(bridge.From, Figures.Amount(walk.TotalA, digits), bars.Total(walk.TotalA));
        var running = walk.TotalA;
        foreach (var line in walk.Lines)
        {
            Row("  " + line.Name, Figures.Signed(line.Amount, digits), bars.Step(running, running + line.Amount));
            running += line.Amount;
        }
        Row(bridge.To, Figures.Amount(walk.TotalB, digits), bars.Total(walk.TotalB));
        to.WriteLine();
        Reasons(to, walk, width);
    }

    /// <summary>Who answers for each line, and why it is there.</summary>
    private static void Reasons(TextWriter to, BridgeWalk walk, int width)
    {
        if (walk.Lines.Count == 0)
        {
            to.WriteLine("nothing differs\n");
            return;
        }
        var (shared, digits) = (walk.SharedGroups is not null, walk.Digits());
        var net = Figures.Signed(walk.TotalB - walk.TotalA, digits);
        IEnumerable<string?> Shapley(string? text) => shared ? [text] : [];
        TextTable.Write(to, ["line", "groups", "gross", .. shared ? ["chain", "shapley"] : Array.Empty<string>(), "answered for by", "why"],
        [
            .. walk.Lines.Select(l => (IReadOnlyList<string?>)
            [
                l.Name, Figures.Count(l.Groups), Figures.Amount(l.Gross, digits), .. Shapley(Figures.Signed(l.Amount, digits)),
                    .. Shapley(Figures.Signed(l.Shapley ?? 0, digits)),
                l.Owner ?? "nobody", l.Reason ?? l.Title,
            ]),
            [
                "together", Figures.Count(walk.Groups), Figures.Amount(walk.Gross, digits), .. Shapley(net),
                .. Shapley(Figures.Signed(walk.Lines.Sum(l => l.Shapley ?? 0), digits)), "", $"net {net}",
            ],
        ], new HashSet<int>(shared ? [1, 2, 3, 4] : [1, 2]), width: width);
        to.WriteLine();
        if (walk.SharedGroups is { } groups)
            to.WriteLine(groups == 0 ? "no group has several causes that the order of the chain decides between\n"
                : $"{Figures.Count(groups, "group")} with several causes: the chain gives what the fixed order of its steps gives, Shapley the mean over all orders\n");
    }

    /// <summary>Totals from elsewhere beside the ends, each gap on a line of its own.</summary>
    private static void TieOuts(TextWriter to, BridgeReport bridge)
    {
        if (bridge.TieOuts.Count == 0) return;
        to.WriteLine("held against totals from elsewhere");
        foreach (var t in bridge.TieOuts)
        {
            var of = string.Join(", ", new[] { t.End == "a" ? bridge.From : bridge.To, t.Currency, Figures.Date(t.Period) }
                .Where(part => part is { Length: > 0 }));
            to.WriteLine($"  {t.Name}");
            to.WriteLine($"    of {of}: stated {(t.Control is { } stated ? Figures.Amount(stated) : "nothing")}");
            to.WriteLine($"    comes to {Figures.Amount(t.Total)}, tie-out gap {Figures.Signed(t.Gap)}, {t.Owner}");
        }
        to.WriteLine();
    }

    private static void Rows(TextWriter to, BridgeRowsReport rows, int digits, int width)
    {
        to.WriteLine($"rows behind {rows.Line}{(rows.Currency == "" ? "" : ", " + rows.Currency)}");
        var (shared, keys) = (rows.Rows.Any(r => r.Shapley is not null), rows.Rows.Any(r => r.Keys is not null));
        var standing = rows.Rows.Any(r => r.State is not null);
        TextTable.Write(to,
        [
            "key", .. keys ? ["keys a → b"] : Array.Empty<string>(), "class", "b - a", .. shared ? ["shapley"] : Array.Empty<string>(), "a", "b",
            "date a", "date b", "status a", "status b", .. standing ? ["stands"] : Array.Empty<string>(),
        ],
        [
            .. rows.Rows.Select(r => (IReadOnlyList<string?>)
            [
                r.GroupKey, .. keys ? [r.Keys] : Array.Empty<string?>(), r.Class, Figures.Signed(r.Amount, digits),
                .. shared ? [Figures.Signed(r.Shapley ?? 0, digits)] : Array.Empty<string?>(), Figures.Amount(r.ReportedA, digits),
                    Figures.Amount(r.ReportedB, digits),
                Figures.Date(r.DateA), Figures.Date(r.DateB), r.StatusA, r.StatusB, .. standing ? [r.State] : Array.Empty<string?>(),
            ]),
        ], Enumerable.Range(keys ? 3 : 2, shared ? 4 : 3).ToHashSet(), width: width);
        to.WriteLine(rows.Truncated ? $"{Figures.Count(rows.Rows.Count, "row")}, and more: raise --limit"
            : Figures.Count(rows.Rows.Count, "row"));
    }
}

/// <summary>Bars of a text waterfall over the span in which the total moves: █ adds, ░ takes away, ▏ a line too small to see.</summary>
internal sealed class TextBars
{
    private readonly decimal _low, _high;
    private readonly int _cells;

    public TextBars(BridgeWalk walk, int cells)
    {
        var running = walk.TotalA;
        decimal[] stops = [walk.TotalA, .. walk.Lines.Select(line => running += line.Amount), walk.TotalB];
        (_low, _high, _cells) = (stops.Min(), stops.Max(), cells);
        // Zero stays in sight where it is near; else the axis is cut and totals begin at the edge with ┄.
        if (_low > 0 && _low <= (_high - _low) / 2) _low = 0;
        else if (_low > 0) _low -= (_high - _low) / 5;
    }

    private bool IsCut => _low > 0;

    public string Total(decimal amount)
    {
        if (_low < 0 || _low == _high) return "";
        var length = Math.Max(1, At(amount));
        return IsCut ? "┄" + new string('▓', Math.Max(0, length - 1)) : new string('▓', length);
    }

    public string Step(decimal from, decimal to)
    {
        if (from == to || _low == _high) return "";
        var (left, right) = (At(Math.Min(from, to)), At(Math.Max(from, to)));
        return new string(' ', left) + (left == right ? "▏" : new string(to > from ? '█' : '░', right - left));
    }

    private int At(decimal amount) => (int)Math.Round((amount - _low) / (_high - _low) * _cells);
}
