using Treaty.Operations.Reports;

namespace Treaty.Server;

/// <summary>The addresses of the console's pages. Every link is made here, so that every value in one is escaped.</summary>
public static class Addresses
{
    /// <summary>The page of a product, whatever object, version or comparison the reference names besides.</summary>
    public static string Product(string reference) => "/product/" + Uri.EscapeDataString(reference.Split('#', '/', '@', ':')[0]);

    /// <summary>The contract of a product, with the differences between two of its editions where they are named.</summary>
    public static string Contract(string reference, string? from = null, string? to = null) =>
        With("/contract/" + Uri.EscapeDataString(reference.Split('#', '/', '@', ':')[0]), ("from", from), ("to", to));

    public static string Quarantine(QuarantineFilter filter) => With("/quarantine", ("product", filter.Product), ("reason", filter.Reason),
        ("column", filter.Column), ("place", filter.Place), ("state", filter.Closed ? "all" : null),
        ("offset", filter.Offset == 0 ? null : filter.Offset.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    public static string Run(string run) => "/run/" + Uri.EscapeDataString(run);

    public static string Term(string word) => With("/terms", ("word", word));

    public static string Audit(string? kind, string? by, string? subject, int limit) => With("/audit", ("kind", kind), ("by", by),
        ("subject", subject), ("limit", limit.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <param name="done">The decision that was just recorded.</param>
    public static string Proposals(string? comparison, string? reason, string? key, int offset, string? done = null) => With("/proposals",
        ("comparison", comparison), ("reason", reason), ("key", key), ("done", done),
        ("offset", offset == 0 ? null : offset.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    public static string Close(string certificate) => "/close/" + Uri.EscapeDataString(certificate);

    public static string Clauses(string? subject, string? state) => With("/clauses", ("subject", subject), ("state", state));

    public static string Plan(string id) => "/plan/" + Uri.EscapeDataString(id);

    /// <summary>The map: of the whole mesh, or of one context and its neighbours.</summary>
    public static string Map(string? context = null) => With("/", ("context", context));

    public static string Rights(string? context) => With("/rights", ("context", context));

    public static string Catalog(string? search, string? @class, int offset = 0) => With("/catalog", ("q", search), ("class", @class),
        ("offset", offset == 0 ? null : offset.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>Where a row of a product, or the rows of a group of a comparison, came from.</summary>
    public static string Explain(string reference, string key) => With("/explain", ("ref", reference), ("key", key));

    public static string Bridge(string from, string to, string? measure, string? period = null, string? currency = null,
        string? rows = null, bool shapley = false, int? limit = null) =>
        With("/bridge", ("from", from), ("to", to), ("measure", measure), ("period", period), ("currency", currency), ("rows", rows),
            ("shapley", shapley ? "true" : null), ("limit", limit?.ToString(System.Globalization.CultureInfo.InvariantCulture)))
            + (rows is null ? "" : "#rows");

    /// <summary>What a bridge's page shows, from the API.</summary>
    public static string Api(string report, string? from, string? to, BridgeQuery query) => With("/api/v1/" + report, ("from", from),
        ("to", to), ("measure", query.Measure), ("period", query.Period), ("currency", query.Currency), ("rows", query.Rows),
        ("shapley", query.Shapley == true ? "true" : null));

    /// <summary>What the queue's page shows, from the API.</summary>
    public static string Api(string report, DiscrepancyFilter filter) =>
        With("/api/v1/" + report, Parts(filter with { Offset = 0 }));

    public static string Discrepancy(string id) => "/discrepancy/" + Uri.EscapeDataString(id);

    /// <summary>What a decision was about, as it stands now.</summary>
    public static string Decision(string decision) => Discrepancies(new() { Decision = decision });

    /// <param name="done">The decision that was just recorded.</param>
    public static string Discrepancies(DiscrepancyFilter filter, string? done = null) =>
        With("/discrepancies", [.. Parts(filter), ("done", done)]);

    private static (string Name, string? Value)[] Parts(DiscrepancyFilter filter) =>
    [
        ("comparison", filter.Comparison), ("class", filter.Class), ("team", filter.Team), ("currency", filter.Currency),
        ("text", filter.Text), ("state", filter.State), ("before", Words.Date(filter.Before)), ("decision", filter.Decision),
        ("sort", filter.Sort == "amount" ? null : filter.Sort),
        ("offset", filter.Offset == 0 ? null : filter.Offset.ToString(System.Globalization.CultureInfo.InvariantCulture)),
    ];

    private static string With(string path, params (string Name, string? Value)[] query)
    {
        var given = query.Where(part => !string.IsNullOrEmpty(part.Value))
            .Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}").ToList();
        return given.Count == 0 ? path : path + "?" + string.Join('&', given);
    }
}
