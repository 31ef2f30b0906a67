using System.Globalization;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Quality;

namespace Treaty.Core.Tests.Contracts;

/// <summary>Each objective is measured at its bounds, and units are never guessed.</summary>
public sealed class Objectives_of_a_contract
{
    private static readonly SourcePlace Place = new("contract.odcs.yaml", 1, 1);
    private static readonly DateTimeOffset At = new(2026, 3, 31, 9, 30, 0, TimeSpan.Zero);

    private static readonly SchemaObject Orders = new("orders", null, null, "placed_at", null,
        [Column("placed_at"), Column("seen_at")], [], Place);

    private static Property Column(string name) => new(name, null, null, LogicalType.Timestamp, 18, 6, false, false, null,
        PropertyLimits.None, null, null, null, [], [], Severity.Error, Place);

    private static Contract With(params IEnumerable<Objective> objectives) =>
        new("c", "1.0.0", "active", null, [Orders], [], [.. objectives], QuarantineLimit.None, Place);

    private static CheckResult Measure(Objective objective, string? newest = null, string? oldest = null, string? before = null,
        string? arrived = null, (long Rows, long Held) rows = default) =>
        MeasureObjectives.Of(With(objective), new ServiceFigures(At, Moment(before), Moment(arrived), rows.Rows, rows.Held,
            (_, _) => (Moment(oldest), Moment(newest)))).ShouldHaveSingleItem();

    private static DateTimeOffset? Moment(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("1", "h", "2026-03-31T08:30:00Z", Verdict.Pass)]
    [InlineData("1", "h", "2026-03-31T08:29:59Z", Verdict.Warn)]
    [InlineData("15", "min", "2026-03-31T09:15:00Z", Verdict.Pass)]
    [InlineData("PT15M", null, "2026-03-31T09:14:59Z", Verdict.Warn)]
    [InlineData("24h", null, "2026-03-30T09:30:00Z", Verdict.Pass)]
    [InlineData("1", "month", "2026-02-28T09:30:00Z", Verdict.Pass)]
    [InlineData("1", "month", "2026-02-28T09:29:59Z", Verdict.Warn)]
    [InlineData("0.5", "y", "2025-09-30T09:30:00Z", Verdict.Pass)]
    [InlineData("P1W", null, "2026-03-24T09:30:00Z", Verdict.Pass)]
    [InlineData("1", "h", "2026-04-01T00:00:00Z", Verdict.Pass)]
    [InlineData("1", "h", null, Verdict.Skip)]
    public void Freshness_is_the_age_of_the_newest_row(string value, string? unit, string? newest, Verdict verdict)
    {
        Measure(new("freshness", value, unit, null, Place), newest).Verdict.ShouldBe(verdict);
        Measure(new("LY", value, unit, "orders.seen_at", Place), newest).Verdict.ShouldBe(verdict);
    }

    [Fact]
    public void The_others_are_measured_at_their_bounds()
    {
        Measure(new("retention", "3", "y", null, Place), oldest: "2023-03-31T09:30:00Z").Verdict.ShouldBe(Verdict.Pass);
        Measure(new("retention", "3", "y", null, Place), oldest: "2023-03-31T09:29:59Z").Verdict.ShouldBe(Verdict.Warn);
        Measure(new("frequency", "1", "d", null, Place), before: "2026-03-30T09:30:00Z").Verdict.ShouldBe(Verdict.Pass);
        Measure(new("frequency", "1", "d", null, Place), before: "2026-03-30T09:29:00Z").Verdict.ShouldBe(Verdict.Warn);
        Measure(new("frequency", "1", "d", null, Place)).Verdict.ShouldBe(Verdict.Skip);
        Measure(new("timeToDetect", "1", "h", null, Place), arrived: "2026-03-31T08:00:00Z").Verdict.ShouldBe(Verdict.Warn);
        Measure(new("errorRate", "1", "percent", null, Place), rows: (100, 1)).Verdict.ShouldBe(Verdict.Pass);
        Measure(new("errorRate", "0.5%", null, null, Place), rows: (100, 1)).Verdict.ShouldBe(Verdict.Warn);
        Measure(new("completeness", "99", "%", null, Place), rows: (100, 1)).Verdict.ShouldBe(Verdict.Pass);
        Measure(new("completeness", "99", "%", null, Place)).Verdict.ShouldBe(Verdict.Skip);
        Measure(new("timeOfAvailability", "09:30Z", null, null, Place)).Verdict.ShouldBe(Verdict.Pass);
        Measure(new("timeOfAvailability", "11:29+02:00", null, null, Place)).Verdict.ShouldBe(Verdict.Warn);
        Measure(new("endOfLife", "2026-04-01", null, null, Place)).Verdict.ShouldBe(Verdict.Pass);
        Measure(new("endOfSupport", "2026-03-31", null, null, Place)).Verdict.ShouldBe(Verdict.Warn);
        Measure(new("generalAvailability", "2027-01-01", null, null, Place)).Measured.ShouldBe("from 2027-01-01");
    }

    [Theory]
    [InlineData("freshness", "5", "m", "TRY1306")]
    [InlineData("freshness", "5", null, "TRY1306")]
    [InlineData("freshness", "5", "fortnight", "TRY1306")]
    [InlineData("freshness", "-5", "h", "TRY1306")]
    [InlineData("freshness", "soon", "h", "TRY1306")]
    [InlineData("freshness", "PT", null, "TRY1306")]
    [InlineData("retention", "1.05", "y", "TRY1306")]
    [InlineData("errorRate", "5", null, "TRY1306")]
    [InlineData("errorRate", "5", "rows", "TRY1306")]
    [InlineData("errorRate", "101", "%", "TRY1306")]
    [InlineData("endOfLife", "never", null, "TRY1306")]
    [InlineData("timeOfAvailability", "25:00", null, "TRY1306")]
    [InlineData("availability", "99.9", "%", "TRY1305")]
    [InlineData("coolness", "99.9", "%", "TRY1305")]
    public void What_cannot_be_measured_is_said_and_not_enforced(string property, string value, string? unit, string code)
    {
        var objective = new Objective(property, value, unit, null, Place);
        ObjectiveTerms.Judge(With(objective)).ShouldHaveSingleItem().Code.ShouldBe(code);
        Measure(objective).Verdict.ShouldBe(Verdict.NotEnforced);
    }

    [Theory]
    [InlineData("orders.placed_at", true)]
    [InlineData("orders", true)]
    [InlineData("placed_at", true)]
    [InlineData("sales.orders.placed_at, orders.seen_at", true)]
    [InlineData("orders.nothing", false)]
    [InlineData("others.placed_at", false)]
    public void An_element_is_a_column_of_the_contract(string element, bool known) =>
        ObjectiveTerms.Judge(With(new Objective("freshness", "1", "h", element, Place))).Any().ShouldBe(!known);
}
