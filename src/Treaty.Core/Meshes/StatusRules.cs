using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Ownership;
using Treaty.Core.Reconciliation;

namespace Treaty.Core.Meshes;

/// <summary>Whether the decision rights say which of two statuses holds, and what is declared beside them does not contradict
/// them.</summary>
public static class StatusRules
{
    public static readonly FindingKind Unheld = new("TRY0431", Severity.Warning, "a status is decided by no one");
    public static readonly FindingKind Contradicts = new("TRY0432", Severity.Error, "a precedence of statuses contradicts the decision rights");
    public static readonly FindingKind Unsettled = new("TRY0433", Severity.Warning, "the decision rights leave open which status holds");
    public static readonly FindingKind NoStatus = new("TRY0434", Severity.Warning, "a right names a status that it cannot decide");

    public static IEnumerable<Finding> Judge(Mesh mesh, DateOnly today)
    {
        var compared = mesh.Comparisons.Where(c => c.Status is not null && mesh.Product(c.A.Object) is not null
            && mesh.Product(c.B.Object) is not null).Select(c => StatusAuthority.Apply(mesh, c, today)).ToList();
        return compared.SelectMany(c => Nobody(mesh, c, today).Concat(Declared(mesh, c, today)).Concat(Open(mesh, c, today)))
            .Concat(Names(mesh, compared));
    }

    private static IEnumerable<Finding> Nobody(Mesh mesh, Comparison c, DateOnly today)
    {
        foreach (var side in Sides.Both)
        {
            if (IsFeed(mesh, c, side)) continue;
            var right = StatusAuthority.RightOf(mesh, c.On(side)).Text();
            var whole = StatusAuthority.Holding(mesh, c, side, null, today).Count > 0;
            var unheld = Known(mesh, c, side).Where(s => StatusAuthority.Holding(mesh, c, side, s, today).Count == 0).ToList();
            if (unheld.Count > 0 || (Known(mesh, c, side).Count == 0 && !whole))
                yield return Unheld.At(PlaceOf(c),
                    $"no one holds {right} for {(unheld.Count == 0 ? "the statuses" : List(unheld))} of `{c.On(side).Object}`, which `{c.Id}` compares",
                    $"give a team {right} under `rights` of the context `{c.On(side).Object.Context}`, where needed with `statuses`");
        }
    }

    private static IEnumerable<Finding> Declared(Mesh mesh, Comparison c, DateOnly today)
    {
        var status = c.Status!;
        foreach (var (word, side) in status.Rights)
            if (status.Voice(side).Of(word) < status.Voice(side.Other()).Of(word))
                yield return Contradicts.At(PlaceOf(c),
                    $"`{c.Id}` declares `{word}` to be the word of {side.Letter()}, and {By(mesh, c, side.Other(), word, today)}",
                    $"leave `{word}` out of `rights`, or give the right over it to a team of side {side.Letter()}, by an accord where it is another context's");
        if (status.Decides is { } decides && status.Voice(decides).Otherwise < status.Voice(decides.Other()).Otherwise)
            yield return Contradicts.At(PlaceOf(c),
                $"`{c.Id}` declares that {decides.Letter()} decides, and {By(mesh, c, decides.Other(), null, today)}",
                $"leave `decides` out, or give the right to a team of side {decides.Letter()}");
    }

    private static string By(Mesh mesh, Comparison c, Side side, string? status, DateOnly today) =>
        $"{string.Join(" and ", StatusAuthority.Holding(mesh, c, side, status, today).Select(h => $"`{h.Team}`").Distinct())} of side {side.Letter()} "
            + $"holds {StatusAuthority.RightOf(mesh, c.On(side)).Text()} over {(status is null ? "what it says" : "it")}";

    /// <summary>Pairs of statuses that differ, that both sides say by equal rights, and of which nothing else is declared.</summary>
    private static IEnumerable<Finding> Open(Mesh mesh, Comparison c, DateOnly today)
    {
        var status = c.Status!;
        if (status.Decides is not null) yield break;
        var (a, b) = (Words(Side.A), Words(Side.B));
        var open = from one in a from other in b
                   where one != other && !status.Same.Contains((one, other)) && status.Voices.A.Of(one) == status.Voices.B.Of(other)
                       && !status.Rights.Contains((one, Side.A)) && !status.Rights.Contains((other, Side.B))
                   select $"`{one}` against `{other}`";
        if (open.ToList() is { Count: > 0 } pairs)
            yield return Unsettled.At(PlaceOf(c),
                $"the decision rights do not say which holds in `{c.Id}`: {Few(pairs)}; these conflicts go to {Receiver(c)}",
                "name the statuses in the rights of the context that decides them (`statuses: […]`, or an accord), or say `decides: a` or `b`");
        else if ((a.Count == 0 || b.Count == 0) && status.Rights.IsEmpty && status.Voices.A.Otherwise == status.Voices.B.Otherwise)
            yield return Unsettled.At(PlaceOf(c),
                $"the decision rights do not say whose status holds in `{c.Id}`; its conflicts go to {Receiver(c)}",
                "name the statuses in the rights of the context that decides them (`statuses: […]`, or an accord), or say `decides: a` or `b`");

        List<string> Words(Side side) => [.. Known(mesh, c, side)
            .Where(s => IsFeed(mesh, c, side) || StatusAuthority.Holding(mesh, c, side, s, today).Count > 0)];
    }

    /// <summary>Who gets conflicts in which no status holds.</summary>
    private static string Receiver(Comparison c) => c.Routes.TryGetValue(DiscrepancyClass.Status, out var team) ? $"`{team}`"
        : $"whoever may resolve discrepancies of `{c.Owner}`";

    private static IEnumerable<Finding> Names(Mesh mesh, List<Comparison> compared)
    {
        foreach (var context in mesh.Contexts)
        {
            var known = compared.SelectMany(c => Sides.Both
                .Where(s => c.A.Object.Context == context.Id || c.B.Object.Context == context.Id)
                .SelectMany(s => Known(mesh, c, s))).Distinct(StringComparer.Ordinal).ToList();
            var named = context.Rights.Select(h => (h.Right, h.Statuses, h.Place)).Concat(mesh.Accords.SelectMany(a => a.Rights)
                .Where(g => g.Of == context.Id).Select(g => (g.Right, g.Statuses, g.Place)));
            foreach (var (right, statuses, place) in named.Where(n => !n.Statuses.IsEmpty))
                if (right is not (DecisionRight.ChangeSourceSemantics or DecisionRight.SetRule))
                    yield return NoStatus.At(place, $"the right {right.Text()} is narrowed to statuses, of which it does not decide",
                        $"statuses are decided by {DecisionRight.ChangeSourceSemantics.Text()}, those of a reconciled product by {DecisionRight.SetRule.Text()}");
                else foreach (var status in statuses.Where(s => known.Count > 0 && !known.Contains(s)))
                    yield return NoStatus.At(place, $"no comparison knows the status `{status}` of `{context.Id}`", Nearest.Help(status, known));
        }
    }

    /// <summary>The statuses that a side is known to say: by its contract where the status is a column with listed values, and by the
    /// comparison.</summary>
    public static IReadOnlyCollection<string> Known(Mesh mesh, Comparison c, Side side)
    {
        var (status, product) = (c.Status!, mesh.Product(c.On(side).Object)!);
        var table = ComparisonRules.ObjectOf(product, c.On(side).Object) is { } name ? product.Contract.Object(name) : null;
        var column = table?.Property(side == Side.A ? status.A : status.B);
        var listed = column is null ? [] : column.Enumeration.Concat(column.Quality.Where(q => q.Metric == QualityMetric.InvalidValues)
            .SelectMany(q => q.ValidValues));
        return [.. listed.Concat(status.Same.Select(pair => side == Side.A ? pair.A : pair.B))
            .Concat(status.Rights.Where(r => r.Side == side).Select(r => r.Status)).Distinct(StringComparer.Ordinal)];
    }

    private static bool IsFeed(Mesh mesh, Comparison c, Side side) => mesh.Product(c.On(side).Object)!.IsFeed;

    private static SourcePlace PlaceOf(Comparison c) => c.Status!.Place ?? c.Place;

    private static string List(IEnumerable<string> statuses) => string.Join(", ", statuses.Select(s => $"`{s}`"));

    private static string Few(List<string> pairs) =>
        string.Join(", ", pairs.Take(3)) + (pairs.Count > 3 ? $" and {pairs.Count - 3} more" : "");
}
