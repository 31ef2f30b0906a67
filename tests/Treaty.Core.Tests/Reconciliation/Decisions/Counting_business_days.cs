using System.Globalization;
using CsCheck;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Decisions;

namespace Treaty.Core.Tests.Reconciliation.Decisions;

/// <summary>Ages and the ends of acceptances by a calendar of business days.</summary>
public class Counting_business_days
{
    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Christmas, New Year, and a Saturday, which is no business day anyway.</summary>
    private static readonly BusinessDays Days = new(BusinessCalendar.Standard with { Holidays = [new(2026, 12, 25), new(2026, 12, 26)] }, [new(2027, 1, 1)]);

    [Theory]
    [InlineData("2026-11-27", "2026-11-27", 0)]
    [InlineData("2026-11-27", "2026-11-29", 0)] // Friday to Sunday
    [InlineData("2026-11-27", "2026-11-30", 1)]
    [InlineData("2026-11-28", "2026-11-30", 1)] // from a Saturday
    [InlineData("2026-11-30", "2026-12-01", 1)] // over a month end
    [InlineData("2026-12-24", "2026-12-28", 1)] // over holidays and a weekend
    [InlineData("2026-12-31", "2027-01-04", 1)] // over a year end
    [InlineData("2026-12-01", "2027-01-29", 41)]
    [InlineData("2026-12-01", "2026-11-30", 0)] // yet to come
    [InlineData(null, "2026-11-30", 0)]
    public void Gives_an_age(string? date, string today, int age) => Ageing.Days(date is null ? null : Day(date), Day(today), Days).ShouldBe(age);

    [Theory]
    [InlineData("2026-11-27", 0, "2026-11-27")]
    [InlineData("2026-11-27", 1, "2026-11-30")]
    [InlineData("2026-11-28", 1, "2026-11-30")]
    [InlineData("2026-12-23", 2, "2026-12-28")]
    [InlineData("2026-12-31", 1, "2027-01-04")]
    [InlineData("9999-12-30", 5, "9999-12-31")]
    public void Gives_the_end_of_so_many(string day, int count, string end) => Days.After(Day(day), count).ShouldBe(Day(end));

    [Fact]
    public void Is_what_looking_at_every_day_gives() =>
        Gen.Select(Gen.Int[1, 7].Array[0, 6], Gen.Int[738_000, 738_200].Array[0, 20], Gen.Int[738_000, 738_200], Gen.Int[738_000, 738_200]).Sample(
            (weekend, holidays, one, other) =>
        {
            var rest = holidays.Select(DateOnly.FromDayNumber).ToList();
            var calendar = BusinessCalendar.Standard with { Weekend = [.. weekend], Holidays = [.. rest.Take(5)] };
            var days = new BusinessDays(calendar, rest.Skip(5));
            bool Business(DateOnly d) => !weekend.Contains(d.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)d.DayOfWeek) && !rest.Contains(d);
            var (from, to) = (DateOnly.FromDayNumber(Math.Min(one, other)), DateOnly.FromDayNumber(Math.Max(one, other)));
            var between = Enumerable.Range(1, to.DayNumber - from.DayNumber).Count(n => Business(from.AddDays(n)));
            days.Between(from, to).ShouldBe(between);
            days.Between(to, from).ShouldBe(-between);
            var end = days.After(from, between);
            end.ShouldBeLessThanOrEqualTo(to);
            days.Between(from, end).ShouldBe(between);
        }, iter: 2000);

    [Theory]
    [InlineData("2026-12-31", 2, true)]
    [InlineData("2026-12-31", 1, false)]
    [InlineData("2027-01-04", 3, true)]
    [InlineData("2027-01-04", 2, false)]
    public void Ends_an_acceptance(string until, int days, bool allowed)
    {
        var item = new TrackedDiscrepancy(new("id1", "zone.money:c", "k", "missing-b", "", "a", null, null, -10, 10, "EUR", new(2026, 12, 1), ""),
            new("r1", default), new("r1", default), Standing.New);
        var step = new DecisionStep("d1", StepKind.Resolve, "", 1, "", "me", new(2026, 12, 29, 0, 0, 0, TimeSpan.Zero), "agreed")
        {
            Resolution = ResolutionKind.Accept, Until = Day(until), Limit = 10,
        };
        var comparison = Steps_need_rights.AnyComparison with { Decisions = DecisionRules.Default with { AcceptDays = days, InBusinessDays = true } };
        var rules = new StepRules(MeshCompiler.Compile([]).Mesh, null, new(2026, 12, 29)) { Counting = _ => Days };
        var refusal = rules.Refusal(step, comparison, new("zone"), item);
        (refusal is null).ShouldBe(allowed, refusal?.Sentence);
        refusal?.Sentence.ShouldContain($"longer than the {days} business days");
    }
}
