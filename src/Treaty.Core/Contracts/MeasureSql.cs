using Treaty.Core.Sql;

namespace Treaty.Core.Contracts;

/// <summary>A measure read from its rows, independently of any comparison: what a dashboard over the product would show.</summary>
public static class MeasureSql
{
    /// <summary>One row a currency: the currency (empty where the measure has none) and the total.</summary>
    /// <param name="relation">The quoted relation of the measure's object.</param>
    /// <param name="zone">The time zone in which the days of an instant begin.</param>
    /// <param name="from">First day; null for all time.</param>
    /// <param name="to">The day after the last.</param>
    public static SqlText Totals(Measure measure, SchemaObject schemaObject, string relation, string zone, DateOnly? from = null,
        DateOnly? to = null)
    {
        var currency = Currency(measure, schemaObject);
        var where = new[] { measure.Filter is { } filter ? $"({filter})" : null,
            Period(measure, schemaObject, zone, from, to) }.OfType<string>().ToList();
        return new(
            $"""
            SELECT {currency} AS currency, coalesce(sum(CAST({Quote.Number(measure.Sign)} * ({Expression(measure)}) AS DECIMAL(38,{Quote.Number(measure.Scale)}))), 0) AS total
            FROM {relation}
            {(where.Count == 0 ? "" : "WHERE " + string.Join(" AND ", where))}
            GROUP BY 1
            ORDER BY 1
            """);
    }

    private static string Expression(Measure measure) => Meshes.Reference.IsId(measure.Expression) ? Quote.Name(measure.Expression)
        : measure.Expression;

    private static string Currency(Measure measure, SchemaObject schemaObject) =>
        measure.Currency is not { } currency ? "''" : schemaObject.Property(currency) is null ? Quote.Text(currency)
            : $"coalesce({Quote.Name(currency)}, '')";

    private static string? Period(Measure measure, SchemaObject schemaObject, string zone, DateOnly? from, DateOnly? to)
    {
        if (from is null || to is null || measure.Date is not { } column) return null;
        var date = schemaObject.Property(column)?.Type == LogicalType.Date ? Quote.Name(column)
            : $"CAST({Quote.Name(column)} AT TIME ZONE {Quote.Text(zone)} AS DATE)";
        return $"{date} >= DATE {Quote.Text(Text(from.Value))} AND {date} < DATE {Quote.Text(Text(to.Value))}";
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
