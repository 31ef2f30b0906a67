using System.Collections.Immutable;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation.Rates;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>SQL expressions over the rows of one side: keys as text, the business date, the currency, amounts.</summary>
/// <remarks>
/// Keys compare as text, so that <c>7</c> and <c>'007'</c> are two keys. The parts of a key of several columns are joined by
/// <c>|</c>, with
/// <c>|</c> and <c>\</c> inside a part escaped by <c>\</c>. A group key that would begin with <c>\</c>, <c>∅</c> or <c>§</c> gets
/// one more
/// <c>\</c>, which keeps <c>∅a:17</c> (the row 17 of side a has no key) and <c>§2:D-9</c> (a group of pass 2 by its own key) to
/// themselves.
/// </remarks>
internal static class RowExpressions
{
    /// <summary>Begins the group key of a row without a key.</summary>
    internal const string NoKey = "∅";

    /// <summary>Begins the group key of a row that is out of scope.</summary>
    internal const string OutOfScope = "⊘";

    /// <summary>Begins the group key of a row that is invalid.</summary>
    internal const string Invalid = "⊗";

    /// <summary>Begins the group key of a row that cannot be converted.</summary>
    internal const string NoRate = "⊖";

    /// <summary>Begins the group key of a group that a pass found by its own key.</summary>
    internal const string OwnKey = "§";

    internal static string Money(int scale) => $"DECIMAL(38, {Quote.Number(scale)})";

    /// <summary>An expression of a document as it stands in a select: a plain column quoted, all else in brackets.</summary>
    internal static string Of(string expression) =>
        expression is "true" or "false" or "null" ? expression
        : Reference.IsId(expression) ? Quote.Name(expression)
        : $"({expression})";

    internal static string Text(string expression) => $"CAST({Of(expression)} AS VARCHAR)";

    /// <summary>The values of a key as one text; null where one of them is.</summary>
    internal static string KeyText(ImmutableArray<string> parts) =>
        parts.Length == 1 ? Text(parts[0])
        : string.Join(" || '|' || ", parts.Select(part => $@"replace(replace({Text(part)}, '\', '\\'), '|', '\|')"));

    /// <summary>The group key made of a key text in the column <paramref name="key"/>; a row without one is a group of its own, and so is
    /// one that is invalid or out of scope. Where the two sides number their rows each for itself, the key begins with the
    /// side.</summary>
    internal static string GroupKey(string key, Side side, Comparison comparison)
    {
        var (letter, of) = (side.Letter(), comparison.On(side));
        var marks = (of.Valid is { } valid ? $" WHEN NOT COALESCE({Of(valid)}, false) THEN '{Invalid}{letter}:' || _row_id" : "")
            + (comparison.Reporting is null ? "" : $" WHEN _treaty_rate IS NULL THEN '{NoRate}{letter}:' || _row_id")
            + (of.Scope is { } scope ? $" WHEN NOT COALESCE({Of(scope)}, false) THEN '{OutOfScope}{letter}:' || _row_id" : "");
        if (!comparison.CommonKey)
            return $"{(marks.Length == 0 ? "" : $"CASE{marks} ELSE ")}COALESCE('{letter}:' || {key}, '{NoKey}{letter}:' || _row_id)"
                + (marks.Length == 0 ? "" : " END");
        var own = comparison.MarksRows ? $"'{NoKey}', '{OwnKey}', '{OutOfScope}', '{Invalid}', '{NoRate}'" : $"'{NoKey}', '{OwnKey}'";
        // No mark sorts before \, nor does what begins with one: most keys need no closer look.
        return $@"CASE{marks} WHEN {key} >= '\' AND substr({key}, 1, 1) IN ('\', {own}) THEN '\' || {key} "
            + $"ELSE COALESCE({key}, '{NoKey}{letter}:' || _row_id) END";
    }

    /// <summary>An expression that is NULL in rows that are invalid or out of scope.</summary>
    internal static string InScope(string expression, ComparisonSide side, bool converted) => !side.Marks && !converted ? expression
        : $"CASE WHEN {string.Join(" AND ", new[] { side.Valid, side.Scope }.OfType<string>().Select(c => $"COALESCE({Of(c)}, false)")
            .Concat(converted ? ["_treaty_rate IS NOT NULL"] : []))} "
            + $"THEN {expression} END";

    internal static string BusinessDate(this ComparisonPlan plan, Side side) =>
        plan.First.On(side).Date is { } date ? plan.DateOf(side, Of(date)) : "CAST(NULL AS DATE)";

    /// <summary>The business date of a measure, which is that of the first unless it has a date of its own.</summary>
    internal static string DateOf(this ComparisonPlan plan, PlannedMeasure measure, Side side) =>
        measure.On(side).Date is { } date ? plan.DateOf(side, Of(date)) : plan.BusinessDate(side);

    /// <summary>The newest business date of a side, an aggregate also where there is no date.</summary>
    internal static string NewestDate(this ComparisonPlan plan, Side side) =>
        plan.First.On(side).Date is { } date ? plan.DateOf(side, $"max({Of(date)})") : "max(CAST(NULL AS DATE))";

    /// <summary>What moves instants from the cut-off on into the next day.</summary>
    private static string Later(Comparison comparison) => comparison.CutOff is not { } cutOff ? ""
        : $" + INTERVAL {Quote.Number((long)(TimeSpan.FromDays(1) - cutOff).TotalMinutes)} MINUTES";

    private static string DateOf(this ComparisonPlan plan, Side side, string value) =>
        plan.On(side).DateIsInstant
            ? $"CAST(CAST({value} AS TIMESTAMPTZ) AT TIME ZONE {Quote.Text(plan.Comparison.TimeZone)}{Later(plan.Comparison)} AS DATE)"
            : $"CAST({value} AS DATE)";

    /// <summary>The first measure's currency; empty where the two sides cannot be compared by it.</summary>
    internal static string Currency(this ComparisonPlan plan, Side side) =>
        plan.Comparison.Reporting is { } rule && plan.HasCurrency
            ? $"CASE WHEN _treaty_rate IS NULL THEN _treaty_origin ELSE {Quote.Text(rule.Currency)} END" : plan.OriginOf(side);

    /// <summary>The currency that a row is in before anything is converted.</summary>
    internal static string OriginOf(this ComparisonPlan plan, Side side) =>
        !plan.HasCurrency ? "''"
        : plan.First.On(side).Currency is { } currency && IsCode(currency) ? Quote.Text(currency)
        : $"COALESCE({Text(plan.First.On(side).Currency!)}, '')";

    /// <summary>A measure's own currency; empty where it has none.</summary>
    internal static string CurrencyOf(this ComparisonPlan plan, PlannedMeasure measure, Side side) =>
        measure == plan.First ? plan.Currency(side)
        : measure.On(side).Currency is not { } currency ? "''"
        : IsCode(currency) ? Quote.Text(currency) : $"COALESCE({Text(currency)}, '')";

    internal static bool IsCode(string currency) => currency.Length == 3 && currency.All(char.IsAsciiLetterUpper);

    /// <summary>What a row adds where it is counted: rounded once, to the scale of its own measure.</summary>
    internal static string Amount(this PlannedMeasure measure, Side side) => measure.Reporting is not { } rule ? measure.OriginAmount(side)
        : $"CASE WHEN _treaty_rate IS NULL THEN {measure.OriginAmount(side)} "
            + $"ELSE {ConversionSql.Round(rule.Rounding, $"({measure.OriginAmount(side)} * _treaty_rate)", measure.Scale)} END";

    /// <summary>The amount in the currency that the row is in.</summary>
    internal static string OriginAmount(this PlannedMeasure measure, Side side)
    {
        var own = measure.On(side);
        var amount = $"CAST({Of(own.Expression)} AS {Money(own.Scale)})";
        if (own.Scale != measure.Scale) amount = $"CAST({amount} AS {Money(measure.Scale)})";
        return own.Sign switch
        {
            1 => $"COALESCE({amount}, 0)",
            -1 => $"COALESCE(-{amount}, 0)",
            var sign => $"COALESCE({Quote.Number((long)sign)} * {amount}, 0)",
        };
    }

    /// <summary>True where the measure counts every row.</summary>
    internal static bool CountsAll(this PlannedMeasure measure, Side side) => measure.On(side).Filter is null;

    internal static string Counted(this PlannedMeasure measure, Side side) =>
        measure.On(side).Filter is { } filter ? $"COALESCE({Of(filter)}, false)" : "true";
}
