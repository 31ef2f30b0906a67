using Treaty.Core;
using Treaty.Operations.Reports;

namespace Treaty.Operations.Reading;

/// <summary>What stewards read of the queue. Ages and what has expired are counted to the moment given.</summary>
public interface IDiscrepancyReading
{
    ValueTask<DiscrepanciesReport> DiscrepanciesAsync(DiscrepancyFilter filter, Moment moment, CancellationToken cancel);

    /// <summary>One discrepancy whole; null where there is none of this id.</summary>
    ValueTask<DiscrepancyReport?> DiscrepancyAsync(string id, Moment moment, CancellationToken cancel);

    ValueTask<HealthReport> HealthAsync(Moment moment, CancellationToken cancel);
}
