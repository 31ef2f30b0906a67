using System.Globalization;
using System.Numerics;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Quality;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Reports;

namespace Treaty.Operations.Publishing;

/// <summary>A schema object whose rows are judged.</summary>
/// <param name="Mapped">Rows that the select yielded.</param>
/// <param name="Good">Rows that pass.</param>
public sealed record CheckedObject(SchemaObject Object, CheckedRowsSql Sql, long Mapped, long Good, IReadOnlyList<CheckResult> Results);

/// <summary>Judges the rows of one schema object against its contract inside a session.</summary>
public static class CheckObject
{
    public static readonly FindingKind MissingColumn = new("TRY0701", Severity.Error, "a promised column is not in the data");

    /// <param name="targets">The relation that holds the keys of a referenced object: of this product (by object name) or of another (by
    /// reference and
    /// object).</param>
    public static async ValueTask<CheckedObject?> RunAsync(
        IQuerySession session, SchemaObject schemaObject, string mapped, bool identity, Func<Relationship, string> targets,
            List<Finding> findings,
            CancellationToken cancel)
    {
        var shape = await session.QueryAsync(new SqlText($"SELECT column_name, column_type FROM (DESCRIBE {mapped})"), int.MaxValue, cancel)
            .ConfigureAwait(false);
        var columns = shape.Rows.Select(row => (Name: (string)row[0]!, Type: (string)row[1]!)).ToList();
        if (CheckedRowsSql.Missing(schemaObject, columns, identity) is { Count: > 0 } missing)
        {
            foreach (var property in missing)
                findings.Add(MissingColumn.At(property.Place,
                    $"the column `{CheckedRowsSql.SourceColumn(property, identity)}` of `{schemaObject.Name}` is not in the data, which has "
                        + string.Join(", ", columns.Select(c => $"`{c.Name}`")),
                    identity ? "bring the column, set `physicalName`, or map it in facts.sql"
                        : "yield the column in the select of this object"));
            return null;
        }
        var sql = new CheckedRowsSql(schemaObject, mapped, columns, identity);
        await session.ExecuteAsync(sql.Check(), cancel).ConfigureAwait(false);
        var broken = await CountsAsync(session, sql, cancel).ConfigureAwait(false);
        var excluded = await ExcludeAsync(session, sql, targets, cancel).ConfigureAwait(false);
        await session.ExecuteAsync(sql.MakeGood(excluded.Values.Any(n => n > 0)), cancel).ConfigureAwait(false);
        foreach (var (rule, count) in excluded) broken.Counts[sql.Checks[rule]] = count;
        var good = (long)(await session.QueryAsync(new SqlText($"SELECT count(*) FROM {sql.Good}"), 1, cancel).ConfigureAwait(false))
            .Scalar!;
        var results = sql.Checks.Select(check => RowResult(schemaObject.Name, check, broken.Counts.GetValueOrDefault(check))).ToList();
        foreach (var rule in schemaObject.Quality.Concat(schemaObject.Properties.SelectMany(p => p.Quality))
            .Where(rule => !RowChecks.IsRowRule(rule)))
            results.Add(MetricSql.Judge(schemaObject.Name, rule, await MeasureAsync(session, rule, sql.Good, cancel)
                .ConfigureAwait(false)));
        return new(schemaObject, sql, broken.Rows, good, results);
    }

    private static CheckResult RowResult(string name, RowCheck check, long count)
    {
        var verdict = count == 0 ? Verdict.Pass : Verdict.Warn;
        return new(name, check.Column, check.Words, verdict, string.Create(CultureInfo.InvariantCulture, $"{count} rows break it"),
            check.Severity);
    }

    private static async ValueTask<(long Rows, Dictionary<RowCheck, long> Counts)> CountsAsync(IQuerySession session, CheckedRowsSql sql,
        CancellationToken cancel)
    {
        var statements = sql.Counts();
        var rows = (long)(await session.QueryAsync(statements[0], 1, cancel).ConfigureAwait(false)).Scalar!;
        var counts = (await session.QueryAsync(statements[1], 1, cancel).ConfigureAwait(false)).Rows[0];
        return (rows, sql.Counted.Select((check, i) => (check, Count: Count(counts[i]))).ToDictionary(x => x.check, x => x.Count));
    }

    private static async ValueTask<SortedDictionary<int, long>> ExcludeAsync(
        IQuerySession session, CheckedRowsSql sql, Func<Relationship, string> targets, CancellationToken cancel)
    {
        await session.ExecuteAsync(sql.MakeExcluded(), cancel).ConfigureAwait(false);
        for (var rule = 0; rule < sql.Checks.Count; rule++)
            if (sql.Checks[rule].Rule is RowRule.Key or RowRule.Unique)
                await session.ExecuteAsync(sql.ExcludeDuplicates(rule), cancel).ConfigureAwait(false);
            else if (sql.Checks[rule].Reference is { } reference)
                await session.ExecuteAsync(sql.ExcludeUnresolved(rule, targets(reference)), cancel).ConfigureAwait(false);
        var counts = await session.QueryAsync(sql.CountExcluded(), int.MaxValue, cancel).ConfigureAwait(false);
        return new(counts.Rows.ToDictionary(row => (int)Count(row[0]), row => Count(row[1])));
    }

    private static async ValueTask<decimal?> MeasureAsync(IQuerySession session, QualityRule rule, string relation,
        CancellationToken cancel)
    {
        var rows = await session.QueryAsync(MetricSql.Of(rule, relation), 2, cancel).ConfigureAwait(false);
        return rows is { Rows: [[var value]] } ? Number(value) : null;
    }

    public static long Count(object? value) => value switch
    {
        null => 0,
        long n => n,
        int n => n,
        BigInteger n => (long)n,
        decimal n => (long)n,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    public static decimal? Number(object? value) => value switch
    {
        null => null,
        decimal n => n,
        long n => n,
        BigInteger n => (decimal)n,
        bool b => b ? 1 : 0,
        string text => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var n) ? n : null,
        double d when double.IsNaN(d) || double.IsInfinity(d) => null,
        _ => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
    };

    public static CheckLine Line(this CheckResult r) => new(r.Object, r.Column, r.Check, r.Verdict.ToString().ToLowerInvariant(),
        r.Measured,
        r.Severity.ToString().ToLowerInvariant());
}
