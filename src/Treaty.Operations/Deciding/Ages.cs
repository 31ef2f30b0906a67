using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Decisions;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Deciding;

/// <summary>How old discrepancies are on a day: in days, or in business days where their comparison says so, by its calendar with the
/// holidays that its last run read.</summary>
public sealed class Ages
{
    private readonly DateOnly _day;
    private readonly Dictionary<string, BusinessDays> _counted;

    private Ages(DateOnly day, Dictionary<string, BusinessDays> counted) => (_day, _counted) = (day, counted);

    public static async ValueTask<Ages> ReadAsync(MeshStore store, Mesh mesh, DateOnly day, CancellationToken cancel)
    {
        var counted = new Dictionary<string, BusinessDays>(StringComparer.Ordinal);
        foreach (var comparison in mesh.Comparisons.Where(c => c.Decisions.InBusinessDays))
        {
            var calendar = comparison.Calendar ?? BusinessCalendar.Standard;
            var listed = calendar.Read is null ? []
                : (await store.Ledger.ComparisonAsync(Comparing.RefOf(comparison), cancel).ConfigureAwait(false))?.Holidays ?? [];
            counted[Comparing.RefOf(comparison)] = new(calendar, listed);
        }
        return new(day, counted);
    }

    /// <summary>Of a discrepancy of a comparison with a business date.</summary>
    public int Of(string comparison, DateOnly? date) => Ageing.Days(date, _day, CountedBy(comparison));

    /// <summary>The business days by which a comparison counts; null where it counts all days.</summary>
    public BusinessDays? CountedBy(string comparison) => _counted.GetValueOrDefault(comparison);
}
