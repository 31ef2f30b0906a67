using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>A column of one side of a group.</summary>
/// <param name="OfRow">What it is where the group has one kept row.</param>
/// <param name="OfRows">What it is over several.</param>
/// <param name="Absent">What it is where the side has no row.</param>
internal sealed record SideColumn(string Name, string OfRow, string OfRows, string Absent = "NULL")
{
    /// <summary>What it is by whether the side has a row at all, where nothing else decides it, so that it need not be kept.</summary>
    internal string? Said { get; init; }
}

/// <summary>What a group knows of each of its sides.</summary>
internal static class SideColumns
{
    internal static IEnumerable<SideColumn> Of(ComparisonShape shape, Side side)
    {
        var copies = shape.HasCopies(side);
        yield return First("first_row", "row_id");
        yield return new("rows", copies ? "1 + copies" : "CAST(1 AS BIGINT)",
            copies ? "CAST(count(*) + sum(copies) AS BIGINT)" : "count(*)", "0")
        {
            Said = copies || shape.Gathers(side) ? null : $"CAST(CASE WHEN first_row_{side.Letter()} IS NULL THEN 0 ELSE 1 END AS BIGINT)",
        };
        if (copies) yield return new("surplus", "copies", "CAST(sum(copies) AS BIGINT)", "0");
        yield return First("date", "business_date");
        yield return First("currency", "currency");
        if (shape.Gathers(side))
            yield return new("currencies", "currency",
                "CASE WHEN min(currency) = max(currency) THEN min(currency) ELSE min(currency) || '+' || max(currency) END");
        if (shape.Plan.Comparison.Status is not null) yield return First("status", "status");
        if (shape.Plan.Comparison.Reporting is not null)
        {
            yield return First("fx_origin", "fx_origin");
            yield return First("fx_rate", "fx_rate");
        }
        foreach (var measure in shape.Plan.Measures)
            foreach (var column in OfMeasure(measure, side, copies)) yield return column;
        foreach (var attribute in shape.Plan.Comparison.Attributes)
            yield return First("attribute_" + attribute.Name, "attribute_" + attribute.Name);
    }

    /// <summary>The columns that are kept of each group.</summary>
    internal static IEnumerable<SideColumn> Kept(ComparisonShape shape, Side side) => Of(shape, side).Where(column => column.Said is null);

    private static IEnumerable<SideColumn> OfMeasure(PlannedMeasure measure, Side side, bool copies)
    {
        var (amount, counted) = (Quote.Name(measure.Name + "_amount"), Quote.Name(measure.Name + "_counted"));
        var adds = $"CASE WHEN {counted} THEN {amount} ELSE 0 END";
        var reported = copies ? $"{adds} + {Quote.Name(measure.Name + "_copies")}" : adds;
        yield return new(measure.Name, reported, $"sum({reported})", "0");
        if (copies) yield return new(measure.Name + "_kept", adds, $"sum({adds})", "0");
        foreach (var what in measure.Reporting is null ? Array.Empty<string>() : ["_origin", "_exact"])
        {
            var value = $"CASE WHEN {counted} THEN {Quote.Name(measure.Name + what)} ELSE 0 END";
            yield return new(measure.Name + what, value, $"sum({value})", "0");
        }
        yield return new(measure.Name + "_counted", counted, $"bool_or({counted})", "false")
        {
            Said = measure.CountsAll(side) ? $"first_row_{side.Letter()} IS NOT NULL" : null,
        };
    }

    /// <summary>A pair is named by the keys of its two rows.</summary>
    private static IEnumerable<string> OwnKey(MatchSegment segment) => segment.Kind == SegmentKind.Pairs ? ["group_key AS own_key"] : [];

    /// <summary>A column of the first kept row of the group, by date and row.</summary>
    private static SideColumn First(string name, string column) => new(name, Quote.Name(column), "\"first\"." + Quote.Name(column));

    /// <summary>
    /// The side's groups of one segment: rows themselves where their key has one row, gathered by key where <paramref
    /// name="several"/> (the
    /// table of keys with more rows, null where no key can have more) names it. Gathering every row would cost three times as much.
    /// </summary>
    internal static void Write(
        SqlLines lines, ComparisonShape shape, MatchSegment segment, Side side, string open, string? several, int indent)
    {
        var columns = Kept(shape, side).ToList();
        lines.Line("SELECT", indent)
            .Items(
                [$"{segment.KeyColumn} AS key", .. OwnKey(segment), .. columns.Select(c => $"{c.OfRow} AS {Quote.Name(c.Name)}")],
                indent + 1)
            .Line($"FROM {open} AS r", indent);
        if (several is null) return;
        lines.Line($"ANTI JOIN {several} AS s ON s.key = r.{segment.KeyColumn}", indent)
            .Line($"WHERE {segment.KeyColumn} IS NOT NULL", indent)
            .Line("UNION ALL", indent);
        var firsts = columns.Where(c => c.OfRows.StartsWith("\"first\".", StringComparison.Ordinal)).ToList();
        lines.Line("SELECT", indent)
            .Items(["key", .. columns.Select(c =>
                firsts.Contains(c) ? $"{c.OfRows} AS {Quote.Name(c.Name)}" : Quote.Name(c.Name))], indent + 1)
            .Line("FROM (", indent)
            .Line("SELECT", indent + 1)
            .Items(
            [
                $"{segment.KeyColumn} AS key",
                "min({'_order': COALESCE(business_date, DATE 'infinity'), 'row_id': row_id, "
                    + string.Join(", ", firsts.Skip(1).Select(c => $"{Quote.Text(c.OfRow.Trim('"'))}: {c.OfRow}")) + "}) AS \"first\"",
                .. columns.Except(firsts).Select(c => $"{c.OfRows} AS {Quote.Name(c.Name)}"),
            ], indent + 2)
            .Line($"FROM {open} AS r", indent + 1)
            .Line($"SEMI JOIN {several} AS s ON s.key = r.{segment.KeyColumn}", indent + 1)
            .Line($"GROUP BY {segment.KeyColumn}", indent + 1)
            .Line(")", indent);
    }
}
