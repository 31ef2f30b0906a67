using Shouldly;
using Treaty.Core.Reconciliation.Closing;
using Xunit;

namespace Treaty.Core.Tests.Reconciliation.Closing;

public sealed class Periods_as_they_are_written
{
    [Theory]
    [InlineData("2026-01", "2026-01-01", "2026-02-01")]
    [InlineData("2025-12", "2025-12-01", "2026-01-01")]
    [InlineData("2024-02", "2024-02-01", "2024-03-01")]
    [InlineData("2024-02-29", "2024-02-29", "2024-03-01")]
    [InlineData("2026-12-31", "2026-12-31", "2027-01-01")]
    public void Span_a_month_or_a_day(string text, string from, string to) =>
        ClosingPeriod.TryParse(text).ShouldBe(new ClosingPeriod(text, DateOnly.Parse(from, null), DateOnly.Parse(to, null)));

    [Theory]
    [InlineData("")]
    [InlineData("2026")]
    [InlineData("2026-1")]
    [InlineData("2026-13")]
    [InlineData("2026-02-30")]
    [InlineData("9999-12")]
    [InlineData("9999-12-31")]
    public void Are_none_where_they_name_no_span(string text) => ClosingPeriod.TryParse(text).ShouldBeNull();
}
