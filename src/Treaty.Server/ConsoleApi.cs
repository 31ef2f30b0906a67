using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Treaty.Core.Reconciliation.Closing;
using Treaty.Operations.Doors;
using Treaty.Operations.Reading;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Server;

/// <summary>
/// The same reports as the pages show, as JSON below <c>/api/v1</c>. What is unknown is 404; before the first run everything is 409.
/// </summary>
public static class ConsoleApi
{
    private const int MostRows = 10_000;

    /// <summary>One SELECT over published products.</summary>
    public sealed record QueryBody(string Sql, int? Limit);

    /// <summary>Why there is no report, and what to do.</summary>
    public sealed record ApiError(string Error, string Help);

    public static void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").AddEndpointFilter(SayFailureAsync);
        api.MapGet("/map", (ConsoleOptions o, CancellationToken cancel) =>
            AnswerAsync(o, async r => await r.MapAsync(o.Now, cancel), cancel));
        api.MapGet("/catalog", (ConsoleOptions o, string? q, CancellationToken cancel) =>
            AnswerAsync(o, async r => await r.CatalogAsync(o.Now, Given(q), cancel), cancel));
        api.MapGet("/product/{**reference}", (ConsoleOptions o, string reference, CancellationToken cancel) =>
            AnswerAsync(o, r => r.ProductAsync(reference, o.Now, cancel), cancel));
        api.MapGet("/runs", (ConsoleOptions o, int? limit, CancellationToken cancel) =>
            AnswerAsync(o, async r => await r.RunsAsync(AtMost(limit ?? 50), cancel), cancel));
        api.MapGet("/run/{run}", (ConsoleOptions o, string run, CancellationToken cancel) =>
            AnswerAsync(o, r => r.RunAsync(run, cancel), cancel));
        api.MapGet("/discrepancies", (ConsoleOptions o, [AsParameters] DiscrepancyQuery query, CancellationToken cancel) =>
            ReadableAsync(query.Unreadable, o, async r => await r.DiscrepanciesAsync(query.Filter, o.Now, cancel), cancel));
        api.MapGet("/discrepancy/{id}", (ConsoleOptions o, string id, CancellationToken cancel) =>
            AnswerAsync(o, r => r.DiscrepancyAsync(id, o.Now, cancel), cancel));
        api.MapGet("/health", (ConsoleOptions o, CancellationToken cancel) =>
            AnswerAsync(o, async r => await r.HealthAsync(o.Now, cancel), cancel));
        api.MapGet("/bridges", (ConsoleOptions o, CancellationToken cancel) =>
            AnswerAsync(o, async r => await r.BridgesAsync(cancel), cancel));
        api.MapGet("/bridge", (ConsoleOptions o, [AsParameters] BridgeQuery query, CancellationToken cancel) =>
            ReadableAsync(query.Unreadable, o, async r => await r.BridgeAsync(query.Request, cancel), cancel));
        api.MapGet("/discrepancies.csv", (ConsoleOptions o, [AsParameters] DiscrepancyQuery query, CancellationToken cancel) =>
            CsvAnswer.DiscrepanciesAsync(o, query, cancel));
        api.MapGet("/bridge.csv", (ConsoleOptions o, [AsParameters] BridgeQuery query, CancellationToken cancel) =>
            CsvAnswer.BridgeAsync(o, query, cancel));
        api.MapGet("/explain", (ConsoleOptions o, [FromQuery(Name = "ref")] string reference, string key, CancellationToken cancel) =>
            AnswerAsync(o, async r => await r.ExplainAsync(reference, key, cancel), cancel));
        api.MapGet("/rights", (ConsoleOptions o, CancellationToken cancel) =>
            AnswerAsync(o, async r => await r.RightsAsync(o.Now, cancel), cancel));
        api.MapGet("/terms", (ConsoleOptions o, string? word, CancellationToken cancel) =>
            AnswerAsync(o, async r => await r.TermsAsync(Given(word), o.Now, cancel), cancel));
        api.MapGet("/audit", (ConsoleOptions o, string? kind, string? by, string? subject, int? limit, CancellationToken cancel) =>
            AnswerAsync(o, async r => await r.AuditAsync(new(Given(kind), Given(by), Given(subject), null, null, AtMost(limit ?? 100)),
                cancel), cancel));
        api.MapGet("/promises", (ConsoleOptions o, CancellationToken cancel) =>
            AnswerAsync(o, async r => await r.PromisesAsync(o.Now, cancel), cancel));
        api.MapGet("/proposals", (ConsoleOptions o, string? comparison, string? reason, string? key, int? offset, int? limit,
            CancellationToken cancel) => AnswerAsync(o, async r => await r.ProposalsAsync(
                new(Given(comparison), Given(key), Given(reason), null, Math.Max(0, offset ?? 0), AtMost(limit ?? 100)), cancel), cancel));
        api.MapGet("/clauses", (ConsoleOptions o, CancellationToken cancel) =>
            AnswerAsync(o, async r => await r.ClausesAsync(o.Now, cancel), cancel));
        api.MapGet("/doctor", (ConsoleOptions o, CancellationToken cancel) =>
            AnswerAsync(o, async r => await r.DoctorAsync(o.Now, cancel), cancel));
        api.MapGet("/closes", (ConsoleOptions o, CancellationToken cancel) => AnswerAsync(o, async r => await r.ClosesAsync(cancel), cancel));
        api.MapGet("/close/{id}", (ConsoleOptions o, string id, bool? verify, CancellationToken cancel) =>
            AnswerAsync(o, r => r.CloseAsync(id, verify == true, cancel), cancel));
        ContractApi.Map(api);
        PlanApi.Map(api);
        api.MapPost("/query", (ConsoleOptions o, QueryBody body, CancellationToken cancel) =>
            AnswerAsync(o, async r => await r.QueryAsync(body.Sql, AtMost(body.Limit ?? 1000), cancel), cancel));
        api.MapFallback("/{**path}", () =>
            Json(new ApiError("there is no such report",
                "the reports are map, catalog, product, runs, run, discrepancies, discrepancies.csv, discrepancy, health, bridges, bridge, bridge.csv, explain, rights, terms, audit, clauses, promises, doctor, proposals, closes, close, contract, contract-status, contract-history, quarantine, plans, plan and query"), 404));
    }

    public static int AtMost(int limit) => Math.Clamp(limit, 0, MostRows);

    /// <summary>The text, or null where nothing was entered.</summary>
    public static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>The day, or null where none was entered.</summary>
    public static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    internal static IResult Json<T>(T value, int status = 200) => Results.Json(value, TreatyJson.Compact, statusCode: status);

    internal static Task<IResult> NothingAsync() => Task.FromResult(Json(new ApiError("nothing was ever run", "run the mesh: treaty run"), 409));

    /// <summary>400 where a day or a period was entered that is none: to leave it out would answer another question.</summary>
    private static Task<IResult> ReadableAsync<T>(ApiError? unreadable, ConsoleOptions options, Func<IMeshReading, ValueTask<T?>> read,
        CancellationToken cancel) where T : class =>
        unreadable is null ? AnswerAsync(options, read, cancel) : Task.FromResult(Json(unreadable, 400));

    /// <summary>The status by which a failure of the world is told: what was asked was refused, or it cannot be had now.</summary>
    internal static int StatusOf(BackendFault fault) =>
        fault == BackendFault.Refused ? StatusCodes.Status400BadRequest : StatusCodes.Status503ServiceUnavailable;

    private static async ValueTask<object?> SayFailureAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context).ConfigureAwait(false);
        }
        catch (BackendException e)
        {
            return Json(new ApiError(e.Message, e.Help), StatusOf(e.Fault));
        }
    }

    internal static async Task<IResult> AnswerAsync<T>(ConsoleOptions options, Func<IMeshReading, ValueTask<T?>> read,
        CancellationToken cancel) where T : class =>
        await options.Reading(cancel).ConfigureAwait(false) is not { } reading
            ? await NothingAsync().ConfigureAwait(false)
        : await read(reading).ConfigureAwait(false) is { } report ? Json(report)
        : Json(new ApiError("not found", "the catalog and the list of runs name what there is"), 404);
}

/// <summary>The filter of discrepancies as an address carries it.</summary>
public sealed record DiscrepancyQuery(string? Comparison, string? Class, string? Team, string? Currency, string? Text, string? State,
    string? Sort, int? Offset, int? Limit, string? Before = null, string? Decision = null)
{
    /// <summary>Why it cannot be read; null where it can.</summary>
    public ConsoleApi.ApiError? Unreadable => ConsoleApi.Given(Before) is { } text && ConsoleApi.Day(text) is null
        ? new($"`before` is `{text}`, which is no day", "write it as 2026-01-31") : null;

    public DiscrepancyFilter Filter =>
        new(ConsoleApi.Given(Comparison), ConsoleApi.Given(Class), ConsoleApi.Given(Team), ConsoleApi.Given(Currency),
        ConsoleApi.Given(Text), Math.Max(0, Offset ?? 0), ConsoleApi.AtMost(Limit ?? 100))
        {
            State = ConsoleApi.Given(State),
            Sort = ConsoleApi.Given(Sort) ?? "amount",
            Before = ConsoleApi.Day(Before),
            Decision = ConsoleApi.Given(Decision),
        };
}

/// <summary>A bridge as an address asks for it; the period is a month, a day, or empty for all time.</summary>
public sealed record BridgeQuery(string? From, string? To, string? Measure, string? Period, string? Currency, string? Rows, int? Limit,
    bool? Shapley = null)
{
    public BridgeRequest Request => new(ConsoleApi.Given(From) ?? "", ConsoleApi.Given(To) ?? "", ConsoleApi.Given(Measure), Asked?.From,
        Asked?.To, ConsoleApi.Given(Currency), ConsoleApi.Given(Rows), ConsoleApi.AtMost(Limit ?? 200)) { Shapley = Shapley == true };

    /// <summary>False where a period was entered that is none.</summary>
    public bool PeriodIsRead => ConsoleApi.Given(Period) is null || Asked is not null;

    /// <summary>Why it cannot be read; null where it can.</summary>
    public ConsoleApi.ApiError? Unreadable => PeriodIsRead ? null
        : new($"`period` is `{Period}`, which is no month or day", "write it as 2026-01 or 2026-01-31");

    private ClosingPeriod? Asked => ConsoleApi.Given(Period) is { } text ? ClosingPeriod.TryParse(text) : null;
}
