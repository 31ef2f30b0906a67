using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Products;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;

namespace Treaty.Operations.Drafting;

/// <summary>
/// Looks at a staged file column by column. What a sample of its rows rules out is not asked of all rows; what is promised has been seen
/// to hold for every row.
/// </summary>
internal sealed class DraftLook
{
    private const long Sample = 20_000;

    private const string LeadingZero = "[+-]?0[0-9]+";

    private readonly IQuerySession _session;
    private readonly string _all, _some;
    private readonly long _rows;

    private DraftLook(IQuerySession session, string all, string some, long rows) =>
        (_session, _all, _some, _rows) = (session, all, some, rows);

    public static async ValueTask<DraftLook> OpenAsync(IQuerySession session, Source source, long rows, CancellationToken cancel)
    {
        var (all, some) = (StageSql.View(source), Quote.Name("_sample"));
        if (rows <= Sample) return new(session, all, all, rows);
        await session.ExecuteAsync(SeenColumnSql.Sample(all, some, rows / Sample + 1), cancel).ConfigureAwait(false);
        return new(session, all, some, rows);
    }

    /// <summary>What can be seen of one column.</summary>
    /// <param name="before">The columns seen so far, whose names are taken.</param>
    public async ValueTask<DraftColumn> AtAsync(string column, IReadOnlyList<DraftColumn> before, CancellationToken cancel)
    {
        var (all, some) = (new SeenColumnSql(_all, column), new SeenColumnSql(_some, column));
        var counts = await RowAsync(all.Counts, cancel).ConfigureAwait(false);
        var (present, type) = (EngineValues.Count(counts[0]), (string)counts[1]!);
        var name = DraftId.Of(column);
        while (before.Any(b => b.Name == name)) name += "_";
        var property = new Property(name, column, null, LogicalType.String, 18, 6, false, false, null, PropertyLimits.None, null, null,
            null, [], [], Severity.Error, default);
        var drafted = new DraftColumn(name, column, property, present == _rows,
            present == _rows && await IsUniqueAsync(some, all, cancel).ConfigureAwait(false), null);
        if (present == 0) return drafted;
        if (await TypeAsync(property, type, some, all, cancel).ConfigureAwait(false) is { } typed) return drafted with { Property = typed };
        return drafted with { Look = await WritingAsync(some, all, present, cancel).ConfigureAwait(false) };
    }

    private async ValueTask<bool> IsUniqueAsync(SeenColumnSql some, SeenColumnSql all, CancellationToken cancel)
    {
        foreach (var sql in Looks(some, all))
            if ((await CountsAsync(sql.Repeats, cancel).ConfigureAwait(false))[0] > 0) return false;
        return true;
    }

    /// <summary>The narrowest type that every value has; null where it is text.</summary>
    private async ValueTask<Property?> TypeAsync(Property property, string type, SeenColumnSql some, SeenColumnSql all,
        CancellationToken cancel)
    {
        var isText = type is "VARCHAR" or "JSON";
        if (isText && IsCode(property.Name)) return null;
        var candidates = Candidates(property).ToList();
        var misfits = await CountsAsync(some.Misfits(candidates, type), cancel).ConfigureAwait(false);
        candidates = [.. candidates.Where((_, i) => misfits[i] == 0)];
        if (candidates.Count == 0) return null;
        if (isText)
            foreach (var sql in Looks(some, all))
                if ((await CountsAsync(sql.Matches([LeadingZero]), cancel).ConfigureAwait(false))[0] > 0) return null;
        foreach (var candidate in candidates)
            if ((await CountsAsync(all.Misfits([candidate], type), cancel).ConfigureAwait(false))[0] == 0) return candidate;
        return null;
    }

    /// <summary>How values are written that are of no type; null where like nothing known.</summary>
    private async ValueTask<ColumnLook?> WritingAsync(SeenColumnSql some, SeenColumnSql all, long present, CancellationToken cancel)
    {
        var there = EngineValues.Count((await RowAsync(some.Counts, cancel).ConfigureAwait(false))[0]);
        var looks = await CountsAsync(some.Matches(ColumnLook.All.Select(l => l.Pattern)), cancel).ConfigureAwait(false);
        foreach (var look in ColumnLook.All.Where((_, i) => looks[i] == there))
            if ((await CountsAsync(all.Matches([look.Pattern]), cancel).ConfigureAwait(false))[0] == present) return look;
        return null;
    }

    /// <summary>The sample first, then all rows where they are more.</summary>
    private IEnumerable<SeenColumnSql> Looks(SeenColumnSql some, SeenColumnSql all) => _some == _all ? [all] : [some, all];

    private async ValueTask<IReadOnlyList<object?>> RowAsync(SqlText select, CancellationToken cancel) =>
        (await _session.QueryAsync(select, 1, cancel).ConfigureAwait(false)).Rows[0];

    private async ValueTask<List<long>> CountsAsync(SqlText select, CancellationToken cancel) =>
        [.. (await RowAsync(select, cancel).ConfigureAwait(false)).Select(EngineValues.Count)];

    /// <summary>The narrowest type first.</summary>
    private static IEnumerable<Property> Candidates(Property p)
    {
        yield return p with { Type = LogicalType.Integer };
        foreach (var scale in new[] { 2, 4, 8 }) yield return p with { Type = LogicalType.Number, Precision = 18 + scale, Scale = scale };
        yield return p with { Type = LogicalType.Date };
        yield return p with { Type = LogicalType.Timestamp };
        yield return p with { Type = LogicalType.Boolean };
    }

    /// <summary>What is called an id, a number or a code is a name, not a quantity; so is what has leading zeros.</summary>
    private static bool IsCode(string name) => name.Split('_') is var parts
        && (parts.Contains("id") || parts.Contains("no") || parts.Contains("code") || parts.Contains("key") || parts.Contains("zip")
            || parts.Contains("phone") || name.EndsWith("id", StringComparison.Ordinal));
}
