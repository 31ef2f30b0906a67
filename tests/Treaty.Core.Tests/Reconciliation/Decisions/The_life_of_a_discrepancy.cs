using CsCheck;
using Treaty.Core.Reconciliation.Decisions;
using static Treaty.Core.Reconciliation.Decisions.DiscrepancyState;
using static Treaty.Core.Reconciliation.Decisions.StepKind;

namespace Treaty.Core.Tests.Reconciliation.Decisions;

public class The_life_of_a_discrepancy
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private static DecisionStep Step(StepKind kind, ResolutionKind? how = null, string id = "d1", DateOnly? until = null, decimal? limit = null, DateTimeOffset? at = null) =>
        new(id, kind, "", 1, "", "ada", at ?? At, "because") { Resolution = how, Until = until, Limit = limit, To = "2026-04" };

    private static Standing In(DiscrepancyState state, ResolutionKind? how = null) => Standing.New with
    {
        State = state,
        Proposal = how is { } kind ? new("d0", "ben", kind, "", 10, null, null, null) : null,
    };

    /// <summary>The whole table: from each state, by each step, to which; what is not named cannot be.</summary>
    private static readonly Dictionary<DiscrepancyState, (StepKind By, DiscrepancyState To)[]> Table = new()
    {
        [Open] = [(Assign, Assigned), (Investigate, Investigating), (Propose, Proposed), (Resolve, Resolved)],
        [Assigned] = [(Assign, Assigned), (Investigate, Investigating), (Propose, Proposed), (Resolve, Resolved)],
        [Investigating] = [(Assign, Assigned), (Investigate, Investigating), (Propose, Proposed), (Resolve, Resolved)],
        [Proposed] = [(Assign, Proposed), (Propose, Proposed), (Approve, Approved), (Reject, Investigating)],
        [Approved] = [(Resolve, Resolved), (StepKind.Reopen, Reopened)],
        [Reopened] = [(Assign, Assigned), (Investigate, Investigating), (Propose, Proposed), (Resolve, Resolved)],
        [Resolved] = [(StepKind.Reopen, Reopened)],
        [AutoClosed] = [(StepKind.Reopen, Reopened)],
    };

    [Fact]
    public void Every_state_and_every_step()
    {
        foreach (var state in Enum.GetValues<DiscrepancyState>())
            foreach (var step in Enum.GetValues<StepKind>())
                Transitions.Of(state, step).ShouldBe(Table[state].Where(t => t.By == step).Select(t => (DiscrepancyState?)t.To).SingleOrDefault(), $"{state} {step}");
    }

    [Fact]
    public void What_cannot_be_done_changes_nothing()
    {
        foreach (var state in Enum.GetValues<DiscrepancyState>())
            foreach (var step in Enum.GetValues<StepKind>().Where(s => s != Undo && Table[state].All(t => t.By != s)))
                Lifecycle.After(In(state), Step(step, ResolutionKind.Accept), new("x", 10)).ShouldBe(In(state), $"{state} {step}");
    }

    [Theory]
    [InlineData(ResolutionKind.Accept, Resolved)]
    [InlineData(ResolutionKind.WriteOff, Resolved)]
    [InlineData(ResolutionKind.Reclassify, Resolved)]
    [InlineData(ResolutionKind.Void, Resolved)]
    [InlineData(ResolutionKind.CarryForward, Resolved)]
    [InlineData(ResolutionKind.CorrectAtSource, Approved)]
    [InlineData(ResolutionKind.ManualMatch, Approved)]
    [InlineData(ResolutionKind.NotDuplicate, Approved)]
    [InlineData(ResolutionKind.RuleChange, Approved)]
    public void What_waits_for_its_effect_is_approved_and_the_rest_is_resolved(ResolutionKind kind, DiscrepancyState ends)
    {
        var line = new FrozenLine("x", 10);
        Lifecycle.After(Standing.New, Step(Resolve, kind), line).State.ShouldBe(ends);
        var proposed = Lifecycle.After(Standing.New, Step(Propose, kind), line);
        Lifecycle.After(proposed, Step(Approve, id: "d2"), line).State.ShouldBe(ends);
        Lifecycle.Gone(Lifecycle.After(proposed, Step(Approve, id: "d2"), line), Ending.Corrected, "gone").State
            .ShouldBe(ends == Approved ? AutoClosed : Resolved);
    }

    [Fact]
    public void An_acceptance_that_is_over_opens_again_by_itself_and_only_then()
    {
        var accepted = Lifecycle.After(Standing.New, Step(Resolve, ResolutionKind.Accept, until: new(2026, 3, 31)), new("x", 10));
        Lifecycle.On(accepted, new(2026, 3, 31)).State.ShouldBe(Resolved);
        var over = Lifecycle.On(accepted, new(2026, 4, 1));
        over.State.ShouldBe(Reopened);
        over.Reopened.ShouldBe(1);
        Lifecycle.On(over, new(2026, 3, 31)).ShouldBe(accepted);
        // A step taken when it is over is taken with what is open again.
        Lifecycle.After(accepted, Step(Investigate, id: "d2", at: At.AddDays(60)), new("x", 10)).State.ShouldBe(Investigating);
    }

    [Theory]
    [InlineData(null, 10.00, false)]
    [InlineData(null, 10.01, true)]
    [InlineData(12, 12.00, false)]
    [InlineData(12, 12.01, true)]
    public void An_amount_past_its_limit_opens_again(int? limit, double gross, bool opens)
    {
        var accepted = Lifecycle.After(Standing.New, Step(Resolve, ResolutionKind.Accept, limit: limit), new("x", 10));
        Lifecycle.Found(accepted, (decimal)gross).State.ShouldBe(opens ? Reopened : Resolved);
    }

    [Fact]
    public void What_closed_by_itself_and_is_found_again_is_open_again()
    {
        var closed = Lifecycle.Gone(Standing.New, Ending.Arrived, "its partner arrived");
        closed.State.ShouldBe(AutoClosed);
        Lifecycle.Gone(closed, Ending.Arrived, "").ShouldBe(closed);
        var again = Lifecycle.Found(closed, 10);
        (again.State, again.Reopened, again.Ending).ShouldBe((Reopened, 1, Ending.None));
    }

    [Fact]
    public void Undoing_the_last_decision_gives_back_what_was_before() => Gen.Select(
        Gen.Enum<StepKind>().Array[0, 6], Gen.Enum<ResolutionKind>(), Gen.Enum<StepKind>()).Sample((steps, how, last) =>
    {
        var before = steps.Select((kind, i) => Step(kind, how, $"d{i}")).Aggregate(Standing.New, (s, step) => Lifecycle.After(s, step, new("x", 10)));
        var after = Lifecycle.After(before, Step(last, how, "last"), new("x", 10));
        if (after == before) return;
        var undone = Lifecycle.After(after, new("undo", Undo, "", 1, "", "ada", At, "") { Undoes = "last" }, new("x", 10));
        (undone with { Reopened = 0 }).ShouldBe(before with { Reopened = 0 });
        Lifecycle.After(after, new("undo", Undo, "", 1, "", "ada", At, "") { Undoes = "another" }, new("x", 10)).ShouldBe(after);
    });

    [Fact]
    public void Taking_a_record_in_twice_changes_nothing_more() => Gen.Select(Gen.Enum<StepKind>().Array[1, 6], Gen.Enum<ResolutionKind>()).Sample((steps, how) =>
    {
        var standing = Standing.New;
        foreach (var step in steps.Select((kind, i) => Step(kind, how, $"d{i}")))
        {
            standing = Lifecycle.After(standing, step, new("x", 10));
            Lifecycle.After(standing, step, new("x", 10)).ShouldBe(standing);
        }
    });

    [Fact]
    public void A_frozen_list_is_the_same_whatever_its_order()
    {
        FrozenLine[] lines = [new("b", 1.50m), new("a", 0m), new("c", 79228162514264337593543950335m)];
        FrozenList.Write(lines).ShouldBe(FrozenList.Write(lines.Reverse()));
        FrozenList.Read(FrozenList.Write(lines)).ShouldBe(lines.OrderBy(l => l.Id));
    }

    [Fact]
    public void What_is_signed_differs_with_everything_that_is_said()
    {
        var step = Step(Propose, ResolutionKind.Accept, until: new(2026, 3, 31), limit: 5);
        DecisionStep[] others =
        [
            step, step with { Decision = "d9" }, step with { Kind = Resolve }, step with { List = "x" }, step with { Count = 2 }, step with { Filter = "y" },
            step with { By = "ben" }, step with { At = At.AddSeconds(1) }, step with { Reason = "no" }, step with { Team = "t" }, step with { Person = "p" },
            step with { Resolution = ResolutionKind.Void }, step with { Limit = 6 }, step with { Until = new(2026, 4, 1) }, step with { To = "z" },
            step with { Undoes = "d0" },
        ];
        others.Select(s => s.SignedText()).ShouldBeUnique();
    }

    [Theory]
    [InlineData("late", "matched", false, Ending.Arrived)]
    [InlineData("missing-b", "matched", false, Ending.Arrived)]
    [InlineData("amount", "matched", false, Ending.Corrected)]
    [InlineData("duplicate", "matched", false, Ending.Corrected)]
    [InlineData("late", "missing-b", false, Ending.Superseded)]
    [InlineData("amount", null, false, Ending.Corrected)]
    [InlineData("amount", "matched", true, Ending.Rules)]
    public void How_a_discrepancy_ended(string @class, string? now, bool sameRows, Ending ending) =>
        Endings.Of(@class, now, sameRows).Ending.ShouldBe(ending);

    [Theory]
    [InlineData(-3, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(5, 1)]
    [InlineData(6, 2)]
    [InlineData(30, 2)]
    [InlineData(31, 3)]
    [InlineData(61, 4)]
    [InlineData(90, 4)]
    [InlineData(91, 5)]
    public void Ages_fall_into_buckets(int days, int bucket)
    {
        var today = new DateOnly(2026, 1, 10).AddDays(days);
        Ageing.Bucket(Ageing.Days(new(2026, 1, 10), today)).ShouldBe(bucket);
        Ageing.Days(null, today).ShouldBe(0);
    }
}
