using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Products;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Reports;

namespace Treaty.Operations.Publishing;

/// <summary>The first law: every row and every unit of money that came in is published, unchanged from before, or in quarantine.</summary>
public static class Conservation
{
    public static readonly FindingKind Rows = new("TRY0710", Severity.Error, "rows are not accounted for");
    public static readonly FindingKind Money = new("TRY0711", Severity.Error, "money is not accounted for");

    /// <summary>Holds the figures of a step against each other.</summary>
    public static void JudgeRows(Product product, RowFigures figures, long written, long quarantined, List<Finding> findings)
    {
        if (figures.Mapped != written + figures.Unchanged + quarantined)
            findings.Add(Rows.At(product.Place,
                $"{figures.Mapped} rows came in; {written} were written, {figures.Unchanged} were unchanged and {quarantined} are in quarantine",
                "nothing was published; this is a fault of treaty, please report it with this message"));
    }

    /// <summary>Sums each money column over what came in, what the written file holds, and what was held back.</summary>
    /// <param name="written">The path of the written file; null where it is empty.</param>
    public static async ValueTask JudgeMoneyAsync(
        IQuerySession session, Product product, CheckedObject checkedObject, string? written, bool onlyNew, List<Finding> findings,
            CancellationToken cancel)
    {
        var money = checkedObject.Object.Properties.Where(p => p.Currency is not null && p.Type == LogicalType.Number).ToList();
        if (money.Count == 0 || onlyNew) return;
        SqlText Sums(string relation, string where) => new(
            $"SELECT {string.Join(", ", money.Select(p => $"coalesce(sum(CAST({Quote.Name(p.Name)} AS DECIMAL(38,{Quote.Number(p.Scale)}))), 0)"))} FROM {relation}{where}");
        var sql = checkedObject.Sql;
        var came = (await session.QueryAsync(Sums(sql.Table, ""), 1, cancel).ConfigureAwait(false)).Rows[0];
        var held = (await session.QueryAsync(Sums(sql.Table,
            $" WHERE NOT ({sql.RowIsGood})"), 1, cancel).ConfigureAwait(false)).Rows[0];
        var published = written is null ? null : (await session.QueryAsync(Sums($"read_parquet({Quote.Text(written)})", ""), 1, cancel)
            .ConfigureAwait(false))
            .Rows[0];
        for (var i = 0; i < money.Count; i++)
            if (EngineValues.Number(came[i]) != EngineValues.Number(held[i]) + (published is null ? 0 : EngineValues.Number(published[i])))
                findings.Add(Money.At(money[i].Place,
                    $"`{money[i].Name}` sums to {came[i]} coming in, {published?[i] ?? 0} written and {held[i]} held back",
                    "nothing was published; this is a fault of treaty, please report it with this message"));
    }
}
