using System.Collections.Immutable;
using Treaty.Core.Meshes;

namespace Treaty.Core.Ownership;

/// <summary>A change that was brought into force: the documents it touched, and the teams of those who planned and approved it.</summary>
/// <param name="Teams">Empty where it is not known who acted, because no principals were in force.</param>
public sealed record CarriedOut(DateTimeOffset At, ImmutableArray<string> Contexts, ImmutableArray<string> Teams);

/// <summary>How long a product took from the first plan that held it to the first version that its consumers could read.</summary>
/// <param name="Planned">When the first plan that adds it was saved; null where it came into force without one.</param>
/// <param name="InForce">When its documents first came into force.</param>
/// <param name="Published">When its first version became visible.</param>
public sealed record ProductPromise(string Ref, DateTimeOffset? Planned, DateTimeOffset? InForce, DateTimeOffset? Published)
{
    /// <summary>Days from the plan (or, without one, from coming into force) to the first version; null while there is none.</summary>
    public decimal? Days => Published is { } published && (Planned ?? InForce) is { } begun
        ? Math.Round((decimal)(published - begun).Ticks / TimeSpan.TicksPerDay, 2) : null;
}

/// <summary>How often a domain changed what is its own, and how often it could do so alone.</summary>
/// <param name="Changes">Changes brought into force that touched documents of the context.</param>
/// <param name="Known">Those of which it is known who planned and approved them.</param>
/// <param name="Alone">Those of the known ones in which no team of the platform had a hand.</param>
/// <param name="PerMonth">Changes in thirty days, from the first to the day of the report; null within the first thirty days.</param>
public sealed record DomainPromise(string Context, int Changes, int Known, int Alone, decimal? PerMonth);

/// <summary>
/// What federation promises, measured: domains publish sooner, and change what is theirs without waiting for the platform team.
/// </summary>
public sealed record Promises(IReadOnlyList<ProductPromise> Products, IReadOnlyList<DomainPromise> Domains)
{
    private const int DaysOfMonth = 30;

    /// <summary>The middle of the times from plan to first version, in days; null where nothing was published.</summary>
    public decimal? MedianDays => Products.Select(p => p.Days).OfType<decimal>().Order().ToList() is { Count: > 0 } days
        ? days[days.Count / 2] : null;

    public static Promises Measure(Mesh mesh, IReadOnlyList<ProductPromise> products, IReadOnlyList<CarriedOut> changes, DateTimeOffset now)
    {
        var platform = mesh.Constitution.PlatformTeams;
        return new([.. products.OrderBy(p => p.Ref, StringComparer.Ordinal)], [.. mesh.Contexts.Select(c => c.Id)
            .Order(StringComparer.Ordinal).Select(context => Domain(context, [.. changes.Where(c => c.Contexts.Contains(context))],
                platform, now))]);
    }

    private static DomainPromise Domain(string context, IReadOnlyList<CarriedOut> changes, ImmutableArray<string> platform,
        DateTimeOffset now)
    {
        var known = changes.Where(c => !c.Teams.IsEmpty).ToList();
        var days = changes.Count == 0 ? 0 : (now - changes.Min(c => c.At)).Days;
        return new(context, changes.Count, known.Count, known.Count(c => !c.Teams.Any(platform.Contains)),
            days < DaysOfMonth ? null : Math.Round((decimal)changes.Count * DaysOfMonth / days, 1));
    }
}
