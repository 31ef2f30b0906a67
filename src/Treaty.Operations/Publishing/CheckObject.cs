using System.Globalization;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
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

    /// <summary>The rows that stay, where the publish only adds to them.</summary>
    public KeptRowsSql? Kept { get; init; }

    /// <summary>How many of them the new rows replace or say again.</summary>
    public long Again { get; init; }

    /// <summary>Seconds spent on SQL assertions.</summary>
    public double Asserting { get; init; }

    /// <summary>What was counted over the object's rows as they will stand, by the name of the count.</summary>
    public required IReadOnlyDictionary<string, long> Counts { get; init; }

    /// <summary>The relation of the object's rows as they will stand.</summary>
    public string Standing => Kept?.After ?? Sql.Good;
}

/// <summary>Where the rows of an object come from.</summary>
/// <param name="Relation">The quoted relation of the mapped rows.</param>
/// <param name="Identity">True where it is the source itself.</param>
/// <param name="Direct">The source, where it is read straight from its files.</param>
/// <param name="Previous">The rows that stay, where the publish only adds to them.</param>
public sealed record MappedRows(string Relation, bool Identity, SourceState? Direct, PreviousRows? Previous = null)
{
    /// <summary>The statements that make the relation show further parts of its files, one after the other.</summary>
    public IReadOnlyList<SqlText> MoreParts { get; init; } = [];
}

/// <summary>The rows of an object as its version before has them.</summary>
/// <param name="Relation">The quoted relation.</param>
/// <param name="Near">Shows those among which keys within a span can be: a quoted relation, null where none can.</param>
/// <param name="Counts">What was counted over them, by the name of the count; empty where nothing was kept.</param>
public sealed record PreviousRows(string Relation, Func<KeySpan, ValueTask<string?>> Near, IReadOnlyDictionary<string, long> Counts);

/// <summary>Judges the rows of schema objects against their contract inside a session.</summary>
/// <param name="targets">What a reference leads to, in this product or in another.</param>
public sealed class CheckObject(IQuerySession session, Reference product, Func<Relationship, ReferenceTarget> targets)
{
    public static readonly FindingKind MissingColumn = new("TRY0701", Severity.Error, "a promised column is not in the data");

    public async ValueTask<CheckedObject?> RunAsync(SchemaObject schemaObject, MappedRows mapped, List<Finding> findings,
        CancellationToken cancel)
    {
        var shape = await session.QueryAsync(new SqlText($"SELECT column_name, column_type FROM (DESCRIBE {mapped.Relation})"), int.MaxValue,
            cancel).ConfigureAwait(false);
        var columns = shape.Rows.Select(row => (Name: (string)row[0]!, Type: (string)row[1]!)).ToList();
        if (FindMissing(schemaObject, columns, mapped.Identity, findings)) return null;
        var sql = new CheckedRowsSql(schemaObject, mapped.Relation, columns, mapped.Identity);
        await session.ExecuteAsync(sql.Check(), cancel).ConfigureAwait(false);
        foreach (var part in mapped.MoreParts)
        {
            await session.ExecuteAsync(part, cancel).ConfigureAwait(false);
            await session.ExecuteAsync(sql.Check(more: true), cancel).ConfigureAwait(false);
        }
        var (places, rejected) = await PlacesAsync(sql, mapped.Direct, cancel).ConfigureAwait(false);
        var excluded = await ExcludeAsync(sql, cancel).ConfigureAwait(false);
        var kept = mapped.Previous is { } previous ? new KeptRowsSql(sql, product, previous.Relation) : null;
        var again = kept is null ? 0 : await CompareKeptAsync(sql, excluded, kept, mapped.Previous!, cancel).ConfigureAwait(false);
        foreach (var view in sql.MakeGood(places)) await session.ExecuteAsync(view, cancel).ConfigureAwait(false);
        var rows = (await session.QueryAsync(sql.CountRows(), 1, cancel).ConfigureAwait(false)).Rows[0];
        var (all, good) = (EngineValues.Count(rows[0]), EngineValues.Count(rows[1]));
        var breaches = (await session.QueryAsync(sql.CountBreaches(), 1, cancel).ConfigureAwait(false)).Rows[0];
        var results = sql.Checks.Select((check, i) => RowResult(schemaObject.Name, check, EngineValues.Count(breaches[i])));
        if (kept is not null) await session.ExecuteAsync(kept.MakeAfter(again > 0), cancel).ConfigureAwait(false);
        var measure = new MeasureObject(session);
        var measured = await measure.RunAsync(schemaObject, sql.Good, kept?.After, again == 0 ? mapped.Previous?.Counts : null, cancel)
            .ConfigureAwait(false);
        return new(sql, places, all, good, rejected, measured.Content, measured.FreshAsOf, [.. results, .. measured.Results])
        {
            Kept = kept, Again = again, Counts = measured.Counts, Asserting = measure.Asserting.TotalSeconds,
        };
    }

    /// <summary>
    /// Holds the new rows against those that stay. A row that turns out to be excluded replaces nothing, so what it seemed to free is
    /// looked at again until nothing more is found.
    /// </summary>
    private async ValueTask<long> CompareKeptAsync(CheckedRowsSql sql, ExcludedRowsSql excluded, KeptRowsSql kept,
        PreviousRows previous, CancellationToken cancel)
    {
        // New rows only become fewer from here on: where none of them can be, none of those left can.
        var span = (await session.QueryAsync(kept.FindSpan(), 1, cancel).ConfigureAwait(false)).Rows[0];
        var near = await previous.Near(KeySpan.Read(sql.Object, span)).ConfigureAwait(false);

        async ValueTask<long> CountAsync(SqlText statement) =>
            EngineValues.Count((await session.QueryAsync(statement, 1, cancel).ConfigureAwait(false)).Scalar);
        while (true)
        {
            await session.ExecuteAsync(kept.Identify(), cancel).ConfigureAwait(false);
            await session.ExecuteAsync(kept.FindAgain(near), cancel).ConfigureAwait(false);
            var again = await CountAsync(kept.CountAgain()).ConfigureAwait(false);
            var before = await CountAsync(excluded.Count()).ConfigureAwait(false);
            foreach (var (rule, check) in sql.Checks.Index().Where(c => c.Item is { Rule: RowRule.Unique, Broken: null }))
                await session.ExecuteAsync(kept.Taken(rule, excluded.Table, again > 0), cancel).ConfigureAwait(false);
            if (await CountAsync(excluded.Count()).ConfigureAwait(false) == before) return again;
            await session.ExecuteAsync(excluded.Mark(), cancel).ConfigureAwait(false);
        }
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

    /// <summary>
    /// Where the checked rows come from; for rows read straight from files, the records that could not be split are taken too.
    /// </summary>
    private async ValueTask<(RowPlaces Places, long Rejected)> PlacesAsync(CheckedRowsSql sql, SourceState? direct,
        CancellationToken cancel)
    {
        if (direct is null) return (sql.OwnPlaces, 0);
        var source = direct.Source;
        await session.ExecuteAllAsync(StageCsvSql.TakeRejects(source, direct.Staged), cancel).ConfigureAwait(false);
        var answer = await session.QueryAsync(StageSql.CountRejected(source), 1, cancel).ConfigureAwait(false);
        var rejected = EngineValues.Count(answer.Scalar);
        var (make, places) = StageDirectSql.Places(source, direct.Staged, sql.Table, rejected);
        await session.ExecuteAllAsync(make, cancel).ConfigureAwait(false);
        return (places, rejected);
    }

    /// <summary>A broken row rule holds rows back or, as a warning, lets them pass; it never fails the publish by itself.</summary>
    private static CheckResult RowResult(string name, RowCheck check, long count) => new(
        name, check.Column, check.Words, count == 0 ? Verdict.Pass : Verdict.Warn,
        string.Create(CultureInfo.InvariantCulture, $"{count} rows break it"), check.Severity)
        { Clause = check.Clause, Dimension = check.Dimension };

    private async ValueTask<ExcludedRowsSql> ExcludeAsync(CheckedRowsSql sql, CancellationToken cancel)
    {
        var excluded = new ExcludedRowsSql(sql);
        await session.ExecuteAsync(excluded.Make(), cancel).ConfigureAwait(false);
        foreach (var (rule, check) in sql.Checks.Index())
            if (check is { Rule: RowRule.Key or RowRule.Unique, Broken: null })
                await session.ExecuteAsync(excluded.Duplicates(rule), cancel).ConfigureAwait(false);
            else if (check.Reference is { } reference)
                await session.ExecuteAsync(excluded.Unresolved(rule, targets(reference)), cancel).ConfigureAwait(false);
        if (EngineValues.Count((await session.QueryAsync(excluded.Count(), 1, cancel).ConfigureAwait(false)).Scalar) > 0)
            await session.ExecuteAsync(excluded.Mark(), cancel).ConfigureAwait(false);
        return excluded;
    }

    public static CheckLine Line(CheckResult r) => new(r.Object, r.Column, r.Check,
        r.Verdict == Verdict.NotEnforced ? "not-enforced" : r.Verdict.ToString().ToLowerInvariant(), r.Measured,
        r.Severity.ToString().ToLowerInvariant(), r.Clause, r.Dimension);
}
