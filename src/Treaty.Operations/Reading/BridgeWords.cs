using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Walks;
using Treaty.Operations.Reports;

namespace Treaty.Operations.Reading;

/// <summary>Says the lines of a bridge in words: what each is, and who answers for it.</summary>
internal sealed class BridgeWords(Mesh mesh, Comparison comparison)
{
    /// <summary>One currency of a bridge; by Shapley values too, where a walk by them is given.</summary>
    public BridgeWalk Of(Bridge bridge, string currency, ShapleyWalk? shapley = null) => new(
        currency, Plain(bridge.Amount(currency, BridgeLineKind.TotalA)), Plain(bridge.Amount(currency, BridgeLineKind.TotalB)),
        [.. bridge.In(currency).Where(l => !l.Kind.IsTotal())
            .Where(l => l.Gross != 0 || l.Kind == BridgeLineKind.Unclassified || shapley?.Of(l) is not (null or 0))
            .Select(l => Line(l.Kind, l.Definition, bridge.From, l.Groups, l.Amount, l.Gross) with { Shapley = Plain(shapley?.Of(l)) })],
        bridge.In(currency).Where(l => !l.Kind.IsTotal()).Sum(l => l.Groups), Plain(bridge.Gross(currency)))
    {
        SharedGroups = shapley?.Moved(currency),
    };

    public BridgeLineReport Line(BridgeLineKind kind, string part, Side from, long groups, decimal amount, decimal gross)
    {
        var definition = kind == BridgeLineKind.Definition ? comparison.Definitions.FirstOrDefault(d => d.Id == part) : null;
        var (a, b) = from == Side.A ? (comparison.A, comparison.B) : (comparison.B, comparison.A);
        var title = kind == BridgeLineKind.Amount && part.Length > 0 ? $"{part} differs"
            : Title(kind, a.Object.Bare.ToString(), b.Object.Bare.ToString());
        return new(part == "" ? kind.Text() : $"{kind.Text()}:{part}", title, groups, Plain(amount), Plain(gross),
            definition?.Owner ?? Owner(kind, a, b), definition?.Reason);
    }

    /// <summary>Who answers for a line: the comparison's route of its class, else the team of the side at fault, else the accountable
    /// team.</summary>
    private string Owner(BridgeLineKind kind, ComparisonSide a, ComparisonSide b)
    {
        var forward = a == comparison.A ? kind : kind.Swapped();
        var route = forward.Class();
        var fault = kind switch { BridgeLineKind.DuplicatesA or BridgeLineKind.MissingA => a,
            BridgeLineKind.DuplicatesB or BridgeLineKind.MissingB or BridgeLineKind.Late => b, _ => null };
        return route is { } found && comparison.Routes.TryGetValue(found, out var team) ? team
            : (fault is null ? null : mesh.Product(fault.Object)?.Team)
            ?? comparison.Accountable;
    }

    private static string Title(BridgeLineKind kind, string a, string b) => kind switch
    {
        BridgeLineKind.Definition => "counted differently by definition",
        BridgeLineKind.Timing => "in another period",
        BridgeLineKind.DuplicatesA => $"copies in {a}",
        BridgeLineKind.DuplicatesB => $"copies in {b}",
        BridgeLineKind.OutOfScope => "out of scope",
        BridgeLineKind.Invalid => "invalid rows",
        BridgeLineKind.Ambiguous => "with several possible partners",
        BridgeLineKind.UnmatchedKey => "without a partner for their key",
        BridgeLineKind.Split => $"one key of {a} is several of {b}",
        BridgeLineKind.Merge => $"several keys of {a} are one of {b}",
        BridgeLineKind.Tangle => "several keys of both are tangled",
        BridgeLineKind.MissingB => $"missing in {b}",
        BridgeLineKind.MissingA => $"missing in {a}",
        BridgeLineKind.Late => "not arrived yet",
        BridgeLineKind.Status => "status differs",
        BridgeLineKind.Currency => "currency differs",
        BridgeLineKind.Amount => "amount differs",
        BridgeLineKind.WithinTolerance => "within tolerance",
        BridgeLineKind.Rate => "converted at different rates",
        BridgeLineKind.NoRate => "without a stated rate",
        BridgeLineKind.Rounding => "rounding",
        BridgeLineKind.TieOutGap => "not in the compared rows",
        _ => "explained by no cause",
    };

    /// <summary>A number without the zeros that its scale adds.</summary>
    public static decimal Plain(decimal value) => value / 1.000000000000000000000000000m;

    public static decimal? Plain(decimal? value) => value is { } given ? Plain(given) : null;
}
