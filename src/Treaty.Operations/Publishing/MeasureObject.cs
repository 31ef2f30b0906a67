using System.Diagnostics;
using Treaty.Core.Contracts;
using Treaty.Core.Quality;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;

namespace Treaty.Operations.Publishing;

/// <summary>What was measured of an object as a whole.</summary>
/// <param name="Content">Of the rows that pass: a sum of their hashes, equal for equal rows in any order.</param>
/// <param name="FreshAsOf">The latest business time among them.</param>
/// <param name="Counts">What was counted over the object's rows as they will stand, by the name of the count.</param>
public sealed record MeasuredObject(string Content, DateTimeOffset? FreshAsOf, IReadOnlyList<CheckResult> Results,
    IReadOnlyDictionary<string, long> Counts);

/// <summary>
/// Measures what a contract promises of an object as a whole: counted metrics in one scan, duplicates and assertions one by one.
/// </summary>
public sealed class MeasureObject(IQuerySession session)
{
    private const string RowsName = "rows";

    private readonly Stopwatch _asserting = new();

    /// <summary>Time spent on SQL assertions.</summary>
    public TimeSpan Asserting => _asserting.Elapsed;

    /// <param name="good">The relation of the rows that pass.</param>
    /// <param name="after">The relation of the object's rows as they will stand, where others stay beside those.</param>
    /// <param name="standing">What was counted over those others, where all of them stay as they are; null where some do not.</param>
    public async ValueTask<MeasuredObject> RunAsync(SchemaObject schemaObject, string good, string? after,
        IReadOnlyDictionary<string, long>? standing, CancellationToken cancel)
    {
        var rules = schemaObject.AllQuality.Where(r => !RowChecks.IsRowRule(r)).ToList();
        var counted = rules.Where(MetricSql.IsCounted).DistinctBy(r => MetricSql.CountName(schemaObject, r)).ToList();
        var figures = (await session.QueryAsync(MetricSql.Figures(schemaObject, good, counted), 1, cancel).ConfigureAwait(false)).Rows[0];
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal) { [RowsName] = EngineValues.Count(figures[0]) };
        foreach (var (i, rule) in counted.Index()) counts[MetricSql.CountName(schemaObject, rule)] = EngineValues.Count(figures[i + 3]);
        if (after is not null) await CountAfterAsync(schemaObject, after, standing, counted, counts, cancel).ConfigureAwait(false);
        var rows = counts[RowsName];
        var results = new List<CheckResult>();
        foreach (var rule in rules)
            results.Add(MetricSql.IsCounted(rule)
                ? Judgement.Of(schemaObject.Name, rule, counts[MetricSql.CountName(schemaObject, rule)], rows)
                : rule.Metric == QualityMetric.Foreign ? Judgement.Of(schemaObject.Name, rule, null, rows)
                : await AloneAsync(schemaObject, rule, after ?? good, rows, cancel).ConfigureAwait(false));
        return new((string)figures[1]!, figures[2] as DateTimeOffset?, results, counts);
    }

    /// <summary>Adds to the counts of the new rows what was counted over those that stay; what was not is counted over all.</summary>
    private async ValueTask CountAfterAsync(SchemaObject schemaObject, string after, IReadOnlyDictionary<string, long>? standing,
        IReadOnlyList<QualityRule> counted, SortedDictionary<string, long> counts, CancellationToken cancel)
    {
        var unknown = counted.Where(r => standing?.ContainsKey(MetricSql.CountName(schemaObject, r)) != true).ToList();
        foreach (var name in counts.Keys.ToList()) counts[name] += standing?.GetValueOrDefault(name) ?? 0;
        if (unknown.Count == 0 && standing?.ContainsKey(RowsName) == true) return;
        var all = (await session.QueryAsync(MetricSql.Counts(after, unknown), 1, cancel).ConfigureAwait(false)).Rows[0];
        counts[RowsName] = EngineValues.Count(all[0]);
        foreach (var (i, rule) in unknown.Index()) counts[MetricSql.CountName(schemaObject, rule)] = EngineValues.Count(all[i + 1]);
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
