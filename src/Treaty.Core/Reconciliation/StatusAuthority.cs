using System.Collections.Immutable;
using Treaty.Core.Meshes;
using Treaty.Core.Ownership;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation.Decisions;

namespace Treaty.Core.Reconciliation;

/// <summary>
/// Looks up which side of a comparison may say a status. The right is <c>change-source-semantics</c> over the fact that the side states
/// (over its product, where it states none); of a reconciled product, which has no source, <c>set-rule</c>. A side speaks by it where its
/// own team holds it, or a team of its context. Rights that name a status, in the rights of either side's context or in an accord, go
/// before the right over everything. A legacy feed is never an authority.
/// </summary>
public static class StatusAuthority
{
    /// <summary>The comparison with what the rights of a day let its sides say.</summary>
    public static Comparison Apply(Mesh mesh, Comparison comparison, DateOnly day) =>
        comparison.Status is not { } status ? comparison
            : comparison with { Status = status with { Voices = (Of(mesh, comparison, Side.A, day), Of(mesh, comparison, Side.B, day)) } };

    /// <summary>What a comparison's result rests on besides documents and rows: its voices, where it has any.</summary>
    public static IEnumerable<string> Texts(Comparison comparison) =>
        comparison.Status is { } status && !(status.Voices.A.IsSilent && status.Voices.B.IsSilent)
            ? [$"{comparison.Id}\n{status.Voices.A.Text}\n{status.Voices.B.Text}"] : [];

    /// <summary>The right by which the statuses of a side are decided.</summary>
    public static DecisionRight RightOf(Mesh mesh, ComparisonSide side) =>
        mesh.Product(side.Object) is { Class: ProductClass.Reconciled } ? DecisionRight.SetRule : DecisionRight.ChangeSourceSemantics;

    /// <summary>Who may say a status of a side: the holders in the side's own scope, and whom the other side's scope names for
    /// it.</summary>
    public static IReadOnlyList<RightHolder> Holding(Mesh mesh, Comparison comparison, Side side, string? status, DateOnly day) =>
        [.. In(mesh, comparison.On(side), status, day),
            .. In(mesh, comparison.On(side.Other()), status, day).Where(h => h.ByStatus)];

    /// <summary>Statuses that a right over either side names.</summary>
    public static IEnumerable<string> Named(Mesh mesh, Comparison comparison)
    {
        foreach (var side in new[] { comparison.A, comparison.B })
        {
            var (right, context) = (RightOf(mesh, side), side.Object.Context);
            foreach (var status in (mesh.Context(context)?.Rights ?? []).Where(h => h.Right == right).SelectMany(h => h.Statuses)
                .Concat(mesh.Accords.SelectMany(a => a.Rights).Where(g => g.Right == right && g.Of == context).SelectMany(g => g.Statuses)))
                yield return status;
        }
    }

    private static StatusVoice Of(Mesh mesh, Comparison comparison, Side side, DateOnly day)
    {
        var otherwise = Standing(null);
        var others = Named(mesh, comparison).Distinct(StringComparer.Ordinal)
            .Select(status => KeyValuePair.Create(status, Standing(status)))
            .Where(s => s.Value != otherwise);
        return new(otherwise, StatusVoice.None.Statuses.AddRange(others));

        StatusStanding Standing(string? status)
        {
            if (mesh.Product(comparison.On(side).Object) is not { IsFeed: false } product) return StatusStanding.None;
            var mine = Holding(mesh, comparison, side, status, day).Where(h => Speaks(mesh, comparison, product, h.Team)).ToList();
            return mine.Any(h => h.ByStatus) ? StatusStanding.Named : mine.Count > 0 ? StatusStanding.Whole : StatusStanding.None;
        }
    }

    /// <summary>Two sides of one context are told apart by the teams of their products.</summary>
    private static bool Speaks(Mesh mesh, Comparison comparison, Product product, string team) => team == product.Team
        || (comparison.A.Object.Context != comparison.B.Object.Context
            && mesh.Context(product.Ref.Context)?.Teams.Any(t => t.Id == team) == true);

    private static IReadOnlyList<RightHolder> In(Mesh mesh, ComparisonSide side, string? status, DateOnly day) =>
        Triage.FactOf(mesh, side) is { } scope ? Holders.Of(mesh, RightOf(mesh, side), scope with { Status = status }, day) : [];
}
