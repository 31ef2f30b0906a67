using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>Says whether the newest versions of the two sides of a comparison hold the same rows by all that it compares.</summary>
public sealed class ReadIdentical(MeshStore store, Mesh mesh)
{
    public static readonly FindingKind Unknown = new("TRY1503", Severity.Error, "a comparison is not in the mesh");
    public static readonly FindingKind NoVersion = new("TRY1504", Severity.Error, "a side of a comparison has never been published");

    /// <param name="reference">Owner and comparison id, such as <c>zone.revenue:order_payment</c>.</param>
    public async ValueTask<IdenticalReport> RunAsync(string reference, CancellationToken cancel)
    {
        if (mesh.Comparisons.FirstOrDefault(c => Comparing.RefOf(c) == reference) is not { } comparison)
            return new(reference, [], [Unknown.At(null, $"`{reference}` is no comparison of this mesh",
                Core.Meshes.Yaml.Nearest.Help(reference, [.. mesh.Comparisons.Select(Comparing.RefOf).Order(StringComparer.Ordinal)]))]);
        await using var session = await store.OpenSessionAsync(mesh.Settings, [], writes: false, cancel).ConfigureAwait(false);
        var versions = new List<string>();
        var read = new[] { ("side_a", comparison.A.Object), ("side_b", comparison.B.Object) };
        foreach (var (view, of) in read.Concat(comparison.Inputs.Select(i => (i.Name, i.Object))))
        {
            if (await store.Ledger.VersionAsync(of.Bare, cancel).ConfigureAwait(false) is not { } version)
                return new(reference, [], [NoVersion.At(comparison.Place, $"`{of.Bare}` has never been published", "run it first")]);
            var product = mesh.Product(of)!;
            await new InputViews(store, session).ShowObjectAsync(Quote.Name(view), product, ComparisonRules.ObjectOf(product, of)!, version,
                cancel).ConfigureAwait(false);
            versions.Add($"{version.Ref}#{version.Version}");
        }
        var plan = CompareSides.Plan(mesh, comparison with { Reporting = null }, "identical_", "side_a", "side_b");
        await session.ExecuteAllAsync(IdenticalSql.Views(plan), cancel).ConfigureAwait(false);
        var rows = await session.QueryAsync(IdenticalSql.Statement(plan), 2, cancel).ConfigureAwait(false);
        var sides = rows.Rows.Select((r, i) => new IdenticalSide(versions[i], EngineValues.Count(r[1]), $"{r[2]}.{r[3]}")
        {
            OutOfScope = EngineValues.Count(r[4]),
        });
        return new(reference, [.. sides], []);
    }
}
