using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>Why a measure of a group differs: tolerance, status, definitions in their declared order, and what is left over.</summary>
internal static class CauseSql
{
    /// <summary>Columns layer by layer: each may use those of the layers before it, and none of its own.</summary>
    internal static IEnumerable<IReadOnlyList<string>> Layers(ComparisonShape shape, PlannedMeasure measure)
    {
        string Name(string what) => JudgementSql.Column(measure, what);
        yield return [$"{shape.Kept(measure, Side.B)} - {shape.Kept(measure, Side.A)} AS {Name("difference")}"];
        yield return
        [
            $"CASE WHEN lone <> '' THEN lone_class WHEN {Name("difference")} = 0 THEN ''{Tolerated(shape, measure)}"
                + $" WHEN {Name("counted_a")} <> {Name("counted_b")} AND status_differs THEN 'status' ELSE 'amount' END AS {Name("base")}",
        ];
        var (rest, before, ids) = (Name("difference"), new List<string>(), new List<string>());
        foreach (var definition in JudgementSql.Definitions(shape.Plan, measure))
        {
            var (applies, explains, left) =
                (Name($"by_{definition.Id}"), Name($"explained_by_{definition.Id}"), Name($"after_{definition.Id}"));
            yield return
            [
                $"{Quote.Name("holds_" + definition.Id)} AND {Name("base")} NOT IN ('', {(definition.Id.StartsWith('§') ? "" : "'tolerance', ")}'status') AND {Open(rest, before)}"
                    + $"{(definition.Amount is null ? ""
                        : $" AND (lone <> '' OR {Quote.Name("explains_" + definition.Id)} <> 0)")} AS {applies}",
            ];
            var amount = definition.Amount is null ? rest : Quote.Name("explains_" + definition.Id);
            yield return [$"CASE WHEN {applies} THEN {amount} ELSE 0 END AS {explains}"];
            yield return [$"{rest} - {explains} AS {left}"];
            rest = left;
            before.Add(applies);
            ids.Add($"CASE WHEN {applies} THEN {Quote.Text(definition.Id)} END");
        }
        yield return
        [
            ids.Count == 0 ? $"'' AS {Name("definition")}" : $"concat_ws('+', {string.Join(", ", ids)}) AS {Name("definition")}",
            $"{rest} AS {Name("rest")}",
        ];
        var explained = $"{Name("definition")} <> '' AND {Name("rest")} = 0";
        yield return [$"CASE WHEN {explained} THEN 'definition' ELSE {Name("base")} END AS {Name("cause")}"];
    }

    /// <summary>Something is left to explain: an amount, or a row without a partner that no definition has taken yet.</summary>
    private static string Open(string rest, List<string> before) =>
        $"({rest} <> 0 OR lone <> ''{string.Concat(before.Select(applied => $" AND NOT {applied}"))})";

    /// <summary>Only passes with a tolerance make groups of these proofs whose amounts differ; tolerance is about the first
    /// measure.</summary>
    private static string Tolerated(ComparisonShape shape, PlannedMeasure measure) =>
        measure == shape.Plan.First && shape.Plan.Comparison.Passes.Any(pass => pass.Tolerance is not null)
            ? $" WHEN proof IN ('key-tolerance', 'group-sum'{Bands(shape)}) THEN 'tolerance'"
            : measure == shape.Plan.First && Bands(shape).Length > 0 ? " WHEN proof = 'unique-window' THEN 'tolerance'" : "";

    /// <summary>The proof of pairs whose amounts may differ.</summary>
    private static string Bands(ComparisonShape shape) =>
        shape.Plan.Comparison.Passes.Any(pass => pass.Kind == PassKind.Unique && (pass.Band is not null || pass.Tolerance is not null))
            ? ", 'unique-window'" : "";
}
