using System.Diagnostics;
using Treaty.Core.Contracts;
using Treaty.Core.Quality;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;

namespace Treaty.Operations.Publishing;

/// <summary>
/// Measures what a contract promises of an object as a whole: counted metrics in one scan, duplicates and assertions one by one.
/// </summary>
public sealed class MeasureObject(IQuerySession session)
{
    private readonly Stopwatch _asserting = new();

    /// <summary>Time spent on SQL assertions.</summary>
    public TimeSpan Asserting => _asserting.Elapsed;

    /// <param name="good">The relation of the rows that pass.</param>
    /// <param name="after">The relation of the object's rows as they will stand, where others stay beside those.</param>
    public async ValueTask<(string Content, DateTimeOffset? FreshAsOf, IReadOnlyList<CheckResult> Results)> RunAsync(
        SchemaObject schemaObject, string good, string? after, CancellationToken cancel)
    {
        var rules = schemaObject.AllQuality.Where(r => !RowChecks.IsRowRule(r)).ToList();
        var counted = rules.Where(MetricSql.IsCounted).ToList();
        var figures = (await session.QueryAsync(MetricSql.Figures(schemaObject, good, after is null ? counted : []), 1, cancel)
            .ConfigureAwait(false)).Rows[0];
        var counts = after is null ? [figures[0], .. figures.Skip(3)] : counted.Count == rules.Count && counted.Count == 0 ? [0L]
            : (await session.QueryAsync(MetricSql.Counts(after, counted), 1, cancel).ConfigureAwait(false)).Rows[0];
        var rows = EngineValues.Count(counts[0]);
        var results = new List<CheckResult>();
        foreach (var rule in rules)
            results.Add(counted.IndexOf(rule) is >= 0 and var at
                ? Judgement.Of(schemaObject.Name, rule, EngineValues.Number(counts[at + 1]), rows)
                : rule.Metric == QualityMetric.Foreign ? Judgement.Of(schemaObject.Name, rule, null, rows)
                : await AloneAsync(schemaObject, rule, after ?? good, rows, cancel).ConfigureAwait(false));
        return ((string)figures[1]!, figures[2] as DateTimeOffset?, results);
    }

    /// <summary>What the engine refuses gives no verdict; it is neither a pass nor the end of the other checks.</summary>
    private async ValueTask<CheckResult> AloneAsync(SchemaObject schemaObject, QualityRule rule, string good, long rows,
        CancellationToken cancel)
    {
        var statement = rule.Metric == QualityMetric.Sql ? MetricSql.Assertion(rule, good) : MetricSql.Duplicates(rule, good);
        if (rule.Metric == QualityMetric.Sql) _asserting.Start();
        try
        {
            var answer = await session.QueryAsync(statement, 2, cancel).ConfigureAwait(false);
            var number = answer is { Rows: [[var value]] } ? EngineValues.Number(value) : null;
            var failure = answer is not { Rows: [[_]] } ? $"{answer.Rows.Count} rows of {answer.Columns.Count} columns instead of one number"
                : number is null ? "no number" : null;
            return Judgement.Of(schemaObject.Name, rule, number, rows, failure);
        }
        catch (BackendException e) when (e.Fault == BackendFault.Refused)
        {
            return Judgement.Of(schemaObject.Name, rule, null, rows, e.Message.ReplaceLineEndings(" "));
        }
        finally
        {
            _asserting.Stop();
        }
    }
}
