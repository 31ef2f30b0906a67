using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Treaty.Core;
using Treaty.Operations.Reading;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Server;

/// <summary>The same reports as the pages show, as JSON below <c>/api/v1</c>.</summary>
public static class Api
{
    public sealed record QueryBody(string Sql, int? Limit);

    public static void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1");
        api.MapGet("/map", (CurrentReading current, TimeProvider clock, CancellationToken cancel) =>
            AnswerAsync(current, async r => await r.MapAsync(Now(clock), cancel), cancel));
        api.MapGet("/catalog", (CurrentReading current, TimeProvider clock, string? q, CancellationToken cancel) =>
            AnswerAsync(current, async r => await r.CatalogAsync(Now(clock), q, cancel), cancel));
        api.MapGet("/products/{reference}", (CurrentReading current, TimeProvider clock, string reference, CancellationToken cancel) =>
            AnswerAsync(current, async r => await r.ProductAsync(reference, Now(clock), cancel), cancel));
        api.MapGet("/runs", (CurrentReading current, int? limit, CancellationToken cancel) =>
            AnswerAsync(current, async r => await r.RunsAsync(limit ?? 50, cancel), cancel));
        api.MapGet("/runs/{run}", (CurrentReading current, string run, CancellationToken cancel) =>
            AnswerAsync(current, async r => await r.RunAsync(run, cancel), cancel));
        api.MapGet("/discrepancies", (CurrentReading current, TimeProvider clock, string? comparison, string? @class, string? team,
            string? currency,
            string? text, int? offset, int? limit, CancellationToken cancel) =>
            AnswerAsync(current, async r => await r.DiscrepanciesAsync(new(comparison, @class, team, currency, text, offset ?? 0, limit
                ?? 100), Now(clock),
                cancel), cancel));
        api.MapGet("/bridge", (CurrentReading current, string from, string to, string? measure, string? period, string? currency,
            string? rows,
            CancellationToken cancel) =>
            AnswerAsync(current, async r => await r.BridgeAsync(Request(from, to, measure, period, currency, rows), cancel), cancel));
        api.MapGet("/explain/{reference}/{key}", (CurrentReading current, string reference, string key, CancellationToken cancel) =>
            AnswerAsync(current, async r => await r.ExplainAsync(reference, key, cancel), cancel));
        api.MapPost("/query", (CurrentReading current, QueryBody body, CancellationToken cancel) =>
            AnswerAsync(current, async r => await r.QueryAsync(body.Sql, body.Limit ?? 1000, cancel), cancel)).DisableAntiforgery();
    }

    public static Moment Now(TimeProvider clock) => new(clock.GetUtcNow(), 0);

    /// <param name="period">A month or a day, or empty for all time.</param>
    public static BridgeRequest Request(string from, string to, string? measure, string? period, string? currency, string? rows)
    {
        var (start, end) = Period(period);
        return new(from, to, Empty(measure), start, end, Empty(currency), Empty(rows), 200);
    }

    private static (DateOnly? From, DateOnly? To) Period(string? text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)) return (month,
            month.AddMonths(1));
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? (day, day.AddDays(1))
            : (null, null);
    }

    private static string? Empty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static async Task<IResult> AnswerAsync<T>(CurrentReading current, Func<IMeshReading, ValueTask<T?>> read,
        CancellationToken cancel)
    {
        var reading = await current.GetAsync(cancel).ConfigureAwait(false);
        if (reading is null) return Results.Json(new { error = "nothing was ever run", help = "run the mesh: treaty run" },
            TreatyJson.Compact,
            statusCode: 409);
        return await read(reading).ConfigureAwait(false) is { } report ? Results.Json(report, TreatyJson.Compact)
            : Results.Json(new { error = "not found" }, TreatyJson.Compact, statusCode: 404);
    }
}
