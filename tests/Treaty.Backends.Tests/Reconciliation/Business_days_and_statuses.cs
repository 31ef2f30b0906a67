using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Matching;
using static Treaty.Backends.Tests.Reconciliation.Compared;

namespace Treaty.Backends.Tests.Reconciliation;

/// <summary>Lateness by a calendar of business days, and statuses by who holds the right to say them.</summary>
public class Business_days_and_statuses
{
    private static BusinessCalendar Calendar(int days, params DateOnly[] holidays) => new(days, [6, 7], [.. holidays], null, null);

    /// <summary>The newest payment is of Monday, 11 March 2024; whether an order of a day without a payment is late or missing.</summary>
    [Theory]
    [InlineData(1, "2024-03-11", "late")]
    [InlineData(1, "2024-03-09", "late")] // Saturday: no business day since
    [InlineData(1, "2024-03-08", "missing-b")] // Friday: one business day
    [InlineData(2, "2024-03-08", "late")]
    [InlineData(2, "2024-03-07", "missing-b")]
    [InlineData(7, "2024-03-01", "late")]
    [InlineData(6, "2024-03-01", "missing-b")]
    public void A_grace_in_business_days_skips_weekends(int days, string day, string expected)
    {
        using var compared = Run(Orders with { Calendar = Calendar(days) }, [new(1, "x", 10, Day: day)], [new(1, "y", 5, Day: "2024-03-11")]);
        compared.Groups.Single(g => g.Key == "x").Class.ShouldBe(expected);
    }

    [Fact]
    public void A_grace_in_business_days_skips_holidays_of_the_document_and_of_an_input()
    {
        string Class(BusinessCalendar calendar)
        {
            using var compared = Run(PlanOf(Orders with { Calendar = calendar }), [new(1, "x", 10, Day: "2024-03-08")], [new(1, "y", 5, Day: "2024-03-11")],
                "CREATE TABLE rest AS SELECT DATE '2024-03-11' AS day");
            return compared.Groups.Single(g => g.Key == "x").Class;
        }
        Class(Calendar(1)).ShouldBe("missing-b");
        Class(Calendar(1, new DateOnly(2024, 3, 11))).ShouldBe("late");
        Class(Calendar(1) with { Read = new("rest", new Reference("zone", "rest")), Column = "day" }).ShouldBe("late");
        Class(Calendar(1) with { Weekend = [5, 6] }).ShouldBe("missing-b"); // Sunday was one
        Class(Calendar(0)).ShouldBe("missing-b");
    }

    private static Comparison Paired(MatchWindow window, BusinessCalendar? calendar = null) => Orders with
    {
        CommonKey = false, Calendar = calendar, Passes = [new(PassKind.Unique, ["channel"], ["channel"], null, Nowhere) { Window = window with { Business = true } }],
    };

    private static bool Fits(Comparison comparison, string a, string b, string? before = null)
    {
        using var compared = Run(PlanOf(comparison), [new(1, "x", 10, Day: a)], [new(1, "y", 10, Day: b)], before);
        compared.Broken.ShouldBeEmpty();
        return compared.Proposals.Count == 1;
    }

    /// <summary>Days of a and b, and the fewest business days after a (negative: before) at which b is in the window.</summary>
    [Theory]
    [InlineData("2024-03-08", "2024-03-08", 0)] // Friday
    [InlineData("2024-03-08", "2024-03-09", 0)] // Friday and Saturday
    [InlineData("2024-03-08", "2024-03-10", 0)]
    [InlineData("2024-03-08", "2024-03-11", 1)] // over a weekend
    [InlineData("2024-03-09", "2024-03-11", 1)] // Saturday and Monday
    [InlineData("2024-03-10", "2024-03-12", 2)]
    [InlineData("2024-03-11", "2024-03-08", -1)] // the other direction
    [InlineData("2024-03-10", "2024-03-08", 0)]
    [InlineData("2024-03-28", "2024-04-02", 1)] // Good Friday and Easter Monday are holidays, over a month end
    [InlineData("2024-03-29", "2024-04-02", 1)] // from a holiday
    [InlineData("2024-04-02", "2024-03-28", -1)]
    [InlineData("2024-12-31", "2025-01-02", 1)] // over a year end
    [InlineData("2025-01-01", "2025-01-02", 1)]
    [InlineData("2025-01-02", "2024-12-31", -1)]
    [InlineData("2024-12-30", "2025-01-03", 3)]
    [InlineData("2024-02-28", "2024-03-01", 2)] // a leap year
    public void A_window_in_business_days_skips_rest_in_both_directions(string a, string b, int apart)
    {
        var calendar = Calendar(0, new(2024, 3, 29), new(2024, 4, 1), new(2025, 1, 1));
        var (before, after) = (Math.Max(0, -apart), Math.Max(0, apart));
        Fits(Paired(new(before, after), calendar), a, b).ShouldBeTrue();
        if (apart > 0) Fits(Paired(new(366, after - 1), calendar), a, b).ShouldBeFalse();
        if (apart < 0) Fits(Paired(new(before - 1, 366), calendar), a, b).ShouldBeFalse();
        new Treaty.Core.Reconciliation.Decisions.BusinessDays(calendar, []).Between(
            DateOnly.ParseExact(a, "yyyy-MM-dd"), DateOnly.ParseExact(b, "yyyy-MM-dd")).ShouldBe(apart);
    }

    [Fact]
    public void A_window_in_business_days_goes_by_the_standard_week_and_by_holidays_of_an_input()
    {
        Fits(Paired(new(0, 1)), "2024-03-08", "2024-03-11").ShouldBeTrue();
        Fits(Paired(new(0, 1)), "2024-03-08", "2024-03-12").ShouldBeFalse();
        Fits(Paired(new(0, 1), Calendar(0) with { Read = new("rest", new Reference("zone", "rest")), Column = "day" }), "2024-03-08", "2024-03-12",
            "CREATE TABLE rest AS SELECT DATE '2024-03-11' AS day").ShouldBeTrue();
        Fits(Paired(new(0, 1), Calendar(0) with { Weekend = [] }), "2024-03-08", "2024-03-10").ShouldBeFalse();
    }

    /// <summary>Instants of a in UTC against a payment of Monday, 1 April, within no business day: London is an hour ahead from 31 March.</summary>
    [Theory]
    [InlineData("2024-03-31 23:30:00+00", null, true)] // half past midnight on Monday in London
    [InlineData("2024-03-31 22:30:00+00", null, false)] // Sunday, as the Friday before
    [InlineData("2024-04-01 16:59:59+00", "18:00", true)]
    [InlineData("2024-04-01 17:00:00+00", "18:00", false)] // six o'clock in London: Tuesday's business
    [InlineData("2024-03-29 17:59:59+00", "18:00", false)] // still Friday's
    [InlineData("2024-03-31 17:00:00+00", "18:00", true)] // Sunday evening is Monday's
    public void A_window_in_business_days_goes_by_days_of_the_time_zone_and_the_cut_off(string instant, string? cutOff, bool fits)
    {
        var comparison = Paired(new(0, 0)) with { CutOff = cutOff is null ? null : TimeSpan.Parse(cutOff, System.Globalization.CultureInfo.InvariantCulture) };
        var plan = PlanOf(comparison);
        using var compared = Run(plan with { A = plan.A with { DateIsInstant = true } }, [new(1, "x", 10)], [new(1, "y", 10, Day: "2024-04-01")],
            $"ALTER TABLE side_a ALTER day TYPE TIMESTAMPTZ USING TIMESTAMPTZ '{instant}'");
        (compared.Proposals.Count == 1).ShouldBe(fits);
    }

    [Fact]
    public void Subsets_are_looked_for_in_business_days_too()
    {
        var comparison = Paired(new(0, 1)) with { Passes = [new(PassKind.Subset, [], [], null, Nowhere) { Window = new(0, 1) { Business = true } }] };
        using var compared = Run(comparison, [new(1, "x", 900.12m, Day: "2024-03-08")],
            [new(1, "p", 400.03m, Day: "2024-03-09"), new(2, "q", 500.09m, Day: "2024-03-11"), new(3, "r", 500.09m, Day: "2024-03-12")]);
        compared.Proposals.ShouldBe(["a:x ~ b:p: subset-unique 1/1", "a:x ~ b:q: subset-unique 1/1"], ignoreOrder: true);
    }

    private static readonly ComparedStatus Rights = new("status", "status", [("paid", "captured")], Side.A)
    {
        Rights = [("refunded", Side.B), ("cancelled", Side.A), ("captured", Side.B)],
    };

    [Theory]
    [InlineData("paid", "captured", "paid", "")] // the same by declaration
    [InlineData("cancelled", "captured", "cancelled", "b")] // both are declared: the first listed goes before, and the other is wrong
    [InlineData("cancelled", "refunded", "refunded", "a")]
    [InlineData("open", "captured", "captured", "a")]
    [InlineData("captured", "open", "captured", "b")] // captured is not a's word, so the side that decides does: b is wrong
    [InlineData("open", "closed", "open", "b")]
    [InlineData(null, "refunded", "refunded", "a")]
    public void The_status_holds_whose_side_has_the_right_to_say_it(string? a, string b, string holds, string side)
    {
        using var compared = Run(PlanOf(Orders with { Status = Rights }, Value with { Filter = null }, Value with { Filter = null }),
            [new(1, "x", 10, Status: a)], [new(1, "x", 10, Status: b)]);
        compared.Query($"SELECT {StatusRights.Holding(Rights)} FROM p_groups")[0][0].ShouldBe(holds);
        compared.Discrepancies.Where(d => d.Class == "status").Select(d => d.Side).ShouldBe(side.Length == 0 ? [] : [side]);
    }

    private static StatusVoice Voice(StatusStanding otherwise, params (string, StatusStanding)[] statuses) =>
        new(otherwise, StatusVoice.None.Statuses.AddRange(statuses.Select(s => KeyValuePair.Create(s.Item1, s.Item2))));

    /// <summary>a names cancelled and, like b, holds the right over what it says; refunded was given to b by name.</summary>
    private static readonly ComparedStatus Spoken = new("status", "status", [("paid", "captured")], null)
    {
        Voices = (Voice(StatusStanding.Whole, ("cancelled", StatusStanding.Named), ("refunded", StatusStanding.None)),
            Voice(StatusStanding.Whole, ("refunded", StatusStanding.Named), ("it's", StatusStanding.Named), ("open", StatusStanding.None))),
    };

    [Theory]
    [InlineData("paid", "captured", "paid", null)]
    [InlineData("cancelled", "captured", "cancelled", "b")]
    [InlineData("shipped", "refunded", "refunded", "a")]
    [InlineData("refunded", "captured", "captured", "a")] // a says what is b's to say
    [InlineData("refunded", "open", null, "")] // neither says what is its own
    [InlineData("cancelled", "refunded", null, "")] // both do
    [InlineData("shipped", "captured", null, "")] // by equal rights
    [InlineData("shipped", "it's", "it's", "a")]
    [InlineData("shipped", null, "shipped", "b")]
    [InlineData(null, "captured", "captured", "a")]
    [InlineData(null, "open", null, "")]
    public void The_decision_rights_say_which_status_holds(string? a, string? b, string? holds, string? side)
    {
        using var compared = Run(PlanOf(Orders with { Status = Spoken }, Value with { Filter = null }, Value with { Filter = null }),
            [new(1, "x", 10, Status: a)], [new(1, "x", 10, Status: b)]);
        compared.Query($"SELECT {StatusRights.Holding(Spoken)} FROM p_groups")[0][0].ShouldBe(holds);
        compared.Discrepancies.Where(d => d.Class == "status").Select(d => d.Side).ShouldBe(side is null ? [] : [side]);
    }

    [Theory]
    [InlineData("cancelled", "captured", "cancelled", "b")] // the rights go before what is declared
    [InlineData("cancelled", "refunded", "refunded", "a")] // they leave it open, so the declared order says
    [InlineData("shipped", "captured", "captured", "a")]
    [InlineData("shipped", "closed", "closed", "a")] // and what is not listed either, the side that decides
    public void What_the_rights_leave_open_is_as_declared(string a, string b, string holds, string side)
    {
        var status = Spoken with { Rights = Rights.Rights, Decides = Side.B };
        using var compared = Run(PlanOf(Orders with { Status = status }, Value with { Filter = null }, Value with { Filter = null }),
            [new(1, "x", 10, Status: a)], [new(1, "x", 10, Status: b)]);
        compared.Query($"SELECT {StatusRights.Holding(status)} FROM p_groups")[0][0].ShouldBe(holds);
        compared.Discrepancies.Single(d => d.Class == "status").Side.ShouldBe(side);
    }

    [Fact]
    public void No_status_holds_that_nobody_has_the_right_to_say()
    {
        var status = Rights with { Decides = null };
        using var compared = Run(Orders with { Status = status }, [new(1, "x", 10, Status: "open"), new(2, "y", 1, Status: "open")], [new(1, "x", 10, Status: "closed")]);
        compared.Query($"SELECT {StatusRights.Holding(status)} FROM p_groups ORDER BY group_key").Select(r => r[0]).ShouldBe([null, "open"]);
        compared.Discrepancies.Single(d => d.Class == "status").Side.ShouldBe("");
    }
}
