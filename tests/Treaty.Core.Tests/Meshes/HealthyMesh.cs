using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;

namespace Treaty.Core.Tests.Meshes;

/// <summary>A small mesh without findings, and changes of it: the documents of every case are these with one thing wrong.</summary>
public sealed record HealthyMesh(ImmutableSortedDictionary<string, string> Texts)
{
    public const string Sales = "contexts/sales/context.yaml";
    public const string SalesSources = "contexts/sales/sources.yaml";
    public const string Orders = "contexts/sales/orders/product.odps.yaml";
    public const string OrdersContract = "contexts/sales/orders/contract.odcs.yaml";
    public const string OrdersSql = "contexts/sales/orders/facts.sql";
    public const string Payments = "contexts/payments/context.yaml";
    public const string Captures = "contexts/payments/captures/product.odps.yaml";
    public const string CapturesContract = "contexts/payments/captures/contract.odcs.yaml";
    public const string Daily = "contexts/payments/daily/product.odps.yaml";
    public const string DailyContract = "contexts/payments/daily/contract.odcs.yaml";
    public const string DailySql = "contexts/payments/daily/rows.sql";
    public const string Feed = "legacy/mart/feed.yaml";
    public const string FeedContract = "legacy/mart/contract.odcs.yaml";
    public const string Zone = "zone/team.yaml";
    public const string Revenue = "zone/revenue/product.odps.yaml";
    public const string RevenueContract = "zone/revenue/contract.odcs.yaml";
    public const string RevenueRules = "zone/revenue/reconciliation.yaml";
    public const string RevenueSql = "zone/revenue/rows.sql";
    public const string Map = "context-map.yaml";
    public const string Root = "treaty.yaml";
    public const string Central = "constitution.yaml";

    public static HealthyMesh Whole { get; } = new(HealthyDocuments.All);

    public HealthyMesh With(string path, string text) => new(Texts.SetItem(path, text));

    public HealthyMesh Without(string path) => Texts.ContainsKey(path) ? new(Texts.Remove(path))
        : throw new ArgumentException($"no {path}");

    /// <summary>Replaces text that stands exactly once in a document.</summary>
    public HealthyMesh Change(string path, string old, string with) =>
        Texts[path].Split(old).Length == 2 ? With(path, Texts[path].Replace(old, with, StringComparison.Ordinal))
            : throw new ArgumentException($"`{old}` stands {Texts[path].Split(old).Length - 1} times in {path}");

    public HealthyMesh Append(string path, string text) => With(path, Texts.GetValueOrDefault(path, "") + text);

    public IReadOnlyList<MeshDocument> Documents => [.. Texts.Select(entry => new MeshDocument(entry.Key, entry.Value))];

    public Compilation Compile() => MeshCompiler.Compile(Documents);

    /// <summary>What is wrong with it on a day after which nothing in it has ended.</summary>
    public IReadOnlyList<Finding> Findings =>
        MeshCompiler.Compile([.. Documents.Select(ReadDocument.Read)], new DateOnly(2026, 1, 31)).Findings;

    /// <summary>The place at which a text first stands, as findings write it.</summary>
    public string Place(string path, string text)
    {
        var at = Texts[path].IndexOf(text, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0, text);
        var before = Texts[path][..at];
        return $"{path}:{before.Count(c => c == '\n') + 1}:{at - before.LastIndexOf('\n')}";
    }
}
