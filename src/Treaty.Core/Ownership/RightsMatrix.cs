using System.Collections.Immutable;
using Treaty.Core.Meshes;
using Treaty.Core.Products;

namespace Treaty.Core.Ownership;

/// <summary>How a right over something stands to the team that answers for it.</summary>
public enum RightStanding
{
    /// <summary>The answering team alone holds it.</summary>
    Own,

    /// <summary>The answering team holds it together with others.</summary>
    Shared,

    /// <summary>Another team of the same context holds it.</summary>
    Within,

    /// <summary>Only teams of other contexts hold it.</summary>
    Outside,

    /// <summary>Someone was given it, and no one who is still there holds it.</summary>
    Vacant,

    /// <summary>No document says who holds it.</summary>
    Unsaid,
}

/// <summary>One right over one thing.</summary>
/// <param name="Demanded">True where the constitution demands that the answering team hold it.</param>
public sealed record RightsCell(DecisionRight Right, RightStanding Standing, ImmutableArray<RightHolder> Holders, bool Demanded)
{
    /// <summary>True where the owner is accountable without the authority: the constitution demands the right and he has it not.</summary>
    public bool Breaks => Demanded && Standing is not (RightStanding.Own or RightStanding.Shared);
}

/// <summary>A thing that is decided upon: a fact, or a product that states no facts.</summary>
/// <param name="Product">The product that carries it; null for a fact that is not published.</param>
/// <param name="Owner">The team that answers for it; null where no product does.</param>
public sealed record RightsRow(
    string Context, string Name, bool IsFact, Reference? Product, ProductClass? Class, string? Owner, ImmutableArray<RightsCell> Cells);

/// <summary>Facts and products by decision rights: who holds each, and where an owner lacks what he needs.</summary>
public sealed record RightsMatrix(ImmutableArray<DecisionRight> Rights, ImmutableArray<RightsRow> Rows)
{
    /// <param name="day">The day on which rights are looked at.</param>
    public static RightsMatrix Of(Mesh mesh, DateOnly day)
    {
        ImmutableArray<DecisionRight> all = [.. Enum.GetValues<DecisionRight>().Where(right => right != DecisionRight.AmendConstitution)];
        ImmutableArray<RightsRow> rows = [.. Subjects(mesh).Select(subject => Row(mesh, subject, all, day))];
        return new(all, rows);
    }

    private sealed record Subject(RightScope Scope, Product? Product)
    {
        public string Name => Scope.Fact ?? Scope.Product!;
    }

    private static IEnumerable<Subject> Subjects(Mesh mesh)
    {
        foreach (var context in mesh.Contexts)
        {
            foreach (var fact in context.Facts)
            {
                var product = mesh.Products.FirstOrDefault(p => p.Class == ProductClass.AuthoritativeFact && p.Ref.Context == context.Id
                    && p.Contract.Objects.Any(o => o.Fact == fact.Id));
                yield return new(new(context.Id, product?.Ref.Product, fact.Id), product);
            }
            foreach (var product in mesh.Products.Where(p => p.Ref.Context == context.Id && p.Contract.Objects.All(o => o.Fact is null)))
                yield return new(RightScope.Of(product.Ref), product);
        }
        foreach (var feed in mesh.Products.Where(p => p.Class is null)) yield return new(RightScope.Of(feed.Ref), feed);
    }

    private static RightsRow Row(Mesh mesh, Subject subject, ImmutableArray<DecisionRight> rights, DateOnly day)
    {
        var demanded = subject.Product?.Class is { } @class ? mesh.Constitution.Rights.GetValueOrDefault(@class, []) : [];
        return new(subject.Scope.Context, subject.Name, subject.Scope.Fact is not null, subject.Product?.Ref, subject.Product?.Class,
            subject.Product?.Team, [.. rights.Select(right => Cell(mesh, subject, right, demanded.Contains(right), day))]);
    }

    private static RightsCell Cell(Mesh mesh, Subject subject, DecisionRight right, bool demanded, DateOnly day)
    {
        var holders = Holders.Of(mesh, right, subject.Scope, day).ToImmutableArray();
        var said = mesh.Context(subject.Scope.Context)?.Rights.Any(h => h.Right == right) == true;
        return new(right, Standing(mesh, subject, holders, said), holders, demanded);
    }

    private static RightStanding Standing(Mesh mesh, Subject subject, ImmutableArray<RightHolder> holders, bool said)
    {
        if (holders.IsEmpty) return said ? RightStanding.Vacant : RightStanding.Unsaid;
        if (holders.Any(h => h.Team == subject.Product?.Team)) return holders.Length == 1 ? RightStanding.Own : RightStanding.Shared;
        var own = mesh.Context(subject.Scope.Context)?.Teams.Select(team => team.Id).ToHashSet(StringComparer.Ordinal) ?? [];
        return holders.Any(h => own.Contains(h.Team)) ? RightStanding.Within : RightStanding.Outside;
    }
}
