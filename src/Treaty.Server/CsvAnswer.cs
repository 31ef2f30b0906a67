using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Treaty.Core.Findings;
using Treaty.Operations.Reading;
using Treaty.Operations.Reports;

namespace Treaty.Server;

/// <summary>What pages show as CSV (RFC 4180, UTF-8 with a mark, so that spreadsheets read it), for whoever takes it along.</summary>
internal static class CsvAnswer
{
    private const int MostRows = 100_000;

    public static async Task<IResult> DiscrepanciesAsync(ConsoleOptions options, DiscrepancyQuery query, CancellationToken cancel)
    {
        if (query.Unreadable is { } unreadable) return ConsoleApi.Json(unreadable, 400);
        if (await options.Reading(cancel).ConfigureAwait(false) is not { } reading) return await ConsoleApi.NothingAsync()
            .ConfigureAwait(false);
        var filter = query.Filter with { Limit = Math.Clamp(query.Limit ?? MostRows, 0, MostRows) };
        var report = await reading.DiscrepanciesAsync(filter, options.Now, cancel).ConfigureAwait(false);
        if (Refusal(report.Total == 0, report.Findings) is { } refused) return refused;
        if (filter.Offset + report.Page.Count < report.Total && IsCut(query.Limit))
            return Cut(string.Create(CultureInfo.InvariantCulture, $"the filter finds {report.Total:N0} discrepancies, more"),
                "narrow the filter, or take them part by part with `offset` and `limit`");
        return File("discrepancies", [
            "id", "comparison", "class", "definition", "key", "about", "a", "b", "b_minus_a", "gross", "currency", "business_date", "age_days",
                "severity", "state", "team", "person", "decision", "first_seen", "last_seen"],
            report.Page.Select(d => new object?[]
            {
                d.Id, d.Comparison, d.Class, d.Definition, d.GroupKey, d.Subject, d.ValueA, d.ValueB, d.Amount, d.Gross, d.Currency,
                d.BusinessDate, d.AgeDays, d.Severity, d.State, d.Team, d.Person, d.Decision, d.FirstSeen, d.LastSeen,
            }));
    }

    /// <summary>The lines of all walks; where a line is asked for, its rows.</summary>
    public static async Task<IResult> BridgeAsync(ConsoleOptions options, BridgeQuery query, CancellationToken cancel)
    {
        if (query.Unreadable is { } unreadable) return ConsoleApi.Json(unreadable, 400);
        if (await options.Reading(cancel).ConfigureAwait(false) is not { } reading) return await ConsoleApi.NothingAsync()
            .ConfigureAwait(false);
        var report = await reading.BridgeAsync(query.Request with { Limit = Math.Clamp(query.Limit ?? MostRows, 0, MostRows) }, cancel)
            .ConfigureAwait(false);
        if (Refusal(report.Walks.Count == 0, report.Findings) is { } refused) return refused;
        if (report.Rows is { Truncated: true } && IsCut(query.Limit))
            return Cut("more rows stand behind the line", "name a `period` or a `currency`, or ask for the largest with `limit`");
        if (report.Rows is { } rows)
            return File("bridge-rows", ["line", "currency", "key", "class", "b_minus_a", "a", "b", "date_a", "date_b", "status_a", "status_b",
                "discrepancy", "state"],
                rows.Rows.Select(r => new object?[]
                {
                    rows.Line, rows.Currency, r.Keys ?? r.GroupKey, r.Class, r.Amount, r.ReportedA, r.ReportedB, r.DateA, r.DateB,
                        r.StatusA,
                    r.StatusB, r.Discrepancy, r.State,
                }));
        return File("bridge", ["measure", "currency", "line", "why", "answered_for_by", "groups", "amount", "gross", "shapley"],
            report.Walks.SelectMany(w => w.Lines.Select(l => new object?[]
            {
                report.Measure, w.Currency, l.Name, l.Reason ?? l.Title, l.Owner, l.Groups, l.Amount, l.Gross, l.Shapley,
            }).Prepend([report.Measure, w.Currency, "total-a", report.From, null, null, w.TotalA, null, null])
                .Append([report.Measure, w.Currency, "total-b", report.To, null, null, w.TotalB, null, null])));
    }

    /// <summary>Why there is nothing, where a name that was asked for is the name of nothing: an empty file would read as if all were
    /// well.</summary>
    private static IResult? Refusal(bool isEmpty, IReadOnlyList<Finding> findings) =>
        isEmpty && findings.FirstOrDefault(f => f.Severity == Severity.Error) is { } refused
            ? ConsoleApi.Json(new ConsoleApi.ApiError(refused.Sentence, refused.Help), 404) : null;

    /// <summary>True where all were asked for that there are, or more than a file holds. Who asks for fewer knows what he gets.</summary>
    private static bool IsCut(int? limit) => limit is null or > MostRows;

    /// <summary>No file rather than a part of one that is taken for the whole.</summary>
    private static IResult Cut(string sentence, string help) => ConsoleApi.Json(new ConsoleApi.ApiError(
        string.Create(CultureInfo.InvariantCulture, $"{sentence} than a file holds: {MostRows:N0} lines"), help), 400);

    private static IResult File(string name, IReadOnlyList<string> header, IEnumerable<object?[]> rows)
    {
        var text = new StringBuilder("\uFEFF");
        foreach (var row in rows.Prepend([.. header])) text.AppendJoin(',', row.Select(Cell)).Append("\r\n");
        return Results.File(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", $"{name}.csv");
    }

    /// <summary>A text that a spreadsheet would take for a formula gets an apostrophe before it, as spreadsheets themselves write
    /// it.</summary>
    internal static string Cell(object? value) => value switch
    {
        null => "",
        string text => Quoted(text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' && !IsNumber(text) ? "'" + text : text),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Quoted(value.ToString() ?? ""),
    };

    private static bool IsNumber(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text
        : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
