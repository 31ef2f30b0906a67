namespace Treaty.Core.Reconciliation.Matching;

/// <summary>A bipartite graph as two arrays of neighbours, each row's in the order of the pairs.</summary>
internal sealed class PairGraph
{
    private readonly int[] _leftStart, _leftEnds, _rightStart, _rightEnds;

    internal PairGraph(int left, int right, IReadOnlyList<(int Left, int Right)> pairs)
    {
        (Left, Right) = (left, right);
        (_leftStart, _leftEnds) = (new int[left + 1], new int[pairs.Count]);
        (_rightStart, _rightEnds) = (new int[right + 1], new int[pairs.Count]);
        foreach (var (l, r) in pairs)
        {
            _leftStart[l + 1]++;
            _rightStart[r + 1]++;
        }
        for (var i = 0; i < left; i++) _leftStart[i + 1] += _leftStart[i];
        for (var i = 0; i < right; i++) _rightStart[i + 1] += _rightStart[i];
        var (atLeft, atRight) = ((int[])_leftStart.Clone(), (int[])_rightStart.Clone());
        foreach (var (l, r) in pairs)
        {
            _leftEnds[atLeft[l]++] = r;
            _rightEnds[atRight[r]++] = l;
        }
    }

    internal int Left { get; }

    internal int Right { get; }

    internal ReadOnlySpan<int> OfLeft(int l) => _leftEnds.AsSpan(_leftStart[l].._leftStart[l + 1]);

    internal ReadOnlySpan<int> OfRight(int r) => _rightEnds.AsSpan(_rightStart[r].._rightStart[r + 1]);
}

/// <summary>A matching of the greatest number of pairs; −1 where a row is left free.</summary>
internal sealed record MaximumMatching(int[] RightOf, int[] LeftOf)
{
    internal static MaximumMatching Of(PairGraph graph)
    {
        var search = new Augmenting(graph);
        while (search.Layer()) search.Augment();
        return new(search.RightOf, search.LeftOf);
    }

    /// <summary>Rounds of shortest augmenting paths (Hopcroft and Karp), without recursion.</summary>
    private sealed class Augmenting(PairGraph graph)
    {
        private readonly int[] _layer = new int[graph.Left];
        private readonly int[] _next = new int[graph.Left];
        private readonly Queue<int> _queue = new();

        internal int[] RightOf { get; } = Free(graph.Left);

        internal int[] LeftOf { get; } = Free(graph.Right);

        /// <summary>Numbers left rows by their distance from a free one; false where no free right row can be reached.</summary>
        internal bool Layer()
        {
            for (var l = 0; l < graph.Left; l++)
            {
                _layer[l] = RightOf[l] < 0 ? 0 : int.MaxValue;
                _next[l] = 0;
                if (RightOf[l] < 0) _queue.Enqueue(l);
            }
            var reached = false;
            while (_queue.TryDequeue(out var l))
                foreach (var r in graph.OfLeft(l))
                {
                    var to = LeftOf[r];
                    if (to < 0) reached = true;
                    else if (_layer[to] == int.MaxValue)
                    {
                        _layer[to] = _layer[l] + 1;
                        _queue.Enqueue(to);
                    }
                }
            return reached;
        }

        internal void Augment()
        {
            var path = new Stack<int>();
            for (var free = 0; free < graph.Left; free++)
            {
                if (RightOf[free] >= 0) continue;
                path.Clear();
                path.Push(free);
                while (path.TryPeek(out var l))
                    if (Step(l, path) is { } end)
                    {
                        Flip(path, end);
                        break;
                    }
            }
        }

        /// <summary>Goes one row on, or back where a row leads nowhere; the free right row where one is found.</summary>
        private int? Step(int l, Stack<int> path)
        {
            var ends = graph.OfLeft(l);
            while (_next[l] < ends.Length)
            {
                var r = ends[_next[l]++];
                var to = LeftOf[r];
                if (to < 0) return r;
                if (_layer[to] != _layer[l] + 1) continue;
                path.Push(to);
                return null;
            }
            _layer[l] = int.MaxValue;
            path.Pop();
            return null;
        }

        private void Flip(Stack<int> path, int end)
        {
            while (path.TryPop(out var l))
            {
                var before = RightOf[l];
                (RightOf[l], LeftOf[end]) = (end, l);
                end = before;
            }
        }

        private static int[] Free(int rows)
        {
            var none = new int[rows];
            Array.Fill(none, -1);
            return none;
        }
    }
}
