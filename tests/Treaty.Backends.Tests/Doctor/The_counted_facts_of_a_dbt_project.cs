using Treaty.Core.Doctor;

namespace Treaty.Backends.Tests.Doctor;

/// <summary>
/// What was counted by hand in a real dbt project of 677 models must be what the doctor counts. Two counts by hand were short by one. Reads
/// of sources were counted by <c>source(</c>, which misses the one place that writes <c>source (</c>: <c>grep -rlE "source +\(" models</c>.
/// Models named after enrollments were counted in lower case, which misses one that begins with a capital:
/// <c>find models -name "*.sql" | grep -ic enroll</c> gives 41, without <c>i</c> 40.
/// </summary>
public sealed class The_counted_facts_of_a_dbt_project
{
    [Theory]
    [InlineData("TRY1000", "", 674, 677)]
    [InlineData("TRY1011", "declared columns with a description", 7373, 7373)]
    [InlineData("TRY1012", "checks", 3846, null)]
    [InlineData("TRY1012", "with a schema, yet without check", 129, null)]
    [InlineData("TRY1015", "", 294 + 1, 546 + 1)]
    [InlineData("TRY1015", "in external", 254 + 1, null)]
    [InlineData("TRY1015", "in b2b_analytics", 39, null)]
    [InlineData("TRY1015", "sources read by more than one asset", 59, 385)]
    [InlineData("TRY1018", "sources watched", 2, 385)]
    [InlineData("TRY1030", "", 9, null)]
    [InlineData("TRY1031", "that number rows or speak of deduplicating, the entry layer included", 141, 677)]
    [InlineData("TRY1032", "that compare addresses as written, upper and lower case apart", 15, 677)]
    [InlineData("TRY1033", "", 66, null)]
    [InlineData("TRY1070", "in migration", 5, null)]
    public void Comes_out(string code, string what, int number, int? of)
    {
        var counted = MeshData.Counted(MeshData.OrSkip(MeshData.DbtProject), code, what);
        counted.Number.ShouldBe(number);
        if (of is { } whole) counted.Of.ShouldBe(whole);
    }

    [Theory]
    [InlineData("TRY1020", "user", "106 assets in")]
    [InlineData("TRY1020", "enrollment", "41 assets in")]
    [InlineData("TRY1043", "dim_user", "852 lines")]
    [InlineData("TRY1072", "dimensional_warehouse_todo.md", "an earlier status was wrong")]
    public void Is_named_in_the_evidence(string code, string subject, string note) =>
        Seen(code).Evidence.Single(e => e.Subject == subject).Note.ShouldContain(note);

    [Fact]
    public void The_fall_back_key_of_users_is_shown_at_its_line() =>
        Seen("TRY1030").Evidence.ShouldContain(e => e.Subject == "int__combined__users" && e.Place!.Value.Line == 47
            && e.Note.Contains("coalesce(user_id, user_email, user_full_name)"));

    [Fact]
    public void Nothing_is_left_unread()
    {
        var diagnosis = MeshData.OrSkip(MeshData.DbtProject);
        diagnosis.Size.Unread.ShouldBeEmpty();
        diagnosis.Size.Counts.Single(c => c.What == "sources").Number.ShouldBe(385);
        diagnosis.Modes.Single(m => m.Mode == FailureMode.HiddenReconciliation).Verdict.ShouldBe(Verdict.Established);
    }

    private static Observation Seen(string code) =>
        MeshData.OrSkip(MeshData.DbtProject).Modes.SelectMany(m => m.Observations).Single(o => o.Code == code);
}
