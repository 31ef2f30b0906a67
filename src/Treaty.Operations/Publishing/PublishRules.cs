using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Quality;
using Treaty.Core.Sql;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Publishing;

/// <summary>What refuses a publish as a whole: too many rows held back, a failed check, nothing left.</summary>
public static class PublishRules
{
    public static readonly FindingKind OverLimit = new("TRY0702", Severity.Error, "more rows are quarantined than the contract allows");
    public static readonly FindingKind CheckFailed = new("TRY0703", Severity.Error, "a check of the contract failed");
    public static readonly FindingKind ReliedOn = new("TRY1295", Severity.Warning, "published data is not what a consumer relies on");
    public static readonly FindingKind Empty = new("TRY0704", Severity.Error, "the new version would be empty");

    public static void Judge(Product product, IReadOnlyList<CheckedObject> objects, IReadOnlyList<StagedSource> staged,
        VersionManifest? before,
        List<Finding> findings)
    {
        var rejected = staged.Sum(s => s.Rejected);
        var rows = objects.Sum(o => o.Mapped) + rejected;
        var bad = objects.Sum(o => o.Mapped - o.Good) + rejected;
        var limit = product.Contract.Quarantine;
        if (!limit.Allows(bad, rows))
            findings.Add(OverLimit.At(product.Contract.Place, $"{bad} of {rows} rows break the contract; it allows {Words(limit)}",
                "see the reasons and rows below; correct the source, or change `treatyQuarantine` in the contract"));
        foreach (var result in objects.SelectMany(o => o.Results)
            .Where(r => r.Verdict == Verdict.Fail || r is { Verdict: Verdict.Error, Severity: Severity.Error }))
            findings.Add(CheckFailed.At(product.Contract.Place,
                $"`{result.Object}`{(result.Column is { } c ? $".`{c}`" : "")}: {result.Check}, and is {result.Measured}",
                "the version before stays; correct the source, or change the check"));
        foreach (var result in objects.SelectMany(o => o.Results)
            .Where(r => r.Verdict == Verdict.Warn && r.Check.Contains(RelianceRules.Mark, StringComparison.Ordinal)))
            findings.Add(ReliedOn.At(product.Contract.Place,
                $"`{result.Object}` is no longer what others rely on: {result.Check}, and is {result.Measured}",
                "the version is published; tell those who rely on it, or correct the source"));
        if (rows - bad == 0 && (bad > 0 || before is { Rows.Published: > 0 }) && product.Sources.Length > 0
            && staged.All(s => s.State.Source.Mode == SourceMode.Full))
            findings.Add(Empty.At(product.Place, before is null ? "no row passes the contract"
                : $"no row is left where version {before.Version} has some",
                "the version before stays; see the reasons and rows below and correct the source"));
    }

    private static string Words(QuarantineLimit limit) =>
        string.Join(" and ", new[] { limit.MaxRows is { } rows ? Quote.Number(rows) + " rows" : null, limit.MaxPercent is { } percent
            ? Quote.Number(percent)
            + " %" : null }.OfType<string>());
}
