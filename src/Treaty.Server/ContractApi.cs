using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Treaty.Operations.Reports;

namespace Treaty.Server;

/// <summary>What products promise, as JSON below <c>/api/v1</c>: the same reports as the pages of contract and quarantine.</summary>
internal static class ContractApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/contract/{**reference}", (ConsoleOptions o, string reference, CancellationToken cancel) =>
            ConsoleApi.AnswerAsync(o, r => r.ContractAsync(reference, cancel), cancel));
        api.MapGet("/contract-status/{**reference}", (ConsoleOptions o, string reference, CancellationToken cancel) =>
            ConsoleApi.AnswerAsync(o, async r => Known(await r.ContractStatusAsync(reference, cancel), s => s.Findings.Count), cancel));
        api.MapGet("/contract-history/{**reference}", (ConsoleOptions o, string reference, string? from, string? to,
            CancellationToken cancel) => ConsoleApi.AnswerAsync(o, async r => Known(await r.ContractHistoryAsync(reference,
                ConsoleApi.Given(from), ConsoleApi.Given(to), cancel), h => h.Findings.Count), cancel));
        api.MapGet("/quarantine", (ConsoleOptions o, [AsParameters] QuarantineQuery query, CancellationToken cancel) =>
            ConsoleApi.AnswerAsync(o, async r => Known(await r.QuarantineAsync(query.Filter, cancel), q => q.Findings.Count), cancel));
    }

    /// <summary>A report about something unknown has findings and nothing else.</summary>
    private static T? Known<T>(T report, Func<T, int> findings) where T : class => findings(report) == 0 ? report : null;
}

/// <summary>The filter of rows held back as an address carries it.</summary>
public sealed record QuarantineQuery(string? Product, string? Reason, string? Column, string? Place, string? State, int? Offset, int? Limit)
{
    /// <summary>Closed rows are listed too where the state is <c>all</c>.</summary>
    public QuarantineFilter Filter =>
        new(ConsoleApi.Given(Product), ConsoleApi.Given(Reason), ConsoleApi.Given(Place), ConsoleApi.Given(State) == "all",
            ConsoleApi.AtMost(Limit ?? 100))
        {
            Column = ConsoleApi.Given(Column), Offset = Math.Max(0, Offset ?? 0),
        };
}
