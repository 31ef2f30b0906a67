namespace Treaty.Core.Reconciliation.Matching;

/// <summary>Rows in components, by union of the smaller into the greater with path halving (Tarjan and van Leeuwen 1984).</summary>
internal sealed class RowComponents
{
    private readonly Dictionary<(int Side, long Row), int> _numbers = [];
    private readonly List<(int Side, long Row)> _rows = [];
    private readonly List<int> _parent = [];
    private readonly List<int> _size = [];

    internal void Link((int Side, long Row) one, (int Side, long Row) other)
    {
        var (x, y) = (Root(NumberOf(one)), Root(NumberOf(other)));
        if (x == y) return;
        if (_size[x] < _size[y]) (x, y) = (y, x);
        _parent[y] = x;
        _size[x] += _size[y];
    }

    /// <summary>Every row of a component that has rows of both sides: side, row and the least row of A in it.</summary>
    internal IEnumerable<long[]> All()
    {
        foreach (var component in Enumerable.Range(0, _rows.Count).GroupBy(Root))
        {
            var rows = component.Select(number => _rows[number]).ToList();
            if (rows.All(r => r.Side == rows[0].Side)) continue;
            var least = rows.Where(r => r.Side == 0).Min(r => r.Row);
            foreach (var (side, row) in rows) yield return [side, row, least];
        }
    }

    private int NumberOf((int Side, long Row) row)
    {
        if (_numbers.TryGetValue(row, out var number)) return number;
        number = _rows.Count;
        _numbers.Add(row, number);
        _rows.Add(row);
        _parent.Add(number);
        _size.Add(1);
        return number;
    }

    private int Root(int number)
    {
        while (_parent[number] != number) number = _parent[number] = _parent[_parent[number]];
        return number;
    }
}
