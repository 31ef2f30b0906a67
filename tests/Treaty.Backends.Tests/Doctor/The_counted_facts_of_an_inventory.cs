namespace Treaty.Backends.Tests.Doctor;

/// <summary>What was counted by hand in 1,195 tables and 682 views of a real estate must be what the doctor counts.</summary>
public sealed class The_counted_facts_of_an_inventory
{
    [Theory]
    [InlineData("TRY1000", "tables without owner", 60, 1195)]
    [InlineData("TRY1000", "views without owner", 142, 682)]
    [InlineData("TRY1001", "tables owned by persons only", 1076, 1195)]
    [InlineData("TRY1001", "views owned by persons only", 520, 682)]
    [InlineData("TRY1001", "tables with a team among the owners", 59, 1195)]
    [InlineData("TRY1001", "views with a team among the owners", 20, 682)]
    [InlineData("TRY1002", "tables with exactly one owner", 859, 1195)]
    [InlineData("TRY1002", "views with exactly one owner", 418, 682)]
    [InlineData("TRY1003", "ownerships", 1422, null)]
    [InlineData("TRY1003", "owners who hold half", 6, 99)]
    [InlineData("TRY1010", "tables without description", 49, 1195)]
    [InlineData("TRY1010", "views without description", 44, 682)]
    [InlineData("TRY1011", "tables without schema", 183, 1195)]
    [InlineData("TRY1011", "views without schema", 604, 682)]
    [InlineData("TRY1012", "tables without check", 1074, 1195)]
    [InlineData("TRY1012", "views without check", 680, 682)]
    [InlineData("TRY1013", "tables with an access rule of their own", 68, 1195)]
    [InlineData("TRY1013", "views with an access rule of their own", 23, 682)]
    [InlineData("TRY1013", "spaces without access rule", 1, 189)]
    [InlineData("TRY1014", "", 512, 656)]
    [InlineData("TRY1018", "tables watched", 35, 1195)]
    [InlineData("TRY1018", "views watched", 2, 682)]
    [InlineData("TRY1021", "", 120, null)]
    [InlineData("TRY1050", "assets with more than one live version", 79, null)]
    [InlineData("TRY1050", "older versions not marked deprecated", 63, 84)]
    [InlineData("TRY1063", "", 30, 30)]
    [InlineData("TRY1064", "", 160, 189)]
    [InlineData("TRY1065", "", 15, 85)]
    [InlineData("TRY1066", "into spaces that end in _derived", 69, null)]
    [InlineData("TRY1067", "", 55, 85)]
    [InlineData("TRY1071", "", 10, 30)]
    public void Comes_out(string code, string what, int number, int? of)
    {
        var counted = MeshData.Counted(MeshData.OrSkip(MeshData.Inventory), code, what);
        counted.Number.ShouldBe(number);
        if (of is { } whole) counted.Of.ShouldBe(whole);
    }

    [Theory]
    [InlineData("TRY1020", "subscription", "110 assets in 13 contexts")]
    [InlineData("TRY1020", "active_users", "33 assets in 10 contexts")]
    [InlineData("TRY1054", "shedder_mitigation", "`shredder_mitigation` is meant")]
    [InlineData("TRY1054", "table_table", "one word twice")]
    [InlineData("TRY1064", "activity_stream", "open to workgroup:mozilla-confidential/data-viewers")]
    public void Is_named_in_the_evidence(string code, string subject, string note) =>
        MeshData.OrSkip(MeshData.Inventory).Modes.SelectMany(m => m.Observations).Single(o => o.Code == code)
            .Evidence.Single(e => e.Subject == subject).Note.ShouldContain(note);

    [Fact]
    public void Review_is_exempt_by_one_line_of_CODEOWNERS()
    {
        var seen = MeshData.OrSkip(MeshData.Inventory).Modes.SelectMany(m => m.Observations).Single(o => o.Code == "TRY1004");
        seen.Evidence.ShouldAllBe(e => e.Place!.Value.File == "CODEOWNERS" && e.Place.Value.Line == 5 && e.Note.Contains("/sql/"));
        seen.Affected.ShouldBeLessThan(seen.Of, "some paths are under change control");
    }

    [Fact]
    public void The_removals_were_due_from_May_2024_to_December_2025() =>
        MeshData.OrSkip(MeshData.Inventory).Modes.SelectMany(m => m.Observations).Single(o => o.Code == "TRY1063")
            .Sentence.ShouldContain("2024-05-03 to 2025-12-12");
}
