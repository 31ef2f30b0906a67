namespace Treaty.Core.Reconciliation.Walks;

/// <summary>
/// The walk of a bridge by Shapley values: the same net as the restatement chain, whose fixed order decides what each of several causes
/// of one group gets, with every group's causes weighed over all orders instead. Takes the cells one by one.
/// </summary>
/// <param name="opened">The line whose shares are kept group by group; null for none.</param>
public sealed class ShapleyWalk(BridgePlan plan, (BridgeLineKind Kind, string? Definition, string Currency)? opened = null)
{
    private readonly Dictionary<(BridgeLineKind, string, string), decimal> _moved = [];
    private readonly Dictionary<string, decimal> _opened = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _groups = new(StringComparer.Ordinal);

    /// <summary>Shapley value of the opened line by group that may have several causes; only those that the chain gives something else
    /// or nothing are needed, but all are here.</summary>
    public IReadOnlyDictionary<string, decimal> Opened => _opened;

    /// <summary>Groups of a currency whose causes get something else by Shapley than by the chain.</summary>
    public long Moved(string currency) => _groups.GetValueOrDefault(currency);

    public void Add(SharedCell cell)
    {
        var (sign, moved) = (plan.From == Side.A ? 1 : -1, false);
        foreach (var share in cell.Shares(plan.Scale).GroupBy(s => (s.Kind, s.Definition)))
        {
            var kind = plan.From == Side.A ? share.Key.Kind : share.Key.Kind.Swapped();
            var (chain, shapley) = (sign * share.Sum(s => s.Chain), sign * share.Sum(s => s.Shapley));
            var line = (kind, cell.Currency, share.Key.Definition);
            _moved[line] = _moved.GetValueOrDefault(line) + shapley - chain;
            moved |= shapley != chain;
            if (opened is { } open && open.Kind == kind && open.Currency == cell.Currency
                && (open.Definition ?? share.Key.Definition) == share.Key.Definition)
                _opened[cell.GroupKey] = _opened.GetValueOrDefault(cell.GroupKey) + shapley;
        }
        if (moved) _groups[cell.Currency] = _groups.GetValueOrDefault(cell.Currency) + 1;
    }

    /// <summary>The Shapley value of a line of the bridge.</summary>
    public decimal Of(BridgeLine line) => line.Amount + _moved.GetValueOrDefault((line.Kind, line.Currency, line.Definition));

    /// <summary>The bridge with lines for causes that the chain gives nothing.</summary>
    public Bridge With(Bridge bridge)
    {
        var known = bridge.Lines.Select(l => (l.Kind, l.Currency, l.Definition)).ToHashSet();
        var more = _moved.Where(m => m.Value != 0 && !known.Contains(m.Key))
            .Select(m => new BridgeLine(m.Key.Item1, m.Key.Item2, m.Key.Item3, 0, 0, 0, 0)).ToList();
        return more.Count == 0 ? bridge : bridge with
        {
            Lines =
            [
                .. bridge.Lines.Concat(more).OrderBy(l => l.Currency, StringComparer.Ordinal).ThenBy(l => l.Kind)
                    .ThenBy(l => l.Definition, StringComparer.Ordinal),
            ],
        };
    }
}
