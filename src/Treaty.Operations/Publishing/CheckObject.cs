using System.Globalization;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Products;
using Treaty.Core.Quality;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Reports;

namespace Treaty.Operations.Publishing;

/// <summary>A schema object whose rows are judged.</summary>
/// <param name="Mapped">Rows that the select yielded.</param>
/// <param name="Good">Rows that pass.</param>
/// <param name="Rejected">Records that could not be split, where the object was read straight from its files.</param>
/// <param name="Content">Of the rows that pass: a sum of their hashes, equal for equal rows in any order.</param>
/// <param name="FreshAsOf">The latest business time among them.</param>
public sealed record CheckedObject(
    CheckedRowsSql Sql, RowPlaces Places, long Mapped, long Good, long Rejected, string Content, DateTimeOffset? FreshAsOf,
    IReadOnlyList<CheckResult> Results)
{
    public SchemaObject Object => Sql.Object;
}

/// <summary>Where the rows of an object come from.</summary>
/// <param name="Relation">The quoted relation of the mapped rows.</param>
/// <param name="Identity">True where it is the source itself.</param>
/// <param name="Direct">The source, where it is read straight from its files.</param>
public sealed record MappedRows(string Relation, bool Identity, SourceState? Direct);

/// <summary>Judges the rows of schema objects against their contract inside a session.</summary>
/// <param name="targets">What a reference leads to, in this product or in another.</param>
public sealed class CheckObject(IQuerySession session, Func<Relationship, ReferenceTarget> targets)
{
    public static readonly FindingKind MissingColumn = new("TRY0701", Severity.Error, "a promised column is not in the data");
    public static readonly FindingKind BadPattern = new("TRY1301", Severity.Error, "a pattern is not one that the engine can match");

    public async ValueTask<CheckedObject?> RunAsync(SchemaObject schemaObject, MappedRows mapped, List<Finding> findings,
        CancellationToken cancel)
    {
        var shape = await session.QueryAsync(new SqlText($"SELECT column_name, column_type FROM (DESCRIBE {mapped.Relation})"), int.MaxValue,
            cancel).ConfigureAwait(false);
        var columns = shape.Rows.Select(row => (Name: (string)row[0]!, Type: (string)row[1]!)).ToList();
        if (FindMissing(schemaObject, columns, mapped.Identity, findings)
            | await FindBadPatternsAsync(schemaObject, findings, cancel).ConfigureAwait(false)) return null;
        var sql = new CheckedRowsSql(schemaObject, mapped.Relation, columns, mapped.Identity);
        await session.ExecuteAsync(sql.Check(), cancel).ConfigureAwait(false);
        var (places, rejected) = await PlacesAsync(sql, mapped.Direct, cancel).ConfigureAwait(false);
        await ExcludeAsync(sql, cancel).ConfigureAwait(false);
        foreach (var view in sql.MakeGood(places)) await session.ExecuteAsync(view, cancel).ConfigureAwait(false);
        var rows = (await session.QueryAsync(sql.CountRows(), 1, cancel).ConfigureAwait(false)).Rows[0];
        var (all, good) = (EngineValues.Count(rows[0]), EngineValues.Count(rows[1]));
        var breaches = (await session.QueryAsync(sql.CountBreaches(), 1, cancel).ConfigureAwait(false)).Rows[0];
        var results = sql.Checks.Select((check, i) => RowResult(schemaObject.Name, check, EngineValues.Count(breaches[i])));
        var (content, fresh, metrics) = await new MeasureObject(session).RunAsync(schemaObject, sql.Good, cancel).ConfigureAwait(false);
        return new(sql, places, all, good, rejected, content, fresh, [.. results, .. metrics]);
    }

    private static bool FindMissing(SchemaObject schemaObject, IReadOnlyList<(string Name, string Type)> columns, bool identity,
        List<Finding> findings)
    {
        var missing = CheckedRowsSql.Missing(schemaObject, columns, identity);
        findings.AddRange(missing.Select(property => MissingColumn.At(property.Place,
            $"the column `{CheckedRowsSql.SourceColumn(property, identity)}` of `{schemaObject.Name}` is not in the data, which has "
                + string.Join(", ", columns.Select(c => $"`{c.Name}`")),
            identity ? "bring the column, set `physicalName`, or map it in facts.sql" : "yield the column in the select of this object")));
        return missing.Count > 0;
    }

    /// <summary>A pattern that cannot be matched would end the whole step in the engine's words; so each is tried alone.</summary>
    private async ValueTask<bool> FindBadPatternsAsync(SchemaObject schemaObject, List<Finding> findings, CancellationToken cancel)
    {
        var before = findings.Count;
        var patterns = schemaObject.Properties.Where(p => p.Limits.Pattern is not null).Select(p => (p.Limits.Pattern!, p.Place))
            .Concat(schemaObject.Quality.Concat(schemaObject.Properties.SelectMany(p => p.Quality)).Where(q => q.Pattern is not null)
                .Select(q => (q.Pattern!, q.Place)));
        foreach (var (pattern, place) in patterns)
            try
            {
                await session.QueryAsync(new SqlText($"SELECT regexp_full_match('', {Quote.Text(pattern)})"), 1, cancel).ConfigureAwait(false);
            }
            catch (BackendException e) when (e.Fault == BackendFault.Refused)
            {
                findings.Add(BadPattern.At(place, $"`{pattern}` cannot be matched: {e.Message.ReplaceLineEndings(" ")}",
                    "write a regular expression without look-around and back-references"));
            }
        return findings.Count > before;
    }

    /// <summary>
    /// Where the checked rows come from; for rows read straight from files, the records that could not be split are taken too.
    /// </summary>
    private async ValueTask<(RowPlaces Places, long Rejected)> PlacesAsync(CheckedRowsSql sql, SourceState? direct,
        CancellationToken cancel)
    {
        if (direct is null) return (sql.OwnPlaces, 0);
        var source = direct.Source;
        foreach (var statement in StageCsvSql.TakeRejects(source, direct.Staged))
            await session.ExecuteAsync(statement, cancel).ConfigureAwait(false);
        var answer = await session.QueryAsync(StageSql.CountRejected(source), 1, cancel).ConfigureAwait(false);
        var rejected = EngineValues.Count(answer.Scalar);
        var (make, places) = StageDirectSql.Places(source, direct.Staged, sql.Table, rejected);
        foreach (var statement in make) await session.ExecuteAsync(statement, cancel).ConfigureAwait(false);
        return (places, rejected);
    }

    /// <summary>A broken row rule holds rows back or, as a warning, lets them pass; it never fails the publish by itself.</summary>
    private static CheckResult RowResult(string name, RowCheck check, long count) => new(
        name, check.Column, check.Words, count == 0 ? Verdict.Pass : Verdict.Warn,
        string.Create(CultureInfo.InvariantCulture, $"{count} rows break it"), check.Severity);

    private async ValueTask ExcludeAsync(CheckedRowsSql sql, CancellationToken cancel)
    {
        var excluded = new ExcludedRowsSql(sql);
        await session.ExecuteAsync(excluded.Make(), cancel).ConfigureAwait(false);
        foreach (var (rule, check) in sql.Checks.Index())
            if (check.Rule is RowRule.Key or RowRule.Unique)
                await session.ExecuteAsync(excluded.Duplicates(rule), cancel).ConfigureAwait(false);
            else if (check.Reference is { } reference)
                await session.ExecuteAsync(excluded.Unresolved(rule, targets(reference)), cancel).ConfigureAwait(false);
        if (EngineValues.Count((await session.QueryAsync(excluded.Count(), 1, cancel).ConfigureAwait(false)).Scalar) > 0)
            await session.ExecuteAsync(excluded.Mark(), cancel).ConfigureAwait(false);
    }

    public static CheckLine Line(CheckResult r) => new(r.Object, r.Column, r.Check,
        r.Verdict == Verdict.NotEnforced ? "not-enforced" : r.Verdict.ToString().ToLowerInvariant(), r.Measured,
        r.Severity.ToString().ToLowerInvariant());
}
