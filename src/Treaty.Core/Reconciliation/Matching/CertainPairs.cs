namespace Treaty.Core.Reconciliation.Matching;

/// <summary>
/// Which pairs of a bipartite graph are in every maximum matching. One maximum matching is found (Hopcroft and Karp 1973, O(E√V));
/// a pair of
/// it can be exchanged, and so is not certain, where it lies on an alternating cycle, or on an alternating path from a row left
/// free (Berge
/// 1957; the decomposition of Dulmage and Mendelsohn 1958). Both tests are linear in rows and pairs.
/// </summary>
public static class CertainPairs
{
    /// <param name="left">How many rows are on the left; rows are numbered from 0.</param>
    /// <param name="pairs">Each pair once.</param>
    /// <returns>True at each pair that is in every maximum matching.</returns>
    public static bool[] Of(int left, int right, IReadOnlyList<(int Left, int Right)> pairs)
    {
        var certain = new bool[pairs.Count];
        if (pairs.Count == 1) certain[0] = true;
        if (pairs.Count <= 1) return certain;
        var graph = new PairGraph(left, right, pairs);
        var matching = MaximumMatching.Of(graph);
        var exchangeable = Exchangeable(graph, matching);
        for (var i = 0; i < pairs.Count; i++)
            certain[i] = matching.RightOf[pairs[i].Left] == pairs[i].Right && !exchangeable[pairs[i].Left];
        return certain;
    }

    /// <summary>Left rows whose partner in the matching another maximum matching exchanges.</summary>
    private static bool[] Exchangeable(PairGraph graph, MaximumMatching matching)
    {
        var marked = new bool[graph.Left];
        FromFreeLeft(graph, matching, marked);
        FromFreeRight(graph, matching, marked);
        Cycles.Mark(graph, matching, marked);
        return marked;
    }

    private static void FromFreeLeft(PairGraph graph, MaximumMatching matching, bool[] marked)
    {
        var seen = new bool[graph.Left];
        var open = new Stack<int>();
        for (var l = 0; l < graph.Left; l++)
            if (matching.RightOf[l] < 0 && graph.OfLeft(l).Length > 0) open.Push(l);
        while (open.TryPop(out var l))
            foreach (var r in graph.OfLeft(l))
            {
                var next = matching.LeftOf[r];
                if (next < 0 || seen[next]) continue;
                seen[next] = marked[next] = true;
                open.Push(next);
            }
    }

    private static void FromFreeRight(PairGraph graph, MaximumMatching matching, bool[] marked)
    {
        var seen = new bool[graph.Right];
        var open = new Stack<int>();
        for (var r = 0; r < graph.Right; r++)
            if (matching.LeftOf[r] < 0 && graph.OfRight(r).Length > 0) open.Push(r);
        while (open.TryPop(out var r))
            foreach (var l in graph.OfRight(r))
            {
                var next = matching.RightOf[l];
                if (next < 0 || seen[next]) continue;
                seen[next] = true;
                marked[l] = true;
                open.Push(next);
            }
    }

    /// <summary>
    /// Strongly connected components (Tarjan 1972, without recursion) of the left rows, where one leads to another by a pair that is not
    /// matched: a component of several rows is a set of alternating cycles.
    /// </summary>
    private sealed class Cycles(PairGraph graph, MaximumMatching matching, bool[] marked)
    {
        private readonly int[] _number = new int[graph.Left];
        private readonly int[] _low = new int[graph.Left];
        private readonly bool[] _onPath = new bool[graph.Left];
        private readonly int[] _next = new int[graph.Left];
        private readonly Stack<int> _path = new();
        private readonly Stack<int> _calls = new();
        private int _numbers;

        internal static void Mark(PairGraph graph, MaximumMatching matching, bool[] marked)
        {
            var cycles = new Cycles(graph, matching, marked);
            for (var l = 0; l < graph.Left; l++)
                if (matching.RightOf[l] >= 0 && cycles._number[l] == 0) cycles.From(l);
        }

        private void From(int start)
        {
            Enter(start);
            while (_calls.TryPeek(out var l))
            {
                var ends = graph.OfLeft(l);
                if (_next[l] < ends.Length)
                {
                    var to = matching.LeftOf[ends[_next[l]++]];
                    if (to < 0 || to == l) continue;
                    if (_number[to] == 0) Enter(to);
                    else if (_onPath[to]) _low[l] = Math.Min(_low[l], _number[to]);
                }
                else
                {
                    _calls.Pop();
                    if (_calls.TryPeek(out var caller)) _low[caller] = Math.Min(_low[caller], _low[l]);
                    if (_low[l] == _number[l]) Leave(l);
                }
            }
        }

        private void Enter(int l)
        {
            _number[l] = _low[l] = ++_numbers;
            _onPath[l] = true;
            _path.Push(l);
            _calls.Push(l);
        }

        private void Leave(int root)
        {
            var alone = _path.Peek() == root;
            while (true)
            {
                var l = _path.Pop();
                _onPath[l] = false;
                if (!alone) marked[l] = true;
                if (l == root) return;
            }
        }
    }
}
