using Treaty.Core.Doctor;
using Treaty.Core.Findings;

namespace Treaty.Core.Tests.Doctor;

public sealed class A_budget_and_a_trend
{
    private static readonly Diagnosis Two = Diagnose.Run(SmallEstate.Dbt("== models/a.sql\nselect 1\n== models/b.sql\nselect 1\n"), SmallEstate.Day);

    [Theory]
    [InlineData("TRY1000: 2\n", false)]
    [InlineData("TRY1000: 1\n", true)]
    [InlineData("budget: {TRY1000: 1}\n", true)]
    [InlineData("TRY1050: 0\n", false)]
    [InlineData("others: 0\n", true)]
    [InlineData("others: 9\n", false)]
    public void Is_exceeded_or_kept(string yaml, bool over)
    {
        var findings = new List<Finding>();
        var budget = Budget.Read(new("budget.yaml", yaml), findings);
        findings.ShouldBeEmpty();
        budget.Judge(Two).Any(l => l.Over).ShouldBe(over);
    }

    [Theory]
    [InlineData("TRY9999: 1\n", "no code of a sign")]
    [InlineData("TRY1000: many\n", "no whole number")]
    [InlineData("TRY1000: -1\n", "no whole number")]
    [InlineData("TRY1000: [\n", "not valid YAML")]
    public void Says_what_is_wrong_with_a_budget(string yaml, string sentence)
    {
        var findings = new List<Finding>();
        Budget.Read(new("budget.yaml", yaml), findings);
        findings.ShouldHaveSingleItem().Sentence.ShouldContain(sentence);
    }

    [Fact]
    public void Tells_better_from_worse()
    {
        var one = Diagnose.Run(SmallEstate.Dbt("== models/a.sql\nselect 1\n"), SmallEstate.Day);
        var trend = Trend.Between(KeptDiagnosis.Of(one), Two);
        trend.Lines.Single(l => l.Code == "TRY1000").ShouldBe(new TrendLine("TRY1000", "assets without an owner", 1, 2));
        trend.Better.ShouldBe(0);
        Trend.Between(KeptDiagnosis.Of(Two), one).Lines.ShouldAllBe(l => l.Change < 0);
        Trend.Between(KeptDiagnosis.Of(one), one).Lines.ShouldBeEmpty();
    }
}
