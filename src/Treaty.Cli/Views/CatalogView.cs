using System.Globalization;
using Treaty.Operations.Reports;

namespace Treaty.Cli.Views;

/// <summary>The catalog as text: a line a product.</summary>
internal static class CatalogView
{
    private const int Roomy = 110;

    public static void Write(TextWriter to, CatalogReport report) => Write(to, report, Wide.Standard);

    public static void Write(TextWriter to, CatalogReport report, int width)
    {
        if (report.Entries.Count == 0)
        {
            to.WriteLine("no product matches; `treaty check` lists what the documents declare");
            return;
        }
        // A short line keeps what is asked for most; names are typed again, so they are never cut.
        if (width < Roomy)
            TextTable.Write(to, ["product", "class", "rows", "open", "checks"],
                [.. report.Entries.Select(Short)], new HashSet<int> { 2, 3 }, width: width);
        else
        {
            // A title that is the product's name again is not worth the room.
            var titled = report.Entries.Any(e => !e.Ref.EndsWith("." + e.Title, StringComparison.Ordinal));
            string[] columns = ["product", "class", "owner", "version", "rows", "quarantined", "open", "checks", "fresh as of",
                .. titled ? ["title"] : Array.Empty<string>()];
            TextTable.Write(to, columns, [.. report.Entries.Select(e => (IReadOnlyList<string?>)[.. Row(e).Take(columns.Length)])],
                new HashSet<int> { 3, 4, 5, 6 }, width: width);
        }
        to.WriteLine(Figures.Count(report.Entries.Count, "product"));
    }

    private static IReadOnlyList<string?> Short(CatalogEntry e) =>
        [e.Ref, e.Class, Count(e.Rows), Figures.Count(e.OpenDiscrepancies), e.Verdict];

    private static IReadOnlyList<string?> Row(CatalogEntry e) =>
    [
        e.Ref, e.Class, e.Team ?? "nobody", e.Version is { } version ? "#" + version.ToString(CultureInfo.InvariantCulture) : "-",
        Count(e.Rows), Count(e.Quarantined),
        Figures.Count(e.OpenDiscrepancies), e.Verdict, e.FreshAsOf is { } fresh ? Figures.At(fresh) : "-", e.Title,
    ];

    private static string Count(long? count) => count is { } value ? Figures.Count(value) : "-";
}

/// <summary>One product as text: what it means, who answers, its columns, its state.</summary>
internal static class ProductView
{
    public static void Write(TextWriter to, ProductReport product) => Write(to, product, Wide.Standard);

    public static void Write(TextWriter to, ProductReport product, int width)
    {
        var e = product.Entry;
        to.WriteLine($"{e.Ref}{(e.Version is { } version ? "#" + version.ToString(CultureInfo.InvariantCulture) : "")}  {e.Title}");
        (string Name, string? Value)[] lines =
        [
            ("class", e.Class), ("means", e.Purpose), ("use", product.Usage), ("not for", product.Limitations),
            ("owner", product.Team is { } team ? $"{team.Name} ({team.Id}){(team.Contact is { } contact ? ", " + contact : "")}"
                : e.Team ?? "nobody"),
            ("support", Joined(product.Support.Select(s => s.Channel + (s.Url is { } url ? " " + url : "")))),
            ("contract", $"{product.Contract.Id} {product.Contract.Version} {product.Contract.Status}"),
            ("promises", Joined(product.Contract.Objectives)),
            ("published", e.PublishedAt is { } at ? Figures.At(at) : "not yet; publish it with treaty run"),
            ("fresh as of", e.FreshAsOf is { } fresh ? Figures.At(fresh) : null),
            ("rows", e.Rows is { } rows ? $"{Figures.Count(rows)}, {Figures.Count(e.Quarantined ?? 0)} in quarantine" : null),
            ("checks", e.Version is null ? null : e.Verdict),
            ("open", e.OpenDiscrepancies > 0 ? Figures.Count(e.OpenDiscrepancies, "discrepancy", "discrepancies") : null),
            ("reads", Joined(product.ReadsFrom)), ("read by", Joined(product.ReadBy)),
        ];
        foreach (var (name, value) in lines.Where(line => line.Value is not null)) to.WriteLine($"  {name,-12}{value}");
        foreach (var o in product.Objects) Object(to, o, width);
        foreach (var check in product.Checks.Where(c => c.Verdict != "pass"))
            to.WriteLine("  " + CheckText.Of(check));
        if (product.QueryExample != "") to.WriteLine($"\ntry: treaty query \"{product.QueryExample.ReplaceLineEndings(" ")}\"");
    }

    private static void Object(TextWriter to, ObjectLine o, int width)
    {
        to.WriteLine();
        to.WriteLine($"  {o.QueryName}{(o.Fact is { } fact ? $"  states the fact {fact}" : "")}");
        TextTable.Write(to, ["column", "type", "", "computed from", "meaning"],
            [.. o.Columns.Select(Column)], new HashSet<int>(), "  ", width);
    }

    private static IReadOnlyList<string?> Column(ColumnLine c) =>
        [c.Name, c.Type, c.Key ? "key" : c.Required ? "required" : "", string.Join(", ", c.From), c.Description];

    private static string? Joined(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } joined ? joined : null;
}
